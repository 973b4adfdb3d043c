// What the kill loop keeps: every change it was promised, every fault it found, how much was done.
// Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "obt/store/v1/store.pb.h"
#include "obt_services.h"

namespace obt::testing {

enum Service { kIdentity, kLearning, kAggregator };
inline constexpr int kServices = kServiceNames.size();

// What is counted, over all worlds of a run.
struct KillTally {
  std::atomic<int64_t> kills{0}, commands{0}, acknowledged{0}, retried{0}, interrupted{0}, answered{0},
      verified{0}, lost{0}, duplicated{0}, wrong{0};
  int64_t faults() const { return lost + duplicated + wrong; }
};

class KillBook {
 public:
  explicit KillBook(KillTally& tally) : tally_(tally) {}
  KillTally& tally() { return tally_; }

  // A fault, counted and told on stderr.
  void Find(std::atomic<int64_t>& kind, const std::string& text);
  // A command was acknowledged: this row stands in the service's feed at this sequence, and nothing else
  // does.
  void Expect(Service service, uint64_t sequence, std::string row);
  // Compares with the whole feed, of which what follows `baseline` is ours.
  void CheckFeed(Service service, uint64_t baseline, const std::vector<store::v1::Change>& feed);
  // A change as its row: what its command's caller can know of it.
  static std::string RowOf(const store::v1::Change& change);

  // ---- the load ----

  // Around a call to a service.
  void Begin(Service service) { ++under_way_[service]; }
  void End(Service service) { --under_way_[service]; }
  int64_t under_way(Service service) const { return under_way_[service]; }
  // The service has done something for its caller.
  void Did(Service service);
  int64_t done(Service service) const;
  // Until the service has done so much; false when it takes longer than that.
  bool AwaitDone(Service service, int64_t count, absl::Duration patience);

 private:
  KillTally& tally_;
  mutable Mutex mutex_;
  std::condition_variable moved_;
  std::array<std::atomic<int64_t>, kServices> under_way_{};
  std::array<int64_t, kServices> done_ ABSL_GUARDED_BY(mutex_){};
  std::array<std::map<uint64_t, std::string>, kServices> expected_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace obt::testing
