// Which jobs wait after a step of theirs failed, and for how long, so that one that keeps failing keeps
// nobody else waiting. Only in memory: after a restart everything is tried at once. Not thread-safe.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "absl/time/time.h"

namespace obt::jobs {

inline constexpr absl::Duration kFirstRetry = absl::Seconds(1);
inline constexpr absl::Duration kLongestRetry = absl::Minutes(5);

class Turns {
 public:
  // A step failed: the job waits for as long as this returns, twice as long with each failure in a row.
  absl::Duration Failed(const std::string& id, absl::Time now);
  // A step succeeded, or there is nothing left to do.
  void Succeeded(const std::string& id) { waits_.erase(id); }
  // Those that may be tried again are no longer there.
  void ForgetDue(absl::Time now);

  bool MayTry(const std::string& id, absl::Time now) const;
  // How long until the next of those that wait may be tried; infinite where none waits.
  absl::Duration UntilNext(absl::Time now) const;
  size_t waiting() const { return waits_.size(); }

 private:
  struct Wait {
    absl::Duration length;
    absl::Time until;
  };
  // Not beyond its length, though the clock may have been set back.
  static absl::Duration Left(const Wait& wait, absl::Time now);

  std::map<std::string, Wait> waits_;
};

}  // namespace obt::jobs
