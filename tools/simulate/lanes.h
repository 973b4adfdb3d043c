// Runs numbered pieces of work on several threads, started in order, so that several calls are in flight
// while what is done stays a prefix of the whole but for a few.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "absl/status/status.h"

namespace obt::simulate {

// Calls `work` for every piece of [first, count), each on one of `lanes` threads. After a failure no further
// piece is started and the first failure is returned. `advance` hears, under a lock, how long the done prefix
// is.
absl::Status RunInLanes(size_t first, size_t count, size_t lanes,
                        const std::function<absl::Status(size_t)>& work,
                        const std::function<void(size_t)>& advance);

// A stream of items that is sent in batches, each on one of several lanes.
struct Stream {
  const char* label;  // "playing events"
  const char* unit;
  size_t items = 0;
  int64_t from = 0;  // so many are acknowledged already
  size_t lanes = 4;
  size_t batch = 1000;
};

// `send` sends items [first, end). `reached` hears, under a lock, how many are acknowledged from the first
// on, and `keep` the same every second and at the end. Shows a bar.
absl::Status SendStream(const Stream& stream, const std::function<absl::Status(size_t, size_t)>& send,
                        const std::function<void(int64_t)>& reached,
                        const std::function<absl::Status(int64_t)>& keep);

}  // namespace obt::simulate
