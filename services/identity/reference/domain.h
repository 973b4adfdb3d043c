// What the rules say about reference lists: which requests are well formed and what putting a list makes of
// the one before it. Pure functions of values.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "common/base/error.h"
#include "obt/identity/v1/reference.pb.h"

namespace obt::identity::v1 {

Violations Validate(const PutReferenceListRequest& request);

}  // namespace obt::identity::v1

namespace obt::identity {

// A list nobody has put yet: version 0, with UNKNOWN alone.
v1::ReferenceList EmptyList(v1::ReferenceKind kind);

// The next version of a list, or nothing when it says the same as `before`. UNKNOWN is added at the end where
// it is missing. FAILED_PRECONDITION (CODE_DROPPED) names codes of `before` that are no longer there.
absl::StatusOr<std::optional<v1::ReferenceList>> NextVersion(const v1::ReferenceList& before,
                                                             v1::ReferenceList asked);

}  // namespace obt::identity
