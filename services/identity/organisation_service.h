// Serves obt.identity.v1.OrganisationService. Stateless; any thread.
#pragma once

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/router.h"
#include "common/store/store.h"
#include "obt/identity/v1/organisation.pb.h"

namespace obt::identity {

class OrganisationService {
 public:
  void BindTo(rpc::Router& router);

  absl::StatusOr<v1::CreateOrganisationResponse> CreateOrganisation(
      const v1::CreateOrganisationRequest& request, const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::GetOrganisationResponse> GetOrganisation(const v1::GetOrganisationRequest& request,
                                                              const rpc::Call& call,
                                                              const obt::store::View& view);
  absl::StatusOr<v1::ListOrganisationsResponse> ListOrganisations(const v1::ListOrganisationsRequest& request,
                                                                  const rpc::Call& call,
                                                                  const obt::store::View& view);
};

}  // namespace obt::identity
