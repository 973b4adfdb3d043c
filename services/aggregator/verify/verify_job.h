// The recount, and the rebuild of rows, as a job: pins the own columns and rows at the sequences of one
// snapshot in each source, reads the sources' rows, counts everything once more with the plain code of
// recount.h and reports each difference. One at a time; what it found is kept in the table of verifications.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/jobs/jobs.h"
#include "common/store/store.h"
#include "obt/aggregator/v1/verify.pb.h"
#include "services/aggregator/verify/repair.h"
#include "services/aggregator/verify/sources.h"
#include "services/aggregator/verify/standstill.h"

namespace obt::aggregator {

// What a recount needs of its surroundings.
struct VerifyInputs {
  Engine* engine = nullptr;
  WorkerPool* pool = nullptr;
  obt::store::Store* store = nullptr;
  jobs::Jobs* jobs = nullptr;
  const Clock* clock = nullptr;
  Standstill* standstill = nullptr;
  std::vector<FollowedSource> sources;
};

class VerifyJob {
 public:
  // Adds its kind to the jobs, which must stop before this ends.
  explicit VerifyJob(VerifyInputs inputs);

  // Marks recounts that a stop interrupted as failed. Once, before the jobs start.
  absl::Status FailInterrupted();
  // Starts a recount, or returns the one that runs.
  absl::StatusOr<v1::Verification> Start(obt::store::Txn& txn, absl::Time now, bool rebuild = false);
  // The running one as it stands, or the row.
  absl::StatusOr<std::optional<v1::Verification>> Find(const obt::store::Reader& reader,
                                                       const JobId& id) const;

 private:
  // Everything as of one point in every source.
  struct Pinned {
    std::deque<SourceSnapshot> snapshots;  // in the order of the sources
    State columns;
    obt::store::View rows;
  };

  absl::Status Run(const JobId& id);
  absl::Status Recount();
  absl::Status Rebuild();
  void NotePoints(const std::deque<SourceSnapshot>& snapshots);
  absl::StatusOr<Pinned> Pin();
  absl::Status ReadSources(const std::deque<SourceSnapshot>& snapshots, const obt::store::Reader& rows,
                           recount::Sources& sources, Differences& differences, std::vector<Repair>* repairs);
  absl::Status CompareAll(const Pinned& pinned, const recount::Sources& sources, Differences& differences);
  absl::Status Report(absl::string_view phase, int percent);

  const VerifyInputs inputs_;
  mutable Mutex mutex_;
  v1::Verification current_ ABSL_GUARDED_BY(mutex_);  // the one that runs
};

}  // namespace obt::aggregator
