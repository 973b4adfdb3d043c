// The rules of learning, case by case.
#include "services/aggregator/rules/derive.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregator/testing/world.h"

namespace obt::aggregator {
namespace {

using learning::v1::VERB_COMPLETED;
using learning::v1::VERB_PROGRESSED;
using learning::v1::VERB_STARTED;
using testing::D;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::World;

class DeriveTest : public ::testing::Test {
 protected:
  DeriveTest() {
    programme = World::Programme2024();
    programme.set_target_minutes(100);
    courses["masterclass"] = World::Course("masterclass", 3, 2, 30);
    for (const char* module : {"masterclass/m1", "masterclass/m2", "masterclass/m3"}) {
      names[store::v1::NAME_KIND_MODULE].Add(module);
    }
    for (const char* source : {"zebra", "csl", "alpha"}) names[store::v1::NAME_KIND_SOURCE].Add(source);
  }

  // `at` is a time of day, e.g. "2024-10-20T10:00:00Z"; an empty module is self-recorded.
  void Add(absl::string_view source, absl::string_view module, learning::v1::Verb verb, absl::string_view at,
           int minutes = 0) {
    Event event;
    event.sequence = row.events.size() + 1;
    event.source = names.sources().Find(source);
    event.module = names.modules().Find(module);
    event.verb = static_cast<uint8_t>(verb);
    event.occurred_at_us = testing::At(at).seconds() * 1'000'000;
    event.minutes = static_cast<uint16_t>(minutes);
    row.events.push_back(event);
  }
  void Respond(learning::v1::SurveyKind kind, absl::string_view at) {
    SurveyAnswer answer;
    answer.answered_at_us = testing::At(at).seconds() * 1'000'000;
    answer.kind = static_cast<uint8_t>(kind);
    row.answers.push_back(answer);
  }
  void Converse(uint32_t conversation, absl::string_view held_on) {
    row.Put(Attendance{*ParseId<ItemId>(testing::ItemText(conversation)), D(held_on)});
  }
  // Whatever the order of the events.
  Record Result() {
    const Rules rules = MakeRules(&programme, courses, names);
    const Record record = Derive(row, rules, names);
    PersonRow shuffled = row;
    for (size_t i = 0; i < shuffled.events.size(); ++i) {
      std::rotate(shuffled.events.begin(), shuffled.events.begin() + 1, shuffled.events.end());
      EXPECT_EQ(Derive(shuffled, rules, names).credits, record.credits);
      EXPECT_EQ(Derive(shuffled, rules, names).days, record.days);
    }
    return record;
  }

