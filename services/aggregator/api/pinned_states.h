// States that stand still while somebody reads several answers of them: few, each a copy of its own, let go
// when nobody has asked for a while. Thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "services/aggregator/columns/state.h"

namespace obt::aggregator {

struct PinnedState {
  std::string snapshot_id;
  std::string client_id;  // who may ask for it
  absl::Time opened, lease_until;
  std::shared_ptr<const State> state;
};

class PinnedStates {
 public:
  // RESOURCE_EXHAUSTED when too many of others are open: ask before the copy is made.
  absl::Status CheckRoom(const std::string& client_id, absl::Time now);
  // Of the client's own the one asked for longest ago makes room: a client that ended may have left it.
  absl::StatusOr<PinnedState> Pin(std::shared_ptr<const State> state, const std::string& client_id,
                                  absl::Time now);
  // Keeps it for another while. NOT_FOUND of one that is not open, or is another client's.
  absl::StatusOr<PinnedState> Find(const std::string& snapshot_id, const std::string& client_id,
                                   absl::Time now);
  void LetGo(const std::string& snapshot_id, const std::string& client_id);

 private:
  void DropExpired(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  using Place = std::vector<PinnedState>::iterator;
  absl::StatusOr<Place> FindRoom(const std::string& client_id, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Mutex mutex_;
  std::vector<PinnedState> pinned_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace obt::aggregator
