// What the kill loop keeps: every change it was promised, every fault it found, how much was done.
// Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "google/protobuf/message.h"
#include "obt/store/v1/store.pb.h"

namespace obt::testing {

// What is counted, over all worlds of a run.
struct KillTally {
  std::atomic<int64_t> kills{0}, commands{0}, acknowledged{0}, retried{0}, interrupted{0}, answered{0},
      verified{0}, compared{0}, lost{0}, duplicated{0}, wrong{0};
  int64_t faults() const { return lost + duplicated + wrong; }
};

class KillRecord {
 public:
  explicit KillRecord(KillTally& tally) : tally_(tally) {}
  KillTally& tally() { return tally_; }

  // A fault, counted and told on stderr.
  void Find(std::atomic<int64_t>& kind, const std::string& text);
  // A command was acknowledged: this event stands in the service's feed at this sequence, and nothing else.
  void Expect(const std::string& service, uint64_t sequence, const google::protobuf::Message& event);
  // Compares with the whole feed, of which what follows `baseline` is ours.
  void CheckFeed(const std::string& service, uint64_t baseline, const std::vector<store::v1::Change>& feed);
  // What a caller can know of a message: all but times, and the position of identity that was relied on.
  static std::string RowOf(const google::protobuf::Message& message);

  // ---- the load ----

  // Before anything else is said of a service's load: there is going to be one.
  void AddLoad(const std::string& service);
  // Around a call to a service.
  void Begin(const std::string& service);
  void End(const std::string& service);
  int64_t under_way(const std::string& service) const;
  // The service has done something for its caller.
  void Did(const std::string& service);
  int64_t done(const std::string& service) const;
  // Until the service has done so much, false when it takes longer than that; at once where it has no load.
  bool AwaitDone(const std::string& service, int64_t count, absl::Duration patience);

 private:
  struct Load {
    int64_t under_way = 0, done = 0;
  };
  Load LoadOf(const std::string& service) const;

  KillTally& tally_;
  mutable Mutex mutex_;
  std::condition_variable moved_;
  std::map<std::string, Load> loads_ ABSL_GUARDED_BY(mutex_);  // by service, like the next
  std::map<std::string, std::map<uint64_t, std::string>> expected_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace obt::testing
