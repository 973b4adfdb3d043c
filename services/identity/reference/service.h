// Serves obt.identity.v1.ReferenceService. Stateless; any thread.
#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/router.h"
#include "common/store/store.h"
#include "obt/identity/v1/reference.pb.h"

namespace obt::identity {

class ReferenceService {
 public:
  void BindTo(rpc::Router& router);

  absl::StatusOr<v1::PutReferenceListResponse> PutReferenceList(const v1::PutReferenceListRequest& request,
                                                                const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::ListGradesResponse> ListGrades(const v1::ListGradesRequest& request,
                                                    const rpc::Call& call, const obt::store::View& view);
  absl::StatusOr<v1::ListProfessionsResponse> ListProfessions(const v1::ListProfessionsRequest& request,
                                                              const rpc::Call& call,
                                                              const obt::store::View& view);
  absl::StatusOr<v1::ListRegionsResponse> ListRegions(const v1::ListRegionsRequest& request,
                                                      const rpc::Call& call, const obt::store::View& view);
  absl::StatusOr<v1::ListLearningTypesResponse> ListLearningTypes(const v1::ListLearningTypesRequest& request,
                                                                  const rpc::Call& call,
                                                                  const obt::store::View& view);
};

}  // namespace obt::identity
