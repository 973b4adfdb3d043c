#include "services/identity/import/worker.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/obs/log.h"
#include "services/identity/import/rows.h"

namespace obt::identity {
namespace {

constexpr absl::Duration kTryAgain = absl::Seconds(1);  // after a full disk or a full queue
constexpr absl::Duration kLookForOutlived = absl::Hours(1);

// Its job is done and gone: what fails here is tried by nobody again.
void LogEnd(const obt::store::Reader& reader, const ImportId& id) {
  const absl::StatusOr<std::optional<v1::Import>> import = FindImport(reader, id);
  if (!import.ok()) {
    obs::Log(obs::Severity::kWarning, "an import came to its end and cannot be read",
             {{"import", ToText(id)}, {"why", import.status().message()}});
  } else if (import->has_value()) {
    obs::Log(obs::Severity::kInfo, "an import came to its end",
             {{"import", (*import)->import_id()},
              {"organisation", (*import)->organisation_code()},
              {"state", v1::ImportState_Name((*import)->state())},
              {"rows", absl::StrCat((*import)->staged_rows())}});
  }
}

}  // namespace

ImportWorker::ImportWorker(const ImportPlace& place, obs::Metrics& metrics)
    : place_(place),
      failed_steps_(metrics.AddCounter("obt_import_failed_steps_total",
                                       "Steps of imports that failed and are tried again.")),
      waiting_(metrics.AddGauge("obt_imports_waiting", "Imports that wait because their last step failed.")) {
}

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
  absl::Duration wait = absl::ZeroDuration();
  while (true) {
    {
      MutexLock lock(mutex_);
      if (!woken_ && !stopping_)
        wake_.wait_for(lock.native(), absl::ToChronoMicroseconds(absl::Ceil(wait, absl::Milliseconds(1))));
      if (stopping_) return;
      woken_ = false;
    }
    wait = WorkOff();
  }
}

absl::Duration ImportWorker::WorkOff() {
  while (!IsStopping()) {
    const absl::StatusOr<std::optional<ImportId>> next = Next();
    if (!next.ok()) {
      failed_steps_.Increment();
      obs::Log(obs::Severity::kWarning, "imports cannot be worked off and are tried again",
               {{"reason", ReasonOf(next.status())}, {"why", next.status().message()}});
      return kTryAgain;
    }
    if (!next->has_value()) break;
    if (const absl::Status done = WorkOff(**next); !done.ok() && !IsStopping()) HoldBack(**next, done);
  }
  return std::min(turns_.UntilNext(place_.clock.Now()), kLookForOutlived);
}

absl::StatusOr<std::optional<ImportId>> ImportWorker::Next() {
  // An empty command ends after the one that woke this thread: what that one noted is durable now.
  OBT_RETURN_IF_ERROR(place_.store.Execute([](obt::store::Txn&) { return absl::OkStatus(); }).status());
  if (const absl::Status dropped = DropOutlived(place_); !dropped.ok()) {
    obs::Log(obs::Severity::kWarning, "imports that have outlived their time cannot be dropped",
             {{"reason", ReasonOf(dropped)}, {"why", dropped.message()}});
  }
  const absl::Time now = place_.clock.Now();
  OBT_ASSIGN_OR_RETURN(
      const std::optional<ImportId> next,
      NextJob(place_.store.Now(), [&](const ImportId& id) { return turns_.MayTry(id, now); }));
  // Those that might be tried by now and were not found have no job any more.
  if (!next.has_value()) turns_.ForgetDue(now);
  waiting_.Set(static_cast<double>(turns_.waiting()));
  return next;
}

void ImportWorker::HoldBack(const ImportId& id, const absl::Status& why) {
  const absl::Duration wait = turns_.Failed(id, place_.clock.Now());
  failed_steps_.Increment();
  waiting_.Set(static_cast<double>(turns_.waiting()));
  obs::Log(obs::Severity::kWarning, "an import's step failed and is tried again; others go on",
           {{"import", ToText(id)},
            {"reason", ReasonOf(why)},
            {"why", why.message()},
            {"again_in_seconds", absl::ToInt64Seconds(wait)}});
}

absl::Status ImportWorker::WorkOff(const ImportId& id) {
  while (!IsStopping()) {
    OBT_ASSIGN_OR_RETURN(const bool more, RunImportStep(place_, id));
    turns_.Succeeded(id);
    waiting_.Set(static_cast<double>(turns_.waiting()));
    if (more) continue;
    LogEnd(place_.store.Now(), id);
    return absl::OkStatus();
  }
  return absl::OkStatus();
}

}  // namespace obt::identity
