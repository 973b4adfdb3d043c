#include "services/aggregator/verify/verify_job.h"

#include <malloc.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "google/protobuf/util/time_util.h"
#include "services/aggregator/verify/verifications.h"
#include "services/aggregator/verify/verify_rows.h"
#include "services/aggregator/verify/verify_sources.h"

namespace obt::aggregator {
namespace {

constexpr absl::Duration kCatchUp = absl::Seconds(60);
constexpr absl::Duration kLookUp = absl::Milliseconds(200);  // whether to stop

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

// Ends the hold of both feeds whatever happens.
class Hold {
 public:
  Hold(feed::Consumer& a, feed::Consumer& b) : a_(a), b_(b) {
    a_.HoldAt(0);
    b_.HoldAt(0);
  }
  ~Hold() {
    a_.Release();
    b_.Release();
  }

 private:
  feed::Consumer& a_;
  feed::Consumer& b_;
};

}  // namespace

absl::Status VerifyJob::MarkInterrupted() {
  return inputs_.store
      ->Execute([this](obt::store::Txn& txn) {
        return FailRunning(txn, "it was interrupted by a restart; start another",
                           ToTimestamp(inputs_.clock->Now()));
      })
      .status();
}

absl::StatusOr<v1::Verification> VerifyJob::Start(obt::store::Txn& txn, absl::Time now) {
  MutexLock lock(mutex_);
  if (running_) return current_;
  if (thread_.joinable()) thread_.join();
  const JobId id = NewId<JobId>(now);
  current_.Clear();
  current_.set_verify_id(ToText(id));
  current_.set_state(v1::VERIFY_STATE_RUNNING);
  *current_.mutable_start_time() = ToTimestamp(now);
  OBT_RETURN_IF_ERROR(AddVerification(txn, id, current_));
  running_ = true;
  thread_ = std::thread([this] { Run(); });
  return current_;
}

absl::StatusOr<std::optional<v1::Verification>> VerifyJob::Find(const obt::store::Reader& reader,
                                                                const JobId& id) const {
  {
    MutexLock lock(mutex_);
    if (running_ && current_.verify_id() == ToText(id)) return std::make_optional(current_);
  }
  return FindVerification(reader, id);
}

void VerifyJob::Stop() {
  stopping_.store(true);
  if (thread_.joinable()) thread_.join();
}

absl::Status VerifyJob::Report(absl::string_view phase, int percent) {
  if (stopping_.load()) return Error(absl::StatusCode::kUnavailable, "STOPPING", "the service is stopping");
  MutexLock lock(mutex_);
  current_.set_phase(std::string(phase));
  current_.set_percent(percent);
  return absl::OkStatus();
}

void VerifyJob::Run() {
  const absl::Status counted = Recount();
  malloc_trim(0);  // what a recount holds, hundreds of megabytes, goes back to the machine
  v1::Verification done;
  {
    MutexLock lock(mutex_);
    done = current_;
  }
  done.set_state(counted.ok() ? v1::VERIFY_STATE_DONE : v1::VERIFY_STATE_FAILED);
  if (!counted.ok()) done.set_failure(std::string(counted.message()));
  if (counted.ok()) done.set_percent(100);
  *done.mutable_end_time() = ToTimestamp(inputs_.clock->Now());
  const absl::Status kept = inputs_.store
                                ->Execute([&done](obt::store::Txn& txn) {
                                  PutVerification(txn, *ParseId<JobId>(done.verify_id()), done);
                                  return absl::OkStatus();
                                })
                                .status();
  kept.IgnoreError();  // when stopping: the next start marks it as interrupted
  MutexLock lock(mutex_);
  running_ = false;  // not before it is kept: whoever sees it done may start another
}

absl::Status VerifyJob::Recount() {
  OBT_RETURN_IF_ERROR(Report("pinning the sources", 1));
  OBT_ASSIGN_OR_RETURN(const Pinned pinned, Pin());
  {
    MutexLock lock(mutex_);
    for (const auto& [source, sequence] : {std::pair(kIdentity, pinned.identity.sequence()),
                                           std::pair(kLearning, pinned.learning.sequence())}) {
      obt::common::v1::SequencePoint& point = *current_.add_points();
      point.set_source(source);
      point.set_sequence(sequence);
    }
  }
  recount::Sources sources;
  Differences differences;
  OBT_RETURN_IF_ERROR(ReadSources(pinned, sources, differences));
  OBT_RETURN_IF_ERROR(CompareAll(pinned, sources, differences));
  MutexLock lock(mutex_);
  current_.set_difference_count(differences.count());
  for (const v1::VerifyDifference& difference : differences.first()) *current_.add_differences() = difference;
  return absl::OkStatus();
}

// Both feeds stand still while the snapshots are taken, then go on to exactly these and no further until the
// columns are copied: what is compared is the same point on both sides.
absl::StatusOr<VerifyJob::Pinned> VerifyJob::Pin() {
  const Hold hold(*inputs_.identity_feed, *inputs_.learning_feed);
  OBT_ASSIGN_OR_RETURN(SourceSnapshot identity, SourceSnapshot::Open(*inputs_.identity));
  OBT_ASSIGN_OR_RETURN(SourceSnapshot learning, SourceSnapshot::Open(*inputs_.learning));
  inputs_.identity_feed->HoldAt(identity.sequence());
  inputs_.learning_feed->HoldAt(learning.sequence());
  const absl::Time until = absl::Now() + kCatchUp;
  OBT_RETURN_IF_ERROR(WaitFor(*inputs_.identity_feed, identity.sequence(), until));
  OBT_RETURN_IF_ERROR(WaitFor(*inputs_.learning_feed, learning.sequence(), until));
  State columns = inputs_.engine->Read([](const State& state) { return state; });
  return Pinned{std::move(identity), std::move(learning), std::move(columns), inputs_.store->Now().Passing()};
}

absl::Status VerifyJob::WaitFor(const feed::Consumer& feed, uint64_t sequence, absl::Time until) {
  while (!feed.WaitFor(sequence, std::min(until, absl::Now() + kLookUp))) {
    OBT_RETURN_IF_ERROR(Report("waiting for the feeds", 1));
    if (absl::Now() < until) continue;
    return Error(absl::StatusCode::kUnavailable, "FEED_BEHIND",
                 "the feeds did not catch up within a minute; try later");
  }
  return absl::OkStatus();
}

// How far through `whole` things somebody is, between two percentages.
class VerifyJob::Progress {
 public:
  Progress(VerifyJob& job, const char* phase, int from, int to, size_t whole)
      : job_(job), phase_(phase), from_(from), to_(to), whole_(std::max<size_t>(whole, 1)) {}
  absl::Status Step() {
    if (done_++ % kReportEvery != 0) return absl::OkStatus();
    const size_t share = std::min(done_, whole_) * static_cast<size_t>(to_ - from_) / whole_;
    return job_.Report(phase_, from_ + static_cast<int>(share));
  }

