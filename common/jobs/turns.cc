#include "common/jobs/turns.h"

#include <algorithm>
#include <iterator>

namespace obt::jobs {

absl::Duration Turns::Failed(const std::string& id, absl::Time now) {
  Wait& wait = waits_[id];
  wait.length = std::clamp(wait.length * 2, kFirstRetry, kLongestRetry);
  wait.until = now + wait.length;
  return wait.length;
}

void Turns::ForgetDue(absl::Time now) {
  for (auto it = waits_.begin(); it != waits_.end();)
    it = Left(it->second, now) <= absl::ZeroDuration() ? waits_.erase(it) : std::next(it);
}

bool Turns::MayTry(const std::string& id, absl::Time now) const {
  const auto it = waits_.find(id);
  return it == waits_.end() || Left(it->second, now) <= absl::ZeroDuration();
}

absl::Duration Turns::UntilNext(absl::Time now) const {
  absl::Duration next = absl::InfiniteDuration();
  for (const auto& [id, wait] : waits_)
    next = std::min(next, std::max(Left(wait, now), absl::ZeroDuration()));
  return next;
}

absl::Duration Turns::Left(const Wait& wait, absl::Time now) {
  const absl::Duration left = wait.until - now;
  return left > wait.length ? absl::ZeroDuration() : left;
}

}  // namespace obt::jobs
