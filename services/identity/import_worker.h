// The thread that works off staged imports, one after the other, oldest first; what a stop interrupted goes
// on at the next start. Thread-safe.
#pragma once

#include <condition_variable>
#include <thread>

#include "absl/status/status.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/feed/directory.h"
#include "common/store/store.h"
#include "services/identity/import_steps.h"

namespace obt::identity {

class ImportWorker {
 public:
  // All three outlive the worker.
  ImportWorker(obt::store::Store& store, feed::Directory& directory, const Clock& clock)
      : place_{store, directory, clock} {}
  ~ImportWorker() { Stop(); }

  void Start();
  // There is something to do, if the command that calls this commits.
  void Wake();
  // Returns when the step that is under way is done.
  void Stop();

 private:
  void Run();
  absl::Status WorkOff();
  absl::Status WorkOff(const ImportId& id);
  bool IsStopping();

  const ImportPlace place_;
  Mutex mutex_;
  std::condition_variable wake_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = true;  // there may be something left from before
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace obt::identity
