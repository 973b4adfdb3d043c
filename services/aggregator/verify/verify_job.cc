#include "services/aggregator/verify/verify_job.h"

#include <malloc.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "services/aggregator/ingest/rows.h"
#include "services/aggregator/schema.h"

namespace obt::aggregator {
namespace {

constexpr char kKind[] = "recount";
constexpr size_t kMaxKept = 100;
constexpr size_t kReportEvery = 1'000;  // rows

// All of them, oldest first.
auto Verifications(const obt::store::Reader& reader) {
  return kVerifications.Scan(reader, std::tuple<>(), std::nullopt, kMaxKept + 1);
}

absl::StatusOr<std::optional<v1::Verification>> FindRunning(const obt::store::Reader& reader) {
  OBT_ASSIGN_OR_RETURN(const auto all, Verifications(reader));
  for (const auto& [key, verification] : all) {
    if (verification.state() == v1::VERIFY_STATE_RUNNING) return std::make_optional(verification);
  }
  return std::nullopt;
}

}  // namespace

VerifyJob::VerifyJob(VerifyInputs inputs) : inputs_(std::move(inputs)) {
  const auto next = [](const obt::store::View& view,
                       const jobs::MayTry& may_try) -> absl::StatusOr<std::optional<std::string>> {
    OBT_ASSIGN_OR_RETURN(const std::optional<v1::Verification> running, FindRunning(view));
    if (!running.has_value() || !may_try(running->verify_id())) return std::nullopt;
    return running->verify_id();
  };
  const auto step = [this](const std::string& id) -> absl::StatusOr<bool> {
    OBT_RETURN_IF_ERROR(Run(*ParseId<JobId>(id)));
    return false;
  };
  inputs_.jobs->Add({kKind, &kVerifications, next, step});
}

absl::Status VerifyJob::FailInterrupted() {
  const auto fail = [this](obt::store::Txn& txn) -> absl::Status {
    OBT_ASSIGN_OR_RETURN(auto all, Verifications(txn));
    for (auto& [key, verification] : all) {
      if (verification.state() != v1::VERIFY_STATE_RUNNING) continue;
      verification.set_state(v1::VERIFY_STATE_FAILED);
      verification.set_failure("it was interrupted by a restart; start another");
      *verification.mutable_end_time() = TimestampOf(inputs_.clock->Now());
      kVerifications.Put(txn, key, verification);
    }
    return absl::OkStatus();
  };
  return inputs_.store->Execute(fail).status();
}

absl::StatusOr<v1::Verification> VerifyJob::Start(obt::store::Txn& txn, absl::Time now, bool rebuild) {
  OBT_ASSIGN_OR_RETURN(const std::optional<v1::Verification> running, FindRunning(txn));
  if (running.has_value()) return *running;
  const JobId id = NewId<JobId>(now);
  v1::Verification started;
  started.set_verify_id(ToText(id));
  started.set_rebuild(rebuild);
  started.set_state(v1::VERIFY_STATE_RUNNING);
  *started.mutable_start_time() = TimestampOf(now);
  kVerifications.Put(txn, {id}, started);
  OBT_ASSIGN_OR_RETURN(const auto all, Verifications(txn));
  if (all.size() > kMaxKept) kVerifications.Delete(txn, all.front().key);  // ids sort by the time of making
  return started;
}

absl::StatusOr<std::optional<v1::Verification>> VerifyJob::Find(const obt::store::Reader& reader,
                                                                const JobId& id) const {
  {
    MutexLock lock(mutex_);
    if (current_.verify_id() == ToText(id)) return std::make_optional(current_);
  }
  return kVerifications.Find(reader, {id});
}

absl::Status VerifyJob::Report(absl::string_view phase, int percent) {
  OBT_RETURN_IF_ERROR(inputs_.jobs->GoesOn());
  MutexLock lock(mutex_);
  current_.set_phase(std::string(phase));
  current_.set_percent(percent);
  return absl::OkStatus();
}

absl::Status VerifyJob::Run(const JobId& id) {
  OBT_ASSIGN_OR_RETURN(const std::optional<v1::Verification> row,
                       kVerifications.Find(inputs_.store->Now(), {id}));
  {
    MutexLock lock(mutex_);
    current_ = row.value_or(v1::Verification());
  }
  const absl::Status counted = row.has_value() && row->rebuild() ? Rebuild() : Recount();
  malloc_trim(0);  // what a recount holds, hundreds of megabytes, goes back to the machine
  OBT_RETURN_IF_ERROR(inputs_.jobs->GoesOn());  // else the next start says that it was interrupted
  v1::Verification done;
  {
    MutexLock lock(mutex_);
    done = current_;
  }
  done.set_state(counted.ok() ? v1::VERIFY_STATE_DONE : v1::VERIFY_STATE_FAILED);
  if (!counted.ok()) done.set_failure(std::string(counted.message()));
  if (counted.ok()) done.set_percent(100);
  *done.mutable_end_time() = TimestampOf(inputs_.clock->Now());
  const auto keep = [&](obt::store::Txn& txn) {
    kVerifications.Put(txn, {id}, done);
    return absl::OkStatus();
  };
  OBT_RETURN_IF_ERROR(inputs_.store->Execute(keep).status());
  MutexLock lock(mutex_);
  current_.Clear();  // not before it is kept: whoever sees it done may start another
  return absl::OkStatus();
}

absl::Status VerifyJob::Recount() {
  OBT_RETURN_IF_ERROR(Report("pinning the sources", 1));
  OBT_ASSIGN_OR_RETURN(const Pinned pinned, Pin());
  NotePoints(pinned.snapshots);
  recount::Sources sources;
  Differences differences;
  OBT_RETURN_IF_ERROR(ReadSources(pinned.snapshots, pinned.rows, sources, differences, nullptr));
  OBT_RETURN_IF_ERROR(CompareAll(pinned, sources, differences));
  MutexLock lock(mutex_);
  current_.set_difference_count(differences.count());
  for (const v1::VerifyDifference& difference : differences.first()) *current_.add_differences() = difference;
  return absl::OkStatus();
}

void VerifyJob::NotePoints(const std::deque<SourceSnapshot>& snapshots) {
  MutexLock lock(mutex_);
  for (size_t i = 0; i < snapshots.size(); ++i) {
    obt::common::v1::SequencePoint& point = *current_.add_points();
    point.set_source(inputs_.sources[i].source.name);
    point.set_sequence(snapshots[i].sequence());
  }
}

// The feeds stand until the columns are those of the new rows. Who asks meanwhile is answered from the old
// ones. A row is either as it was or right, so that a stop on the way harms nothing: start another.
absl::Status VerifyJob::Rebuild() {
  OBT_RETURN_IF_ERROR(Report("pinning the sources", 1));
  OBT_ASSIGN_OR_RETURN(const Standstill::Stand stand,
                       inputs_.standstill->Begin([this] { return Report("waiting for the feeds", 1); }));
  NotePoints(stand.snapshots);
  const obt::store::View rows = inputs_.store->Now().Passing();
  recount::Sources sources;
  Differences differences;
  std::vector<Repair> repairs;
  OBT_RETURN_IF_ERROR(ReadSources(stand.snapshots, rows, sources, differences, &repairs));
  OBT_RETURN_IF_ERROR(Report("comparing rows", 45));
  OBT_ASSIGN_OR_RETURN(NameBook names, LoadNames(rows));
  OBT_ASSIGN_OR_RETURN(std::vector<Repair> of_people, RepairsOfPeople(rows, sources, names));
  std::move(of_people.begin(), of_people.end(), std::back_inserter(repairs));
  OBT_RETURN_IF_ERROR(WriteRepairs(*inputs_.store, names, repairs, [&](size_t done) {
    return Report("writing rows", 50 + static_cast<int>(40 * done / repairs.size()));
  }));
  OBT_RETURN_IF_ERROR(Report("reading the columns", 90));
  OBT_ASSIGN_OR_RETURN(State columns, LoadState(inputs_.store->Now().Passing()));
  inputs_.engine->Replace(std::move(columns));
  MutexLock lock(mutex_);
  current_.set_rows_repaired(static_cast<int64_t>(repairs.size()));
  return absl::OkStatus();
}

// What is compared is the same point on both sides; the feeds go on once the columns are copied.
absl::StatusOr<VerifyJob::Pinned> VerifyJob::Pin() {
  OBT_ASSIGN_OR_RETURN(Standstill::Stand stand,
                       inputs_.standstill->Begin([this] { return Report("waiting for the feeds", 1); }));
  State columns = inputs_.engine->Read([](const State& state) { return state; });
  return Pinned{std::move(stand.snapshots), std::move(columns), inputs_.store->Now().Passing()};
}

// From 2 to 45 per cent; a source has about as many rows as changes.
absl::Status VerifyJob::ReadSources(const std::deque<SourceSnapshot>& snapshots,
                                    const obt::store::Reader& rows, recount::Sources& sources,
                                    Differences& differences, std::vector<Repair>* repairs) {
  const auto differs = [repairs](const obt::store::TableRef& table, const std::string& key,
                                 const std::string* row) {
    if (repairs == nullptr) return;
    Repair& repair = repairs->emplace_back(Repair{&table, key, std::nullopt});
    if (row != nullptr) repair.row = *row;
  };
  size_t whole = 1, done = 0;
  for (const SourceSnapshot& snapshot : snapshots) whole += snapshot.sequence();
  for (size_t i = 0; i < snapshots.size(); ++i) {
    const Source& source = inputs_.sources[i].source;
    const auto row_read = [&]() -> absl::Status {
      if (done++ % kReportEvery != 0) return absl::OkStatus();
      return Report(absl::StrCat("reading ", source.name),
                    2 + static_cast<int>(43 * std::min(done, whole) / whole));
    };
    OBT_RETURN_IF_ERROR(source.read({snapshots[i], &rows, row_read, sources, differences, differs}));
  }
  return absl::OkStatus();
}

absl::Status VerifyJob::CompareAll(const Pinned& pinned, const recount::Sources& sources,
                                   Differences& differences) {
  OBT_RETURN_IF_ERROR(Report("comparing rows", 45));
  const int64_t rows = CompareRows(pinned.rows, sources, differences);
  CompareRowsInMemory(pinned.columns, sources, differences);
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
    for (const Question& question : QuestionsAbout(programme)) {
      OBT_RETURN_IF_ERROR(Report("comparing figures", percent()));
      // Counted by several, as for everybody else: this too is compared.
      figures += CompareFigures(pinned.columns, sources, records, question, inputs_.pool, differences);
      ++asked;
    }
    OBT_RETURN_IF_ERROR(Report("comparing surveys", percent()));
    figures += CompareSurveys(pinned.columns, sources, programme_id, LastDay(programme), differences);
  }
  MutexLock lock(mutex_);
  current_.set_people_compared(people);
  current_.set_rows_compared(rows);
  current_.set_figures_compared(figures);
  return absl::OkStatus();
}

}  // namespace obt::aggregator
