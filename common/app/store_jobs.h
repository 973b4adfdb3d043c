// What is done to a service's own store on the side: backups and verifications, one of each at a time. Their
// rows are in memory, so that a store that takes no more writes can still be saved and read. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/jobs/jobs.h"
#include "common/store/store.h"
#include "obt/admin/v1/admin.pb.h"

namespace obt::app {

class StoreJobs {
 public:
  // Adds its two kinds to `jobs`, which must stop before this ends. `backups` is where backups go; empty:
  // none are made. `sensitive`: what backups are marked with, see admin.proto.
  StoreJobs(jobs::Jobs& jobs, const store::Store& store, std::string backups, const Clock& clock,
            std::string sensitive = "");

  // FAILED_PRECONDITION when one runs, or when there is nowhere to put one.
  absl::StatusOr<admin::v1::Backup> StartBackup(absl::Time now);
  // The newest first, behind the id `after` unless it is empty, at most `limit`; with the one that runs or
  // could not be made.
  absl::StatusOr<std::vector<admin::v1::Backup>> ListBackups(const std::string& after, size_t limit) const;
  // Starts one, or returns the one that runs.
  absl::StatusOr<admin::v1::StoreVerification> StartVerification(absl::Time now);
  // The one that runs or ran last, if that is its id.
  std::optional<admin::v1::StoreVerification> FindVerification(const std::string& id) const;

 private:
  void RunBackup();
  void RunVerification();

  jobs::Jobs& jobs_;
  const store::Store& store_;
  const std::string backups_;
  const Clock& clock_;
  const std::string sensitive_;
  mutable Mutex mutex_;
  admin::v1::Backup backup_ ABSL_GUARDED_BY(mutex_);                   // the last that was started
  admin::v1::StoreVerification verification_ ABSL_GUARDED_BY(mutex_);  // likewise
};

}  // namespace obt::app
