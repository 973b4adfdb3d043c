// What every client may do where: identity's grants over the tree of organisations. Immutable and shared by
// all threads; a look-up costs a hash and allocates nothing.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/numeric/bits.h"
#include "absl/strings/string_view.h"
#include "common/auth/tree.h"
#include "obt/identity/v1/access.pb.h"
#include "obt/options/v1/options.pb.h"

namespace obt::auth {

using options::v1::Role;

// A set of roles; make it once per RPC, from its policy.
class RoleSet {
 public:
  constexpr RoleSet() = default;
  constexpr RoleSet(std::initializer_list<Role> roles) {
    for (const Role role : roles) Add(role);
  }
  // From a repeated enum field (RpcPolicy.roles).
  static RoleSet Of(const google::protobuf::RepeatedField<int>& roles);
  static constexpr RoleSet All() { return RoleSet(0xfe); }

  // ROLE_UNSPECIFIED and unknown roles are ignored.
  constexpr void Add(Role role) {
    if (role >= options::v1::ROLE_INTEGRATION && role <= options::v1::ROLE_SERVICE)
      bits_ |= uint32_t{1} << role;
  }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr int size() const { return absl::popcount(bits_); }
  constexpr bool Has(Role role) const { return !RoleSet({role}).And(*this).empty(); }
  constexpr RoleSet And(RoleSet other) const { return RoleSet(bits_ & other.bits_); }
  constexpr uint32_t bits() const { return bits_; }

 private:
  constexpr explicit RoleSet(uint32_t bits) : bits_(bits) {}
  uint32_t bits_ = 0;
};

// The roles whose grants name an organisation and hold for it and everything below it, or hold everywhere.
inline constexpr RoleSet kOrganisationRoles = {options::v1::ROLE_INTEGRATION,
                                               options::v1::ROLE_ORGANISATION_REPORTER,
                                               options::v1::ROLE_ORGANISATION_ADMIN};

// A part of the tree: all of it, or what lies within the roots. Nothing when it is neither.
struct Scope {
  bool everything = false;
  std::vector<std::string> roots;  // by code; none lies within another

  bool empty() const { return !everything && roots.empty(); }
};

// One client's grants, taken apart when the Rights are made.
struct ClientRights {
  std::string client_id;
  RoleSet roles;
  // What the organisation grants cover, for each combination of the three organisation roles (their bits,
  // shifted down).
  std::array<Scope, 8> scopes;
};

class Rights {
 public:
  // A grant that is not well formed (an organisation role that names neither an organisation nor everything,
  // or both; another role that names any) gives nothing.
  Rights(std::shared_ptr<const OrganisationTree> tree, const std::vector<identity::v1::Client>& clients);

  const OrganisationTree& tree() const { return *tree_; }

  // nullptr if there is no such client.
  const ClientRights* Find(absl::string_view client_id) const;
  // True when the client holds any of the roles, wherever.
  bool HasAny(absl::string_view client_id, RoleSet roles) const;
  // The part of the tree the client's grants of these roles cover; empty for unknown clients. Lives as long
  // as the Rights.
  const Scope& ScopeOf(absl::string_view client_id, RoleSet roles) const;
  // True when the organisation lies in the scope. Everything covers unknown organisations too.
  bool Covers(const Scope& scope, absl::string_view organisation_code) const;

 private:
  std::shared_ptr<const OrganisationTree> tree_;
  absl::flat_hash_map<std::string, ClientRights> clients_;
};

}  // namespace obt::auth
