#include "common/jobs/jobs.h"

#include <algorithm>
#include <condition_variable>
#include <thread>
#include <utility>

#include "common/base/error.h"
#include "common/base/mutex.h"
#include "common/base/status.h"
#include "common/jobs/turns.h"
#include "common/obs/log.h"

namespace obt::jobs {
namespace {

constexpr absl::Duration kLookAnyway = absl::Hours(1);

}  // namespace

// The thread of one kind.
class Jobs::Worker {
 public:
  Worker(const Jobs& jobs, Kind kind)
      : jobs_(jobs),
        kind_(std::move(kind)),
        failed_steps_(jobs.metrics_.AddCounter("obt_job_failed_steps_total",
                                               "Steps of jobs that failed and are tried again.",
                                               {{"job", kind_.name}})),
        waiting_(jobs.metrics_.AddGauge("obt_jobs_waiting", "Jobs that wait because their last step failed.",
                                        {{"job", kind_.name}})) {}

  const Kind& kind() const { return kind_; }
  void Start() {
    thread_ = std::thread([this] { Run(); });
  }
  void Wake() {
    {
      MutexLock lock(mutex_);
      woken_ = true;
    }
    wake_.notify_one();
  }
  void Join() {
    Wake();
    if (thread_.joinable()) thread_.join();
  }
  absl::Duration WorkOff();

 private:
  void Run();
  absl::StatusOr<std::optional<std::string>> Next();
  absl::Status WorkOff(const std::string& id);
  void HoldBack(const std::string& id, const absl::Status& why);

  const Jobs& jobs_;
  const Kind kind_;
  const obs::Counter failed_steps_;
  const obs::Gauge waiting_;
  Turns turns_;  // of whoever works off: the thread
  Mutex mutex_;
  std::condition_variable wake_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = true;  // there may be something left from before
  std::thread thread_;
};

void Jobs::Worker::Run() {
  absl::Duration wait = absl::ZeroDuration();
  while (true) {
    {
      MutexLock lock(mutex_);
      if (!woken_)
        wake_.wait_for(lock.native(), absl::ToChronoMicroseconds(absl::Ceil(wait, absl::Milliseconds(1))));
      woken_ = false;
    }
    if (jobs_.stopping_.load()) return;
    wait = WorkOff();
  }
}

absl::Duration Jobs::Worker::WorkOff() {
  while (!jobs_.stopping_.load()) {
    const absl::StatusOr<std::optional<std::string>> next = Next();
    if (!next.ok()) {
      failed_steps_.Increment();
      obs::Log(obs::Severity::kWarning, "jobs cannot be looked for and are tried again",
               {{"job", kind_.name}, {"reason", ReasonOf(next.status())}, {"why", next.status().message()}});
      return kFirstRetry;
    }
    if (!next->has_value()) break;
    if (const absl::Status done = WorkOff(**next); !done.ok() && !jobs_.stopping_.load())
      HoldBack(**next, done);
  }
  return std::min(turns_.UntilNext(jobs_.clock_.Now()), kLookAnyway);
}

absl::StatusOr<std::optional<std::string>> Jobs::Worker::Next() {
  const absl::Time now = jobs_.clock_.Now();
  OBT_ASSIGN_OR_RETURN(
      std::optional<std::string> next,
      kind_.next(jobs_.store_.Now(), [&](const std::string& id) { return turns_.MayTry(id, now); }));
  // Those that might be tried by now and were not found are no longer there.
  if (!next.has_value()) turns_.ForgetDue(now);
  waiting_.Set(static_cast<double>(turns_.waiting()));
  return next;
}

absl::Status Jobs::Worker::WorkOff(const std::string& id) {
  bool more = true;
  while (more && !jobs_.stopping_.load()) {
    OBT_ASSIGN_OR_RETURN(more, kind_.step(id));
    turns_.Succeeded(id);
    waiting_.Set(static_cast<double>(turns_.waiting()));
  }
  return absl::OkStatus();
}

void Jobs::Worker::HoldBack(const std::string& id, const absl::Status& why) {
  const absl::Duration wait = turns_.Failed(id, jobs_.clock_.Now());
  failed_steps_.Increment();
  waiting_.Set(static_cast<double>(turns_.waiting()));
  obs::Log(obs::Severity::kWarning, "a job's step failed and is tried again; others go on",
           {{"job", kind_.name},
            {"id", id},
            {"reason", ReasonOf(why)},
            {"why", why.message()},
            {"again_in_seconds", absl::ToInt64Seconds(wait)}});
}

Jobs::Jobs(const store::Store& store, const Clock& clock, obs::Metrics& metrics)
    : store_(store), clock_(clock), metrics_(metrics) {}

Jobs::~Jobs() { Stop(); }

void Jobs::Add(Kind kind) { workers_.push_back(std::make_unique<Worker>(*this, std::move(kind))); }

void Jobs::Start() {
  for (const auto& worker : workers_) worker->Start();
}

void Jobs::OnCommit(const store::Txn& written) {
  for (const auto& worker : workers_) {
    if (const store::TableRef* const rows = worker->kind().rows; rows != nullptr && written.Wrote(*rows))
      worker->Wake();
  }
}

void Jobs::Wake(const std::string& kind) {
  for (const auto& worker : workers_) {
    if (worker->kind().name == kind) worker->Wake();
  }
}

void Jobs::Stop() {
  stopping_.store(true);
  for (const auto& worker : workers_) worker->Wake();
  for (const auto& worker : workers_) worker->Join();
}

absl::Status Jobs::GoesOn() const {
  if (!stopping_.load()) return absl::OkStatus();
  return Error(absl::StatusCode::kUnavailable, "STOPPING", "the service is stopping; try again");
}

absl::Duration Jobs::WorkOff() {
  absl::Duration wait = absl::InfiniteDuration();
  for (const auto& worker : workers_) wait = std::min(wait, worker->WorkOff());
  return wait;
}

}  // namespace obt::jobs
