#include <string>
#include <utility>

#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rpc/answer_page.h"
#include "obt/identity/v1/access.pb.h"
#include "services/identity/access/domain.h"
#include "services/identity/access/rows.h"
#include "services/identity/bind.h"
#include "services/identity/organisation/rows.h"

namespace obt::identity {
namespace {

using obt::store::Txn;
using obt::store::View;
using rpc::Call;

absl::StatusOr<v1::CreateClientResponse> CreateClient(const v1::CreateClientRequest& request,
                                                      const Call& call, Txn& txn) {
  v1::CreateClientResponse response;
  *response.mutable_client() = NewClient(request.client_id(), request.title(), call.now);
  OBT_RETURN_IF_ERROR(InsertClient(txn, response.client()));
  return response;
}

absl::StatusOr<v1::ListClientsResponse> ListClients(const v1::ListClientsRequest& request, const Call& call,
                                                    const View& view) {
  return rpc::AnswerPage(
      request, call, &v1::ListClientsResponse::mutable_clients,
      [&](const std::string& position, size_t limit) { return PageOfClients(view, position, limit); });
}

absl::StatusOr<v1::GrantRoleResponse> GrantRole(const v1::GrantRoleRequest& request, const Call&, Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const v1::Client before, GetClient(txn, request.client_id()));
  if (const std::string& code = request.grant().organisation_code(); !code.empty()) {
    OBT_RETURN_IF_ERROR(RequireOrganisation(txn, "grant.organisation_code", code));
  }
  v1::GrantRoleResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_client(), WithGrant(before, request.grant()));
  if (response.client().grants_size() != before.grants_size()) PutClient(txn, response.client());
  return response;
}

absl::StatusOr<v1::RevokeRoleResponse> RevokeRole(const v1::RevokeRoleRequest& request, const Call&,
                                                  Txn& txn) {
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

absl::StatusOr<v1::ListGrantsResponse> ListGrants(const v1::ListGrantsRequest& request, const Call&,
                                                  const View& view) {
  OBT_ASSIGN_OR_RETURN(v1::Client client, GetClient(view, request.client_id()));
  v1::ListGrantsResponse response;
  response.mutable_grants()->Swap(client.mutable_grants());
  return response;
}

}  // namespace

void BindAccess(rpc::Router& router) {
  router.Command(CreateClient).Query(ListClients).Command(GrantRole).Command(RevokeRole).Query(ListGrants);
}

}  // namespace obt::identity
