#include "services/identity/import/domain.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/names.h"
#include "common/base/rules.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "common/base/validate.h"
#include "services/identity/person/domain.h"
#include "services/identity/person/stays_domain.h"

namespace obt::identity::v1 {

Violations Validate(const StartImportRequest& request) {
  Violations out = validate::ByRules(request);
  if (request.has_max_leavers_percent() && request.mode() == IMPORT_MODE_DELTA)
    out.Add("max_leavers_percent", "is for a SNAPSHOT: nobody leaves a DELTA but by a row");
  return out;
}

Violations Validate(const PersonRow& row) {
  Violations out = validate::ByRules(row);
  if (row.hr_id().empty() && row.email().empty()) out.Add("hr_id", "is required, or else email");
  if (row.hr_id().empty() && !row.previous_hr_id().empty())
    out.Add("previous_hr_id", "is for a row that has the new hr_id too");
  return out;
}

}  // namespace obt::identity::v1

namespace obt::identity {
namespace {

constexpr absl::Duration kRetryOpening = absl::Minutes(1);

absl::string_view NameOf(v1::ImportState state) {
  absl::string_view name = v1::ImportState_Name(state);
  return absl::StripPrefix(name, "IMPORT_STATE_");
}

absl::Status NotOpen(const v1::Import& import) {
  return Error(
      absl::StatusCode::kFailedPrecondition, "IMPORT_NOT_OPEN",
      absl::StrCat("the import is ", NameOf(import.state()), "; only an OPEN one can go on: start another"));
}

// Takes over what the row states of a person's details; true when something is different now.
bool TakeDetails(const v1::PersonRow& row, absl::string_view organisation_code, v1::PersonFacts& facts,
                 v1::Contact& contact) {
  const bool described = Describe(CodesOf(row), facts);
  const bool named = !row.name().empty() && TakeOver(row.name(), *contact.mutable_name());
  const bool addressed = SetEmail(contact, validate::NormaliseEmail(row.email()));
  const bool numbered = !row.hr_id().empty() && SetHrId(contact, organisation_code, row.hr_id());
  return described || named || addressed || numbered;
}

// What a row means for the stays of the person it matched.
enum class Standing {
  kHere,       // the last stay is in this organisation and lasts beyond the effective day
  kElsewhere,  // it is in another, or over by then
  kPast,  // the row is dated before the last stay, which is elsewhere, and the person was here on its day
};

Standing StandingOf(const Stays& stays, const Employer& here) {
  if (stays.empty()) return Standing::kElsewhere;
  const v1::Stay& last = stays[stays.size() - 1];
  if (here.Has(last)) return here.day < ToOf(last) ? Standing::kHere : Standing::kElsewhere;
  const v1::Stay* then = StayOn(stays, here.day);
  const bool was_here = then != nullptr && here.Has(*then);
  return was_here ? Standing::kPast : Standing::kElsewhere;
}

bool GivesUpAddressBy(Day day, absl::string_view name, const Employer& here, const v1::PersonFacts& facts,
                      const v1::Contact& contact) {
  return !facts.stays().empty() && here.Has(*facts.stays().rbegin()) &&
         GaveUpEmail(facts, contact, name, day);
}

}  // namespace

absl::Status CheckMayOpen(const OpenImports& open, absl::string_view organisation_code) {
  if (open.of_organisation >= kMaxOpenImportsPerOrganisation) {
    return Exhausted("TOO_MANY_IMPORTS",
                     absl::StrCat("organisation_code: ", organisation_code, " has ", open.of_organisation,
                                  " open imports with staged rows, the most there can be; finish or cancel "
                                  "one, the oldest is ",
                                  open.oldest),
                     kRetryOpening);
  }
  const bool of_client = open.of_client >= kMaxOpenImportsPerClient;
  if (!of_client && open.all < kMaxOpenImports) return absl::OkStatus();
  return Exhausted("TOO_MANY_IMPORTS",
                   absl::StrCat(of_client ? open.of_client : open.all, " imports with staged rows",
                                of_client ? " that this client started" : "",
                                " are open, the most there can be; finish or cancel those you do not need "
                                "and try again"),
                   kRetryOpening);
}

v1::Import NewImport(const v1::StartImportRequest& request, std::string import_id, absl::Time now) {
  v1::Import import;
  import.set_import_id(std::move(import_id));
  import.set_organisation_code(request.organisation_code());
  import.set_mode(request.mode());
  import.set_dry_run(request.dry_run());
  if (request.mode() == v1::IMPORT_MODE_SNAPSHOT) {
    import.set_max_leavers_percent(request.has_max_leavers_percent() ? request.max_leavers_percent()
                                                                     : kDefaultMaxLeaversPercent);
  }
  *import.mutable_from_day() = ToDate(ParseDay(request.from_day()).value_or(DayOf(now)));
  import.set_state(v1::IMPORT_STATE_OPEN);
  *import.mutable_create_time() = TimestampOf(now);
  return import;
}

bool IsStaged(const v1::Import& import) {
  return import.dry_run() || import.mode() == v1::IMPORT_MODE_SNAPSHOT;
}

Day EffectiveDay(const v1::Import& import) { return ParseDay(import.from_day()).value_or(kNever); }

bool IsOver(const v1::Import& import) {
  return import.state() != v1::IMPORT_STATE_OPEN && import.state() != v1::IMPORT_STATE_FINISHING;
}

absl::Status CheckOpen(const v1::Import& import) {
  return import.state() == v1::IMPORT_STATE_OPEN ? absl::OkStatus() : NotOpen(import);
}

absl::StatusOr<v1::Import> Finish(v1::Import import, int64_t expected_rows, absl::Time now) {
  if (import.state() == v1::IMPORT_STATE_CANCELLED) return NotOpen(import);
  if (import.state() != v1::IMPORT_STATE_OPEN) return import;
  if (expected_rows > 0 && expected_rows != import.staged_rows()) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "ROWS_MISSING",
        absl::StrCat("expected_rows: ", import.staged_rows(), " rows are staged, not ", expected_rows,
                     "; send those that were refused again, corrected, state what is right, or cancel it"));
  }
  if (IsStaged(import)) {
    import.set_state(v1::IMPORT_STATE_FINISHING);
  } else {
    End(import, v1::IMPORT_STATE_FINISHED, now);
  }
  return import;
}

