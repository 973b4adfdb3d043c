#include "services/identity/access/domain.h"

#include "absl/strings/str_cat.h"
#include "common/base/rules.h"
#include "common/base/times.h"

namespace obt::identity::v1 {
namespace {

bool IsOrganisationRole(options::v1::Role role) {
  return role == options::v1::ROLE_INTEGRATION || role == options::v1::ROLE_ORGANISATION_REPORTER ||
         role == options::v1::ROLE_ORGANISATION_ADMIN;
}

template <typename Request>
Violations CheckGranting(const Request& request) {
  Violations out = validate::ByRules(request);
  const bool needs_one = IsOrganisationRole(request.grant().role());
  const bool names_one = !request.grant().organisation_code().empty();
  const bool everywhere = request.grant().everywhere();
  if (needs_one && !names_one && !everywhere)
    out.Add("grant.organisation_code", "is required, or grant.everywhere");
  if (names_one && everywhere) out.Add("grant.everywhere", "must be false where an organisation is named");
  if (!needs_one && names_one)
    out.Add("grant.organisation_code", "must be empty: this role holds everywhere");
  if (!needs_one && everywhere) out.Add("grant.everywhere", "must be false: this role does anyway");
  return out;
}

}  // namespace

Violations Validate(const GrantRoleRequest& request) { return CheckGranting(request); }
Violations Validate(const RevokeRoleRequest& request) { return CheckGranting(request); }

}  // namespace obt::identity::v1

namespace obt::identity {
namespace {

// Which of the client's grants it is; -1 when it has no such grant.
int IndexOf(const v1::Client& client, const v1::Grant& grant) {
  for (int i = 0; i < client.grants_size(); ++i) {
    const v1::Grant& held = client.grants(i);
    if (held.role() == grant.role() && held.organisation_code() == grant.organisation_code() &&
        held.everywhere() == grant.everywhere())
      return i;
  }
  return -1;
}

}  // namespace

v1::Client NewClient(absl::string_view client_id, absl::string_view title, absl::Time now) {
  v1::Client client;
  client.set_client_id(client_id.data(), client_id.size());
  client.set_title(title.data(), title.size());
  *client.mutable_create_time() = TimestampOf(now);
  return client;
}

absl::StatusOr<v1::Client> WithGrant(v1::Client client, const v1::Grant& grant) {
  if (IndexOf(client, grant) >= 0) return client;
  if (client.grants_size() >= kMaxGrants) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "TOO_MANY_GRANTS",
        absl::StrCat("a client has at most ", kMaxGrants, " grants; grant a role above, or everywhere"));
  }
  v1::Grant& added = *client.add_grants();
  added.set_role(grant.role());
  added.set_organisation_code(grant.organisation_code());
  added.set_everywhere(grant.everywhere());
  return client;
}

absl::StatusOr<v1::Client> WithoutGrant(v1::Client client, const v1::Grant& grant) {
  const int index = IndexOf(client, grant);
  if (index < 0) {
    return Error(absl::StatusCode::kNotFound, "GRANT_NOT_FOUND", "grant: the client does not have it");
  }
  client.mutable_grants()->DeleteSubrange(index, 1);
  return client;
}

bool IsCentralAdmin(const v1::Client& client) {
  v1::Grant grant;
  grant.set_role(options::v1::ROLE_CENTRAL_ADMIN);
  return IndexOf(client, grant) >= 0;
}

}  // namespace obt::identity
