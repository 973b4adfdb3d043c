#include "services/identity/import_worker.h"

#include <chrono>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/obs/log.h"
#include "services/identity/imports.h"

namespace obt::identity {
namespace {

constexpr std::chrono::seconds kTryAgain{1};  // after a full disk or a full queue
constexpr std::chrono::hours kLookForOutlived{1};

}  // namespace

void ImportWorker::Start() {
  thread_ = std::thread([this] { Run(); });
}

void ImportWorker::Wake() {
  {
    MutexLock lock(mutex_);
    woken_ = true;
  }
  wake_.notify_one();
}

void ImportWorker::Stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

bool ImportWorker::IsStopping() {
  MutexLock lock(mutex_);
  return stopping_;
}

void ImportWorker::Run() {
  absl::Status done;
  while (true) {
    {
      MutexLock lock(mutex_);
      if (!woken_ && !stopping_ && done.ok()) wake_.wait_for(lock.native(), kLookForOutlived);
      if (!done.ok() && !stopping_) wake_.wait_for(lock.native(), kTryAgain);
      if (stopping_) return;
      woken_ = false;
    }
    done = WorkOff();
    if (!done.ok() && !IsStopping()) {
      obs::Log(obs::Severity::kWarning, "an import's step failed and is tried again",
               {{"reason", ReasonOf(done)}, {"why", done.message()}});
    }
  }
}

absl::Status ImportWorker::WorkOff() {
  while (!IsStopping()) {
    // An empty command ends after the one that woke this thread: what that one noted is durable now.
    OBT_RETURN_IF_ERROR(place_.store.Execute([](obt::store::Txn&) { return absl::OkStatus(); }).status());
    OBT_RETURN_IF_ERROR(DropOutlived(place_));
    OBT_ASSIGN_OR_RETURN(const std::optional<ImportId> id, NextJob(place_.store.Now()));
    if (!id.has_value()) return absl::OkStatus();
    OBT_RETURN_IF_ERROR(WorkOff(*id));
  }
  return absl::OkStatus();
}

absl::Status ImportWorker::WorkOff(const ImportId& id) {
  while (!IsStopping()) {
    OBT_ASSIGN_OR_RETURN(const bool more, RunImportStep(place_, id));
    if (more) continue;
    OBT_ASSIGN_OR_RETURN(const std::optional<v1::Import> import, FindImport(place_.store.Now(), id));
    if (import.has_value()) {
      obs::Log(obs::Severity::kInfo, "an import came to its end",
               {{"import", import->import_id()},
                {"organisation", import->organisation_code()},
                {"state", v1::ImportState_Name(import->state())},
                {"rows", absl::StrCat(import->staged_rows())}});
    }
    return absl::OkStatus();
  }
  return absl::OkStatus();
}

}  // namespace obt::identity
