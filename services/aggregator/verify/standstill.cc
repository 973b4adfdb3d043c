#include "services/aggregator/verify/standstill.h"

#include <algorithm>
#include <utility>

#include "common/base/error.h"
#include "common/base/status.h"

namespace obt::aggregator {
namespace {

constexpr absl::Duration kCatchUp = absl::Seconds(60);
constexpr absl::Duration kLookUp = absl::Milliseconds(200);  // whether to stop

absl::Status Behind() {
  return Error(absl::StatusCode::kUnavailable, "FEED_BEHIND",
               "the feeds did not catch up within a minute; try later");
}

}  // namespace

absl::StatusOr<Standstill::Stand> Standstill::Begin(const std::function<absl::Status()>& goes_on) {
  const absl::Time until = absl::Now() + kCatchUp;
  OBT_RETURN_IF_ERROR(Enter(goes_on, until));
  Stand stand;
  stand.feeds_stand = std::shared_ptr<void>(nullptr, [this](void*) { End(); });
  for (const FollowedSource& source : sources_) source.feed->HoldAt(0);
  std::deque<SourceSnapshot>& snapshots = stand.snapshots;
  // Identity last: no other snapshot refers to what its own does not hold.
  for (auto source = sources_.rbegin(); source != sources_.rend(); ++source) {
    OBT_ASSIGN_OR_RETURN(SourceSnapshot snapshot, SourceSnapshot::Open(*source->client));
    snapshots.push_front(std::move(snapshot));
  }
  for (size_t i = 0; i < snapshots.size(); ++i) sources_[i].feed->HoldAt(snapshots[i].sequence());
  for (size_t i = 0; i < snapshots.size(); ++i) {
    while (!sources_[i].feed->WaitFor(snapshots[i].sequence(), std::min(until, absl::Now() + kLookUp))) {
      OBT_RETURN_IF_ERROR(goes_on());
      if (absl::Now() >= until) return Behind();
    }
  }
  return stand;
}

absl::Status Standstill::Enter(const std::function<absl::Status()>& goes_on, absl::Time until) {
  MutexLock lock(mutex_);
  while (stands_) {
    ended_.wait_for(lock.native(), absl::ToChronoNanoseconds(kLookUp));
    OBT_RETURN_IF_ERROR(goes_on());
    if (stands_ && absl::Now() >= until) return Behind();
  }
  stands_ = true;
  return absl::OkStatus();
}

void Standstill::End() {
  for (const FollowedSource& source : sources_) source.feed->Release();
  MutexLock lock(mutex_);
  stands_ = false;
  ended_.notify_all();
}

}  // namespace obt::aggregator