 private:
  static constexpr size_t kReportEvery = 1'000;
  VerifyJob& job_;
  const char* const phase_;
  const int from_, to_;
  const size_t whole_;
  size_t done_ = 0;
};

absl::Status VerifyJob::ReadSources(const Pinned& pinned, recount::Sources& sources,
                                    Differences& differences) {
  size_t facts = 0;
  for (const auto& [programme_id, programme] : pinned.columns.programmes) {
    for (LearnerIndex i = 0; i < programme.learners.size(); ++i)
      facts += programme.learners.FactsOf(i).size();
  }
  Progress people(*this, "reading identity", 2, 20, pinned.columns.people.size());
  OBT_RETURN_IF_ERROR(ReadIdentity(
      pinned.identity, pinned.rows, [&people] { return people.Step(); }, sources, differences));
  Progress events(*this, "reading learning", 20, 45, facts);
  return ReadLearning(
      pinned.learning, pinned.rows, [&events] { return events.Step(); }, sources, differences);
}

absl::Status VerifyJob::CompareAll(const Pinned& pinned, const recount::Sources& sources,
                                   Differences& differences) {
  OBT_RETURN_IF_ERROR(Report("comparing facts", 45));
  const int64_t facts = CompareFactRows(pinned.rows, sources, differences);
  CompareFactsInMemory(pinned.columns, sources, differences);
  OBT_RETURN_IF_ERROR(Report("comparing people", 52));
  const int64_t people = ComparePeople(pinned.columns, sources, differences);
  size_t questions = 0;
  for (const auto& [programme_id, programme] : sources.programmes) {
    questions += QuestionsAbout(programme).size();
  }
  int64_t figures = 0;
  size_t asked = 0;
  const auto percent = [&] { return 55 + static_cast<int>(45 * asked / questions); };
  for (const auto& [programme_id, programme] : sources.programmes) {
    OBT_RETURN_IF_ERROR(Report("comparing records", percent()));
    const recount::Records records = recount::CountRecords(sources, programme_id);
    CompareRecords(pinned.columns, sources, programme_id, records, differences);
    for (const Query& query : QuestionsAbout(programme)) {
      OBT_RETURN_IF_ERROR(Report("comparing figures", percent()));
      // Counted by several, as for everybody else: this too is compared.
      figures += CompareFigures(pinned.columns, sources, records, query, inputs_.pool, differences);
      ++asked;
    }
  }
  MutexLock lock(mutex_);
  current_.set_people_compared(people);
  current_.set_facts_compared(facts);
  current_.set_figures_compared(figures);
  return absl::OkStatus();
}

}  // namespace obt::aggregator
