// Serves obt.identity.v1.AccessService. Stateless; any thread.
#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/router.h"
#include "common/store/store.h"
#include "obt/identity/v1/access.pb.h"

namespace obt::identity {

class AccessService {
 public:
  void BindTo(rpc::Router& router);

  absl::StatusOr<v1::CreateClientResponse> CreateClient(const v1::CreateClientRequest& request,
                                                        const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::ListClientsResponse> ListClients(const v1::ListClientsRequest& request,
                                                      const rpc::Call& call, const obt::store::View& view);
  absl::StatusOr<v1::GrantRoleResponse> GrantRole(const v1::GrantRoleRequest& request, const rpc::Call& call,
                                                  obt::store::Txn& txn);
  absl::StatusOr<v1::RevokeRoleResponse> RevokeRole(const v1::RevokeRoleRequest& request,
                                                    const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::ListGrantsResponse> ListGrants(const v1::ListGrantsRequest& request,
                                                    const rpc::Call& call, const obt::store::View& view);
};

}  // namespace obt::identity
