// Measures the aggregator's engine on a population of the size of the Civil Service, without RPC: changes
// applied a second (decoded, derived, written and synced page by page), start from rows, bytes in memory, and
// queries. Prints medians.
//   obt-aggregator-bench [people] [learners]
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <functional>
#include <iostream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/error.h"
#include "common/feed/consumer.h"
#include "common/feed/directory_schema.h"
#include "common/testing/temp_store.h"
#include "obt/identity/v1/events.pb.h"
#include "obt/learning/v1/events.pb.h"
#include "services/aggregator/ingest/engine.h"
#include "services/aggregator/ingest/rows.h"
#include "services/aggregator/query/query.h"
#include "services/aggregator/query/worker_pool.h"
#include "services/aggregator/schema.h"
#include "services/aggregator/verify/sources.h"

namespace obt::aggregator {
namespace {

using obt::store::v1::Change;

constexpr size_t kPage = 5'000;
constexpr int kOrganisations = 67;
constexpr int kEventsPerLearner = 7;
const size_t kHelpers = std::max(1u, std::thread::hardware_concurrency()) - 1;

double Seconds(const std::function<void()>& run) {
  const auto begin = std::chrono::steady_clock::now();
  run();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Of the whole process, or of this thread: what does not depend on who else uses the machine.
double CpuSeconds(int who, const std::function<void()>& run) {
  const auto now = [who] {
    rusage usage{};
    getrusage(who, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
  };
  const double begin = now();
  run();
  return now() - begin;
}

double ResidentMegabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    double kilobytes = 0;
    if (line.rfind("VmRSS:", 0) == 0 && absl::SimpleAtod(line.substr(6, line.size() - 9), &kilobytes)) {
      return kilobytes / 1024;
    }
  }
  return 0;
}

Day FirstDay() { return *ParseDayText("2024-10-14"); }

// Changes of a made-up population, page by page, the same every time.
class Population {
 public:
  Population(size_t people, size_t learners) : people_(people), learners_(learners) {
    for (size_t i = 0; i < people; ++i)
      ids_.push_back(NewId<PersonId>(absl::FromUnixMillis(static_cast<int64_t>(i))));
  }

  std::vector<Change> Reference() {
    std::vector<Change> page;
    for (int i = 0; i < kOrganisations; ++i) {
      identity::v1::OrganisationChanged event;
      event.mutable_organisation()->set_code(Organisation(i));
      event.mutable_organisation()->set_name(Organisation(i));
      if (i % 3 > 0) event.mutable_organisation()->set_parent_code(Organisation(i - i % 3));
      event.mutable_organisation()->set_kind(i % 3 > 0 ? identity::v1::ORGANISATION_KIND_EXECUTIVE_AGENCY
                                                       : identity::v1::ORGANISATION_KIND_DEPARTMENT);
      Add(event, page);
    }
    identity::v1::ProgrammeChanged programme;
    programme.mutable_programme()->set_programme_id("obt-2024");
    *programme.mutable_programme()->mutable_first_day() = ToDate(FirstDay());
    *programme.mutable_programme()->mutable_last_day() = ToDate(FirstDay() + 123);
    programme.mutable_programme()->set_target_minutes(420);
    programme.mutable_programme()->add_minute_band_bounds(60);
    programme.mutable_programme()->add_minute_band_bounds(420);
    Add(programme, page);
    identity::v1::HeadcountsChanged headcounts;
    headcounts.set_programme_id("obt-2024");
    for (int i = 0; i < kOrganisations; ++i) {
      identity::v1::Headcount& headcount = *headcounts.add_headcounts();
      headcount.set_organisation_code(Organisation(i));
      headcount.set_headcount(7000);
      *headcount.mutable_dated() = ToDate(FirstDay() - 200);
    }
    Add(headcounts, page);
    return page;
  }

  std::vector<Change> NextPeople() {
    std::vector<Change> page;
    for (; page.size() < kPage && next_person_ < people_; ++next_person_)
      Add(PersonEvent(next_person_), page);
    return page;
  }

  std::vector<Change> NextLearning() {
    std::vector<Change> page;
    if (next_event_ == 0) {
      learning::v1::CourseChanged event;
      event.mutable_course()->set_programme_id("obt-2024");
      event.mutable_course()->set_course_id("innovation-masterclass");
      event.mutable_course()->set_required(true);
      for (int i = 0; i < 3; ++i) {
        learning::v1::Module& module = *event.mutable_course()->add_modules();
        module.set_module_id(absl::StrCat("module-", i));
        module.set_expected_minutes(20);
        module.set_required(true);
      }
      Add(event, page);
    }
    for (; page.size() < kPage && next_event_ < learners_ * kEventsPerLearner; ++next_event_) {
      Add(LearningEvent(next_event_), page);
    }
    return page;
  }

 private:
  static std::string Organisation(int i) { return absl::StrCat("department-for-the-administration-of-", i); }

  void Add(const google::protobuf::Message& event, std::vector<Change>& page) {
    Change& change = page.emplace_back();
    change.set_sequence(++sequence_);
    change.set_type(event.GetDescriptor()->full_name());
    change.set_event(event.SerializeAsString());
    change.set_chain(std::string(32, 'c'));
  }

