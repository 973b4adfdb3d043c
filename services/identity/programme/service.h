// Serves obt.identity.v1.ProgrammeService. Stateless; any thread.
#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/router.h"
#include "common/store/store.h"
#include "obt/identity/v1/programme.pb.h"

namespace obt::identity {

class ProgrammeService {
 public:
  void BindTo(rpc::Router& router);

  absl::StatusOr<v1::CreateProgrammeResponse> CreateProgramme(const v1::CreateProgrammeRequest& request,
                                                              const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::GetProgrammeResponse> GetProgramme(const v1::GetProgrammeRequest& request,
                                                        const rpc::Call& call, const obt::store::View& view);
  absl::StatusOr<v1::ListProgrammesResponse> ListProgrammes(const v1::ListProgrammesRequest& request,
                                                            const rpc::Call& call,
                                                            const obt::store::View& view);
  absl::StatusOr<v1::UpdateProgrammeResponse> UpdateProgramme(const v1::UpdateProgrammeRequest& request,
                                                              const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::SetHeadcountsResponse> SetHeadcounts(const v1::SetHeadcountsRequest& request,
                                                          const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::ListHeadcountsResponse> ListHeadcounts(const v1::ListHeadcountsRequest& request,
                                                            const rpc::Call& call,
                                                            const obt::store::View& view);
};

}  // namespace obt::identity
