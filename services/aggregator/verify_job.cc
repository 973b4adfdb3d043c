#include "services/aggregator/verify_job.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/feed/directory_schema.h"
#include "google/protobuf/util/time_util.h"
#include "obt/learning/store/v1/learning_store.pb.h"
#include "services/aggregator/rows.h"
#include "services/aggregator/verifications.h"

namespace obt::aggregator {
namespace {

constexpr absl::Duration kCatchUp = absl::Seconds(60);

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

absl::Status Unreadable(absl::string_view table) {
  return Error(absl::StatusCode::kDataLoss, "ROW_UNREADABLE",
               absl::StrCat("a row of ", table, " of a source's snapshot cannot be read"));
}

// Visits the rows of a table as messages.
template <typename Row, typename Visit>
absl::Status ForEachRow(const SourceSnapshot& snapshot, const std::string& table, Visit visit) {
  Row row;
  return snapshot.ForEach(table, [&](absl::string_view key, absl::string_view bytes) {
    if (!row.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return Unreadable(table);
    return visit(key, row);
  });
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

v1::Verification VerifyJob::Start(obt::store::Txn& txn, absl::Time now) {
  MutexLock lock(mutex_);
  if (running_) return current_;
  if (thread_.joinable()) thread_.join();
  const JobId id = NewId<JobId>(now);
  current_.Clear();
  current_.set_verify_id(ToText(id));
  current_.set_state(v1::VERIFY_STATE_RUNNING);
  *current_.mutable_start_time() = ToTimestamp(now);
  PutVerification(txn, id, current_);
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
  v1::Verification done;
  {
    MutexLock lock(mutex_);
    current_.set_state(counted.ok() ? v1::VERIFY_STATE_DONE : v1::VERIFY_STATE_FAILED);
    if (!counted.ok()) current_.set_failure(std::string(counted.message()));
    if (counted.ok()) current_.set_percent(100);
    *current_.mutable_end_time() = ToTimestamp(inputs_.clock->Now());
    done = current_;
  }
  const absl::Status kept = inputs_.store
                                ->Execute([&done](obt::store::Txn& txn) {
                                  PutVerification(txn, *ParseId<JobId>(done.verify_id()), done);
                                  return absl::OkStatus();
                                })
                                .status();
  kept.IgnoreError();  // when stopping: the next start marks it as interrupted
  MutexLock lock(mutex_);
  running_ = false;
}

absl::Status VerifyJob::Recount() {
  OBT_RETURN_IF_ERROR(Report("pinning the sources", 1));
  OBT_ASSIGN_OR_RETURN(Pinned pinned, Pin());
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
  OBT_RETURN_IF_ERROR(ReadSources(pinned, sources));
  Differences differences;
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
  if (!inputs_.identity_feed->WaitFor(identity.sequence(), until) ||
      !inputs_.learning_feed->WaitFor(learning.sequence(), until)) {
    return Error(absl::StatusCode::kUnavailable, "FEED_BEHIND",
                 "the feeds did not catch up within a minute; try later");
  }
  State columns = inputs_.engine->Read([](const State& state) { return state; });
  return Pinned{std::move(identity), std::move(learning), std::move(columns), inputs_.store->Now()};
}

absl::Status VerifyJob::ReadSources(const Pinned& pinned, recount::Sources& sources) {
  OBT_RETURN_IF_ERROR(Report("reading identity", 5));
  OBT_RETURN_IF_ERROR(
      ForEachRow<identity::v1::Organisation>(pinned.identity, feed::kOrganisations.name,
                                             [&](absl::string_view, const identity::v1::Organisation& row) {
                                               sources.organisations[row.code()] = row;
                                               return absl::OkStatus();
                                             }));
  OBT_RETURN_IF_ERROR(ForEachRow<identity::v1::Programme>(
      pinned.identity, feed::kProgrammes.name, [&](absl::string_view, const identity::v1::Programme& row) {
        sources.programmes[row.programme_id()] = row;
        return absl::OkStatus();
      }));
  OBT_RETURN_IF_ERROR(ForEachRow<identity::v1::Headcount>(
      pinned.identity, feed::kHeadcounts.name,
      [&](absl::string_view key, const identity::v1::Headcount& row) {
        const auto decoded = obt::store::DecodeKey<decltype(feed::kHeadcounts)::Key>(key);
        if (!decoded.has_value()) return Unreadable(feed::kHeadcounts.name);
        sources.AddHeadcount(std::get<0>(*decoded), row);
        return absl::OkStatus();
      }));
  OBT_RETURN_IF_ERROR(ForEachRow<identity::v1::PersonFacts>(
      pinned.identity, feed::kPeople.name, [&](absl::string_view key, const identity::v1::PersonFacts& row) {
        const auto decoded = obt::store::DecodeKey<decltype(feed::kPeople)::Key>(key);
        if (!decoded.has_value()) return Unreadable(feed::kPeople.name);
        sources.AddPerson(std::get<0>(*decoded), row);
        return absl::OkStatus();
      }));
  OBT_RETURN_IF_ERROR(Report("reading learning", 25));
  OBT_RETURN_IF_ERROR(ForEachRow<learning::v1::Course>(
      pinned.learning, "courses", [&](absl::string_view, const learning::v1::Course& row) {
        sources.AddCourse(row);
        return absl::OkStatus();
      }));
  return ForEachRow<learning::store::v1::EventRow>(
      pinned.learning, "events", [&](absl::string_view, const learning::store::v1::EventRow& row) {
        sources.AddEvent(row.event(), row.sequence(), row.retracted());
        return absl::OkStatus();
      });
}

absl::Status VerifyJob::CompareAll(Pinned& pinned, const recount::Sources& sources,
                                   Differences& differences) {
  std::map<std::string, recount::Records> records;
  OBT_RETURN_IF_ERROR(Report("counting records", 50));
  for (const auto& [programme_id, programme] : sources.programmes) {
    records[programme_id] = recount::CountRecords(sources, programme_id);
  }
  OBT_RETURN_IF_ERROR(Report("comparing columns", 60));
  int64_t people = ComparePeople(pinned.columns, sources, differences), facts = 0, figures = 0;
  for (const auto& [programme_id, programme] : sources.programmes) {
    facts += CompareRecords(pinned.columns, sources, programme_id, records[programme_id], differences);
    for (const Query& query : QuestionsAbout(programme)) {
      OBT_RETURN_IF_ERROR(Report("comparing figures", 70));
      figures += CompareFigures(pinned.columns, sources, records[programme_id], query, differences);
    }
  }
  pinned.columns = State();
  OBT_RETURN_IF_ERROR(Report("comparing rows", 90));
  const absl::StatusOr<State> rows = LoadState(pinned.rows);
  if (!rows.ok()) {
    differences.Add("own rows", rows.status().message(), "readable");
  } else {
    people += ComparePeople(*rows, sources, differences);
    for (const auto& [programme_id, counted] : records) {
      facts += CompareRecords(*rows, sources, programme_id, counted, differences);
    }
  }
  MutexLock lock(mutex_);
  current_.set_people_compared(people);
  current_.set_facts_compared(facts);
  current_.set_figures_compared(figures);
  return absl::OkStatus();
}

}  // namespace obt::aggregator
