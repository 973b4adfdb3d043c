#include "services/identity/access/domain.h"

#include "absl/strings/str_cat.h"
#include "common/base/validate.h"
#include "google/protobuf/util/time_util.h"

namespace obt::identity::v1 {
namespace {

using validate::Presence;

bool IsOrganisationRole(options::v1::Role role) {
  return role == options::v1::ROLE_INTEGRATION || role == options::v1::ROLE_ORGANISATION_REPORTER ||
         role == options::v1::ROLE_ORGANISATION_ADMIN;
}

// The shape of every request about one grant of one client.
template <typename Request>
Violations CheckGranting(const Request& request) {
  Violations out;
  validate::Code(out, "client_id", request.client_id(), Presence::kRequired);
  validate::RequestId(out, request.request_id());
  if (!request.has_grant()) {
    out.Add("grant", "is required");
    return out;
  }
  const Grant& grant = request.grant();
  validate::Enum(out, "grant.role", *options::v1::Role_descriptor(), grant.role(), Presence::kRequired);
  if (IsOrganisationRole(grant.role())) {
    validate::Code(out, "grant.organisation_code", grant.organisation_code(), Presence::kRequired);
  } else if (!grant.organisation_code().empty()) {
    out.Add("grant.organisation_code", "must be empty: this role holds everywhere");
  }
  return out;
}

}  // namespace

Violations Validate(const CreateClientRequest& request) {
  Violations out;
  validate::Code(out, "client_id", request.client_id(), Presence::kRequired);
  validate::Text(out, "title", request.title(), validate::kMaxName, Presence::kRequired);
  validate::RequestId(out, request.request_id());
  return out;
}

Violations Validate(const ListClientsRequest& request) {
  Violations out;
  validate::PageSize(out, request.page_size());
  return out;
}

Violations Validate(const GrantRoleRequest& request) { return CheckGranting(request); }

Violations Validate(const RevokeRoleRequest& request) { return CheckGranting(request); }

Violations Validate(const ListGrantsRequest& request) {
  Violations out;
  validate::Code(out, "client_id", request.client_id(), Presence::kRequired);
  return out;
}

}  // namespace obt::identity::v1

namespace obt::identity {
namespace {

// The grant's place among the client's; -1 when it has no such grant.
int PlaceOf(const v1::Client& client, const v1::Grant& grant) {
  for (int i = 0; i < client.grants_size(); ++i) {
    const v1::Grant& held = client.grants(i);
    if (held.role() == grant.role() && held.organisation_code() == grant.organisation_code()) return i;
  }
  return -1;
}

}  // namespace

v1::Client NewClient(absl::string_view client_id, absl::string_view title, absl::Time now) {
  v1::Client client;
  client.set_client_id(client_id.data(), client_id.size());
  client.set_title(title.data(), title.size());
  *client.mutable_create_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(now));
  return client;
}

absl::StatusOr<v1::Client> WithGrant(v1::Client client, const v1::Grant& grant) {
  if (PlaceOf(client, grant) >= 0) return client;
  if (client.grants_size() >= kMaxGrants) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "TOO_MANY_GRANTS",
        absl::StrCat("a client has at most ", kMaxGrants, " grants; grant a role on an organisation above"));
  }
  v1::Grant& added = *client.add_grants();
  added.set_role(grant.role());
  added.set_organisation_code(grant.organisation_code());
  return client;
}

absl::StatusOr<v1::Client> WithoutGrant(v1::Client client, const v1::Grant& grant) {
  const int place = PlaceOf(client, grant);
  if (place < 0) {
    return Error(absl::StatusCode::kNotFound, "GRANT_NOT_FOUND", "grant: the client does not have it");
  }
  client.mutable_grants()->DeleteSubrange(place, 1);
  return client;
}

bool IsCentralAdmin(const v1::Client& client) {
  v1::Grant grant;
  grant.set_role(options::v1::ROLE_CENTRAL_ADMIN);
  return PlaceOf(client, grant) >= 0;
}

}  // namespace obt::identity
