#include <optional>
#include <utility>

#include "common/base/status.h"
#include "obt/identity/v1/reference.pb.h"
#include "services/identity/bind.h"
#include "services/identity/reference/domain.h"
#include "services/identity/reference/rows.h"

namespace obt::identity {
namespace {

using obt::store::Txn;
using obt::store::View;
using rpc::Call;

absl::StatusOr<v1::PutReferenceListResponse> PutReferenceList(const v1::PutReferenceListRequest& request,
                                                              const Call&, Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const v1::ReferenceList before, GetReferenceList(txn, request.list().kind()));
  OBT_ASSIGN_OR_RETURN(const std::optional<v1::ReferenceList> next, NextVersion(before, request.list()));
  if (next.has_value()) identity::PutReferenceList(txn, *next);
  v1::PutReferenceListResponse response;
  response.set_version(next.has_value() ? next->version() : before.version());
  return response;
}

// The list of one kind.
template <v1::ReferenceKind kind, typename Request, typename Response>
absl::StatusOr<Response> List(const Request&, const Call&, const View& view) {
  Response response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_list(), GetReferenceList(view, kind));
  return response;
}

}  // namespace

void BindReferences(rpc::Router& router) {
  router.Command(PutReferenceList)
      .Query(List<v1::REFERENCE_KIND_GRADE, v1::ListGradesRequest, v1::ListGradesResponse>)
      .Query(List<v1::REFERENCE_KIND_PROFESSION, v1::ListProfessionsRequest, v1::ListProfessionsResponse>)
      .Query(List<v1::REFERENCE_KIND_REGION, v1::ListRegionsRequest, v1::ListRegionsResponse>)
      .Query(List<v1::REFERENCE_KIND_LEARNING_TYPE, v1::ListLearningTypesRequest,
                  v1::ListLearningTypesResponse>);
}

}  // namespace obt::identity