  identity::v1::PersonChanged PersonEvent(size_t i) {
    identity::v1::PersonChanged event;
    identity::v1::PersonFacts& person = *event.mutable_person();
    person.set_person_id(ToText(ids_[i]));
    person.set_status(identity::v1::PERSON_STATUS_ACTIVE);
    person.set_grade(absl::StrCat("GRADE_", random_() % 13));
    person.set_profession(absl::StrCat("PROFESSION_", random_() % 34));
    person.set_region(absl::StrCat("REGION_", random_() % 14));
    person.set_etag("0123456789abcdef");
    const int organisation = static_cast<int>(random_() % kOrganisations);
    identity::v1::Stay* stay = person.add_stays();
    stay->set_organisation_code(Organisation(organisation));
    *stay->mutable_from_day() = ToDate(FirstDay() - 1000);
    if (random_() % 20 == 0) {  // a mover
      const Day moved = FirstDay() + static_cast<Day>(random_() % 120);
      *stay->mutable_to_day() = ToDate(moved);
      stay = person.add_stays();
      stay->set_organisation_code(Organisation((organisation + 1) % kOrganisations));
      *stay->mutable_from_day() = ToDate(moved);
    }
    return event;
  }

  // Learners take turns, so that nobody's events lie in one page.
  learning::v1::LearningEventChanged LearningEvent(size_t i) {
    learning::v1::LearningEventChanged event;
    event.set_programme_id("obt-2024");
    event.set_person_id(ToText(ids_[(i * 7919) % learners_ * people_ / learners_]));
    event.set_recorded_sequence(sequence_ + 1);
    event.set_source("csl");
    const size_t turn = i / learners_;
    if (turn < 6) {
      event.set_course_id("innovation-masterclass");
      event.set_module_id(absl::StrCat("module-", turn / 2));
      event.set_verb(turn % 2 == 0 ? learning::v1::VERB_STARTED : learning::v1::VERB_COMPLETED);
    } else {
      event.set_learning_type("READING");
      event.set_verb(learning::v1::VERB_COMPLETED);
    }
    const absl::Time at = StartOfDay(FirstDay() + static_cast<Day>(random_() % 60)) + absl::Hours(9);
    event.mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(at));
    event.set_minutes(event.verb() == learning::v1::VERB_COMPLETED ? 15 + static_cast<int>(random_() % 60)
                                                                   : 5);
    event.set_identity_sequence(people_);
    return event;
  }

  const size_t people_, learners_;
  std::vector<PersonId> ids_;
  std::mt19937_64 random_{42};
  uint64_t sequence_ = 0;
  size_t next_person_ = 0, next_event_ = 0;
};

class Bench {
 public:
  Bench(size_t people, size_t learners) : store_(AllTables()), population_(people, learners) {
    absl::StatusOr<State> state = LoadState(store_->Now());
    if (!state.ok()) Die(state.status().message());
    engine_ = std::make_unique<Engine>(*std::move(state));
  }

  void Run() {
    const double resident_before = ResidentMegabytes();
    Put(SourceNamed(kIdentity), population_.Reference());
    Report("identity", Feed(SourceNamed(kIdentity), [this] { return population_.NextPeople(); }));
    Report("learning", Feed(SourceNamed(kLearning), [this] { return population_.NextLearning(); }));
    engine_->Read([](const State& state) {
      std::cout << absl::StrFormat(
          "columns: %.1f MB, %.0f bytes per person\n", static_cast<double>(state.bytes()) / 1e6,
          static_cast<double>(state.bytes()) / static_cast<double>(state.people.size()));
    });
    std::cout << absl::StrFormat("resident: %.0f MB, of which before %.0f MB\n", ResidentMegabytes(),
                                 resident_before);
    Queries();
    engine_.reset();
    const double reopen = Seconds([this] { store_.Reopen(); });
    double load = 0;
    const double load_cpu = CpuSeconds(RUSAGE_THREAD, [&] {
      load = Seconds([this] {
        absl::StatusOr<State> state = LoadState(store_->Now());
        if (!state.ok()) Die(state.status().message());
        engine_ = std::make_unique<Engine>(*std::move(state));
      });
    });
    std::cout << absl::StrFormat("start: open %.2f s, load %.2f s (%.2f s of processor)\n", reopen, load,
                                 load_cpu);
    const double pin = Seconds([this] {
      engine_->Read([](const State& state) {
        State copy = state;
        return copy.people.size();
      });
    });
    std::cout << absl::StrFormat("pin: %.1f ms\n", pin * 1e3);
    Queries();
  }

 private:
  static std::vector<const obt::store::TableRef*> AllTables() {
    std::vector<const obt::store::TableRef*> tables = Tables();
    for (const obt::store::TableRef* table : feed::DirectoryTables()) tables.push_back(table);
    tables.push_back(&feed::kCursors);
    return tables;
  }

