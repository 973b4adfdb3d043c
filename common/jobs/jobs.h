// Work that takes longer than a command may: done outside the committer, in steps, by a thread for each kind.
// A job is a row that a command writes and that the kind's finder finds; each step makes its changes in a
// short command of its own, which also says how far the job has come, so that after a stop, SIGKILL too, it
// goes on to the same end. A job whose step fails waits, longer each time, while others of its kind go on.
// What it has come to is read from its row. Nobody starts a thread in a transaction or a handler.
//
//   host.jobs().Add({"import", &kImportJobs,
//                    [](const store::View& view, const jobs::MayTry& may_try) {...the oldest row...},
//                    [](const std::string& id) {...the next piece of its work...}});
//
// Thread-safe, but Add and Start are the builder's.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/obs/metrics.h"
#include "common/store/store.h"

namespace obt::jobs {

using MayTry = std::function<bool(const std::string& id)>;

struct Kind {
  std::string name;  // in log lines and metrics
  // A commit that writes to this table wakes the thread. Of jobs that are in memory: nullptr; Wake does.
  const store::TableRef* rows = nullptr;
  // The first job that may be tried, in whatever order is fair; nothing when none is left. Asked after each
  // job, when woken, and once an hour.
  std::function<absl::StatusOr<std::optional<std::string>>(const store::View&, const MayTry&)> next;
  // Does the next piece of the job's work; false when there is no more. An error is tried again: what nobody
  // should try again is the step's to note in the row. Long steps ask GoesOn now and then.
  std::function<absl::StatusOr<bool>(const std::string& id)> step;
};

class Jobs {
 public:
  // They outlive it.
  Jobs(const store::Store& store, const Clock& clock, obs::Metrics& metrics);
  ~Jobs();  // stops

  void Add(Kind kind);
  // Starts the threads; what a stop interrupted goes on.
  void Start();
  // For store::Options::on_commit.
  void OnCommit(const store::Txn& written);
  // There may be a new job of this kind.
  void Wake(const std::string& kind);
  // Returns when the steps that are under way are done. Idempotent.
  void Stop();
  // UNAVAILABLE when stopping.
  absl::Status GoesOn() const;

  // What the threads do each time they are woken: all that may be done now, kind by kind. Returns how long
  // until there may be something again. For tests, instead of Start.
  absl::Duration WorkOff();

 private:
  class Worker;

  const store::Store& store_;
  const Clock& clock_;
  obs::Metrics& metrics_;
  std::atomic<bool> stopping_{false};
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace obt::jobs
