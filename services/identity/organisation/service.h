// Serves obt.identity.v1.OrganisationService. Stateless but for the directory's caches; any thread.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "common/feed/directory.h"
#include "common/rpc/call.h"
#include "common/rpc/router.h"
#include "common/store/store.h"
#include "obt/identity/v1/organisation.pb.h"

namespace obt::identity {

class OrganisationService {
 public:
  explicit OrganisationService(feed::Directory& directory) : directory_(directory) {}
  void BindTo(rpc::Router& router);

  absl::StatusOr<v1::CreateOrganisationResponse> CreateOrganisation(
      const v1::CreateOrganisationRequest& request, const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::GetOrganisationResponse> GetOrganisation(const v1::GetOrganisationRequest& request,
                                                              const rpc::Call& call,
                                                              const obt::store::View& view);
  absl::StatusOr<v1::ListOrganisationsResponse> ListOrganisations(const v1::ListOrganisationsRequest& request,
                                                                  const rpc::Call& call,
                                                                  const obt::store::View& view);
  absl::StatusOr<v1::UpdateOrganisationResponse> UpdateOrganisation(
      const v1::UpdateOrganisationRequest& request, const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::RenameOrganisationResponse> RenameOrganisation(
      const v1::RenameOrganisationRequest& request, const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::MoveOrganisationResponse> MoveOrganisation(const v1::MoveOrganisationRequest& request,
                                                                const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::MergeOrganisationsResponse> MergeOrganisations(
      const v1::MergeOrganisationsRequest& request, const rpc::Call& call, obt::store::Txn& txn);
  absl::StatusOr<v1::CloseOrganisationResponse> CloseOrganisation(const v1::CloseOrganisationRequest& request,
                                                                  const rpc::Call& call,
                                                                  obt::store::Txn& txn);

 private:
  using Tree = std::shared_ptr<const auth::OrganisationTree>;

  absl::StatusOr<Tree> TreeAt(const obt::store::Reader& reader, const rpc::Call& call);
  // Writes what `decide(tree)` says is different and returns the tree there is then.
  template <typename Decide>
  absl::StatusOr<Tree> Change(const rpc::Call& call, obt::store::Txn& txn, Decide decide);

  feed::Directory& directory_;
};

}  // namespace obt::identity
