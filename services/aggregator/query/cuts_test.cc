// Filters, scope, levels and what is not defined, case by case.
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregator/query/query.h"
#include "services/aggregator/query/test_questions.h"

namespace obt::aggregator {
namespace {

using obt::testing::StatusIs;
using recount::Figures;
using testing::At;
using testing::D;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using testing::Person;
using ::testing::SizeIs;
using testing::World;

TEST_F(QueryTest, BandsAreAStockAndTheSameUnderBothAttributions) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", "2024-11-04"}, {"moj", "2024-11-04", ""}});
  SelfRecord(1, "a", "2024-10-20T10:00:00Z", 60);
  SelfRecord(1, "b", "2024-11-10T10:00:00Z", 100);
  for (const bool then : {true, false}) {
    Question question = Ask(v1::MEASURE_MINUTES_BANDS, {v1::DIMENSION_ORGANISATION}, then);
    EXPECT_THAT(Count(question), (Figures{{{"moj"}, {{"60-419", 1}}}}));
    question.as_of = D("2024-10-21");
    EXPECT_THAT(Count(question), (Figures{{{"dwp"}, {{"60-419", 1}}}}));
    question.as_of = D("2024-10-19");
    EXPECT_THAT(Count(question), (Figures{{{"dwp"}, {{"0", 1}}}}));
    question.group_by = {v1::DIMENSION_ORGANISATION, v1::DIMENSION_MONTH};
    question.as_of = D("2024-11-30");
    EXPECT_THAT(Count(question),
                (Figures{{{"dwp", "2024-10"}, {{"60-419", 1}}}, {{"moj", "2024-11"}, {{"60-419", 1}}}}))
        << "at each period's end where they are then";
  }
}

TEST_F(QueryTest, EveryRowUsesTheScopeOfAsOf) {
  world.PutOrganisation("late", "", identity::v1::ORGANISATION_KIND_DEPARTMENT);
  world.PutHeadcount("obt-2024", "late", "2024-11-20", 10);
  world.PutPerson(Person(1), {{"late", "2020-01-01", ""}});
  SelfRecord(1, "a", "2024-11-05T10:00:00Z", 60);
  Question question = Ask(v1::MEASURE_REGISTERED, {v1::DIMENSION_WEEK});
  question.measures = {v1::MEASURE_REGISTERED, v1::MEASURE_LEARNING_STARTED};
  question.as_of = D("2024-11-30");
  follower.CatchUp(world);
  const Answer answer = follower.Ask(question);
  ASSERT_EQ(answer.dimensions[0].codes[3], "2024-11-04");
  EXPECT_EQ(answer.columns[0].values[3], 1) << "registered";
  EXPECT_EQ(answer.columns[1].values[3], 1) << "started";
  question.as_of = D("2024-11-19");
  EXPECT_THAT(follower.Ask(question).columns[0].values, ElementsAre(0, 0, 0, 0, 0, 0)) << "not yet in scope";
}

TEST_F(QueryTest, WhoComesAfterAsOfIsUnknownNow) {
  world.PutPerson(Person(1), {{"dwp", "2024-12-01", ""}});
  SelfRecord(1, "a", "2024-10-20T10:00:00Z", 60);
  Question question = Ask(v1::MEASURE_LEARNING_STARTED, {v1::DIMENSION_ORGANISATION});
  EXPECT_THAT(Count(question), (Figures{{{"dwp"}, {{"", 1}}}}));
  question.as_of = D("2024-11-01");
  EXPECT_THAT(Count(question), (Figures{{{"unknown"}, {{"", 1}}}}));
}

TEST_F(QueryTest, BeforeTheFirstCountingDayThereAreNoPeriodsAndNoFlows) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}});
  follower.CatchUp(world);
  Question question = Ask(v1::MEASURE_REGISTERED, {v1::DIMENSION_GRADE, v1::DIMENSION_WEEK});
  question.measures = {v1::MEASURE_REGISTERED, v1::MEASURE_MINUTES_BANDS, v1::MEASURE_PARTICIPANTS};
  question.as_of = D("2024-10-13");
  const Answer none = follower.Ask(question);
  EXPECT_EQ(none.groups, 0);
  EXPECT_THAT(none.dimensions, SizeIs(2));
  question.group_by.clear();
  const Answer all = follower.Ask(question);
  EXPECT_THAT(all.columns.front().values, ElementsAre(1)) << "levels are as ever";
  EXPECT_THAT(all.columns.back().values, ElementsAre(0));
}

