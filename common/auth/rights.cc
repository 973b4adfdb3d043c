#include "common/auth/rights.h"

#include <algorithm>
#include <utility>

#include "common/base/error.h"

namespace obt::auth {
namespace {

using identity::v1::Client;
using identity::v1::Grant;

// The combination of organisation roles in a set, 0 to 7.
size_t CombinationOf(RoleSet roles) {
  return roles.And(kOrganisationRoles).bits() >> options::v1::ROLE_INTEGRATION;
}

bool IsWellFormed(const Grant& grant) {
  const RoleSet role = {grant.role()};
  if (role.empty()) return false;
  const bool of_organisation = !role.And(kOrganisationRoles).empty();
  return of_organisation ? grant.organisation_code().empty() == grant.everywhere()
                         : grant.organisation_code().empty() && !grant.everywhere();
}

// The roots that lie within no other root; of two that lie within each other (bad data) the first stays.
std::vector<std::string> WithoutNested(std::vector<std::string> roots, const OrganisationTree& tree) {
  std::sort(roots.begin(), roots.end());
  roots.erase(std::unique(roots.begin(), roots.end()), roots.end());
  std::vector<std::string> kept;
  for (const std::string& root : roots) {
    const bool nested = std::any_of(roots.begin(), roots.end(), [&](const std::string& other) {
      const bool within = other != root && tree.IsWithin(root, other);
      return within && (other < root || !tree.IsWithin(other, root));
    });
    if (!nested) kept.push_back(root);
  }
  return kept;
}

ClientRights Resolve(const Client& client, const OrganisationTree& tree) {
  ClientRights rights;
  rights.client_id = client.client_id();
  for (const Grant& grant : client.grants()) {
    if (!IsWellFormed(grant)) continue;
    rights.roles.Add(grant.role());
    const size_t role = CombinationOf({grant.role()});
    for (size_t combination = 0; combination < rights.scopes.size(); ++combination) {
      if ((combination & role) == 0) continue;
      Scope& scope = rights.scopes[combination];
      if (grant.everywhere()) scope.everything = true;
      if (!grant.everywhere()) scope.roots.push_back(grant.organisation_code());
    }
  }
  for (Scope& scope : rights.scopes) {
    if (scope.everything) scope.roots.clear();
    scope.roots = WithoutNested(std::move(scope.roots), tree);
  }
  return rights;
}

}  // namespace

RoleSet RoleSet::Of(const google::protobuf::RepeatedField<int>& roles) {
  RoleSet set;
  for (const int role : roles) set.Add(static_cast<Role>(role));
  return set;
}

Rights::Rights(std::shared_ptr<const OrganisationTree> tree, const std::vector<Client>& clients)
    : tree_(std::move(tree)) {
  if (tree_ == nullptr) Die("rights were made without a tree of organisations");
  for (const Client& client : clients) clients_.insert_or_assign(client.client_id(), Resolve(client, *tree_));
}

const ClientRights* Rights::Find(absl::string_view client_id) const {
  const auto it = clients_.find(client_id);
  return it == clients_.end() ? nullptr : &it->second;
}

bool Rights::HasAny(absl::string_view client_id, RoleSet roles) const {
  const ClientRights* client = Find(client_id);
  return client != nullptr && !client->roles.And(roles).empty();
}

const Scope& Rights::ScopeOf(absl::string_view client_id, RoleSet roles) const {
  static const Scope nothing;
  static const Scope everything{true, {}};
  const ClientRights* client = Find(client_id);
  if (client == nullptr) return nothing;
  const RoleSet held = client->roles.And(roles);
  if (held.bits() != held.And(kOrganisationRoles).bits()) return everything;
  return client->scopes[CombinationOf(held)];
}

bool Rights::Covers(const Scope& scope, absl::string_view organisation_code) const {
  if (scope.everything) return true;
  return std::any_of(scope.roots.begin(), scope.roots.end(),
                     [&](const std::string& root) { return tree_->IsWithin(organisation_code, root); });
}

}  // namespace obt::auth
