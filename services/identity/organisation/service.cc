#include "services/identity/organisation/service.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "common/base/days.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "common/rpc/page_token.h"
#include "services/identity/organisation/change_domain.h"
#include "services/identity/organisation/domain.h"
#include "services/identity/organisation/rows.h"

namespace obt::identity {
namespace {

Day AsOfDay(bool stated, const google::type::Date& as_of, const rpc::Call& call) {
  return stated ? ParseDay(as_of).value_or(DayOf(call.now)) : DayOf(call.now);
}

// The tree is public; of codes that do not exist only callers that see everything learn so.
absl::Status Unknown(const rpc::Call& call, absl::string_view code) {
  if (call.scope.everything) return OrganisationNotFound("organisation_code");
  return OrganisationOutOfScope("organisation_code", code);
}

}  // namespace

void OrganisationService::BindTo(rpc::Router& router) {
  router.Bind("obt.identity.v1.OrganisationService")
      .Command("CreateOrganisation", this, &OrganisationService::CreateOrganisation)
      .Query("GetOrganisation", this, &OrganisationService::GetOrganisation)
      .Query("ListOrganisations", this, &OrganisationService::ListOrganisations)
      .Command("UpdateOrganisation", this, &OrganisationService::UpdateOrganisation)
      .Command("RenameOrganisation", this, &OrganisationService::RenameOrganisation)
      .Command("MoveOrganisation", this, &OrganisationService::MoveOrganisation)
      .Command("MergeOrganisations", this, &OrganisationService::MergeOrganisations)
      .Command("CloseOrganisation", this, &OrganisationService::CloseOrganisation)
      .Done();
}

absl::StatusOr<OrganisationService::Tree> OrganisationService::TreeAt(const obt::store::Reader& reader,
                                                                      const rpc::Call& call) {
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<const auth::Rights> rights,
                       directory_.RightsAt(reader, DayOf(call.now)));
  return Tree(rights, &rights->tree());
}

template <typename Decide>
absl::StatusOr<OrganisationService::Tree> OrganisationService::Change(const rpc::Call& call,
                                                                      obt::store::Txn& txn, Decide decide) {
  OBT_ASSIGN_OR_RETURN(const Tree tree, TreeAt(txn, call));
  OBT_ASSIGN_OR_RETURN(const OrganisationRows changed, decide(*tree));
  for (const v1::Organisation& organisation : changed) PutOrganisation(txn, organisation);
  return changed.empty() ? tree : TreeAt(txn, call);
}

absl::StatusOr<v1::CreateOrganisationResponse> OrganisationService::CreateOrganisation(
    const v1::CreateOrganisationRequest& request, const rpc::Call& call, obt::store::Txn& txn) {
  const auto decide = [&](const auth::OrganisationTree& tree) { return Create(tree, request); };
  OBT_ASSIGN_OR_RETURN(const Tree tree, Change(call, txn, decide));
  v1::CreateOrganisationResponse response;
  *response.mutable_organisation() = AsOf(*tree, request.organisation().code(), DayOf(call.now));
  return response;
}

absl::StatusOr<v1::GetOrganisationResponse> OrganisationService::GetOrganisation(
    const v1::GetOrganisationRequest& request, const rpc::Call& call, const obt::store::View& view) {
  OBT_ASSIGN_OR_RETURN(const Tree tree, TreeAt(view, call));
  const std::string& code = request.organisation_code();
  if (tree->Find(code) == nullptr) return Unknown(call, code);
  v1::GetOrganisationResponse response;
  *response.mutable_organisation() = AsOf(*tree, code, AsOfDay(request.has_as_of(), request.as_of(), call));
  return response;
}

