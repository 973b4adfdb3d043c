#include "services/identity/import_service.h"

#include <string>
#include <utility>

#include "common/base/days.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "services/identity/import_domain.h"
#include "services/identity/imports.h"
#include "services/identity/organisations.h"
#include "services/identity/people.h"
#include "services/identity/person_scope.h"

namespace obt::identity {
namespace {

using Result = v1::ImportPeopleResponse::Result;

// The import if it lies in the caller's scope.
absl::StatusOr<v1::Import> GetImportInScope(const obt::store::Reader& reader, const rpc::Call& call,
                                            const std::string& import_id) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::Import> import, FindImport(reader, *ParseId<ImportId>(import_id)));
  if (!import.has_value() || !call.Covers(import->organisation_code())) return ImportNotFound();
  return *std::move(import);
}

absl::StatusOr<v1::Import> CloseImport(obt::store::Txn& txn, const rpc::Call& call,
                                       const std::string& import_id, v1::ImportState state) {
  OBT_ASSIGN_OR_RETURN(v1::Import before, GetImportInScope(txn, call, import_id));
  const v1::ImportState was = before.state();
  OBT_ASSIGN_OR_RETURN(v1::Import after, Close(std::move(before), state));
  if (after.state() != was) PutImport(txn, *ParseId<ImportId>(import_id), after);
  return after;
}

// The person if the caller covers them and their last organisation.
absl::StatusOr<PersonRecord> GetPersonInScope(const obt::store::Txn& txn, const rpc::Call& call,
                                              const PersonId& id) {
  OBT_ASSIGN_OR_RETURN(std::optional<PersonRecord> found, FindPerson(txn, id));
  if (!found.has_value() || !CoversPerson(call, found->facts)) return HeldElsewhere();
  const Stays& stays = found->facts.stays();
  if (!stays.empty() && !call.Covers(stays[stays.size() - 1].organisation_code())) return HeldElsewhere();
  return *std::move(found);
}

// Whom the row is about: by (organisation, HR id), then by e-mail address.
absl::StatusOr<std::optional<PersonRecord>> Match(const obt::store::Txn& txn, const rpc::Call& call,
                                                  const v1::PersonRow& row,
                                                  const std::string& organisation_code) {
  std::optional<PersonId> by_number, by_email;
  if (!row.hr_id().empty()) {
    OBT_ASSIGN_OR_RETURN(by_number, FindByHrId(txn, organisation_code, row.hr_id()));
  }
  if (!row.email().empty()) {
    OBT_ASSIGN_OR_RETURN(by_email, FindByEmail(txn, validate::NormaliseEmail(row.email())));
  }
  if (!by_number.has_value() && !by_email.has_value()) return std::nullopt;
  if (by_number.has_value() && by_email.has_value() && *by_number != *by_email) {
    OBT_RETURN_IF_ERROR(GetPersonInScope(txn, call, *by_number).status());
    OBT_RETURN_IF_ERROR(GetPersonInScope(txn, call, *by_email).status());
    return MatchConflict();
  }
  return GetPersonInScope(txn, call, by_number.has_value() ? *by_number : *by_email);
}

Result Outcome(v1::ImportOutcome outcome, const PersonRecord& person) {
  Result result;
  result.set_outcome(outcome);
  result.set_person_id(person.facts.person_id());
  return result;
}

Day EffectiveDay(const v1::Import& import) { return ParseDay(import.effective_from()).value_or(kNever); }

absl::StatusOr<Result> AddFromRow(obt::store::Txn& txn, const rpc::Call& call, const v1::Import& import,
                                  const v1::PersonRow& row) {
  OBT_RETURN_IF_ERROR(CheckMayJoin(row));
  PersonRecord person;
  Join(row, import.organisation_code(), EffectiveDay(import), person.facts,
       *person.contact.mutable_contact());
  OBT_RETURN_IF_ERROR(InsertPerson(txn, person, call.now));
  return Outcome(v1::IMPORT_OUTCOME_JOINED, person);
}

absl::StatusOr<Result> ChangeFromRow(obt::store::Txn& txn, const rpc::Call& call, const v1::Import& import,
                                     const v1::PersonRow& row, const PersonRecord& known) {
  PersonRecord after = known;
  OBT_ASSIGN_OR_RETURN(const v1::ImportOutcome outcome,
                       ApplyRow(row, import.organisation_code(), EffectiveDay(import), after.facts,
                                *after.contact.mutable_contact()));
  if (outcome != v1::IMPORT_OUTCOME_UNCHANGED) {
    OBT_RETURN_IF_ERROR(UpdatePerson(txn, known, after, call.now));
  }
  return Outcome(outcome, after);
}

}  // namespace

void ImportService::BindTo(rpc::Router& router) {
  router.Bind("obt.identity.v1.ImportService")
      .Command("StartImport", this, &ImportService::StartImport)
      .Batch("ImportPeople", this, &ImportService::ImportOne, &v1::ImportPeopleRequest::rows,
             &v1::ImportPeopleResponse::mutable_results)
      .Command("FinishImport", this, &ImportService::FinishImport)
      .Query("GetImport", this, &ImportService::GetImport)
      .Command("CancelImport", this, &ImportService::CancelImport)
      .Done();
}

absl::StatusOr<v1::StartImportResponse> ImportService::StartImport(const v1::StartImportRequest& request,
                                                                   const rpc::Call& call,
                                                                   obt::store::Txn& txn) {
  OBT_RETURN_IF_ERROR(RequireOrganisation(txn, "organisation_code", request.organisation_code()));
  const ImportId id = NewId<ImportId>(call.now);
  v1::StartImportResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_import(), NewImport(request, ToText(id), call.now));
  PutImport(txn, id, response.import());
  return response;
}

absl::StatusOr<Result> ImportService::ImportOne(const v1::ImportPeopleRequest& request,
                                                const v1::PersonRow& row, const rpc::Call& call,
                                                obt::store::Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const v1::Import import, GetImportInScope(txn, call, request.import_id()));
  OBT_RETURN_IF_ERROR(CheckOpen(import));
  OBT_RETURN_IF_ERROR(CheckCodesAt(directory_, txn, row));
  OBT_ASSIGN_OR_RETURN(const std::optional<PersonRecord> known,
                       Match(txn, call, row, import.organisation_code()));
  return known.has_value() ? ChangeFromRow(txn, call, import, row, *known)
                           : AddFromRow(txn, call, import, row);
}

absl::StatusOr<v1::FinishImportResponse> ImportService::FinishImport(const v1::FinishImportRequest& request,
                                                                     const rpc::Call& call,
                                                                     obt::store::Txn& txn) {
  v1::FinishImportResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_import(),
                       CloseImport(txn, call, request.import_id(), v1::IMPORT_STATE_FINISHED));
  return response;
}

absl::StatusOr<v1::GetImportResponse> ImportService::GetImport(const v1::GetImportRequest& request,
                                                               const rpc::Call& call,
                                                               const obt::store::View& view) {
  v1::GetImportResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_import(), GetImportInScope(view, call, request.import_id()));
  return response;
}

absl::StatusOr<v1::CancelImportResponse> ImportService::CancelImport(const v1::CancelImportRequest& request,
                                                                     const rpc::Call& call,
                                                                     obt::store::Txn& txn) {
  v1::CancelImportResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_import(),
                       CloseImport(txn, call, request.import_id(), v1::IMPORT_STATE_CANCELLED));
  return response;
}

}  // namespace obt::identity