  identity::v1::Programme programme;
  Courses courses;
  NameBook names;
  PersonRow row;
};

TEST_F(DeriveTest, NothingGivesNothing) {
  const Record record = Result();
  EXPECT_EQ(record[options::v1::MILESTONE_LEARNING_STARTED], kNever);
  EXPECT_EQ(record[options::v1::MILESTONE_LEARNING_COMPLETED], kNever);
  EXPECT_THAT(record.credits, IsEmpty());
}

TEST_F(DeriveTest, TheLargerOfTwoSourcesIsCreditedOnItsOwnDays) {
  Add("csl", "masterclass/m1", VERB_PROGRESSED, "2024-10-20T10:00:00Z", 20);
  Add("csl", "masterclass/m1", VERB_COMPLETED, "2024-10-22T10:00:00Z", 5);
  Add("alpha", "masterclass/m1", VERB_COMPLETED, "2024-10-15T10:00:00Z", 24);
  const Record record = Result();
  EXPECT_EQ(record.minutes, 25u);
  EXPECT_THAT(record.credits,
              ElementsAre(Credit{D("2024-10-20"), 20, kNone}, Credit{D("2024-10-22"), 5, kNone}));
  EXPECT_EQ(record[options::v1::MILESTONE_LEARNING_STARTED], D("2024-10-15"));
}

TEST_F(DeriveTest, OnATieTheSourceThatStatedMinutesFirstIsCredited) {
  Add("csl", "masterclass/m1", VERB_COMPLETED, "2024-10-20T10:00:00Z", 20);
  Add("zebra", "masterclass/m1", VERB_STARTED, "2024-10-18T10:00:00Z");
  Add("zebra", "masterclass/m1", VERB_COMPLETED, "2024-10-25T10:00:00Z", 20);
  EXPECT_THAT(Result().credits, ElementsAre(Credit{D("2024-10-20"), 20, kNone}));
}

TEST_F(DeriveTest, OnATieInTimeTooTheSourceNamedFirstIsCredited) {
  Add("csl", "masterclass/m1", VERB_STARTED, "2024-10-18T10:00:00Z", 5);
  Add("csl", "masterclass/m1", VERB_COMPLETED, "2024-10-20T10:00:00Z", 15);
  Add("alpha", "masterclass/m1", VERB_STARTED, "2024-10-18T10:00:00Z", 5);
  Add("alpha", "masterclass/m1", VERB_COMPLETED, "2024-10-25T10:00:00Z", 15);
  EXPECT_THAT(Result().credits,
              ElementsAre(Credit{D("2024-10-18"), 5, kNone}, Credit{D("2024-10-25"), 15, kNone}));
}

TEST_F(DeriveTest, CreditEndsAtTheMostMinutesInOrderOfDays) {
  programme.set_max_minutes(100);
  Add("csl", "", VERB_COMPLETED, "2024-10-23T10:00:00Z", 70);
  Add("csl", "masterclass/m1", VERB_COMPLETED, "2024-10-21T10:00:00Z", 50);
  Add("csl", "masterclass/m2", VERB_COMPLETED, "2024-10-22T10:00:00Z");  // 30 expected
  Add("csl", "", VERB_COMPLETED, "2024-10-24T10:00:00Z", 10);
  const Record record = Result();
  EXPECT_EQ(record.minutes, 100u);
  EXPECT_THAT(record.credits,
              ElementsAre(Credit{D("2024-10-21"), 50, kNone}, Credit{D("2024-10-22"), 30, kNone},
                          Credit{D("2024-10-23"), 20, kNone}));
  EXPECT_EQ(record[options::v1::MILESTONE_REACHED_TARGET], D("2024-10-23"));
  EXPECT_EQ(record[options::v1::MILESTONE_LEARNING_COMPLETED], D("2024-10-22"));
}

TEST_F(DeriveTest, AHundredTimes200HoursAre200Hours) {
  for (int i = 0; i < 100; ++i) Add("csl", "", VERB_COMPLETED, "2024-10-20T10:00:00Z", 12'000);
  const Record record = Result();
  EXPECT_EQ(record.minutes, 12'000u);
  EXPECT_THAT(record.credits, ElementsAre(Credit{D("2024-10-20"), 12'000, kNone}));
}

TEST_F(DeriveTest, ACompletedModuleWithoutMinutesCreditsWhatIsExpected) {
  Add("csl", "masterclass/m1", VERB_STARTED, "2024-10-18T10:00:00Z");
  Add("csl", "masterclass/m1", VERB_COMPLETED, "2024-10-21T10:00:00Z");
  Add("alpha", "masterclass/m1", VERB_COMPLETED, "2024-10-20T10:00:00Z");
  Add("csl", "masterclass/m2", VERB_STARTED, "2024-10-18T10:00:00Z");
  EXPECT_THAT(Result().credits, ElementsAre(Credit{D("2024-10-20"), 30, kNone}));
}

TEST_F(DeriveTest, SelfRecordedActivitiesEachCount) {
  Add("csl", "", VERB_COMPLETED, "2024-10-20T10:00:00Z", 50);
  Add("alpha", "", VERB_COMPLETED, "2024-10-20T10:00:00Z", 49);
  Add("alpha", "", VERB_COMPLETED, "2024-10-23T10:00:00Z", 1);
  Add("alpha", "", VERB_COMPLETED, "2024-10-24T10:00:00Z");
  const Record record = Result();
  EXPECT_EQ(record.minutes, 100u);
  EXPECT_EQ(record[options::v1::MILESTONE_REACHED_TARGET], D("2024-10-23"));
}

TEST_F(DeriveTest, LearningIsCompleteWithTheLastRequiredModule) {
  Add("csl", "masterclass/m2", VERB_COMPLETED, "2024-11-20T10:00:00Z", 5);
  Add("csl", "masterclass/m1", VERB_COMPLETED, "2024-10-20T10:00:00Z", 5);
  EXPECT_EQ(Result()[options::v1::MILESTONE_LEARNING_COMPLETED], D("2024-11-20"));
  Add("csl", "masterclass/m2", VERB_STARTED, "2024-12-20T10:00:00Z", 5);
  Add("csl", "masterclass/m2", VERB_COMPLETED, "2024-12-21T10:00:00Z", 5);
  EXPECT_EQ(Result()[options::v1::MILESTONE_LEARNING_COMPLETED], D("2024-11-20"))
      << "a completed module stays completed, from the first time";
}

TEST_F(DeriveTest, AnOptionalModuleCompletesNothing) {
  Add("csl", "masterclass/m1", VERB_COMPLETED, "2024-10-20T10:00:00Z", 5);
  Add("csl", "masterclass/m3", VERB_COMPLETED, "2024-10-20T10:00:00Z", 5);
  EXPECT_EQ(Result()[options::v1::MILESTONE_LEARNING_COMPLETED], kNever);
}

TEST_F(DeriveTest, ACourseThatRequiresNothingCannotBeCompleted) {
  Add("csl", "masterclass/m1", VERB_COMPLETED, "2024-10-20T10:00:00Z", 5);
  Add("csl", "masterclass/m2", VERB_COMPLETED, "2024-10-20T10:00:00Z", 5);
  courses["reading"] = World::Course("reading", 1, 0, 30, true);
  names[store::v1::NAME_KIND_MODULE].Add("reading/m1");
  EXPECT_EQ(Result()[options::v1::MILESTONE_LEARNING_COMPLETED], kNever);
  courses["reading"].set_required(false);
  EXPECT_EQ(Result()[options::v1::MILESTONE_LEARNING_COMPLETED], D("2024-10-20"));
}

TEST_F(DeriveTest, OnlyTheCountingWindowCounts) {
  Add("csl", "", VERB_COMPLETED, "2024-10-13T22:59:59Z", 1);  // 23:59:59 in London
  Add("csl", "", VERB_COMPLETED, "2024-10-13T23:00:00Z", 2);  // the first midnight
  Add("csl", "", VERB_COMPLETED, "2025-02-14T23:59:59Z", 4);
  Add("csl", "", VERB_COMPLETED, "2025-02-15T00:00:00Z", 8);
  EXPECT_EQ(Result().minutes, 6u);
  *programme.mutable_counting_from_day() = testing::Date("2024-10-13");
  *programme.mutable_counting_to_day() = testing::Date("2025-02-14");
  EXPECT_EQ(Result().minutes, 3u);
}

TEST_F(DeriveTest, AProgrammeNotKnownYetCountsNothing) {
  Add("csl", "", VERB_COMPLETED, "2024-10-20T10:00:00Z", 1);
  EXPECT_EQ(Derive(row, MakeRules(nullptr, courses, names), names)[options::v1::MILESTONE_LEARNING_STARTED],
            kNever);
}

TEST_F(DeriveTest, TheFirstResponseOfEachKindWithinTheCountingWindowCounts) {
  Respond(learning::v1::SURVEY_KIND_POST, "2024-12-01T10:00:00Z");
  Respond(learning::v1::SURVEY_KIND_PRE, "2024-10-13T22:59:59Z");   // the evening before, in London
  Respond(learning::v1::SURVEY_KIND_PRE, "2024-10-26T23:30:00Z");   // 00:30 BST on the 27th
  Respond(learning::v1::SURVEY_KIND_PRE, "2024-10-28T10:00:00Z");   // a correction
  Respond(learning::v1::SURVEY_KIND_POST, "2025-02-15T00:00:00Z");  // the day after the last
  const Record record = Result();
  EXPECT_EQ(record[options::v1::MILESTONE_PRE_SURVEY], D("2024-10-27"));
  EXPECT_EQ(record[options::v1::MILESTONE_POST_SURVEY], D("2024-12-01"));
  EXPECT_EQ(record[options::v1::MILESTONE_TOOK_PART], D("2024-10-27"));
  EXPECT_EQ(record[options::v1::MILESTONE_LEARNING_STARTED], kNever);
}

TEST_F(DeriveTest, WhoeverHasDoneEverythingHasReachedEveryMilestone) {
  Respond(learning::v1::SURVEY_KIND_PRE, "2024-10-20T10:00:00Z");
  for (const char* module : {"masterclass/m1", "masterclass/m2"}) {
    Add("csl", module, VERB_COMPLETED, "2024-10-21T10:00:00Z", 50);
  }
  Respond(learning::v1::SURVEY_KIND_POST, "2024-10-22T10:00:00Z");
  Converse(1, "2024-10-21");
  const Record record = Result();
  for (int i = options::v1::Milestone_MIN + 1; i <= options::v1::Milestone_MAX; ++i) {
    const auto milestone = static_cast<Milestone>(i);
    EXPECT_TRUE(IsDerived(milestone) && record[milestone] != kNever)
        << options::v1::Milestone_Name(milestone);
  }
}

TEST_F(DeriveTest, WhoeverTakesAnyStepTakesPartOnTheDayOfTheFirst) {
  EXPECT_EQ(Result()[options::v1::MILESTONE_TOOK_PART], kNever);
  Respond(learning::v1::SURVEY_KIND_POST, "2024-12-01T10:00:00Z");
  EXPECT_EQ(Result()[options::v1::MILESTONE_TOOK_PART], D("2024-12-01"));
  Add("csl", "masterclass/m1", VERB_STARTED, "2024-11-01T10:00:00Z");
  EXPECT_EQ(Result()[options::v1::MILESTONE_TOOK_PART], D("2024-11-01"));
  Respond(learning::v1::SURVEY_KIND_PRE, "2024-10-20T10:00:00Z");
  EXPECT_EQ(Result()[options::v1::MILESTONE_TOOK_PART], D("2024-10-20"));
  Converse(1, "2024-10-19");
  EXPECT_EQ(Result()[options::v1::MILESTONE_TOOK_PART], D("2024-10-19"));
}

TEST_F(DeriveTest, TheFirstConversationWithinTheCountingWindowCounts) {
  Converse(3, "2024-11-30");
  Converse(1, "2024-10-13");
  Converse(2, "2024-11-20");
  EXPECT_EQ(Result()[options::v1::MILESTONE_CONVERSED], D("2024-11-20"));
  row.Drop(*ParseId<ItemId>(testing::ItemText(2)));
  EXPECT_EQ(Result()[options::v1::MILESTONE_CONVERSED], D("2024-11-30"));
}

TEST_F(DeriveTest, ARowOfConversationsComesBackAsItWasWritten) {
  Converse(3, "2024-11-30");
  Converse(1, "2024-10-13");
  PersonRow read;
  store::v1::LearnerRow written = WriteRow(row);
  ASSERT_TRUE(ReadRow(written, names, read));
  EXPECT_EQ(read.conversations, row.conversations);
  written.mutable_conversation_id()->SwapElements(0, 1);
  EXPECT_FALSE(ReadRow(written, names, read)) << "not in order";
  written.mutable_conversation_id()->RemoveLast();
  EXPECT_FALSE(ReadRow(written, names, read));
}

}  // namespace
}  // namespace obt::aggregator
