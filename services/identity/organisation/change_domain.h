// What becomes of organisations: created, updated, renamed, moved, merged, closed. Each decision takes the
// tree as it is recorded and returns what it leaves different. Pure functions of values.
//
// A row says what holds after its last recorded change; `past` what held before, each version until a day. A
// change is recorded behind all others, on its effective day, which may lie in the past or in the future:
// what holds on a day is a function of the row and the day, for every reader. An end is the pair valid_to_day
// and successor_code, which counts from valid_to_day on.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "common/auth/tree.h"
#include "obt/identity/v1/organisation.pb.h"

namespace obt::identity {

inline constexpr int kMaxVersions = 100;

// The rows a change leaves different, each with its next etag; none when everything is so already.
using OrganisationRows = std::vector<v1::Organisation>;

// ALREADY_EXISTS (ORGANISATION_EXISTS), NOT_FOUND (ORGANISATION_NOT_FOUND), FAILED_PRECONDITION as below.
absl::StatusOr<OrganisationRows> Create(const auth::OrganisationTree& tree,
                                        const v1::CreateOrganisationRequest& request);
// PERMISSION_DENIED (ROLE_MISSING) for details unless `is_central`. The others fail as the proto says.
absl::StatusOr<OrganisationRows> Update(const auth::OrganisationTree& tree,
                                        const v1::UpdateOrganisationRequest& request, bool is_central);
absl::StatusOr<OrganisationRows> Rename(const auth::OrganisationTree& tree,
                                        const v1::RenameOrganisationRequest& request);
absl::StatusOr<OrganisationRows> Move(const auth::OrganisationTree& tree,
                                      const v1::MoveOrganisationRequest& request);
absl::StatusOr<OrganisationRows> Merge(const auth::OrganisationTree& tree,
                                       const v1::MergeOrganisationsRequest& request);
absl::StatusOr<OrganisationRows> Close(const auth::OrganisationTree& tree,
                                       const v1::CloseOrganisationRequest& request);

// All rows of the tree with the changed ones in their places.
std::vector<v1::Organisation> With(const auth::OrganisationTree& tree, const OrganisationRows& changed);

}  // namespace obt::identity
