// What is done to a service's own store on the side: backups and verifications, one of each at a time, each
// on a thread of its own. Thread-safe.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/store/store.h"
#include "obt/admin/v1/admin.pb.h"

namespace obt::app {

class StoreJobs {
 public:
  // `backups` is where backups go; empty: none are made.
  StoreJobs(const store::Store& store, std::string backups, const Clock& clock)
      : store_(store), backups_(std::move(backups)), clock_(clock) {}
  ~StoreJobs() { Stop(); }

  // FAILED_PRECONDITION when one runs, or when there is nowhere to put one.
  absl::StatusOr<admin::v1::Backup> StartBackup(absl::Time now);
  // The newest first, behind the id `after` unless it is empty, at most `limit`; with the one that runs or
  // could not be made.
  absl::StatusOr<std::vector<admin::v1::Backup>> ListBackups(const std::string& after, size_t limit) const;
  // Starts one, or returns the one that runs.
  absl::StatusOr<admin::v1::StoreVerification> StartVerification(absl::Time now);
  // The one that runs or ran last, if that is its id.
  std::optional<admin::v1::StoreVerification> FindVerification(const std::string& id) const;
  void Stop();

 private:
  void RunBackup(admin::v1::Backup backup);
  void RunVerification(admin::v1::StoreVerification verification);
  absl::Status GoesOn() const;

  const store::Store& store_;
  const std::string backups_;
  const Clock& clock_;
  std::atomic<bool> stopping_{false};
  mutable Mutex mutex_;
  admin::v1::Backup backup_ ABSL_GUARDED_BY(mutex_);                   // the last that was started
  admin::v1::StoreVerification verification_ ABSL_GUARDED_BY(mutex_);  // likewise
  std::thread backup_thread_ ABSL_GUARDED_BY(mutex_);
  std::thread verification_thread_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace obt::app
