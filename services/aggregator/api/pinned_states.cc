#include "services/aggregator/api/pinned_states.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status.h"

namespace obt::aggregator {
namespace {

constexpr size_t kMaxPinned = 2;
constexpr absl::Duration kPinLease = absl::Minutes(10);

}  // namespace

absl::Status PinnedStates::CheckRoom(const std::string& client_id, absl::Time now) {
  MutexLock lock(mutex_);
  return FindRoom(client_id, now).status();
}

// What has to go for one more: the end when nothing has.
absl::StatusOr<PinnedStates::Place> PinnedStates::FindRoom(const std::string& client_id, absl::Time now) {
  DropExpired(now);
  if (pinned_.size() < kMaxPinned) return pinned_.end();
  Place idle = pinned_.end();
  for (auto one = pinned_.begin(); one != pinned_.end(); ++one) {
    if (one->client_id != client_id) continue;
    if (idle == pinned_.end() || one->lease_until < idle->lease_until) idle = one;
  }
  if (idle != pinned_.end()) return idle;
  return Exhausted("TOO_MANY_SNAPSHOTS",
                   "2 snapshots of others are open; try again when one is closed or its lease has ended",
                   absl::Minutes(1));
}

void PinnedStates::DropExpired(absl::Time now) {
  std::erase_if(pinned_, [now](const PinnedState& pinned) { return pinned.lease_until < now; });
}

absl::StatusOr<PinnedState> PinnedStates::Pin(std::shared_ptr<const State> state,
                                              const std::string& client_id, absl::Time now) {
  MutexLock lock(mutex_);
  OBT_ASSIGN_OR_RETURN(const Place replaced, FindRoom(client_id, now));
  if (replaced != pinned_.end()) pinned_.erase(replaced);
  pinned_.push_back({ToText(NewId<JobId>(now)), client_id, now, now + kPinLease, std::move(state)});
  return pinned_.back();
}

absl::StatusOr<PinnedState> PinnedStates::Find(const std::string& snapshot_id, const std::string& client_id,
                                               absl::Time now) {
  MutexLock lock(mutex_);
  DropExpired(now);
  for (PinnedState& pinned : pinned_) {
    if (pinned.snapshot_id != snapshot_id || pinned.client_id != client_id) continue;
    pinned.lease_until = now + kPinLease;
    return pinned;
  }
  return Error(absl::StatusCode::kNotFound, "SNAPSHOT_NOT_FOUND",
               absl::StrCat("snapshot ", snapshot_id, " is not open; open another and begin again"));
}

void PinnedStates::LetGo(const std::string& snapshot_id, const std::string& client_id) {
  MutexLock lock(mutex_);
  std::erase_if(pinned_, [&](const PinnedState& pinned) {
    return pinned.snapshot_id == snapshot_id && pinned.client_id == client_id;
  });
}

}  // namespace obt::aggregator
