#include "services/identity/import/effects.h"

#include <optional>
#include <string>
#include <utility>

#include "common/base/names.h"
#include "common/base/status.h"
#include "services/identity/import/domain.h"
#include "services/identity/import/rows.h"
#include "services/identity/organisation/domain.h"
#include "services/identity/organisation/rows.h"
#include "services/identity/person/domain.h"
#include "services/identity/person/scope.h"

namespace obt::identity {
namespace {

// Whom a row is about, and whether an address they gave up led to them.
struct Match {
  std::optional<PersonRecord> person;
  bool by_former_email = false;
  std::optional<PersonRecord> gives_up;  // who has left, and whose address is the row's person's now
};

// HELD_ELSEWHERE unless the caller covers the person and their last organisation.
absl::Status CheckInScope(const rpc::Call& call, const v1::PersonFacts& facts) {
  if (!CoversPerson(call, facts)) return HeldElsewhere();
  const Stays& stays = facts.stays();
  if (!stays.empty() && !call.Covers(stays[stays.size() - 1].organisation_code())) return HeldElsewhere();
  return absl::OkStatus();
}

absl::StatusOr<PersonRecord> GetPersonInScope(const obt::store::Reader& reader, const rpc::Call& call,
                                              const PersonId& id) {
  OBT_ASSIGN_OR_RETURN(std::optional<PersonRecord> found, FindPerson(reader, id));
  if (!found.has_value()) return HeldElsewhere();
  OBT_RETURN_IF_ERROR(CheckInScope(call, found->facts));
  return *std::move(found);
}

// What every change by an import needs, also of somebody who leaves.
absl::Status CheckMayImport(const obt::store::Reader& reader, const rpc::Call& call,
                            const v1::Import& import) {
  const std::string& code = import.organisation_code();
  if (!call.Covers(code)) return OutOfScope("organisation_code", code);
  return RequireOrganisationOn(reader, "organisation_code", code, EffectiveDay(import));
}

// Who had the row's address before, unless the organisation numbers them differently.
absl::StatusOr<std::optional<PersonId>> FindFormerHolder(const obt::store::Reader& reader,
                                                         const v1::PersonRow& row,
                                                         const std::string& organisation_code) {
  if (row.email().empty()) return std::nullopt;
  OBT_ASSIGN_OR_RETURN(const std::optional<PersonId> id, FindByPreviousEmail(reader, row.email()));
  if (!id.has_value() || row.hr_id().empty()) return id;
  OBT_ASSIGN_OR_RETURN(const std::optional<PersonRecord> person, FindPerson(reader, *id));
  if (!person.has_value()) return std::nullopt;
  const absl::string_view hr_id = HrIdOf(person->contact.contact(), organisation_code);
  return MayBeFormerHolder(row.hr_id(), hr_id) ? id : std::nullopt;
}

// A row with an HR id that found somebody by address is not about one whom another row of the SNAPSHOT names
// by theirs.
absl::Status CheckIsNobodyElses(const obt::store::Reader& reader, const v1::Import& import,
                                const PersonRecord& person) {
  if (import.mode() != v1::IMPORT_MODE_SNAPSHOT) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const bool named,
                       NamesHrId(reader, *ParseId<ImportId>(import.import_id()),
                                 HrIdOf(person.contact.contact(), import.organisation_code())));
  return named ? MatchConflict() : absl::OkStatus();
}

// Who has the row's number, or else its previous one.
absl::StatusOr<std::optional<PersonId>> FindNumbered(const obt::store::Reader& reader,
                                                     const v1::PersonRow& row,
                                                     const std::string& organisation_code) {
  if (row.hr_id().empty()) return std::nullopt;
  OBT_ASSIGN_OR_RETURN(const std::optional<PersonId> id, FindByHrId(reader, organisation_code, row.hr_id()));
  if (id.has_value() || row.previous_hr_id().empty()) return id;
  return FindByHrId(reader, organisation_code, row.previous_hr_id());
}

// The person with the number, where another has the row's address: theirs, once that one has left.
absl::Status TakeFrom(const v1::PersonRow& row, const Employer& here, PersonRecord holder, Match& match) {
  const std::string& own = match.person->contact.contact().name();
  const std::string& name = row.name().empty() ? own : row.name();
  if (!GaveUpAddress(name, here, holder.facts, holder.contact.contact())) return MatchConflict();
  match.gives_up = std::move(holder);
  return absl::OkStatus();
}

// Whom an address led to, if the row is about them.
absl::StatusOr<Match> MatchHolder(const v1::PersonRow& row, const Employer& here, PersonRecord holder) {
  Match match;
  switch (ClaimOf(row, here, holder.facts, holder.contact.contact())) {
    case Claim::kThem:
      match.person = std::move(holder);
      return match;
    case Claim::kSomebodyElse:
      if (holder.contact.contact().email() == row.email()) match.gives_up = std::move(holder);
      return match;
    case Claim::kUnclear:
      break;
  }
  return NumberedDifferently();
}

// Whether a numbered row finds by a former address somebody of another name, who is no more likely its person
// than whoever the address was given to since.
bool IsGivenOutAgain(const v1::PersonRow& row, const PersonRecord& person) {
  return !row.hr_id().empty() && !row.name().empty() &&
         !IsSameName(row.name(), person.contact.contact().name());
}

// By (organisation, HR id), then by the previous one, by e-mail address, by the previous one of these.
absl::StatusOr<Match> FindMatch(const obt::store::Reader& reader, const rpc::Call& call,
                                const v1::Import& import, const v1::PersonRow& row) {
  const std::string& code = import.organisation_code();
  OBT_ASSIGN_OR_RETURN(const std::optional<PersonId> by_number, FindNumbered(reader, row, code));
  std::optional<PersonId> by_email, by_former;
  if (!row.email().empty()) {
    OBT_ASSIGN_OR_RETURN(by_email, FindByEmail(reader, row.email()));
  }
  if (!by_number.has_value() && !by_email.has_value() && !row.previous_email().empty()) {
    OBT_ASSIGN_OR_RETURN(by_email, FindByEmail(reader, row.previous_email()));
  }
  Match match;
  if (!by_number.has_value() && !by_email.has_value()) {
    OBT_ASSIGN_OR_RETURN(by_former, FindFormerHolder(reader, row, code));
    if (!by_former.has_value()) return match;
  }
  const PersonId id = *(by_number.has_value() ? by_number : by_email.has_value() ? by_email : by_former);
  OBT_ASSIGN_OR_RETURN(PersonRecord found, GetPersonInScope(reader, call, id));
  if (!row.hr_id().empty() && HrIdOf(found.contact.contact(), code) != row.hr_id()) {
    OBT_RETURN_IF_ERROR(CheckIsNobodyElses(reader, import, found));
  }
  const Employer here = EmployerOf(call, import);
  if (!by_number.has_value()) {
    OBT_ASSIGN_OR_RETURN(match, MatchHolder(row, here, std::move(found)));
    match.by_former_email = by_former.has_value();
    if (match.by_former_email && match.person.has_value() && IsGivenOutAgain(row, *match.person))
      return NumberedDifferently();
    return match;
  }
  match.person = std::move(found);
  if (!by_email.has_value() || *by_email == id) return match;
  OBT_ASSIGN_OR_RETURN(PersonRecord holder, GetPersonInScope(reader, call, *by_email));
  OBT_RETURN_IF_ERROR(TakeFrom(row, here, std::move(holder), match));
  return match;
}

RowEffect JoinFrom(const v1::PersonRow& row, const v1::Import& import) {
  RowEffect effect;
  effect.outcome = v1::IMPORT_OUTCOME_JOINED;
  Join(row, import.organisation_code(), EffectiveDay(import), effect.after.facts,
       *effect.after.contact.mutable_contact());
  return effect;
}

}  // namespace

