// The way of audit entries that no change carries: those of reads are gathered and written together, within a
// tenth of a second; those of exports are on disk before the export is begun; refusals are counted, so that a
// flood of them leaves a few entries a minute. Thread-safe; the store outlives it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/obs/metrics.h"
#include "common/rpc/server_call.h"
#include "common/store/store.h"
#include "obt/audit/v1/audit.pb.h"

namespace obt::rpc {

// RESOURCE_EXHAUSTED (AUDIT_FULL): nobody is told of people without a trace.
absl::Status AuditFull();

class AuditTrail {
 public:
  using Refused =
      std::tuple<std::string, std::string, absl::StatusCode, std::string>;  // client, rpc, code, reason

  AuditTrail(store::Store& store, const Clock& clock, obs::Metrics& metrics);
  ~AuditTrail();  // as Stop

  // So much waits that no more should come: the disk is full, or too slow.
  bool full() const;
  void Gather(const audit::v1::AuditEntry& entry);
  // `then` is told when the entry is on disk, or why it cannot be.
  void Write(const audit::v1::AuditEntry& entry, std::function<void(const absl::Status&)> then);
  // A call, or some of its items, were refused. What is nobody's refusal is not counted.
  void Refuse(const ServerCall& call, const absl::Status& status, int64_t times = 1);
  // What was gathered and counted by now is on disk when this returns, if the store takes it.
  void Flush();
  // The same; then nothing is written any more. Idempotent.
  void Stop();

 private:
  struct Count {
    int64_t more = 0;  // beside the first, which has an entry of its own
    absl::Time since, last;
  };

  void Loop();
  void Add(const audit::v1::AuditEntry& entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Under which it is counted: one that is told apart, as long as there are not too many.
  Refused KindOf(Refused refused) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AddCounts() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::vector<std::string> TakeSome();
  // False: the store does not take it.
  bool WriteGathered();

  store::Store& store_;
  const Clock& clock_;
  const obs::Counter suppressed_, lost_;
  std::atomic<size_t> waiting_{0};  // bytes
  const obs::Metrics::Reading reading_;

  Mutex write_mutex_;  // who writes what was gathered; taken first
  Mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::string> gathered_ ABSL_GUARDED_BY(mutex_);
  std::map<Refused, Count> refused_ ABSL_GUARDED_BY(mutex_);        // of this minute
  std::map<std::string, size_t> kinds_of_ ABSL_GUARDED_BY(mutex_);  // how many of them are a client's
  std::chrono::steady_clock::time_point minute_end_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace obt::rpc
