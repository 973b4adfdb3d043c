#include "services/identity/import_domain.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "google/protobuf/util/time_util.h"
#include "services/identity/person_domain.h"
#include "services/identity/stays_domain.h"

namespace obt::identity::v1 {
namespace {

using validate::Presence;

// The shape of every request that names an import and may be retried.
template <typename Request>
Violations CheckClosing(const Request& request) {
  Violations out;
  validate::ServerId(out, "import_id", request.import_id(), Presence::kRequired);
  validate::RequestId(out, request.request_id());
  return out;
}

}  // namespace

Violations Validate(const StartImportRequest& request) {
  Violations out;
  validate::Code(out, "organisation_code", request.organisation_code(), Presence::kRequired);
  validate::Enum(out, "mode", *ImportMode_descriptor(), request.mode(), Presence::kRequired);
  validate::Date(out, "effective_from", request.has_effective_from(), request.effective_from(),
                 Presence::kOptional);
  validate::RequestId(out, request.request_id());
  return out;
}

Violations Validate(const ImportPeopleRequest& request) {
  Violations out;
  validate::ServerId(out, "import_id", request.import_id(), Presence::kRequired);
  validate::Count(out, "rows", request.rows_size(), 1, kMaxRows);
  return out;
}

Violations Validate(const PersonRow& row) {
  Violations out;
  if (row.hr_id().empty() && row.email().empty()) out.Add("hr_id", "is required, or else email");
  validate::ForeignId(out, "hr_id", row.hr_id(), kMaxHrId, Presence::kOptional);
  validate::Email(out, "email", row.email(), Presence::kOptional);
  validate::Text(out, "name", row.name(), validate::kMaxName, Presence::kOptional);
  validate::ReferenceCode(out, "grade", row.grade(), Presence::kOptional);
  validate::ReferenceCode(out, "profession", row.profession(), Presence::kOptional);
  validate::ReferenceCode(out, "region", row.region(), Presence::kOptional);
  return out;
}

Violations Validate(const FinishImportRequest& request) { return CheckClosing(request); }

Violations Validate(const CancelImportRequest& request) { return CheckClosing(request); }

Violations Validate(const GetImportRequest& request) {
  Violations out;
  validate::ServerId(out, "import_id", request.import_id(), Presence::kRequired);
  return out;
}

}  // namespace obt::identity::v1

