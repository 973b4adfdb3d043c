#include "services/identity/reference/service.h"

#include <optional>
#include <utility>

#include "common/base/status.h"
#include "services/identity/reference/domain.h"
#include "services/identity/reference/rows.h"

namespace obt::identity {
namespace {

template <typename Response>
absl::StatusOr<Response> Answer(const obt::store::View& view, v1::ReferenceKind kind) {
  Response response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_list(), GetReferenceList(view, kind));
  return response;
}

}  // namespace

void ReferenceService::BindTo(rpc::Router& router) {
  router.Bind("obt.identity.v1.ReferenceService")
      .Command("PutReferenceList", this, &ReferenceService::PutReferenceList)
      .Query("ListGrades", this, &ReferenceService::ListGrades)
      .Query("ListProfessions", this, &ReferenceService::ListProfessions)
      .Query("ListRegions", this, &ReferenceService::ListRegions)
      .Query("ListLearningTypes", this, &ReferenceService::ListLearningTypes)
      .Done();
}

absl::StatusOr<v1::PutReferenceListResponse> ReferenceService::PutReferenceList(
    const v1::PutReferenceListRequest& request, const rpc::Call&, obt::store::Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const v1::ReferenceList before, GetReferenceList(txn, request.list().kind()));
  OBT_ASSIGN_OR_RETURN(const std::optional<v1::ReferenceList> next, NextVersion(before, request.list()));
  if (next.has_value()) identity::PutReferenceList(txn, *next);
  v1::PutReferenceListResponse response;
  response.set_version(next.has_value() ? next->version() : before.version());
  return response;
}

absl::StatusOr<v1::ListGradesResponse> ReferenceService::ListGrades(const v1::ListGradesRequest&,
                                                                    const rpc::Call&,
                                                                    const obt::store::View& view) {
  return Answer<v1::ListGradesResponse>(view, v1::REFERENCE_KIND_GRADE);
}

absl::StatusOr<v1::ListProfessionsResponse> ReferenceService::ListProfessions(
    const v1::ListProfessionsRequest&, const rpc::Call&, const obt::store::View& view) {
  return Answer<v1::ListProfessionsResponse>(view, v1::REFERENCE_KIND_PROFESSION);
}

absl::StatusOr<v1::ListRegionsResponse> ReferenceService::ListRegions(const v1::ListRegionsRequest&,
                                                                      const rpc::Call&,
                                                                      const obt::store::View& view) {
  return Answer<v1::ListRegionsResponse>(view, v1::REFERENCE_KIND_REGION);
}

absl::StatusOr<v1::ListLearningTypesResponse> ReferenceService::ListLearningTypes(
    const v1::ListLearningTypesRequest&, const rpc::Call&, const obt::store::View& view) {
  return Answer<v1::ListLearningTypesResponse>(view, v1::REFERENCE_KIND_LEARNING_TYPE);
}

}  // namespace obt::identity
