// The most minutes one person is credited with in a programme: what fills them, in which order, and what of
// each module is left over.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/learning/event/record_domain.h"
#include "services/learning/samples.h"

namespace obt::learning {
namespace {

using samples::Completion;
using samples::ModuleEvent;
using samples::SelfRecorded;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

constexpr char kEarly[] = "2024-10-20T10:00:00Z";
constexpr char kLater[] = "2024-10-21T10:00:00Z";
constexpr char kLast[] = "2024-10-22T10:00:00Z";

// Whatever the order of the events.
v1::LearnerRecord RecordOf(std::vector<v1::LearningEvent> events, int most) {
  identity::v1::Programme programme = samples::Programme2024();
  programme.set_target_minutes(60);
  if (most > 0) programme.set_max_minutes(most);
  std::vector<store::v1::EventRow> rows;
  for (const v1::LearningEvent& event : events) *rows.emplace_back().mutable_event() = event;
  const v1::LearnerRecord record = FoldRecord(rows, {samples::Masterclass()}, programme);
  for (size_t i = 0; i < rows.size(); ++i) {
    std::rotate(rows.begin(), rows.begin() + 1, rows.end());
    EXPECT_EQ(FoldRecord(rows, {samples::Masterclass()}, programme).SerializeAsString(),
              record.SerializeAsString());
  }
  return record;
}

v1::LearningEvent From(v1::LearningEvent event, const std::string& source) {
  event.set_source(source);
  return event;
}

v1::LearningEvent OneMicrosecondLater(v1::LearningEvent event) {
  event.mutable_occurred_at()->set_nanos(1'000);
  return event;
}

struct Case {
  const char* name;
  int most;  // 0: not stated
  std::vector<v1::LearningEvent> events;
  int minutes, not_counted;
  std::vector<int> modules, modules_not_counted;  // ideas, then trials
};

std::vector<Case> CasesOfAmounts() {
  return {
      {"nothing", 60, {}, 0, 0, {}, {}},
      {"below", 60, {SelfRecorded("a", kEarly, 59)}, 59, 0, {}, {}},
      {"exactly", 60, {SelfRecorded("a", kEarly, 60)}, 60, 0, {}, {}},
      {"a minute above", 60, {SelfRecorded("a", kEarly, 61)}, 60, 1, {}, {}},
      {"a most of one minute", 1, {SelfRecorded("a", kEarly, 5), SelfRecorded("b", kLater, 5)}, 1, 9, {}, {}},
      {"200 hours where nothing is stated",
       0,
       {SelfRecorded("a", kEarly, 12'000), SelfRecorded("b", kLater, 1)},
       12'000,
       1,
       {},
       {}},
      {"before the counting window fills nothing",
       60,
       {SelfRecorded("a", "2024-10-01T10:00:00Z", 50), SelfRecorded("b", kLater, 50)},
       50,
       0,
       {},
       {}},
      {"a source that is not credited fills nothing",
       60,
       {From(Completion("a", "ideas", kEarly, 30), "moodle"), Completion("b", "ideas", kLater, 40),
        SelfRecorded("c", kLast, 20)},
       60,
       0,
       {40},
       {0}},
      {"expected minutes fill too",
       70,
       {Completion("a", "ideas", kEarly), Completion("b", "trials", kLater)},
       70,
       20,
       {60, 10},
       {0, 20}},
      {"expected minutes that come too late",
       60,
       {Completion("a", "ideas", kEarly, 60), Completion("b", "trials", kLater)},
       60,
       30,
       {60, 0},
       {0, 30}},
  };
}

std::vector<Case> CasesOfOrder() {
  return {
      {"the earlier first, whichever module",
       50,
       {Completion("a", "ideas", kLater, 40), Completion("b", "trials", kEarly, 40)},
       50,
       30,
       {10, 40},
       {30, 0}},
      {"a microsecond is earlier",
       50,
       {OneMicrosecondLater(Completion("a", "ideas", kEarly, 40)), Completion("b", "trials", kEarly, 40)},
       50,
       30,
       {10, 40},
       {30, 0}},
      {"of one moment the first source by name",
       50,
       {From(Completion("a", "ideas", kEarly, 40), "moodle"), Completion("b", "trials", kEarly, 40)},
       50,
       30,
       {10, 40},
       {30, 0}},
      {"of one source the first id",
       50,
       {Completion("e2", "ideas", kEarly, 40), Completion("e1", "trials", kEarly, 40)},
       50,
       30,
       {10, 40},
       {30, 0}},
      {"ids are compared as text",
       50,
       {Completion("e10", "ideas", kEarly, 40), Completion("e9", "trials", kEarly, 40)},
       50,
       30,
       {40, 10},
       {0, 30}},
      {"one module's events lie apart",
       50,
       {ModuleEvent("a", v1::VERB_STARTED, "ideas", kEarly, 30), Completion("b", "trials", kLater, 30),
        Completion("c", "ideas", kLast, 30)},
       50,
       40,
       {30, 20},
       {30, 10}},
      {"what was recorded oneself takes its turn",
       50,
       {SelfRecorded("a", kEarly, 45), Completion("b", "ideas", kLater, 10)},
       50,
       5,
       {5},
       {5}},
  };
}

void Expect(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    const v1::LearnerRecord record = RecordOf(c.events, c.most);
    std::vector<int> modules, not_counted;
    for (const v1::ModuleRecord& module : record.modules()) {
      modules.push_back(module.minutes());
      not_counted.push_back(module.minutes_not_counted());
    }
    EXPECT_EQ(record.minutes(), c.minutes) << c.name;
    EXPECT_EQ(record.minutes_not_counted(), c.not_counted) << c.name;
    EXPECT_THAT(modules, ElementsAreArray(c.modules)) << c.name;
    EXPECT_THAT(not_counted, ElementsAreArray(c.modules_not_counted)) << c.name;
  }
}

TEST(MostMinutes, WhatIsAboveIsKeptAndNotCounted) { Expect(CasesOfAmounts()); }
TEST(MostMinutes, AreFilledInOrderOfTimeSourceAndId) { Expect(CasesOfOrder()); }

TEST(MostMinutes, AHundredEventsOf200HoursAre200Hours) {
  std::vector<v1::LearningEvent> events;
  for (int i = 0; i < 100; ++i) events.push_back(SelfRecorded(absl::StrCat("e", i), kEarly, 12'000));
  const v1::LearnerRecord record = RecordOf(events, 0);
  EXPECT_EQ(record.minutes(), 12'000);
  EXPECT_EQ(record.minutes_not_counted(), 99 * 12'000);
  EXPECT_EQ(record.self_recorded_activities(), 100) << "all are kept";
}

TEST(MostMinutes, DoNotTouchDaysAndTheTargetIsReachedWithinThem) {
  const v1::LearnerRecord record =
      RecordOf({Completion("a", "ideas", kEarly, 59), Completion("b", "trials", kLast, 100)}, 60);
  EXPECT_EQ(FormatDay(*ParseDay(record.completed_on())), "2024-10-22");
  EXPECT_EQ(FormatDay(*ParseDay(record.reached_target_on())), "2024-10-22");
  EXPECT_TRUE(record.modules(1).completed());
  EXPECT_EQ(record.modules(1).credited_source(), "csl");
}

}  // namespace
}  // namespace obt::learning