absl::StatusOr<RowEffect> DecideRow(feed::Directory& directory, const obt::store::Reader& reader,
                                    const rpc::Call& call, const v1::Import& import,
                                    const v1::PersonRow& row) {
  OBT_RETURN_IF_ERROR(CheckMayImport(reader, call, import));
  OBT_RETURN_IF_ERROR(CheckCodesAt(directory, reader, row));
  OBT_ASSIGN_OR_RETURN(Match match, FindMatch(reader, call, import, row));
  RowEffect effect;
  if (!match.person.has_value()) {
    OBT_RETURN_IF_ERROR(CheckMayJoin(row));
    effect = JoinFrom(row, import);
  } else {
    effect.before = *std::move(match.person);
    effect.after = effect.before;
    v1::PersonRow taken = row;
    // A list without numbers has not heard of the new one; one that numbers people says what it is.
    if (match.by_former_email && row.hr_id().empty()) taken.clear_email();
    OBT_ASSIGN_OR_RETURN(effect.outcome, ApplyRow(taken, EmployerOf(call, import), effect.after.facts,
                                                  *effect.after.contact.mutable_contact()));
  }
  if (effect.after.contact.contact().email() == row.email()) effect.gives_up = std::move(match.gives_up);
  return effect;
}

absl::StatusOr<bool> IsMissing(const obt::store::Reader& reader, const ImportId& id, const Employer& here,
                               const PersonRecord& person) {
  if (!IsStaff(person.facts, here)) return false;
  OBT_ASSIGN_OR_RETURN(const bool named, NamesPerson(reader, id, here.code, person.contact.contact()));
  return !named;
}

Employer EmployerOf(const rpc::Call& call, const v1::Import& import) {
  return EmployerOf(import, call.rights->tree(), DayOf(call.now));
}

absl::StatusOr<RowEffect> DecideLeaver(const obt::store::Reader& reader, const rpc::Call& call,
                                       const v1::Import& import, PersonRecord person) {
  OBT_RETURN_IF_ERROR(CheckMayImport(reader, call, import));
  OBT_RETURN_IF_ERROR(CheckInScope(call, person.facts));
  RowEffect effect;
  effect.outcome = v1::IMPORT_OUTCOME_LEFT;
  effect.before = std::move(person);
  effect.after = effect.before;
  OBT_ASSIGN_OR_RETURN(Stays left, Leave(effect.before.facts.stays(), EffectiveDay(import)));
  SetStays(effect.after.facts, std::move(left));
  return effect;
}

absl::Status WriteEffect(obt::store::Txn& txn, RowEffect& effect, absl::Time now) {
  if (effect.gives_up.has_value()) OBT_RETURN_IF_ERROR(ClearEmail(txn, *effect.gives_up, now));
  switch (effect.outcome) {
    case v1::IMPORT_OUTCOME_UNCHANGED:
      return absl::OkStatus();
    case v1::IMPORT_OUTCOME_JOINED:
      return InsertPerson(txn, effect.after, now);
    default:
      return PutPerson(txn, effect.before, effect.after, now);
  }
}

}  // namespace obt::identity
