// Runs numbered pieces of work on several threads, started in order, so that several calls are in flight
// while what is done stays a prefix of the whole but for a few.
#pragma once

#include <cstddef>
#include <functional>

#include "absl/status/status.h"

namespace obt::simulate {

// Calls `work` for every piece of [first, count), each on one of `lanes` threads. After a failure no further
// piece is started and the first failure is returned. `advance` hears, under a lock, how long the done prefix
// is.
absl::Status RunInLanes(size_t first, size_t count, size_t lanes,
                        const std::function<absl::Status(size_t)>& work,
                        const std::function<void(size_t)>& advance);

}  // namespace obt::simulate