absl::StatusOr<v1::ListOrganisationsResponse> OrganisationService::ListOrganisations(
    const v1::ListOrganisationsRequest& request, const rpc::Call& call, const obt::store::View& view) {
  OBT_ASSIGN_OR_RETURN(const std::string position, rpc::OpenPageToken(call, request));
  OBT_ASSIGN_OR_RETURN(const Tree tree, TreeAt(view, call));
  const std::string& top = request.organisation_code();
  if (!top.empty() && tree->Find(top) == nullptr) return Unknown(call, top);
  std::vector<PlacedOrganisation> placed =
      TreeOn(*tree, AsOfDay(request.has_as_of(), request.as_of(), call), top);
  auto next =
      std::find_if(placed.begin(), placed.end(), [&](const auto& each) { return each.path > position; });
  v1::ListOrganisationsResponse response;
  const int limit = validate::EffectivePageSize(request.page_size());
  for (; next != placed.end() && response.organisations_size() < limit; ++next) {
    *response.add_organisations() = std::move(next->organisation);
  }
  if (next != placed.end()) {
    response.set_next_page_token(rpc::SealPageToken(call, request, std::prev(next)->path));
  }
  return response;
}

absl::StatusOr<v1::UpdateOrganisationResponse> OrganisationService::UpdateOrganisation(
    const v1::UpdateOrganisationRequest& request, const rpc::Call& call, obt::store::Txn& txn) {
  const auto decide = [&](const auth::OrganisationTree& tree) {
    return Update(tree, request, call.scope.everything);
  };
  OBT_ASSIGN_OR_RETURN(const Tree tree, Change(call, txn, decide));
  v1::UpdateOrganisationResponse response;
  *response.mutable_organisation() = AsOf(*tree, request.organisation_code(), DayOf(call.now));
  return response;
}

absl::StatusOr<v1::RenameOrganisationResponse> OrganisationService::RenameOrganisation(
    const v1::RenameOrganisationRequest& request, const rpc::Call& call, obt::store::Txn& txn) {
  const auto decide = [&](const auth::OrganisationTree& tree) { return Rename(tree, request); };
  OBT_ASSIGN_OR_RETURN(const Tree tree, Change(call, txn, decide));
  v1::RenameOrganisationResponse response;
  *response.mutable_organisation() = AsOf(*tree, request.organisation_code(), *ParseDay(request.effective()));
  return response;
}

absl::StatusOr<v1::MoveOrganisationResponse> OrganisationService::MoveOrganisation(
    const v1::MoveOrganisationRequest& request, const rpc::Call& call, obt::store::Txn& txn) {
  const auto decide = [&](const auth::OrganisationTree& tree) { return Move(tree, request); };
  OBT_ASSIGN_OR_RETURN(const Tree tree, Change(call, txn, decide));
  v1::MoveOrganisationResponse response;
  *response.mutable_organisation() = AsOf(*tree, request.organisation_code(), *ParseDay(request.effective()));
  return response;
}

absl::StatusOr<v1::MergeOrganisationsResponse> OrganisationService::MergeOrganisations(
    const v1::MergeOrganisationsRequest& request, const rpc::Call& call, obt::store::Txn& txn) {
  const auto decide = [&](const auth::OrganisationTree& tree) { return Merge(tree, request); };
  OBT_ASSIGN_OR_RETURN(const Tree tree, Change(call, txn, decide));
  const Day effective = *ParseDay(request.effective());
  v1::MergeOrganisationsResponse response;
  *response.mutable_from() = AsOf(*tree, request.from_organisation_code(), effective);
  *response.mutable_into() = AsOf(*tree, request.into_organisation_code(), effective);
  return response;
}

absl::StatusOr<v1::CloseOrganisationResponse> OrganisationService::CloseOrganisation(
    const v1::CloseOrganisationRequest& request, const rpc::Call& call, obt::store::Txn& txn) {
  const auto decide = [&](const auth::OrganisationTree& tree) { return Close(tree, request); };
  OBT_ASSIGN_OR_RETURN(const Tree tree, Change(call, txn, decide));
  v1::CloseOrganisationResponse response;
  *response.mutable_organisation() = AsOf(*tree, request.organisation_code(), *ParseDay(request.effective()));
  return response;
}

}  // namespace obt::identity
