#include "common/app/store_jobs.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "common/obs/log.h"
#include "common/store/care/backup.h"
#include "common/store/care/inspect.h"

namespace obt::app {
namespace {

constexpr char kBackup[] = "backup";
constexpr char kVerification[] = "store_verification";

}  // namespace

StoreJobs::StoreJobs(jobs::Jobs& jobs, const store::Store& store, std::string backups, const Clock& clock,
                     std::string sensitive)
    : jobs_(jobs),
      store_(store),
      backups_(std::move(backups)),
      clock_(clock),
      sensitive_(std::move(sensitive)) {
  using Next = absl::StatusOr<std::optional<std::string>>;
  jobs_.Add({kBackup, nullptr,
             [this](const store::View&, const jobs::MayTry&) -> Next {
               MutexLock lock(mutex_);
               if (backup_.state() != admin::v1::BACKUP_STATE_RUNNING) return std::nullopt;
               return backup_.backup_id();
             },
             [this](const std::string&) {
               RunBackup();
               return false;
             }});
  jobs_.Add({kVerification, nullptr,
             [this](const store::View&, const jobs::MayTry&) -> Next {
               MutexLock lock(mutex_);
               if (verification_.state() != admin::v1::STORE_VERIFICATION_STATE_RUNNING) return std::nullopt;
               return verification_.verification_id();
             },
             [this](const std::string&) {
               RunVerification();
               return false;
             }});
}

absl::StatusOr<admin::v1::Backup> StoreJobs::StartBackup(absl::Time now) {
  if (backups_.empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "BACKUPS_OFF",
                 "this service has nowhere to put backups; start it with --backups DIR");
  }
  OBT_RETURN_IF_ERROR(jobs_.GoesOn());
  MutexLock lock(mutex_);
  if (backup_.state() == admin::v1::BACKUP_STATE_RUNNING) {
    return Error(absl::StatusCode::kFailedPrecondition, "BACKUP_RUNNING",
                 absl::StrCat("backup ", backup_.backup_id(), " is being made; wait for its end"));
  }
  backup_.Clear();
  backup_.set_backup_id(ToText(NewId<JobId>(now)));
  backup_.set_state(admin::v1::BACKUP_STATE_RUNNING);
  *backup_.mutable_create_time() = TimestampOf(now);
  backup_.set_sensitive(sensitive_);
  jobs_.Wake(kBackup);
  return backup_;
}

void StoreJobs::RunBackup() {
  admin::v1::Backup backup;
  {
    MutexLock lock(mutex_);
    backup = backup_;
  }
  const store::Report report = [this](absl::string_view, int) { return jobs_.GoesOn(); };
  const absl::Status made = store::MakeBackup(store_, backups_, clock_, report, backup);
  if (!made.ok()) {
    backup.set_state(admin::v1::BACKUP_STATE_FAILED);
    backup.set_failure(std::string(made.message()));
  }
  const bool verified = backup.state() == admin::v1::BACKUP_STATE_VERIFIED;
  obs::Log(verified ? obs::Severity::kInfo : obs::Severity::kError,
           verified ? "backup made" : "backup failed",
           {{"backup", backup.backup_id()},
            {"sequence", static_cast<int64_t>(backup.sequence())},
            {"why", backup.failure()}});
  MutexLock lock(mutex_);
  backup_ = std::move(backup);
}

absl::StatusOr<std::vector<admin::v1::Backup>> StoreJobs::ListBackups(const std::string& after,
                                                                      size_t limit) const {
  admin::v1::Backup latest;
  {
    MutexLock lock(mutex_);
    latest = backup_;
  }
  std::vector<admin::v1::Backup> list;
  if (!backups_.empty()) {
    OBT_ASSIGN_OR_RETURN(list, store::ListBackups(backups_, after, limit));
  }
  // While one runs it is not listed as made, though it may lie there already.
  const bool listed = !list.empty() && list[0].backup_id() == latest.backup_id();
  const bool running = latest.state() == admin::v1::BACKUP_STATE_RUNNING;
  if (listed && running) list[0] = latest;
  const bool unmade = running || latest.state() == admin::v1::BACKUP_STATE_FAILED;
  if (!listed && unmade && after.empty()) {
    list.insert(list.begin(), std::move(latest));
    if (list.size() > limit) list.pop_back();
  }
  return list;
}

absl::StatusOr<admin::v1::StoreVerification> StoreJobs::StartVerification(absl::Time now) {
  OBT_RETURN_IF_ERROR(jobs_.GoesOn());
  MutexLock lock(mutex_);
  if (verification_.state() == admin::v1::STORE_VERIFICATION_STATE_RUNNING) return verification_;
  verification_.Clear();
  verification_.set_verification_id(ToText(NewId<JobId>(now)));
  verification_.set_state(admin::v1::STORE_VERIFICATION_STATE_RUNNING);
  *verification_.mutable_start_time() = TimestampOf(now);
  jobs_.Wake(kVerification);
  return verification_;
}

void StoreJobs::RunVerification() {
  admin::v1::StoreVerification verification;
  {
    MutexLock lock(mutex_);
    verification = verification_;
  }
  const store::Report report = [this](absl::string_view phase, int percent) {
    OBT_RETURN_IF_ERROR(jobs_.GoesOn());
    MutexLock lock(mutex_);
    verification_.set_phase(std::string(phase));
    verification_.set_percent(percent);
    return absl::OkStatus();
  };
  const absl::Status read = store::Inspect(store_, report, verification);
  verification.set_state(read.ok() ? admin::v1::STORE_VERIFICATION_STATE_DONE
                                   : admin::v1::STORE_VERIFICATION_STATE_FAILED);
  if (!read.ok()) verification.set_failure(std::string(read.message()));
  *verification.mutable_end_time() = TimestampOf(clock_.Now());
  for (const admin::v1::StoreFault& fault : verification.faults()) {
    obs::Log(obs::Severity::kError, "the store has a fault",
             {{"table", fault.table()},
              {"sequence", static_cast<int64_t>(fault.sequence())},
              {"what", fault.description()}});
  }
  MutexLock lock(mutex_);
  verification.set_phase(verification_.phase());
  verification.set_percent(verification_.percent());
  verification_ = std::move(verification);
}

std::optional<admin::v1::StoreVerification> StoreJobs::FindVerification(const std::string& id) const {
  MutexLock lock(mutex_);
  if (verification_.verification_id() != id) return std::nullopt;
  return verification_;
}

}  // namespace obt::app
