// What proved the older releases, for the search for what proves the next. Pure.
#pragma once

#include <vector>

#include "absl/types/span.h"
#include "services/reporting/making/joint.h"
#include "services/reporting/making/made.h"

namespace obt::reporting::making {

// The worlds of the older releases as worlds of the joint model: as they are, and with the newest release
// moved as the last one that has the same figures. Most of both hold.
std::vector<disclosure::World> HintsOf(absl::Span<const Kept> releases, const Joint& joint);

}  // namespace obt::reporting::making
