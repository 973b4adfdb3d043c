#include "services/identity/organisation_service.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/days.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "common/rpc/page_token.h"
#include "services/identity/organisation_domain.h"
#include "services/identity/organisations.h"

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
      .Done();
}

absl::StatusOr<v1::CreateOrganisationResponse> OrganisationService::CreateOrganisation(
    const v1::CreateOrganisationRequest& request, const rpc::Call&, obt::store::Txn& txn) {
  v1::CreateOrganisationResponse response;
  *response.mutable_organisation() = NewOrganisation(request.organisation());
  OBT_RETURN_IF_ERROR(InsertOrganisation(txn, response.organisation()));
  return response;
}

absl::StatusOr<v1::GetOrganisationResponse> OrganisationService::GetOrganisation(
    const v1::GetOrganisationRequest& request, const rpc::Call& call, const obt::store::View& view) {
  OBT_ASSIGN_OR_RETURN(std::optional<v1::Organisation> found,
                       FindOrganisation(view, request.organisation_code()));
  if (!found.has_value()) return Unknown(call, request.organisation_code());
  v1::GetOrganisationResponse response;
  *response.mutable_organisation() =
      AsOf(*std::move(found), AsOfDay(request.has_as_of(), request.as_of(), call));
  return response;
}

absl::StatusOr<v1::ListOrganisationsResponse> OrganisationService::ListOrganisations(
    const v1::ListOrganisationsRequest& request, const rpc::Call& call, const obt::store::View& view) {
  OBT_ASSIGN_OR_RETURN(const std::string position, rpc::OpenPageToken(call, request));
  if (const std::string& top = request.organisation_code(); !top.empty()) {
    OBT_ASSIGN_OR_RETURN(const std::optional<v1::Organisation> found, FindOrganisation(view, top));
    if (!found.has_value()) return Unknown(call, top);
  }
  OBT_ASSIGN_OR_RETURN(const std::vector<v1::Organisation> all, AllOrganisations(view));
  std::vector<PlacedOrganisation> tree =
      TreeOn(AsOfDay(request.has_as_of(), request.as_of(), call), all, request.organisation_code());
  auto next =
      std::find_if(tree.begin(), tree.end(), [&](const auto& placed) { return placed.path > position; });
  v1::ListOrganisationsResponse response;
  const int limit = validate::EffectivePageSize(request.page_size());
  for (; next != tree.end() && response.organisations_size() < limit; ++next) {
    *response.add_organisations() = std::move(next->organisation);
  }
  if (next != tree.end()) {
    response.set_next_page_token(rpc::SealPageToken(call, request, std::prev(next)->path));
  }
  return response;
}

}  // namespace obt::identity
