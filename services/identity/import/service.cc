#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "common/base/ids.h"
#include "common/base/status.h"
#include "common/rpc/answer_page.h"
#include "obt/identity/v1/import.pb.h"
#include "services/identity/bind.h"
#include "services/identity/import/domain.h"
#include "services/identity/import/effects.h"
#include "services/identity/import/rows.h"
#include "services/identity/import/steps.h"
#include "services/identity/organisation/rows.h"
#include "services/identity/person/scope.h"

namespace obt::identity {
namespace {

using obt::store::Reader;
using obt::store::Txn;
using obt::store::View;
using rpc::Call;

using Result = v1::ImportPeopleResponse::Result;

absl::StatusOr<std::optional<rpc::Owner>> OwnerOfImport(const Reader& reader, absl::string_view import_id) {
  OBT_ASSIGN_OR_RETURN(const std::optional<v1::Import> import,
                       FindImport(reader, *ParseId<ImportId>(import_id)));
  if (!import.has_value()) return std::optional<rpc::Owner>();
  return std::make_optional(rpc::Owner{import->organisation_code(), std::nullopt});
}

absl::StatusOr<v1::Import> GetImport(const Reader& reader, const std::string& import_id) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::Import> import, FindImport(reader, *ParseId<ImportId>(import_id)));
  if (!import.has_value()) return ImportNotFound();
  return *std::move(import);
}

Result OutcomeOf(v1::ImportOutcome outcome, const std::string& person_id, int64_t row_number = 0) {
  Result result;
  result.set_outcome(outcome);
  result.set_person_id(person_id);
  result.set_row_number(row_number);
  return result;
}

absl::StatusOr<Result> Stage(feed::Directory& directory, Txn& txn, v1::Import import,
                             const v1::PersonRow& row) {
  OBT_RETURN_IF_ERROR(CheckMayStage(import, row));
  OBT_RETURN_IF_ERROR(CheckCodesAt(directory, txn, row));
  OBT_ASSIGN_OR_RETURN(const int64_t number,
                       StageRow(txn, *ParseId<ImportId>(import.import_id()), import, row));
  return OutcomeOf(v1::IMPORT_OUTCOME_STAGED, "", number);
}

absl::StatusOr<v1::StartImportResponse> StartImport(const v1::StartImportRequest& request, const Call& call,
                                                    Txn& txn) {
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

absl::StatusOr<Result> ImportOne(const v1::ImportPeopleRequest& request, const v1::PersonRow& stated,
                                 const Call& call, Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(v1::Import import, GetImport(txn, request.import_id()));
  OBT_RETURN_IF_ERROR(CheckOpen(import));
  const v1::PersonRow row = Normalise(stated);
  if (IsStaged(import)) return Stage(directory, txn, std::move(import), row);
  OBT_ASSIGN_OR_RETURN(RowEffect effect, DecideRow(directory, txn, call, import, row));
  if (effect.outcome != v1::IMPORT_OUTCOME_UNCHANGED) {
    OBT_RETURN_IF_ERROR(WriteEffect(txn, effect, call.now));
    Count(effect.outcome, *import.mutable_counts());
    PutImport(txn, *ParseId<ImportId>(request.import_id()), import);
  }
  return OutcomeOf(effect.outcome, effect.after.facts.person_id());
}

absl::StatusOr<v1::FinishImportResponse> FinishImport(const v1::FinishImportRequest& request,
                                                      const Call& call, Txn& txn) {
  const ImportId id = *ParseId<ImportId>(request.import_id());
  OBT_ASSIGN_OR_RETURN(const v1::Import before, GetImport(txn, request.import_id()));
  v1::FinishImportResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_import(), Finish(before, request.expected_rows(), call.now));
  if (before.state() == v1::IMPORT_STATE_OPEN) PutImport(txn, id, response.import());
  if (before.state() == v1::IMPORT_STATE_OPEN && IsStaged(before))
    BeginFinishing(txn, id, before, call.client_id);
  return response;
}

absl::StatusOr<v1::GetImportResponse> GetImport(const v1::GetImportRequest& request, const Call&,
                                                const View& view) {
  v1::GetImportResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_import(), GetImport(view, request.import_id()));
  return response;
}

absl::StatusOr<v1::ListImportsResponse> ListImports(const v1::ListImportsRequest& request, const Call& call,
                                                    const View& view) {
  OBT_ASSIGN_OR_RETURN(const std::vector<std::string> codes, call.CodesWithin(request.organisation_code()));
  std::set<int> states(request.states().begin(), request.states().end());
  if (states.empty()) states = {v1::IMPORT_STATE_OPEN, v1::IMPORT_STATE_FINISHING};
  return rpc::AnswerPage(request, call, &v1::ListImportsResponse::mutable_imports,
                         [&](const std::string& position, size_t limit) {
                           return PageOfImports(view, codes, states, position, limit);
                         });
}

absl::StatusOr<v1::ListImportResultsResponse> ListImportResults(const v1::ListImportResultsRequest& request,
                                                                const Call& call, const View& view) {
  return rpc::AnswerPage(request, call, &v1::ListImportResultsResponse::mutable_results,
                         [&](const std::string& position, size_t limit) {
                           return PageOfResults(view, *ParseId<ImportId>(request.import_id()), position,
                                                limit);
                         });
}

absl::StatusOr<v1::CancelImportResponse> CancelImport(const v1::CancelImportRequest& request,
                                                      const Call& call, Txn& txn) {
  const ImportId id = *ParseId<ImportId>(request.import_id());
  OBT_ASSIGN_OR_RETURN(const v1::Import before, GetImport(txn, request.import_id()));
  v1::CancelImportResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_import(), Cancel(before, call.now));
  if (IsOver(before)) return response;
  PutImport(txn, id, response.import());
  if (IsStaged(before)) BeginDropping(txn, id, response.import());
  return response;
}

}  // namespace

void BindImports(rpc::Router& router, feed::Directory& directory) {
  router.Owned("import_id", OwnerOfImport, ImportNotFound())
      .Command(StartImport)
      .Batch(ImportOne, directory)
      .Command(FinishImport)
      .Query(GetImport)
      .Query(ListImports)
      .Query(ListImportResults)
      .Command(CancelImport);
}

}  // namespace obt::identity