namespace obt::identity {
namespace {

absl::string_view NameOf(v1::ImportState state) {
  switch (state) {
    case v1::IMPORT_STATE_OPEN:
      return "OPEN";
    case v1::IMPORT_STATE_FINISHED:
      return "FINISHED";
    case v1::IMPORT_STATE_CANCELLED:
      return "CANCELLED";
    default:
      return "UNKNOWN";
  }
}

absl::Status NotOpen(const v1::Import& import) {
  return Error(
      absl::StatusCode::kFailedPrecondition, "IMPORT_NOT_OPEN",
      absl::StrCat("the import is ", NameOf(import.state()), "; only an OPEN one can go on: start another"));
}

bool SetText(absl::string_view stated, std::string& kept) {
  if (stated.empty() || stated == kept) return false;
  kept.assign(stated.data(), stated.size());
  return true;
}

// Takes over what the row states of a person's details; true when something is different now.
bool TakeDetails(const v1::PersonRow& row, absl::string_view organisation_code, v1::PersonFacts& facts,
                 v1::Contact& contact) {
  const bool described = Describe(row, facts);
  const bool named = SetText(row.name(), *contact.mutable_name());
  const bool addressed = SetText(validate::NormaliseEmail(row.email()), *contact.mutable_email());
  const bool numbered = !row.hr_id().empty() && SetHrId(contact, organisation_code, row.hr_id());
  return described || named || addressed || numbered;
}

// What a row means for the stays of the person it matched.
enum class Standing {
  kHere,       // the last stay is in this organisation and lasts beyond the effective day
  kElsewhere,  // it is in another, or over by then
  kPast,  // the row is dated before the last stay, which is elsewhere, and the person was here on its day
};

Standing StandingOf(const Stays& stays, absl::string_view organisation_code, Day effective) {
  if (stays.empty()) return Standing::kElsewhere;
  const v1::Stay& last = stays[stays.size() - 1];
  if (last.organisation_code() == organisation_code) {
    return effective < ToOf(last) ? Standing::kHere : Standing::kElsewhere;
  }
  const v1::Stay* then = StayOn(stays, effective);
  const bool was_here = then != nullptr && then->organisation_code() == organisation_code;
  return was_here ? Standing::kPast : Standing::kElsewhere;
}

}  // namespace

absl::StatusOr<v1::Import> NewImport(const v1::StartImportRequest& request, std::string import_id,
                                     absl::Time now) {
  if (request.mode() == v1::IMPORT_MODE_SNAPSHOT) {
    return Error(absl::StatusCode::kUnimplemented, "SNAPSHOT_UNAVAILABLE",
                 "mode: SNAPSHOT imports are not available yet; send joiners, movers and leavers as DELTA");
  }
  if (request.dry_run()) {
    return Error(absl::StatusCode::kUnimplemented, "DRY_RUN_UNAVAILABLE",
                 "dry_run: dry runs are not available yet; each row of a DELTA import says what it did");
  }
  v1::Import import;
  import.set_import_id(std::move(import_id));
  import.set_organisation_code(request.organisation_code());
  import.set_mode(request.mode());
  *import.mutable_effective_from() = ToDate(ParseDay(request.effective_from()).value_or(DayOf(now)));
  import.set_state(v1::IMPORT_STATE_OPEN);
  *import.mutable_create_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(now));
  return import;
}

absl::Status CheckOpen(const v1::Import& import) {
  return import.state() == v1::IMPORT_STATE_OPEN ? absl::OkStatus() : NotOpen(import);
}

absl::StatusOr<v1::Import> Close(v1::Import import, v1::ImportState state) {
  if (import.state() != v1::IMPORT_STATE_OPEN && import.state() != state) return NotOpen(import);
  import.set_state(state);
  return import;
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
               "hr_id and email belong to two different people; correct one of them");
}

absl::Status CheckMayJoin(const v1::PersonRow& row) {
  if (!row.leaver()) return absl::OkStatus();
  return Error(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND", "leaver: nobody has this hr_id or email");
}

void Join(const v1::PersonRow& row, absl::string_view organisation_code, Day effective,
          v1::PersonFacts& facts, v1::Contact& contact) {
  BeginFacts(organisation_code, effective, facts);
  TakeDetails(row, organisation_code, facts, contact);
}

absl::StatusOr<v1::ImportOutcome> ApplyRow(const v1::PersonRow& row, absl::string_view organisation_code,
                                           Day effective, v1::PersonFacts& facts, v1::Contact& contact) {
  const Standing standing = StandingOf(facts.stays(), organisation_code, effective);
  if (row.leaver()) {
    if (standing != Standing::kHere) return v1::IMPORT_OUTCOME_UNCHANGED;
    OBT_ASSIGN_OR_RETURN(Stays left, Leave(facts.stays(), effective));
    SetStays(facts, std::move(left));
    return v1::IMPORT_OUTCOME_LEFT;
  }
  if (standing == Standing::kPast) return v1::IMPORT_OUTCOME_UNCHANGED;
  const bool moves = standing == Standing::kElsewhere;
  if (moves) {
    OBT_ASSIGN_OR_RETURN(Stays moved, Move(facts.stays(), organisation_code, effective));
    SetStays(facts, std::move(moved));
  }
  const bool updated = TakeDetails(row, organisation_code, facts, contact);
  if (moves) return v1::IMPORT_OUTCOME_MOVED;
  return updated ? v1::IMPORT_OUTCOME_UPDATED : v1::IMPORT_OUTCOME_UNCHANGED;
}

}  // namespace obt::identity