  void Put(const Source& source, const std::vector<Change>& page) {
    const absl::Status status = store_
                                    ->Execute([&](obt::store::Txn& txn) {
                                      obt::store::v1::Cursor cursor;
                                      cursor.set_sequence(page.back().sequence());
                                      feed::kCursors.Put(txn, {source.name}, cursor);
                                      return engine_->Apply(source.name, source.apply, page, txn);
                                    })
                                    .status();
    if (!status.ok()) Die(status.message());
  }

  struct Fed {
    size_t changes = 0;
    double seconds = 0, cpu_seconds = 0;
  };
  Fed Feed(const Source& source, const std::function<std::vector<Change>()>& next) {
    Fed fed;
    for (std::vector<Change> page = next(); !page.empty(); page = next()) {
      fed.cpu_seconds += CpuSeconds(RUSAGE_SELF, [&] { fed.seconds += Seconds([&] { Put(source, page); }); });
      fed.changes += page.size();
    }
    return fed;
  }

  static void Report(const char* what, const Fed& fed) {
    const double changes = static_cast<double>(fed.changes);
    std::cout << absl::StrFormat("apply %s: %.0f changes in %.2f s, %.0f/s; %.2f s of processor, %.0f/s\n",
                                 what, changes, fed.seconds, changes / fed.seconds, fed.cpu_seconds,
                                 changes / fed.cpu_seconds);
  }

  void Queries() {
    using v1::Dimension;
    const std::vector<Dimension> department = {v1::DIMENSION_DEPARTMENT};
    const std::vector<Dimension> three = {v1::DIMENSION_DEPARTMENT, v1::DIMENSION_GRADE,
                                          v1::DIMENSION_PROFESSION};
    const std::vector<Dimension> weekly = {v1::DIMENSION_DEPARTMENT, v1::DIMENSION_GRADE, v1::DIMENSION_WEEK};
    for (const bool then : {true, false}) {
      const char* attribution = then ? "then" : "now";
      for (const Measures& measures : {kFive, kBands}) {
        const std::string with = measures.size() > 1 ? "" : absl::StrCat(v1::Measure_Name(measures[0]), " ");
        Time(absl::StrCat(with, "department, ", attribution), measures, department, then);
        Time(absl::StrCat(with, "department, grade, profession, ", attribution), measures, three, then);
        Time(absl::StrCat(with, "department, grade, week, ", attribution), measures, weekly, then);
        Time(absl::StrCat(with, "nothing, ", attribution), measures, {}, then);
      }
    }
    for (const v1::Measure measure : kFive) {
      Time(absl::StrCat(v1::Measure_Name(measure), " department, then"), {measure}, department, true);
      Time(absl::StrCat(v1::Measure_Name(measure), " three, then"), {measure}, three, true);
      Time(absl::StrCat(v1::Measure_Name(measure), " weekly, then"), {measure}, weekly, true);
    }
  }

  using Measures = std::vector<v1::Measure>;
  const Measures kFive = {v1::MEASURE_REGISTERED, v1::MEASURE_LEARNING_STARTED,
                          v1::MEASURE_LEARNING_COMPLETED, v1::MEASURE_LEARNING_MINUTES,
                          v1::MEASURE_REACHED_TARGET};
  const Measures kBands = {v1::MEASURE_MINUTES_BANDS};

  void Time(const std::string& what, const Measures& measures, const std::vector<v1::Dimension>& group_by,
            bool then) {
    Question question;
    question.programme_id = "obt-2024";
    question.group_by = group_by;
    question.then = then;
    question.measures = measures;
    constexpr int kTimes = 51;
    std::vector<double> alone, together;
    Answer answer, same;
    for (int i = 0; i < kTimes; ++i) {
      alone.push_back(Seconds([&] { answer = Ask(question, nullptr); }));
      together.push_back(Seconds([&] { same = Ask(question, &pool_); }));
    }
    for (size_t i = 0; i < answer.columns.size(); ++i) {
      if (answer.columns[i].values != same.columns[i].values) Die("several counted otherwise than one");
    }
    std::sort(alone.begin(), alone.end());
    std::sort(together.begin(), together.end());
    std::cout << absl::StrFormat(
        "question %-42s %6d groups: median %.2f ms, best %.2f; by several %.2f, best %.2f\n", what,
        answer.groups, alone[kTimes / 2] * 1e3, alone[0] * 1e3, together[kTimes / 2] * 1e3,
        together[0] * 1e3);
  }

  Answer Ask(const Question& question, WorkerPool* pool) {
    return engine_->Read([&](const State& state) { return *aggregator::Run(state, question, pool); });
  }

  obt::testing::TempStore store_;
  std::unique_ptr<Engine> engine_;
  WorkerPool pool_{kHelpers};
  Population population_;
};

}  // namespace
}  // namespace obt::aggregator

int main(int argc, char** argv) {
  size_t people = 477'230, learners = 160'000;
  if (argc > 1 && !absl::SimpleAtoi(argv[1], &people)) return 2;
  if (argc > 2 && !absl::SimpleAtoi(argv[2], &learners)) return 2;
  obt::aggregator::Bench(people, std::min(learners, people)).Run();
}
