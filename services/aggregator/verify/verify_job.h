// The recount as a job: pins the own columns and rows at the sequences of one snapshot in each source, reads
// the sources' rows, counts everything once more with the plain code of recount.h and reports each
// difference. One at a time, on a thread of its own; what it found is kept in the table of verifications.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/feed/consumer.h"
#include "common/rpc/client.h"
#include "common/store/store.h"
#include "obt/aggregator/v1/verify.pb.h"
#include "services/aggregator/ingest/engine.h"
#include "services/aggregator/verify/compare.h"
#include "services/aggregator/verify/source_snapshot.h"

namespace obt::aggregator {

// What a recount needs of its surroundings.
struct VerifyInputs {
  const Engine* engine = nullptr;
  WorkerPool* pool = nullptr;
  obt::store::Store* store = nullptr;
  const rpc::Client* identity = nullptr;
  const rpc::Client* learning = nullptr;
  feed::Consumer* identity_feed = nullptr;
  feed::Consumer* learning_feed = nullptr;
  const Clock* clock = nullptr;
};

class VerifyJob {
 public:
  explicit VerifyJob(const VerifyInputs& inputs) : inputs_(inputs) {}
  ~VerifyJob() { Stop(); }

  // Marks recounts that a stop interrupted as failed. Once, at start.
  absl::Status MarkInterrupted();
  // Starts a recount, or returns the one that runs; `txn` gets the row of a new one.
  absl::StatusOr<v1::Verification> Start(obt::store::Txn& txn, absl::Time now);
  // The running one as it stands, or the row.
  absl::StatusOr<std::optional<v1::Verification>> Find(const obt::store::Reader& reader,
                                                       const JobId& id) const;
  void Stop();

 private:
  // Everything as of one point in both sources.
  struct Pinned {
    SourceSnapshot identity, learning;
    State columns;
    obt::store::View rows;
  };

  void Run();
  absl::Status Recount();
  absl::StatusOr<Pinned> Pin();
  absl::Status WaitFor(const feed::Consumer& feed, uint64_t sequence, absl::Time until);
  class Progress;
  absl::Status ReadSources(const Pinned& pinned, recount::Sources& sources, Differences& differences);
  absl::Status CompareAll(const Pinned& pinned, const recount::Sources& sources, Differences& differences);
  absl::Status Report(absl::string_view phase, int percent);

  const VerifyInputs inputs_;
  mutable Mutex mutex_;
  v1::Verification current_ ABSL_GUARDED_BY(mutex_);
  bool running_ ABSL_GUARDED_BY(mutex_) = false;
  std::atomic<bool> stopping_{false};
  std::thread thread_;  // Start's, on the committer; Stop's at the end
};

}  // namespace obt::aggregator