absl::StatusOr<v1::Import> Cancel(v1::Import import, absl::Time now) {
  if (import.state() == v1::IMPORT_STATE_CANCELLED) return import;
  if (IsOver(import)) return NotOpen(import);
  End(import, v1::IMPORT_STATE_CANCELLED, now);
  return import;
}

void End(v1::Import& import, v1::ImportState state, absl::Time now) {
  if (IsOver(import)) return;
  import.set_state(state);
  *import.mutable_end_time() = TimestampOf(now);
}

bool HasOutlived(const v1::Import& import, absl::Time now) {
  return now - TimeOf(import.create_time()) > kImportLife;
}

bool RemovesTooMany(const v1::Import& import, int64_t staff, int64_t missing) {
  return missing * 100 > staff * import.max_leavers_percent();
}

void Count(v1::ImportOutcome outcome, v1::ImportCounts& counts) {
  switch (outcome) {
    case v1::IMPORT_OUTCOME_JOINED:
      return counts.set_joined(counts.joined() + 1);
    case v1::IMPORT_OUTCOME_MOVED:
      return counts.set_moved(counts.moved() + 1);
    case v1::IMPORT_OUTCOME_UPDATED:
      return counts.set_updated(counts.updated() + 1);
    case v1::IMPORT_OUTCOME_UNCHANGED:
      return counts.set_unchanged(counts.unchanged() + 1);
    case v1::IMPORT_OUTCOME_LEFT:
      return counts.set_left(counts.left() + 1);
    default:
      return counts.set_refused(counts.refused() + 1);
  }
}

v1::PersonRow Normalise(v1::PersonRow row) {
  row.set_email(validate::NormaliseEmail(row.email()));
  row.set_previous_email(validate::NormaliseEmail(row.previous_email()));
  row.DiscardUnknownFields();
  return row;
}

bool IsSameRow(v1::PersonRow a, v1::PersonRow b) {
  a.clear_line();
  b.clear_line();
  return a.SerializeAsString() == b.SerializeAsString();
}

absl::Status CheckMayStage(const v1::Import& import, const v1::PersonRow& row) {
  if (row.leaver() && import.mode() == v1::IMPORT_MODE_SNAPSHOT) {
    return Error(absl::StatusCode::kFailedPrecondition, "LEAVER_IN_SNAPSHOT",
                 "leaver: a SNAPSHOT lists who is there; leave the row out, or send it in a DELTA import");
  }
  // As many as its end can expect.
  using Finish = v1::FinishImportRequest;
  const int64_t most = validate::RuleOf<Finish>(Finish::kExpectedRowsFieldNumber).max();
  if (import.staged_rows() >= most) {
    return Error(absl::StatusCode::kFailedPrecondition, "IMPORT_FULL",
                 absl::StrCat("the import holds ", most, " rows, as many as it may"));
  }
  return absl::OkStatus();
}

absl::Status DuplicateRow(absl::string_view field, int64_t row_number) {
  return Error(absl::StatusCode::kAlreadyExists, "DUPLICATE_ROW",
               absl::StrCat(field, ": row ", row_number,
                            " of this import has the same with other content and "
                            "stands; one person is one row"));
}

bool MayBeFormerHolder(absl::string_view row_hr_id, absl::string_view person_hr_id) {
  return row_hr_id.empty() || person_hr_id.empty() || row_hr_id == person_hr_id;
}

absl::Status ImportNotFound() {
  return Error(absl::StatusCode::kNotFound, "IMPORT_NOT_FOUND", "import_id: no such import");
}

