#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/learning/v1/events.pb.h"
#include "services/learning/bind.h"
#include "services/learning/event/domain.h"
#include "services/learning/test_world.h"

namespace obt::learning {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using obt::testing::ViolatesFields;
using samples::Completion;
using samples::kOtherPerson;
using samples::kPerson;
using samples::ModuleEvent;
using samples::Retraction;
using samples::SelfRecorded;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::LearningEvent In2023(v1::LearningEvent event) {
  event.set_programme_id("obt-2023");
  return event;
}

std::string DayText(const google::type::Date& date) {
  return IsUnset(date) ? "" : FormatDay(*ParseDay(date));
}

// The record with `events` taken in as they come.
v1::LearnerRecord RecordWith(const std::vector<v1::LearningEvent>& events) {
  World world;
  world.RecordAll(events);
  return world.RecordOf(kPerson);
}

std::vector<v1::LearningEventChanged> PublishedEvents(World& world) {
  std::vector<v1::LearningEventChanged> events;
  for (const obt::store::v1::Change& change : world.Changes()) {
    v1::LearningEventChanged event;
    if (change.type() == "obt.learning.v1.LearningEventChanged" && event.ParseFromString(change.event())) {
      events.push_back(event);
    }
  }
  return events;
}

TEST(RecordLearning, OfThreeEventsTheOneWithABadTitleIsRefusedAlone) {
  World world;
  v1::RecordLearningRequest request;
  for (const char* id : {"a", "b", "c"}) *request.add_events() = SelfRecorded(id, "2024-10-21T08:00:00Z", 10);
  request.mutable_events(1)->mutable_self_recorded()->set_title("half a pair \xED\xA0\xBC");
  ASSERT_OK_AND_ASSIGN(const auto response,
                       world.Call<v1::RecordLearningResponse>(request, "", "everywhere"));
  EXPECT_EQ(response.results(0).status().code(), 0);
  EXPECT_EQ(response.results(1).status().message(), "events[1].self_recorded.title: must be valid UTF-8");
  EXPECT_EQ(response.results(2).status().code(), 0);
  EXPECT_EQ(world.RecordOf(kPerson).minutes(), 20);
}

TEST(RecordLearning, ARedeliveryWithTheSameTitleInAnotherFormIsTheSame) {
  World world;
  v1::LearningEvent event = SelfRecorded("a", "2024-10-21T08:00:00Z", 10);
  event.mutable_self_recorded()->set_title("Zoe\xCC\x88's talk");
  ASSERT_OK_AND_ASSIGN(const auto first, world.Record(event));
  event.mutable_self_recorded()->set_title("Zo\xC3\xAB's talk");
  ASSERT_OK_AND_ASSIGN(const auto again, world.Record(event));
  EXPECT_EQ(again.sequence(), first.sequence());
}

TEST(RecordLearning, FourHundredAndTwentyMinutesReachTheTargetOf2023) {
  World world;
  world.RecordAll({In2023(SelfRecorded("a", "2023-04-01T08:00:00Z", 400)),
                   In2023(Completion("b", "ideas", "2023-09-20T08:00:00Z", 20))});
  const v1::LearnerRecord record = world.RecordOf(kPerson, "obt-2023");
  EXPECT_EQ(record.minutes(), 420);
  EXPECT_EQ(DayText(record.reached_target_on()), "2023-09-20");
}

TEST(RecordLearning, FourHundredAndNineteenMinutesDoNot) {
  World world;
  world.RecordAll({In2023(SelfRecorded("a", "2023-04-01T08:00:00Z", 400)),
                   In2023(Completion("b", "ideas", "2023-09-20T08:00:00Z", 19))});
  const v1::LearnerRecord record = world.RecordOf(kPerson, "obt-2023");
  EXPECT_EQ(record.minutes(), 419);
  EXPECT_FALSE(record.has_reached_target_on());
}

TEST(RecordLearning, TheSameCompletionTwiceOutOfOrderAndFortyDaysLateEqualsARecount) {
  const v1::LearningEvent started = ModuleEvent("s", v1::VERB_STARTED, "ideas", "2024-10-20T08:00:00Z", 10);
  const v1::LearningEvent completed = Completion("c", "ideas", "2024-10-21T08:00:00Z", 20);
  const v1::LearningEvent trials = Completion("t", "trials", "2024-10-25T08:00:00Z");
  const v1::LearnerRecord recount = RecordWith({started, completed, trials});

  World world;
  world.clock().Set(samples::At("2024-10-25T09:00:00Z"));
  world.RecordAll({trials, completed, completed});
  world.clock().Advance(absl::Hours(24 * 40));
  world.RecordAll({started, completed});
  EXPECT_EQ(world.RecordOf(kPerson).SerializeAsString(), recount.SerializeAsString());
  EXPECT_EQ(recount.minutes(), 60);
  EXPECT_EQ(DayText(recount.completed_on()), "2024-10-25");
}

TEST(RecordLearning, TwoSourcesOfOneModuleCreditTheLarger) {
  v1::LearningEvent moodle = Completion("c", "ideas", "2024-10-22T08:00:00Z", 50);
  moodle.set_source("moodle");
  const v1::LearnerRecord record = RecordWith({Completion("c", "ideas", "2024-10-21T08:00:00Z", 40), moodle});
  ASSERT_EQ(record.modules_size(), 1);
  EXPECT_EQ(record.modules(0).credited_source(), "moodle");
  EXPECT_EQ(record.minutes(), 50);
}

TEST(RecordLearning, ARetractionBeforeItsTargetMakesTheTargetArriveDead) {
  World world;
  world.RecordAll(
      {Retraction("r", "c", "2024-10-22T08:00:00Z"), Completion("c", "ideas", "2024-10-21T08:00:00Z", 40)});
  EXPECT_EQ(world.RecordOf(kPerson).modules_size(), 0);
  const std::vector<v1::LearningEventChanged> events = PublishedEvents(world);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_TRUE(events[0].retracted());
  world.RecordAll({Completion("c", "ideas", "2024-10-21T08:00:00Z", 40)});
  EXPECT_EQ(world.RecordOf(kPerson).modules_size(), 0) << "its redelivery does not revive it";
}

TEST(RecordLearning, ARetractionAfterItsTargetTakesItBack) {
  World world;
  world.RecordAll({SelfRecorded("c", "2024-10-21T08:00:00Z", 40),
                   Retraction("r", "c", "2024-10-22T08:00:00Z"),
                   Retraction("again", "c", "2024-10-22T08:00:00Z")});
  EXPECT_EQ(world.RecordOf(kPerson).self_recorded_activities(), 0);
  const std::vector<v1::LearningEventChanged> events = PublishedEvents(world);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_FALSE(events[0].retracted());
  EXPECT_TRUE(events[1].retracted());
  EXPECT_EQ(events[0].recorded_sequence(), events[1].recorded_sequence());
  EXPECT_EQ(world.Changes().back().type(), "obt.learning.v1.RetractionRecorded")
      << "the second has no effect";
}

TEST(RecordLearning, ARetractionOfAnotherPersonsEventIsRefusedAndOneThatWaitsDoesNotHitIt) {
  World world;
  v1::LearningEvent theirs = Completion("c", "ideas", "2024-10-21T08:00:00Z", 40);
  theirs.set_person_id(kOtherPerson);
  world.RecordAll({Retraction("early", "c", "2024-10-22T08:00:00Z"), theirs});
  EXPECT_EQ(world.RecordOf(kOtherPerson).minutes(), 40);
  EXPECT_THAT(world.Record(Retraction("late", "c", "2024-10-22T08:00:00Z")),
              StatusIs(absl::StatusCode::kFailedPrecondition, "TARGET_OF_ANOTHER_PERSON"));
  EXPECT_THAT(world.Record(Retraction("r", "early", "2024-10-22T08:00:00Z")),
              StatusIs(absl::StatusCode::kFailedPrecondition, "TARGET_IS_RETRACTION"));
}

TEST(RecordLearning, ARetractionThatWaitsHitsAnEventOfItsOwnProgrammeWhateverElseWaits) {
  for (const char* programme : {"obt-2023", "obt-2024"}) {
    World world;
    v1::LearningEvent other = Retraction("other", "c", "2024-10-22T08:00:00Z");
    other.set_programme_id("obt-2023");
    v1::LearningEvent target = SelfRecorded("c", "2024-10-21T08:00:00Z", 40);
    target.set_programme_id(programme);
    world.RecordAll({other, target});
    EXPECT_EQ(PublishedEvents(world).back().retracted(), target.programme_id() == "obt-2023");
    World both;
    both.RecordAll({other, Retraction("own", "c", "2024-10-22T08:00:00Z"), target});
    EXPECT_TRUE(PublishedEvents(both).back().retracted()) << "one of each waits: " << programme;
  }
}

TEST(RecordLearning, RetractLearningIsTheSingleCallFormOfARetraction) {
  World world;
  world.RecordAll({Completion("c", "ideas", "2024-10-21T08:00:00Z", 40)});
  v1::RetractLearningRequest request;
  request.set_programme_id("obt-2024");
  request.set_source("csl");
  request.set_source_event_id("r");
  request.set_person_id(kPerson);
  request.set_target_source_event_id("c");
  request.mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(samples::At("2024-10-22T08:00:00Z")));
  ASSERT_OK_AND_ASSIGN(const v1::RetractLearningResponse response, world.Retract(request));
  EXPECT_EQ(response.sequence(), world.Changes().back().sequence());
  EXPECT_EQ(world.RecordOf(kPerson).modules_size(), 0);
  ASSERT_OK_AND_ASSIGN(const v1::RecordLearningResult same,
                       world.Record(Retraction("r", "c", "2024-10-22T08:00:00Z")));
  EXPECT_EQ(same.sequence(), response.sequence());
}