TEST_F(QueryTest, AMergedOrganisationAskedForIsNotedWithItsSuccessor) {
  world.PutOrganisation("old", "", identity::v1::ORGANISATION_KIND_DEPARTMENT);
  world.Merge("old", "dwp", "2024-11-01");
  world.PutPerson(Person(1), {{"old", "2020-01-01", ""}});
  follower.CatchUp(world);
  Question question = Ask(v1::MEASURE_REGISTERED);
  question.filter.organisation_codes = {"old"};
  question.as_of = D("2024-11-30");
  const Answer after = follower.Ask(question);
  ASSERT_THAT(after.merged, SizeIs(1));
  EXPECT_EQ(after.merged[0].organisation_code, "old");
  EXPECT_EQ(after.merged[0].successor_code, "dwp");
  question.as_of = D("2024-10-30");
  EXPECT_THAT(follower.Ask(question).merged, IsEmpty());
}

TEST_F(QueryTest, AFilterOfDaysKeepsWhatHappenedThenAndLevelsAsTheyAre) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}});
  world.PutPerson(Person(2), {{"dwp", "2020-01-01", ""}});
  SelfRecord(1, "a", "2024-10-20T10:00:00Z", 60);
  SelfRecord(2, "b", "2024-11-10T10:00:00Z", 100);
  SelfRecord(1, "c", "2024-11-12T10:00:00Z", 7);
  follower.CatchUp(world);
  Question question = Ask(v1::MEASURE_REGISTERED);
  question.measures = {v1::MEASURE_REGISTERED, v1::MEASURE_LEARNING_STARTED, v1::MEASURE_LEARNING_MINUTES};
  question.filter.from = D("2024-11-01");
  const Answer answer = follower.Ask(question);
  EXPECT_THAT(answer.columns[0].values, ElementsAre(2));
  EXPECT_THAT(answer.columns[1].values, ElementsAre(1));
  EXPECT_THAT(answer.columns[2].values, ElementsAre(107));
  question.group_by = {v1::DIMENSION_WEEK};
  question.as_of = D("2024-11-17");
  const Answer weekly = follower.Ask(question);
  EXPECT_EQ(weekly.dimensions[0].codes.front(), "2024-10-28") << "the week in which the days begin";
  EXPECT_THAT(weekly.columns[2].values, ElementsAre(0, 100, 107));
}

