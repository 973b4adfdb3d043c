#include "services/learning/event/record_domain.h"

#include <string>
#include <vector>

#include "common/rules/learning.h"
#include "gmock/gmock.h"
#include "services/learning/samples.h"

namespace obt::learning {
namespace {

using samples::Completion;
using samples::ModuleEvent;
using samples::Retraction;
using samples::SelfRecorded;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<store::v1::EventRow> RowsOf(const std::vector<v1::LearningEvent>& events) {
  std::vector<store::v1::EventRow> rows;
  for (const v1::LearningEvent& event : events) *rows.emplace_back().mutable_event() = event;
  return rows;
}

v1::LearnerRecord Record2024(const std::vector<v1::LearningEvent>& events) {
  return FoldRecord(RowsOf(events), {samples::Masterclass()}, samples::Programme2024());
}

v1::LearnerRecord Record2023(const std::vector<v1::LearningEvent>& events) {
  return FoldRecord(RowsOf(events), {samples::Masterclass("obt-2023")}, samples::Programme2023());
}

v1::LearningEvent From(v1::LearningEvent event, const std::string& source) {
  event.set_source(source);
  return event;
}

// "2024-10-21", or "" for a day that never comes.
std::string DayText(const google::type::Date& date) {
  return IsUnset(date) ? "" : FormatDay(*ParseDay(date));
}

std::vector<std::string> FieldsOf(const Violations& violations) {
  std::vector<std::string> fields;
  for (const FieldViolation& fault : violations.faults()) fields.push_back(fault.field);
  return fields;
}

TEST(FoldRecord, NobodyStartsWithAnEmptyRecord) {
  const v1::LearnerRecord record = Record2024({});
  EXPECT_EQ(record.SerializeAsString(), v1::LearnerRecord().SerializeAsString());
}

TEST(FoldRecord, AModuleIsStartedByItsFirstEventAndCompletedByItsFirstCompletion) {
  const v1::LearnerRecord record =
      Record2024({Completion("c2", "ideas", "2024-11-03T10:00:00Z"),
                  ModuleEvent("s", v1::VERB_STARTED, "ideas", "2024-10-20T10:00:00Z"),
                  Completion("c1", "ideas", "2024-11-01T10:00:00Z")});
  ASSERT_EQ(record.modules_size(), 1);
  EXPECT_EQ(DayText(record.modules(0).started_on()), "2024-10-20");
  EXPECT_EQ(DayText(record.modules(0).completed_on()), "2024-11-01");
  EXPECT_EQ(DayText(record.started_on()), "2024-10-20");
}

TEST(FoldRecord, ALateStartDoesNotReopenACompletedModule) {
  const v1::LearnerRecord record =
      Record2024({Completion("c", "ideas", "2024-11-01T10:00:00Z"),
                  ModuleEvent("s", v1::VERB_STARTED, "ideas", "2024-12-01T10:00:00Z")});
  EXPECT_TRUE(record.modules(0).completed());
  EXPECT_EQ(DayText(record.modules(0).completed_on()), "2024-11-01");
}

TEST(FoldRecord, OnlyEventsWithinTheCountingWindowCount) {
  struct Case {
    const char* at;
    bool counts;
  };
  // London is an hour ahead of UTC on 14 October, and not in February.
  for (const Case& c : {Case{"2024-10-13T22:59:59Z", false}, Case{"2024-10-13T23:00:00Z", true},
                        Case{"2025-02-14T23:59:59Z", true}, Case{"2025-02-15T00:00:00Z", false}}) {
    EXPECT_EQ(Record2024({Completion("c", "ideas", c.at)}).modules_size(), c.counts ? 1 : 0) << c.at;
    EXPECT_EQ(Record2024({SelfRecorded("s", c.at, 5)}).minutes(), c.counts ? 5 : 0) << c.at;
  }
}

TEST(FoldRecord, ACorrectedWindowCorrectsTheRecord) {
  const auto rows = RowsOf({Completion("c", "ideas", "2024-09-01T10:00:00Z", 30)});
  identity::v1::Programme programme = samples::Programme2024();
  EXPECT_EQ(FoldRecord(rows, {samples::Masterclass()}, programme).minutes(), 0);
  *programme.mutable_counting_from_day() = samples::DateOf("2024-09-01");
  EXPECT_EQ(FoldRecord(rows, {samples::Masterclass()}, programme).minutes(), 30);
}

TEST(FoldRecord, WithoutAStatedWindowTheProgrammesOwnDaysCount) {
  identity::v1::Programme programme = samples::Programme2024();
  programme.clear_counting_from_day();
  programme.clear_counting_to_day();
  const rules::CountingWindow window = rules::CountingWindowOf(programme);
  EXPECT_EQ(FormatDay(window.from), "2024-10-14");
  EXPECT_EQ(FormatDay(window.to), "2025-02-15");
}

TEST(FoldRecord, MinutesOfOneSourceAreSummed) {
  const v1::LearnerRecord record =
      Record2024({ModuleEvent("a", v1::VERB_STARTED, "ideas", "2024-10-20T10:00:00Z", 10),
                  ModuleEvent("b", v1::VERB_PROGRESSED, "ideas", "2024-10-21T10:00:00Z", 15),
                  Completion("c", "ideas", "2024-10-22T10:00:00Z", 20)});
  EXPECT_EQ(record.modules(0).minutes(), 45);
  EXPECT_EQ(record.modules(0).credited_source(), "csl");
  EXPECT_FALSE(record.modules(0).estimated());
  EXPECT_EQ(record.minutes(), 45);
}

TEST(FoldRecord, OfTwoSourcesTheLargerIsCredited) {
  const v1::LearnerRecord record = Record2024(
      {Completion("a", "ideas", "2024-10-20T10:00:00Z", 30),
       From(Completion("b", "ideas", "2024-10-21T10:00:00Z", 20), "moodle"),
       From(ModuleEvent("c", v1::VERB_PROGRESSED, "ideas", "2024-10-22T10:00:00Z", 11), "moodle")});
  EXPECT_EQ(record.modules(0).minutes(), 31);
  EXPECT_EQ(record.modules(0).credited_source(), "moodle");
  EXPECT_EQ(record.minutes(), 31);
}

TEST(FoldRecord, OfEqualSourcesTheEarlierIsCreditedThenTheFirstByName) {
  const v1::LearningEvent csl = Completion("a", "ideas", "2024-10-21T10:00:00Z", 30);
  const auto moodle = [](const char* at) { return From(Completion("b", "ideas", at, 30), "moodle"); };
  EXPECT_EQ(Record2024({csl, moodle("2024-10-21T10:00:01Z")}).modules(0).credited_source(), "csl");
  EXPECT_EQ(Record2024({csl, moodle("2024-10-21T10:00:00Z")}).modules(0).credited_source(), "csl");
  EXPECT_EQ(Record2024({csl, moodle("2024-10-21T09:59:59Z")}).modules(0).credited_source(), "moodle");
  // Events without minutes do not decide it.
  const v1::LearningEvent start = ModuleEvent("s", v1::VERB_STARTED, "ideas", "2024-10-20T10:00:00Z");
  EXPECT_EQ(Record2024({csl, moodle("2024-10-21T09:00:00Z"), start}).modules(0).credited_source(), "moodle");
}

TEST(FoldRecord, ACompletedModuleWithoutMinutesIsCreditedItsExpectedTime) {
  const v1::LearnerRecord record =
      Record2024({Completion("a", "ideas", "2024-10-21T10:00:00Z"),
                  ModuleEvent("b", v1::VERB_STARTED, "trials", "2024-10-22T10:00:00Z")});
  EXPECT_EQ(record.modules(0).minutes(), 60);
  EXPECT_TRUE(record.modules(0).estimated());
  EXPECT_EQ(record.modules(0).credited_source(), "");
  EXPECT_EQ(record.modules(1).minutes(), 0) << "not completed";
  EXPECT_FALSE(record.modules(1).estimated());
  EXPECT_EQ(record.minutes(), 60);
}

TEST(FoldRecord, MinutesFromAnybodyTakeThePlaceOfTheExpectedTime) {
  const v1::LearnerRecord record =
      Record2024({Completion("a", "ideas", "2024-10-21T10:00:00Z"),
                  From(ModuleEvent("b", v1::VERB_STARTED, "ideas", "2024-10-20T10:00:00Z", 1), "moodle")});
  EXPECT_EQ(record.modules(0).minutes(), 1);
  EXPECT_FALSE(record.modules(0).estimated());
  EXPECT_EQ(record.modules(0).credited_source(), "moodle");
}

TEST(FoldRecord, EachSelfRecordedActivityCounts) {
  const v1::LearnerRecord record =
      Record2024({SelfRecorded("a", "2024-10-21T10:00:00Z", 15),
                  SelfRecorded("b", "2024-10-21T10:00:00Z", 15), SelfRecorded("c", "2024-10-20T10:00:00Z")});
  EXPECT_EQ(record.self_recorded_activities(), 3);
  EXPECT_EQ(record.minutes(), 30);
  EXPECT_EQ(record.modules_size(), 0);
  EXPECT_EQ(DayText(record.started_on()), "2024-10-20");
}

TEST(FoldRecord, RetractedEventsAndRetractionsCountForNothing) {
  auto rows =
      RowsOf({Completion("a", "ideas", "2024-10-21T10:00:00Z", 15),
              Retraction("r", "a", "2024-10-22T10:00:00Z"), SelfRecorded("b", "2024-10-21T10:00:00Z", 15)});
  rows[0].set_retracted(true);
  rows[2].set_retracted(true);
  const v1::LearnerRecord record = FoldRecord(rows, {samples::Masterclass()}, samples::Programme2024());
  EXPECT_EQ(record.SerializeAsString(), v1::LearnerRecord().SerializeAsString());
}

TEST(FoldRecord, LearningIsCompleteOnTheDayOfTheLastRequiredModuleOfEveryRequiredCourse) {
  v1::Course second = samples::Masterclass();
  second.set_course_id("data");
  v1::Course optional = samples::Masterclass();
  optional.set_course_id("extras");
  optional.set_required(false);
  const auto complete = [](const char* course, const char* module, const char* at) {
    v1::LearningEvent event = Completion(std::string(course) + module, module, at);
    event.mutable_module()->set_course_id(course);
    return event;
  };
  std::vector<v1::LearningEvent> events = {complete("masterclass", "ideas", "2024-11-09T10:00:00Z"),
                                           complete("masterclass", "trials", "2024-11-02T10:00:00Z"),
                                           complete("data", "ideas", "2024-11-03T10:00:00Z")};
  const auto completed_on = [&](std::vector<v1::Course> courses) {
    return DayText(FoldRecord(RowsOf(events), courses, samples::Programme2024()).completed_on());
  };
  EXPECT_EQ(completed_on({samples::Masterclass(), optional}), "2024-11-09");
  EXPECT_EQ(completed_on({samples::Masterclass(), second, optional}), "")
      << "a module of the second is missing";
  events.push_back(complete("data", "trials", "2024-12-24T10:00:00Z"));
  EXPECT_EQ(completed_on({samples::Masterclass(), second, optional}), "2024-12-24");
  EXPECT_EQ(completed_on({optional}), "") << "nothing is required";
}

TEST(FoldRecord, AStartedModuleDoesNotCompleteACourse) {
  EXPECT_EQ(DayText(Record2024({Completion("a", "ideas", "2024-11-01T10:00:00Z"),
                                ModuleEvent("b", v1::VERB_PROGRESSED, "trials", "2024-11-02T10:00:00Z", 30)})
                        .completed_on()),
            "");
}

TEST(FoldRecord, ExactlyTheTargetReachesItAndAMinuteLessDoesNot) {
  const auto day_with_last = [](int minutes) {
    return DayText(Record2023({Completion("a", "ideas", "2023-04-01T10:00:00Z", 200),
                               SelfRecorded("b", "2023-09-05T10:00:00Z", 200),
                               Completion("c", "trials", "2023-10-01T10:00:00Z", minutes)})
                       .reached_target_on());
  };
  EXPECT_EQ(day_with_last(20), "2023-10-01") << "420 minutes";
  EXPECT_EQ(day_with_last(19), "") << "419 minutes";
}

TEST(FoldRecord, TheTargetIsReachedInOrderOfDaysAndNotOfArrival) {
  EXPECT_EQ(DayText(Record2023({SelfRecorded("late", "2023-12-01T10:00:00Z", 300),
                                SelfRecorded("first", "2023-04-02T10:00:00Z", 300),
                                SelfRecorded("second", "2023-05-03T10:00:00Z", 120)})
                        .reached_target_on()),
            "2023-05-03");
}

TEST(FoldRecord, MinutesOfASourceThatIsNotCreditedDoNotReachTheTarget) {
  EXPECT_EQ(DayText(Record2023({Completion("a", "ideas", "2023-04-01T10:00:00Z", 219),
                                From(Completion("b", "ideas", "2023-05-01T10:00:00Z", 220), "moodle"),
                                SelfRecorded("c", "2023-06-01T10:00:00Z", 200)})
                        .reached_target_on()),
            "2023-06-01");
}

TEST(FoldRecord, WithoutATargetNobodyReachesIt) {
  EXPECT_EQ(DayText(Record2024({SelfRecorded("a", "2024-11-01T10:00:00Z", 12'000)}).reached_target_on()), "");
}

TEST(FoldRecord, EventsOfTheNightTheClocksChangeLieInTheirLondonDay) {
  // On 27 October 2024 the clock in London shows 01:30 twice: at 00:30 and at 01:30 UTC.
  struct Case {
    const char* at;
    const char* day;
  };
  for (const Case& c :
       {Case{"2024-10-26T22:59:59Z", "2024-10-26"}, Case{"2024-10-26T23:30:00Z", "2024-10-27"},
        Case{"2024-10-27T00:30:00Z", "2024-10-27"}, Case{"2024-10-27T01:30:00Z", "2024-10-27"},
        Case{"2024-10-27T23:30:00Z", "2024-10-27"}, Case{"2024-10-28T00:00:00Z", "2024-10-28"}}) {
    EXPECT_EQ(DayText(Record2024({Completion("c", "ideas", c.at)}).modules(0).completed_on()), c.day) << c.at;
  }
}

TEST(RecordValidate, ReadsNameTheirFaults) {
  v1::BatchGetLearnerRecordsRequest batch;
  EXPECT_THAT(FieldsOf(Validate(batch)), UnorderedElementsAre("programme_id", "person_ids"));
  batch.set_programme_id("obt-2024");
  batch.add_person_ids(samples::kPerson);
  batch.add_person_ids("JANE");
  EXPECT_THAT(FieldsOf(Validate(batch)), ElementsAre("person_ids[1]"));
  batch.clear_person_ids();
  for (int i = 0; i < 500; ++i) batch.add_person_ids(samples::kPerson);
  EXPECT_THAT(FieldsOf(Validate(batch)), IsEmpty());
  batch.add_person_ids(samples::kPerson);
  EXPECT_THAT(FieldsOf(Validate(batch)), ElementsAre("person_ids"));
  EXPECT_THAT(FieldsOf(Validate(v1::GetLearnerRecordRequest())),
              UnorderedElementsAre("programme_id", "person_id"));
  v1::ListLearningEventsRequest list;
  list.set_page_size(-1);
  EXPECT_THAT(FieldsOf(Validate(list)), UnorderedElementsAre("programme_id", "person_id", "page_size"));
}

}  // namespace
}  // namespace obt::learning