TEST(RecordLearning, EventsOfTheNightTheClocksChangeLieInTheirLondonDay) {
  // 00:30 in London, then 01:30 twice: before and after the clock goes back at 01:00 UTC.
  const v1::LearnerRecord record = RecordWith({Completion("a", "ideas", "2024-10-26T23:30:00Z"),
                                               Completion("b", "trials", "2024-10-27T00:30:00Z"),
                                               Completion("c", "more", "2024-10-27T01:30:00Z")});
  ASSERT_EQ(record.modules_size(), 3);
  for (const v1::ModuleRecord& module : record.modules()) {
    EXPECT_EQ(DayText(module.completed_on()), "2024-10-27") << module.module_id();
  }
}

TEST(RecordLearning, ALateStartDoesNotReopenACompletedModule) {
  const v1::LearnerRecord record =
      RecordWith({Completion("c", "ideas", "2024-10-21T08:00:00Z"),
                  ModuleEvent("s", v1::VERB_STARTED, "ideas", "2024-11-21T08:00:00Z")});
  EXPECT_TRUE(record.modules(0).completed());
  EXPECT_EQ(DayText(record.modules(0).completed_on()), "2024-10-21");
}

TEST(RecordLearning, ARedeliveryGetsTheFirstResultAndWritesNothing) {
  World world;
  ASSERT_OK_AND_ASSIGN(const v1::RecordLearningResult first,
                       world.Record(SelfRecorded("a", "2024-10-21T08:00:00Z", 5)));
  world.clock().Advance(absl::Hours(1));
  world.Reopen();
  const uint64_t before = world.store().Now().sequence();
  ASSERT_OK_AND_ASSIGN(const v1::RecordLearningResult second,
                       world.Record(SelfRecorded("a", "2024-10-21T08:00:00Z", 5)));
  EXPECT_EQ(second.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(first.sequence(), before);
  EXPECT_EQ(world.store().Now().sequence(), before);
  EXPECT_EQ(first.record_time().seconds(), absl::ToUnixSeconds(samples::At("2025-06-01T12:00:00Z")));
}

TEST(RecordLearning, TheSameKeyWithOtherContentIsAConflictAndTheFirstStands) {
  World world;
  world.RecordAll({SelfRecorded("a", "2024-10-21T08:00:00Z", 5)});
  v1::LearningEvent other = SelfRecorded("a", "2024-10-21T08:00:00Z", 5);
  other.mutable_self_recorded()->set_title("Something else");
  EXPECT_THAT(world.Record(other), StatusIs(absl::StatusCode::kAborted, "CONFLICT"));
  EXPECT_THAT(world.Record(SelfRecorded("a", "2024-10-21T08:00:00Z", 6)),
              StatusIs(absl::StatusCode::kAborted, "CONFLICT"));
  EXPECT_EQ(world.RecordOf(kPerson).minutes(), 5);
}

TEST(RecordLearning, UnknownProgrammesAndCodesAreRefused) {
  World world;
  v1::LearningEvent event = Completion("a", "ideas", "2024-10-21T08:00:00Z");
  event.set_programme_id("obt-1999");
  EXPECT_THAT(world.Record(event), StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
  EXPECT_THAT(world.Record(Completion("a", "nonsense", "2024-10-21T08:00:00Z")),
              ViolatesFields(ElementsAre("events[0].module.module_id")));
  v1::LearningEvent activity = SelfRecorded("a", "2024-10-21T08:00:00Z");
  activity.mutable_self_recorded()->set_learning_type("NONSENSE");
  EXPECT_THAT(world.Record(activity), ViolatesFields(ElementsAre("events[0].self_recorded.learning_type")));
  EXPECT_THAT(world.Record(Completion("a", "ideas", "2025-06-01T12:05:01Z")),
              ViolatesFields(ElementsAre("events[0].occurred_at")));
  EXPECT_EQ(world.RecordOf(kPerson).modules_size(), 0);
}

TEST(RecordLearning, TheEventIsPublishedUnderTheSequenceThatRecordedItWithTheIdentityItReliedOn) {
  World world;
  ASSERT_OK_AND_ASSIGN(const v1::RecordLearningResult result,
                       world.Record(Completion("a", "ideas", "2024-10-21T08:00:00Z", 12)));
  const obt::store::v1::Change change = world.Changes().back();
  v1::LearningEventChanged event;
  ASSERT_TRUE(event.ParseFromString(change.event()));
  EXPECT_EQ(change.sequence(), result.sequence());
  EXPECT_EQ(event.recorded_sequence(), result.sequence());
  EXPECT_EQ(event.identity_sequence(), World::kIdentitySequence);
  EXPECT_EQ(event.person_id(), kPerson);
  EXPECT_EQ(event.verb(), v1::VERB_COMPLETED);
  EXPECT_EQ(event.minutes(), 12);
}

TEST(RecordLearning, FreeTextLiesInNeitherPublishedTableNorEvents) {
  World world;
  world.RecordAll({SelfRecorded("a", "2024-10-21T08:00:00Z"), Retraction("r", "a", "2024-10-22T08:00:00Z")});
  std::string bytes;
  for (const obt::store::v1::Change& change : world.Changes()) bytes += change.event();
  const obt::store::View view = world.store().Now();
  for (const obt::store::TableRef* table : PublishedTables()) {
    ASSERT_OK(view.ScanRaw(*table, "", "", [&bytes](absl::string_view key, absl::string_view row) {
      bytes.append(key.data(), key.size()).append(row.data(), row.size());
      return true;
    }));
  }
  EXPECT_NE(bytes.find("TALK"), std::string::npos);
  EXPECT_EQ(bytes.find("trying things"), std::string::npos);
  EXPECT_EQ(bytes.find("example.gov.uk"), std::string::npos);
}

TEST(RecordLearning, APersonHasAtMost2000EventsInAProgramme) {
  World world;
  std::vector<v1::LearningEvent> events;
  for (int i = 0; i < kMaxEventsPerLearner; ++i)
    events.push_back(SelfRecorded("e" + std::to_string(i), "2024-10-21T08:00:00Z", 1));
  world.RecordAll(events);
  EXPECT_EQ(world.RecordOf(kPerson).minutes(), 2'000);
  EXPECT_THAT(world.Record(SelfRecorded("more", "2024-10-21T08:00:00Z", 1)),
              StatusIs(absl::StatusCode::kFailedPrecondition, "LEARNER_EVENT_LIMIT"));
  EXPECT_THAT(world.Record(SelfRecorded("e7", "2024-10-21T08:00:00Z", 1)), IsOk()) << "a redelivery";
  EXPECT_THAT(world.Record(In2023(SelfRecorded("other", "2023-10-21T08:00:00Z", 1))), IsOk());
}

TEST(RecordLearning, AnyOrderOfAHistoryGivesTheSameRecord) {
  std::vector<v1::LearningEvent> history = {
      ModuleEvent("a", v1::VERB_STARTED, "ideas", "2024-10-15T08:00:00Z", 10),
      ModuleEvent("b", v1::VERB_PROGRESSED, "ideas", "2024-10-16T08:00:00Z", 20),
      Completion("c", "ideas", "2024-10-17T08:00:00Z", 30),
      Completion("d", "trials", "2024-10-18T08:00:00Z"),
      Completion("e", "more", "2024-10-19T08:00:00Z", 5),
      SelfRecorded("f", "2024-10-20T08:00:00Z", 45),
      Completion("before", "trials", "2024-10-13T08:00:00Z", 99),
      Retraction("r1", "e", "2024-10-21T08:00:00Z"),
      Retraction("r2", "never comes", "2024-10-21T08:00:00Z")};
  const v1::LearnerRecord expected = RecordWith(history);
  std::mt19937 random(20241014);
  World world;
  for (int i = 0; i < 20; ++i) {
    // Each order happens to a person of its own.
    const std::string person = ToText(NewId<PersonId>(world.clock().Now()));
    world.Change([&person](obt::store::Txn& txn) { return World::PutPerson(txn, person, "dwp"); });
    std::shuffle(history.begin(), history.end(), random);
    std::vector<v1::LearningEvent> deliveries = history;
    deliveries.insert(deliveries.end(), history.begin(), history.begin() + 4);
    for (v1::LearningEvent& event : deliveries) {
      event.set_person_id(person);
      event.mutable_source_event_id()->append(person);
      if (event.verb() == v1::VERB_RETRACTED) event.mutable_target_source_event_id()->append(person);
    }
    world.RecordAll(deliveries);
    v1::LearnerRecord record = world.RecordOf(person);
    record.set_person_id(kPerson);
    EXPECT_EQ(record.SerializeAsString(), expected.SerializeAsString()) << "order " << i;
  }
}

}  // namespace
}  // namespace obt::learning
