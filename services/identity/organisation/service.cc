#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/days.h"
#include "common/base/status.h"
#include "common/rpc/answer_page.h"
#include "common/store/page.h"
#include "obt/identity/v1/organisation.pb.h"
#include "services/identity/bind.h"
#include "services/identity/organisation/change_domain.h"
#include "services/identity/organisation/domain.h"
#include "services/identity/organisation/rows.h"

namespace obt::identity {
namespace {

using obt::store::Reader;
using obt::store::Txn;
using obt::store::View;
using rpc::Call;
using Tree = auth::OrganisationTree;

Day AsOfDay(bool stated, const google::type::Date& as_of, const Call& call) {
  return stated ? ParseDay(as_of).value_or(DayOf(call.now)) : DayOf(call.now);
}

// The tree is public; of codes that do not exist only callers that see everything learn so.
absl::Status Unknown(const Call& call, absl::string_view code) {
  if (call.scope.everything) return OrganisationNotFound("organisation_code");
  return OutOfScope("organisation_code", code);
}

absl::StatusOr<std::shared_ptr<const Tree>> TreeAt(const Reader& reader, const Call& call,
                                                   feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<const auth::Rights> rights,
                       directory.RightsAt(reader, DayOf(call.now)));
  return std::shared_ptr<const Tree>(rights, &rights->tree());
}

// Writes what `decide(tree)` says is different and returns the tree there is then.
template <typename Decide>
absl::StatusOr<std::shared_ptr<const Tree>> Change(const Call& call, Txn& txn, feed::Directory& directory,
                                                   Decide decide) {
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<const Tree> tree, TreeAt(txn, call, directory));
  OBT_ASSIGN_OR_RETURN(const OrganisationRows changed, decide(*tree));
  for (const v1::Organisation& organisation : changed) PutOrganisation(txn, organisation);
  return changed.empty() ? tree : TreeAt(txn, call, directory);
}

// A change of one organisation from a day on, answered with how it is then.
template <typename Request, typename Response,
          absl::StatusOr<OrganisationRows> (*decide)(const Tree&, const Request&)>
absl::StatusOr<Response> ChangeFrom(const Request& request, const Call& call, Txn& txn,
                                    feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const auto tree, Change(call, txn, directory, [&request](const Tree& before) {
                         return decide(before, request);
                       }));
  Response response;
  *response.mutable_organisation() = AsOf(*tree, request.organisation_code(), *ParseDay(request.effective()));
  return response;
}

absl::StatusOr<v1::CreateOrganisationResponse> CreateOrganisation(
    const v1::CreateOrganisationRequest& request, const Call& call, Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const auto tree, Change(call, txn, directory, [&request](const Tree& before) {
                         return Create(before, request);
                       }));
  v1::CreateOrganisationResponse response;
  *response.mutable_organisation() = AsOf(*tree, request.organisation().code(), DayOf(call.now));
  return response;
}

absl::StatusOr<v1::GetOrganisationResponse> GetOrganisation(const v1::GetOrganisationRequest& request,
                                                            const Call& call, const View& view,
                                                            feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const auto tree, TreeAt(view, call, directory));
  const std::string& code = request.organisation_code();
  if (tree->Find(code) == nullptr) return Unknown(call, code);
  v1::GetOrganisationResponse response;
  *response.mutable_organisation() = AsOf(*tree, code, AsOfDay(request.has_as_of(), request.as_of(), call));
  return response;
}

absl::StatusOr<v1::ListOrganisationsResponse> ListOrganisations(const v1::ListOrganisationsRequest& request,
                                                                const Call& call, const View& view,
                                                                feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const auto tree, TreeAt(view, call, directory));
  const std::string& top = request.organisation_code();
  if (!top.empty() && tree->Find(top) == nullptr) return Unknown(call, top);
  const auto read = [&](const std::string& position,
                        size_t limit) -> absl::StatusOr<obt::store::Page<PlacedOrganisation>> {
    obt::store::Page<PlacedOrganisation> page;
    for (PlacedOrganisation& placed :
         TreeOn(*tree, AsOfDay(request.has_as_of(), request.as_of(), call), top)) {
      if (placed.path <= position) continue;
      if (page.rows.size() == limit) page.next = page.ends.back();
      if (!page.next.empty()) break;
      page.ends.push_back(placed.path);
      page.rows.push_back(std::move(placed));
    }
    return page;
  };
  return rpc::AnswerPage(request, call, &v1::ListOrganisationsResponse::mutable_organisations, read,
                         [](PlacedOrganisation placed) { return std::move(placed.organisation); });
}

absl::StatusOr<v1::UpdateOrganisationResponse> UpdateOrganisation(
    const v1::UpdateOrganisationRequest& request, const Call& call, Txn& txn, feed::Directory& directory) {
  const bool is_central = call.rights->HasAny(call.client_id, {options::v1::ROLE_CENTRAL_ADMIN});
  OBT_ASSIGN_OR_RETURN(const auto tree, Change(call, txn, directory, [&](const Tree& before) {
                         return Update(before, request, is_central);
                       }));
  v1::UpdateOrganisationResponse response;
  *response.mutable_organisation() = AsOf(*tree, request.organisation_code(), DayOf(call.now));
  return response;
}

absl::StatusOr<v1::MergeOrganisationsResponse> MergeOrganisations(
    const v1::MergeOrganisationsRequest& request, const Call& call, Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const auto tree, Change(call, txn, directory, [&request](const Tree& before) {
                         return Merge(before, request);
                       }));
  const Day effective = *ParseDay(request.effective());
  v1::MergeOrganisationsResponse response;
  *response.mutable_from_organisation() = AsOf(*tree, request.from_organisation_code(), effective);
  *response.mutable_into_organisation() = AsOf(*tree, request.into_organisation_code(), effective);
  return response;
}

}  // namespace

void BindOrganisations(rpc::Router& router, feed::Directory& directory) {
  router.Command(CreateOrganisation, directory)
      .Query(GetOrganisation, directory)
      .Query(ListOrganisations, directory)
      .Command(UpdateOrganisation, directory)
      .Command(ChangeFrom<v1::RenameOrganisationRequest, v1::RenameOrganisationResponse, Rename>, directory)
      .Command(ChangeFrom<v1::MoveOrganisationRequest, v1::MoveOrganisationResponse, Move>, directory)
      .Command(MergeOrganisations, directory)
      .Command(ChangeFrom<v1::CloseOrganisationRequest, v1::CloseOrganisationResponse, Close>, directory);
}

}  // namespace obt::identity