absl::Status HeldElsewhere() {
  return Error(absl::StatusCode::kFailedPrecondition, "HELD_ELSEWHERE",
               "another organisation holds this person; ask a client with scope over both to move them");
}

absl::Status MatchConflict() {
  return Error(absl::StatusCode::kFailedPrecondition, "MATCH_CONFLICT",
               "hr_id and email belong to two different people; correct one of them, or send the row again "
               "once the other has given the address up");
}

absl::Status NumberedDifferently() {
  return Error(
      absl::StatusCode::kFailedPrecondition, "MATCH_CONFLICT",
      "email leads to somebody with another hr_id or name who has not left; if it is the same person state "
      "that hr_id as previous_hr_id, or the name they have here; if not, correct the hr_id or the email, or "
      "first send a DELTA with a leaver's row for them, or with the hr_id they have");
}

absl::Status CheckMayJoin(const v1::PersonRow& row) {
  if (row.leaver()) return NobodyFound("leaver");
  Violations out;
  if (row.name().empty())
    out.Add("name", "is required of a joiner, and nobody is known by this hr_id or email");
  return out.ToStatus();
}

void Join(const v1::PersonRow& row, absl::string_view organisation_code, Day effective,
          v1::PersonFacts& facts, v1::Contact& contact) {
  BeginFacts(organisation_code, effective, facts);
  TakeDetails(row, organisation_code, facts, contact);
}

bool Employer::Has(const v1::Stay& stay) const {
  return stay.organisation_code() == code || tree.SuccessorOf(stay.organisation_code(), known_until) == code;
}

std::vector<std::string> Employer::Codes() const {
  std::vector<std::string> codes = {code};
  for (const v1::Organisation& other : tree.organisations()) {
    if (other.code() != code && tree.SuccessorOf(other.code(), known_until) == code)
      codes.push_back(other.code());
  }
  return codes;
}

Employer EmployerOf(const v1::Import& import, const auth::OrganisationTree& tree, Day today) {
  const Day day = EffectiveDay(import);
  return {tree, import.organisation_code(), day, std::min(day, today)};
}

Claim ClaimOf(const v1::PersonRow& row, const Employer& here, const v1::PersonFacts& facts,
              const v1::Contact& contact) {
  const absl::string_view hr_id = HrIdOf(contact, here.code);
  if (!hr_id.empty() && (hr_id == row.hr_id() || hr_id == row.previous_hr_id())) return Claim::kThem;
  if (MayBeFormerHolder(row.hr_id(), hr_id)) {
    // Without numbers to go by names decide; a leaver's row sent again finds who has left by it.
    const bool other = !row.leaver() && !contact.name().empty() &&
                       GivesUpAddressBy(here.day, row.name(), here, facts, contact);
    if (!other) return Claim::kThem;
    return HasLeft(facts.stays(), here.known_until) ? Claim::kSomebodyElse : Claim::kUnclear;
  }
  const bool same = IsSameName(row.name(), contact.name());
  if (HasLeft(facts.stays(), here.known_until)) return same ? Claim::kThem : Claim::kSomebodyElse;
  return same && StandingOf(facts.stays(), here) != Standing::kHere ? Claim::kThem : Claim::kUnclear;
}

bool GaveUpAddress(absl::string_view name, const Employer& here, const v1::PersonFacts& facts,
                   const v1::Contact& contact) {
  return GivesUpAddressBy(here.known_until, name, here, facts, contact);
}

absl::StatusOr<v1::ImportOutcome> ApplyRow(const v1::PersonRow& row, const Employer& here,
                                           v1::PersonFacts& facts, v1::Contact& contact) {
  const Standing standing = StandingOf(facts.stays(), here);
  if (row.leaver()) {
    if (standing != Standing::kHere) return v1::IMPORT_OUTCOME_UNCHANGED;
    OBT_ASSIGN_OR_RETURN(Stays left, Leave(facts.stays(), here.day));
    SetStays(facts, std::move(left));
    return v1::IMPORT_OUTCOME_LEFT;
  }
  if (standing == Standing::kPast) return v1::IMPORT_OUTCOME_UNCHANGED;
  const bool moves = standing == Standing::kElsewhere;
  if (moves) {
    OBT_ASSIGN_OR_RETURN(Stays moved, Move(facts.stays(), here.code, here.day));
    SetStays(facts, std::move(moved));
  }
  const bool updated = TakeDetails(row, here.code, facts, contact);
  if (moves) return v1::IMPORT_OUTCOME_MOVED;
  return updated ? v1::IMPORT_OUTCOME_UPDATED : v1::IMPORT_OUTCOME_UNCHANGED;
}

bool IsStaff(const v1::PersonFacts& facts, const Employer& here) {
  if (facts.stays().empty() || facts.status() == v1::PERSON_STATUS_ERASED) return false;
  const v1::Stay& last = facts.stays(facts.stays_size() - 1);
  return here.Has(last) && FromOf(last) <= here.day && here.day < ToOf(last);
}

}  // namespace obt::identity
