// What the rules say about clients and their grants: which requests are well formed and what a grant or its
// revocation makes of a client. Pure functions of values.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/error.h"
#include "obt/identity/v1/access.pb.h"

namespace obt::identity::v1 {

Violations Validate(const GrantRoleRequest& request);
Violations Validate(const RevokeRoleRequest& request);

}  // namespace obt::identity::v1

namespace obt::identity {

inline constexpr int kMaxGrants = 100;

// A client without any right.
v1::Client NewClient(absl::string_view client_id, absl::string_view title, absl::Time now);

// The client with the grant as well; one it has already changes nothing. FAILED_PRECONDITION:
// TOO_MANY_GRANTS.
absl::StatusOr<v1::Client> WithGrant(v1::Client client, const v1::Grant& grant);

// The client without the grant. NOT_FOUND (GRANT_NOT_FOUND) when it does not have it.
absl::StatusOr<v1::Client> WithoutGrant(v1::Client client, const v1::Grant& grant);

bool IsCentralAdmin(const v1::Client& client);

}  // namespace obt::identity
