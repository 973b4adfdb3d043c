#include "services/identity/import/service.h"

#include <optional>
#include <string>
#include <utility>

#include "common/base/ids.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "common/rpc/page_token.h"
#include "services/identity/import/domain.h"
#include "services/identity/import/effects.h"
#include "services/identity/import/rows.h"
#include "services/identity/import/steps.h"
#include "services/identity/organisation/rows.h"
#include "services/identity/person/scope.h"

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

Result OutcomeOf(v1::ImportOutcome outcome, const std::string& person_id, int64_t row_number = 0) {
  Result result;
  result.set_outcome(outcome);
  result.set_person_id(person_id);
  result.set_row_number(row_number);
  return result;
}

absl::StatusOr<Result> Stage(feed::Directory& directory, obt::store::Txn& txn, v1::Import import,
                             const v1::PersonRow& row) {
  OBT_RETURN_IF_ERROR(CheckMayStage(import, row));
  OBT_RETURN_IF_ERROR(CheckCodesAt(directory, txn, row));
  OBT_ASSIGN_OR_RETURN(const int64_t number,
                       StageRow(txn, *ParseId<ImportId>(import.import_id()), import, row));
  return OutcomeOf(v1::IMPORT_OUTCOME_STAGED, "", number);
}

}  // namespace

void ImportService::BindTo(rpc::Router& router) {
  router.Bind("obt.identity.v1.ImportService")
      .Command("StartImport", this, &ImportService::StartImport)
      .Batch("ImportPeople", this, &ImportService::ImportOne, &v1::ImportPeopleRequest::rows,
             &v1::ImportPeopleResponse::mutable_results)
      .Command("FinishImport", this, &ImportService::FinishImport)
      .Query("GetImport", this, &ImportService::GetImport)
      .Query("ListImportResults", this, &ImportService::ListImportResults)
      .Command("CancelImport", this, &ImportService::CancelImport)
      .Done();
}

absl::StatusOr<v1::StartImportResponse> ImportService::StartImport(const v1::StartImportRequest& request,
                                                                   const rpc::Call& call,
                                                                   obt::store::Txn& txn) {
  const ImportId id = NewId<ImportId>(call.now);
  v1::StartImportResponse response;
  *response.mutable_import() = NewImport(request, ToText(id), call.now);
  OBT_RETURN_IF_ERROR(RequireOrganisationOn(txn, "organisation_code", request.organisation_code(),
                                            EffectiveDay(response.import())));
  if (IsStaged(response.import())) {
    OBT_ASSIGN_OR_RETURN(const OpenImports open, CountOpen(txn, request.organisation_code(), call.client_id));
    OBT_RETURN_IF_ERROR(CheckMayOpen(open, request.organisation_code()));
  }
  InsertImport(txn, id, response.import(), call.client_id);
  return response;
}

absl::StatusOr<Result> ImportService::ImportOne(const v1::ImportPeopleRequest& request,
                                                const v1::PersonRow& stated, const rpc::Call& call,
                                                obt::store::Txn& txn) {
  OBT_ASSIGN_OR_RETURN(v1::Import import, GetImportInScope(txn, call, request.import_id()));
  OBT_RETURN_IF_ERROR(CheckOpen(import));
  const v1::PersonRow row = Normalise(stated);
  if (IsStaged(import)) return Stage(directory_, txn, std::move(import), row);
  OBT_ASSIGN_OR_RETURN(RowEffect effect, DecideRow(directory_, txn, call, import, row));
  if (effect.outcome != v1::IMPORT_OUTCOME_UNCHANGED) {
    OBT_RETURN_IF_ERROR(WriteEffect(txn, effect, call.now));
    Count(effect.outcome, *import.mutable_counts());
    PutImport(txn, *ParseId<ImportId>(request.import_id()), import);
  }
  return OutcomeOf(effect.outcome, effect.after.facts.person_id());
}

absl::StatusOr<v1::FinishImportResponse> ImportService::FinishImport(const v1::FinishImportRequest& request,
                                                                     const rpc::Call& call,
                                                                     obt::store::Txn& txn) {
  const ImportId id = *ParseId<ImportId>(request.import_id());
  OBT_ASSIGN_OR_RETURN(const v1::Import before, GetImportInScope(txn, call, request.import_id()));
  v1::FinishImportResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_import(), Finish(before, request.expected_rows(), call.now));
  if (before.state() == v1::IMPORT_STATE_OPEN) PutImport(txn, id, response.import());
  if (before.state() == v1::IMPORT_STATE_OPEN && IsStaged(before))
    BeginFinishing(txn, id, before, call.client_id);
  return response;
}

absl::StatusOr<v1::GetImportResponse> ImportService::GetImport(const v1::GetImportRequest& request,
                                                               const rpc::Call& call,
                                                               const obt::store::View& view) {
  v1::GetImportResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_import(), GetImportInScope(view, call, request.import_id()));
  return response;
}

absl::StatusOr<v1::ListImportResultsResponse> ImportService::ListImportResults(
    const v1::ListImportResultsRequest& request, const rpc::Call& call, const obt::store::View& view) {
  OBT_ASSIGN_OR_RETURN(const std::string position, rpc::OpenPageToken(call, request));
  OBT_RETURN_IF_ERROR(GetImportInScope(view, call, request.import_id()).status());
  OBT_ASSIGN_OR_RETURN(Page<v1::ImportResult> page,
                       PageOfResults(view, *ParseId<ImportId>(request.import_id()), position,
                                     validate::EffectivePageSize(request.page_size())));
  v1::ListImportResultsResponse response;
  for (v1::ImportResult& result : page.rows) *response.add_results() = std::move(result);
  if (!page.next.empty()) response.set_next_page_token(rpc::SealPageToken(call, request, page.next));
  return response;
}

absl::StatusOr<v1::CancelImportResponse> ImportService::CancelImport(const v1::CancelImportRequest& request,
                                                                     const rpc::Call& call,
                                                                     obt::store::Txn& txn) {
  const ImportId id = *ParseId<ImportId>(request.import_id());
  OBT_ASSIGN_OR_RETURN(const v1::Import before, GetImportInScope(txn, call, request.import_id()));
  v1::CancelImportResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_import(), Cancel(before, call.now));
  if (IsOver(before)) return response;
  PutImport(txn, id, response.import());
  if (IsStaged(before)) BeginDropping(txn, id, response.import());
  return response;
}

}  // namespace obt::identity
