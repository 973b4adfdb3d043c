// One point of all sources: a snapshot of each, and the own feeds, which go on to exactly these and stand
// there until the standstill ends. One at a time.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "services/aggregator/verify/source_snapshot.h"
#include "services/aggregator/verify/sources.h"

namespace obt::aggregator {

class Standstill {
 public:
  // `sources`, as the running service follows them, outlive it.
  explicit Standstill(const std::vector<FollowedSource>& sources) : sources_(sources) {}

  struct Stand {
    std::deque<SourceSnapshot> snapshots;  // in the order of the sources
    std::shared_ptr<void> feeds_stand;     // until this is let go
  };
  // `goes_on` is asked while it waits; its error ends it. UNAVAILABLE, FEED_BEHIND: not there within a
  // minute, or another standstill has not ended by then.
  absl::StatusOr<Stand> Begin(const std::function<absl::Status()>& goes_on);

 private:
  absl::Status Enter(const std::function<absl::Status()>& goes_on, absl::Time until);
  void End();

  const std::vector<FollowedSource>& sources_;
  Mutex mutex_;
  std::condition_variable ended_;
  bool stands_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace obt::aggregator