TEST_F(QueryTest, PeopleAreCutByTwoAttributesAtOnce) {
  world.PutList(identity::v1::REFERENCE_KIND_REGION, {"london", "wales"});
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}}, "AO", "", "wales");
  world.PutPerson(Person(2), {{"hse", "2020-01-01", ""}}, "AO", "", "wales");
  world.PutPerson(Person(3), {{"dwp", "2024-11-04", ""}}, "AO", "", "london");
  for (uint32_t person = 1; person <= 3; ++person)
    SelfRecord(person, std::to_string(person), "2024-11-10T10:00:00Z", static_cast<int>(60 * person));
  SelfRecord(1, "second", "2024-11-20T10:00:00Z", 400);
  Question question = Ask(v1::MEASURE_LEARNING_MINUTES, {v1::DIMENSION_GRADE, v1::DIMENSION_REGION});
  EXPECT_THAT(Count(question), (Figures{{{"AO", "wales"}, {{"", 580}}}, {{"AO", "london"}, {{"", 180}}}}));
  question.as_of = D("2024-11-19");
  EXPECT_THAT(Count(question), (Figures{{{"AO", "wales"}, {{"", 180}}}, {{"AO", "london"}, {{"", 180}}}}));
  question.filter.from = D("2024-11-15");
  EXPECT_THAT(Count(question), IsEmpty());
  question = Ask(v1::MEASURE_MINUTES_BANDS, {v1::DIMENSION_GRADE, v1::DIMENSION_REGION, v1::DIMENSION_MONTH});
  question.filter.organisation_codes = {"dwp"};
  question.filter.organisations_alone = true;
  question.as_of = D("2024-11-30");
  EXPECT_THAT(Count(question), (Figures{{{"AO", "wales", "2024-10"}, {{"0", 1}}},
                                        {{"AO", "wales", "2024-11"}, {{"420+", 1}}},
                                        {{"AO", "london", "2024-11"}, {{"60-419", 1}}}}));
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}}, "EO", "", "wales");
  question = Ask(v1::MEASURE_LEARNING_STARTED, {v1::DIMENSION_GRADE, v1::DIMENSION_REGION});
  EXPECT_THAT(
      Count(question),
      (Figures{{{"AO", "wales"}, {{"", 1}}}, {{"EO", "wales"}, {{"", 1}}}, {{"AO", "london"}, {{"", 1}}}}))
      << "who is known otherwise now";
}

TEST_F(QueryTest, AFilterOfStepsKeepsWhoHasDoneThem) {
  identity::v1::Programme programme = World::Programme2024();
  programme.set_target_minutes(420);
  world.PutProgramme(programme);
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}});
  world.PutPerson(Person(2), {{"dwp", "2020-01-01", ""}});
  world.PutPerson(Person(3), {{"dwp", "2020-01-01", ""}});
  SelfRecord(1, "a", "2024-10-20T10:00:00Z", 500);
  SelfRecord(2, "b", "2024-11-10T10:00:00Z", 100);
  follower.CatchUp(world);
  Question question = Ask(v1::MEASURE_REGISTERED);
  question.measures = {v1::MEASURE_REGISTERED, v1::MEASURE_LEARNING_STARTED};
  const auto counted = [&] {
    const Answer answer = follower.Ask(question);
    return std::make_pair(answer.columns[0].values[0], answer.columns[1].values[0]);
  };
  question.filter.done = {v1::STEP_START_LEARNING};
  EXPECT_EQ(counted(), std::make_pair(int64_t{2}, int64_t{2}));
  question.filter.not_done = {v1::STEP_REACH_TARGET};
  EXPECT_EQ(counted(), std::make_pair(int64_t{1}, int64_t{1}));
  question.filter.done.clear();
  EXPECT_EQ(counted(), std::make_pair(int64_t{2}, int64_t{1}))
      << "who has done nothing has not done it either";
  question.as_of = D("2024-10-15");
  EXPECT_EQ(counted(), std::make_pair(int64_t{3}, int64_t{0})) << "as of a day before";
}

TEST_F(QueryTest, WhatIsNotDefinedStandsBesideWhatIs) {
  follower.CatchUp(world);
  Question question = Ask(v1::MEASURE_REGISTERED, {v1::DIMENSION_GRADE});
  question.measures = {v1::MEASURE_IN_SCOPE, v1::MEASURE_REGISTERED, v1::MEASURE_CONVERSATIONS};
  const Answer answer = follower.Ask(question);
  EXPECT_THAT(answer.columns, SizeIs(1));
  ASSERT_THAT(answer.undefined, SizeIs(2));
  EXPECT_THAT(answer.undefined[0].why,
              ::testing::HasSubstr("IN_SCOPE is known by organisation and time only"));
}

TEST_F(QueryTest, NobodyIsCountedForWhenTheTimeIsUp) {
  follower.CatchUp(world);
  Counting counting;
  counting.until = absl::InfinitePast();
  const auto answer = follower.engine().Read([&](const State& state) {
    return aggregator::Run(state, Ask(v1::MEASURE_PARTICIPANTS), nullptr, counting);
  });
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kDeadlineExceeded);
}

}  // namespace
}  // namespace obt::aggregator
