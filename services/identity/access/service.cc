#include "services/identity/access/service.h"

#include <string>
#include <utility>

#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "common/rpc/page_token.h"
#include "services/identity/access/domain.h"
#include "services/identity/access/rows.h"
#include "services/identity/organisation/rows.h"

namespace obt::identity {

void AccessService::BindTo(rpc::Router& router) {
  router.Bind("obt.identity.v1.AccessService")
      .Command("CreateClient", this, &AccessService::CreateClient)
      .Query("ListClients", this, &AccessService::ListClients)
      .Command("GrantRole", this, &AccessService::GrantRole)
      .Command("RevokeRole", this, &AccessService::RevokeRole)
      .Query("ListGrants", this, &AccessService::ListGrants)
      .Done();
}

absl::StatusOr<v1::CreateClientResponse> AccessService::CreateClient(const v1::CreateClientRequest& request,
                                                                     const rpc::Call& call,
                                                                     obt::store::Txn& txn) {
  v1::CreateClientResponse response;
  *response.mutable_client() = NewClient(request.client_id(), request.title(), call.now);
  OBT_RETURN_IF_ERROR(InsertClient(txn, response.client()));
  return response;
}

absl::StatusOr<v1::ListClientsResponse> AccessService::ListClients(const v1::ListClientsRequest& request,
                                                                   const rpc::Call& call,
                                                                   const obt::store::View& view) {
  OBT_ASSIGN_OR_RETURN(const std::string position, rpc::OpenPageToken(call, request));
  OBT_ASSIGN_OR_RETURN(Page<v1::Client> page,
                       PageOfClients(view, position, validate::EffectivePageSize(request.page_size())));
  v1::ListClientsResponse response;
  for (v1::Client& client : page.rows) *response.add_clients() = std::move(client);
  if (!page.next.empty()) response.set_next_page_token(rpc::SealPageToken(call, request, page.next));
  return response;
}

absl::StatusOr<v1::GrantRoleResponse> AccessService::GrantRole(const v1::GrantRoleRequest& request,
                                                               const rpc::Call&, obt::store::Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const v1::Client before, GetClient(txn, request.client_id()));
  if (const std::string& code = request.grant().organisation_code(); !code.empty()) {
    OBT_RETURN_IF_ERROR(RequireOrganisation(txn, "grant.organisation_code", code));
  }
  v1::GrantRoleResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_client(), WithGrant(before, request.grant()));
  if (response.client().grants_size() != before.grants_size()) PutClient(txn, response.client());
  return response;
}

absl::StatusOr<v1::RevokeRoleResponse> AccessService::RevokeRole(const v1::RevokeRoleRequest& request,
                                                                 const rpc::Call&, obt::store::Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const v1::Client before, GetClient(txn, request.client_id()));
  v1::RevokeRoleResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_client(), WithoutGrant(before, request.grant()));
  if (IsCentralAdmin(before) && !IsCentralAdmin(response.client())) {
    OBT_ASSIGN_OR_RETURN(const bool has_other, HasOtherCentralAdmin(txn, request.client_id()));
    if (!has_other) {
      return Error(absl::StatusCode::kFailedPrecondition, "LAST_CENTRAL_ADMIN",
                   "this is the last CENTRAL_ADMIN grant; grant the role to another client first");
    }
  }
  PutClient(txn, response.client());
  return response;
}

absl::StatusOr<v1::ListGrantsResponse> AccessService::ListGrants(const v1::ListGrantsRequest& request,
                                                                 const rpc::Call&,
                                                                 const obt::store::View& view) {
  OBT_ASSIGN_OR_RETURN(v1::Client client, GetClient(view, request.client_id()));
  v1::ListGrantsResponse response;
  response.mutable_grants()->Swap(client.mutable_grants());
  return response;
}

}  // namespace obt::identity
