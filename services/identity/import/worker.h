// The thread that works off staged imports, one after the other, oldest first; what a stop interrupted goes
// on at the next start. One whose step fails waits, longer each time, while the others go on. Thread-safe.
#pragma once

#include <condition_variable>
#include <optional>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/ids.h"
#include "common/base/mutex.h"
#include "common/obs/metrics.h"
#include "services/identity/import/steps.h"
#include "services/identity/import/turns.h"

namespace obt::identity {

class ImportWorker {
 public:
  // What `place` names, and the metrics, outlive the worker.
  ImportWorker(const ImportPlace& place, obs::Metrics& metrics);
  ~ImportWorker() { Stop(); }

  void Start();
  // There is something to do, if the command that calls this commits.
  void Wake();
  // Returns when the step that is under way is done.
  void Stop();

  // What the thread does each time it is woken: works off all that may be worked on now. Returns how long
  // until there may be something again. One caller at a time.
  absl::Duration WorkOff();

 private:
  void Run();
  // The oldest import that may be worked on.
  absl::StatusOr<std::optional<ImportId>> Next();
  absl::Status WorkOff(const ImportId& id);
  void HoldBack(const ImportId& id, const absl::Status& why);
  bool IsStopping();

  const ImportPlace place_;
  const obs::Counter failed_steps_;
  const obs::Gauge waiting_;
  ImportTurns turns_;  // of the one caller of WorkOff
  Mutex mutex_;
  std::condition_variable wake_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = true;  // there may be something left from before
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace obt::identity
