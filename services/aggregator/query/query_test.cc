// The exact cases of the figures, each on a small world whose right answer can be counted by hand.
#include "services/aggregator/query/query.h"

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregator/testing/world.h"

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

// Two departments, one with an agency; FCDO is in scope and has nobody; "club" is outside the programme.
class QueryTest : public ::testing::Test {
 protected:
  QueryTest() {
    follower.Clear();
    world.PutOrganisation("dwp", "", identity::v1::ORGANISATION_KIND_DEPARTMENT);
    world.PutOrganisation("hse", "dwp", identity::v1::ORGANISATION_KIND_EXECUTIVE_AGENCY);
    world.PutOrganisation("moj", "", identity::v1::ORGANISATION_KIND_DEPARTMENT);
    world.PutOrganisation("fcdo", "", identity::v1::ORGANISATION_KIND_DEPARTMENT);
    world.PutOrganisation("club", "", identity::v1::ORGANISATION_KIND_OTHER);
    world.PutList(identity::v1::REFERENCE_KIND_GRADE, {"AO", "EO", "AA"});
    world.PutProgramme(World::Programme2024());
    for (const char* organisation : {"dwp", "hse", "moj", "fcdo"}) {
      world.PutHeadcount("obt-2024", organisation, "2024-03-31", 1000);
    }
    world.PutCourse(World::Course("masterclass", 2, 2, 30));
  }

  Question Ask(v1::Measure measure, std::vector<v1::Dimension> group_by = {}, bool then = false) {
    Question question;
    question.programme_id = "obt-2024";
    question.measures = {measure};
    question.group_by = std::move(group_by);
    question.then = then;
    question.as_of = D("2025-02-14");
    return question;
  }
  Figures Count(const Question& question) {
    follower.CatchUp(world);
    return follower.Figures(question);
  }
  absl::Status Refusal(const Question& question) {
    follower.CatchUp(world);
    return follower.engine().Read(
        [&](const State& state) { return aggregator::Run(state, question, &follower.pool()).status(); });
  }
  void SelfRecord(uint32_t person, const std::string& id, absl::string_view at, int minutes) {
    world.Record({.id = id, .person = Person(person), .at = At(at), .minutes = minutes});
  }

  static void SetUpTestSuite() { shared = new testing::Follower; }
  static void TearDownTestSuite() { delete shared; }
  static testing::Follower* shared;  // one store for all cases: opening one takes longer than they do

  World world;
  testing::Follower& follower = *shared;
};
testing::Follower* QueryTest::shared = nullptr;

TEST_F(QueryTest, ZeroAndOneMinuteAreDifferentBands) {
  for (uint32_t i = 1; i <= 4; ++i) world.PutPerson(Person(i), {{"dwp", "2020-01-01", ""}});
  SelfRecord(2, "a", "2024-10-20T10:00:00Z", 1);
  SelfRecord(3, "b", "2024-10-20T10:00:00Z", 59);
  SelfRecord(4, "c", "2024-10-20T10:00:00Z", 60);
  EXPECT_THAT(Count(Ask(v1::MEASURE_MINUTES_BANDS)),
              ElementsAre(Pair(IsEmpty(), ElementsAre(Pair("0", 1), Pair("1-59", 2), Pair("60-419", 1)))));
}

TEST_F(QueryTest, ExactlyTheTargetReachesItAndAMinuteLessDoesNot) {
  identity::v1::Programme programme = World::Programme2024();
  programme.set_target_minutes(420);
  world.PutProgramme(programme);
  for (uint32_t i = 1; i <= 2; ++i) world.PutPerson(Person(i), {{"dwp", "2020-01-01", ""}});
  SelfRecord(1, "a", "2024-10-20T10:00:00Z", 419);
  SelfRecord(2, "b", "2024-10-20T10:00:00Z", 419);
  SelfRecord(2, "c", "2024-11-02T10:00:00Z", 1);
  Question question = Ask(v1::MEASURE_REACHED_TARGET, {v1::DIMENSION_WEEK});
  question.only_new = true;
  EXPECT_THAT(Count(question), (Figures{{{"2024-10-28"}, {{"", 1}}}}));
}

TEST_F(QueryTest, WithoutATargetReachedIsNotDefined) {
  EXPECT_THAT(Refusal(Ask(v1::MEASURE_REACHED_TARGET)),
              StatusIs(absl::StatusCode::kFailedPrecondition, "NOT_DEFINED"));
}

TEST_F(QueryTest, SomebodyWhoMovesCountsOnceThenAndNow) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", "2024-11-04"}, {"moj", "2024-11-04", ""}});
  SelfRecord(1, "a", "2024-11-03T10:00:00Z", 10);
  SelfRecord(1, "b", "2024-11-04T10:00:00Z", 5);
  const std::vector<v1::Dimension> by = {v1::DIMENSION_ORGANISATION};
  EXPECT_THAT(Count(Ask(v1::MEASURE_LEARNING_STARTED, by, true)), (Figures{{{"dwp"}, {{"", 1}}}}));
  EXPECT_THAT(Count(Ask(v1::MEASURE_LEARNING_STARTED, by, false)), (Figures{{{"moj"}, {{"", 1}}}}));
  EXPECT_THAT(Count(Ask(v1::MEASURE_LEARNING_MINUTES, by, true)),
              (Figures{{{"dwp"}, {{"", 10}}}, {{"moj"}, {{"", 5}}}}));
  EXPECT_THAT(Count(Ask(v1::MEASURE_LEARNING_MINUTES, by, false)), (Figures{{{"moj"}, {{"", 15}}}}));
  EXPECT_THAT(Count(Ask(v1::MEASURE_REGISTERED, by, true)), (Figures{{{"moj"}, {{"", 1}}}}));
}

TEST_F(QueryTest, ACorrectedStayCorrectsThen) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", "2024-11-04"}, {"moj", "2024-11-04", ""}});
  SelfRecord(1, "a", "2024-11-03T10:00:00Z", 10);
  const Question question = Ask(v1::MEASURE_LEARNING_STARTED, {v1::DIMENSION_ORGANISATION}, true);
  EXPECT_THAT(Count(question), (Figures{{{"dwp"}, {{"", 1}}}}));
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", "2024-11-01"}, {"moj", "2024-11-01", ""}});
  EXPECT_THAT(Count(question), (Figures{{{"moj"}, {{"", 1}}}}));
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", "2024-11-01"}, {"moj", "2024-12-01", ""}});
  EXPECT_THAT(Count(question), (Figures{{{"unknown"}, {{"", 1}}}})) << "nothing is dropped";
}

TEST_F(QueryTest, TheFourHalfHoursOfTheLongNightLieInTheirLondonDay) {
  identity::v1::Programme programme = World::Programme2024();
  *programme.mutable_counting_from_day() = testing::Date("2024-10-27");
  world.PutProgramme(programme);
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}});
  SelfRecord(1, "before", "2024-10-26T22:59:59Z", 1);  // 23:59:59 on the 26th
  SelfRecord(1, "first", "2024-10-26T23:30:00Z", 2);   // 00:30 BST
  SelfRecord(1, "second", "2024-10-27T00:30:00Z", 4);  // 01:30 BST
  SelfRecord(1, "third", "2024-10-27T01:30:00Z", 8);   // 01:30 again, GMT
  SelfRecord(1, "last", "2024-10-27T23:59:59Z", 16);
  SelfRecord(1, "after", "2024-10-28T00:00:00Z", 32);
  Question question = Ask(v1::MEASURE_LEARNING_MINUTES, {v1::DIMENSION_WEEK});
  question.only_new = true;
  EXPECT_THAT(Count(question), (Figures{{{"2024-10-21"}, {{"", 30}}}, {{"2024-10-28"}, {{"", 32}}}}));
}

TEST_F(QueryTest, AnOrganisationInScopeWithNobodyRegisteredShowsARowOfZero) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}});
  follower.CatchUp(world);
  Question question = Ask(v1::MEASURE_REGISTERED, {v1::DIMENSION_ORGANISATION});
  question.measures.push_back(v1::MEASURE_IN_SCOPE);
  const Answer answer = follower.Ask(question);
  std::map<std::string, std::vector<int64_t>> rows;
  for (size_t i = 0; i < answer.groups; ++i) {
    rows[answer.dimensions[0].codes[answer.dimensions[0].index[i]]] = {answer.columns[0].values[i],
                                                                       answer.columns[1].values[i]};
  }
  EXPECT_THAT(rows, ElementsAre(Pair("dwp", ElementsAre(1, 1000)), Pair("fcdo", ElementsAre(0, 1000)),
                                Pair("hse", ElementsAre(0, 1000)), Pair("moj", ElementsAre(0, 1000))));
}

TEST_F(QueryTest, DepartmentsHoldTheirAgencies) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}});
  world.PutPerson(Person(2), {{"hse", "2020-01-01", ""}});
  EXPECT_THAT(Count(Ask(v1::MEASURE_REGISTERED, {v1::DIMENSION_DEPARTMENT})),
              (Figures{{{"dwp"}, {{"", 2}}}}));
  EXPECT_THAT(Count(Ask(v1::MEASURE_IN_SCOPE, {v1::DIMENSION_DEPARTMENT})),
              (Figures{{{"dwp"}, {{"", 2000}}}, {{"fcdo"}, {{"", 1000}}}, {{"moj"}, {{"", 1000}}}}));
}

TEST_F(QueryTest, OutsideTheProgrammeCountsOnlyWhenAskedFor) {
  world.PutPerson(Person(1), {{"club", "2020-01-01", ""}});
  SelfRecord(1, "a", "2024-11-03T10:00:00Z", 10);
  Question question = Ask(v1::MEASURE_LEARNING_MINUTES, {v1::DIMENSION_ORGANISATION});
  EXPECT_THAT(Count(question), IsEmpty());
  question.include_out_of_scope = true;
  EXPECT_THAT(Count(question), (Figures{{{"out_of_scope"}, {{"", 10}}}}));
}

TEST_F(QueryTest, AfterAMergerNowAndHeadcountsAreTheSuccessors) {
  world.PutPerson(Person(1), {{"hse", "2020-01-01", ""}});
  SelfRecord(1, "a", "2024-11-03T10:00:00Z", 10);
  SelfRecord(1, "b", "2024-12-03T10:00:00Z", 20);
  world.Merge("hse", "moj", "2024-12-01");
  const std::vector<v1::Dimension> by = {v1::DIMENSION_ORGANISATION};
  EXPECT_THAT(Count(Ask(v1::MEASURE_LEARNING_MINUTES, by, false)), (Figures{{{"moj"}, {{"", 30}}}}));
  EXPECT_THAT(Count(Ask(v1::MEASURE_LEARNING_MINUTES, by, true)),
              (Figures{{{"hse"}, {{"", 10}}}, {{"moj"}, {{"", 20}}}}));
  EXPECT_THAT(Count(Ask(v1::MEASURE_IN_SCOPE, by)),
              (Figures{{{"dwp"}, {{"", 1000}}}, {{"fcdo"}, {{"", 1000}}}, {{"moj"}, {{"", 2000}}}}));
  Question before = Ask(v1::MEASURE_IN_SCOPE, by);
  before.as_of = D("2024-11-30");
  EXPECT_THAT(Count(before), SizeIs(4));
}

TEST_F(QueryTest, GroupsComeInTheOrderOfTheirListsAndUnknownLast) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}}, "AA");
  world.PutPerson(Person(2), {{"dwp", "2020-01-01", ""}}, "EO");
  world.PutPerson(Person(3), {{"dwp", "2020-01-01", ""}}, "");
  world.PutPerson(Person(4), {{"dwp", "2020-01-01", ""}}, "NOT_LISTED");
  follower.CatchUp(world);
  const Answer answer = follower.Ask(Ask(v1::MEASURE_REGISTERED, {v1::DIMENSION_GRADE}));
  std::vector<std::string> codes;
  for (const uint32_t index : answer.dimensions[0].index) codes.push_back(answer.dimensions[0].codes[index]);
  EXPECT_THAT(codes, ElementsAre("AO", "EO", "AA", "NOT_LISTED", "unknown"));
}

TEST_F(QueryTest, ASeriesHasNoHolesAndNewOnesHaveZeros) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}});
  SelfRecord(1, "a", "2024-11-03T10:00:00Z", 10);
  Question question = Ask(v1::MEASURE_LEARNING_STARTED, {v1::DIMENSION_MONTH});
  follower.CatchUp(world);
  EXPECT_THAT(follower.Ask(question).columns[0].values, ElementsAre(0, 1, 1, 1, 1));
  question.only_new = true;
  EXPECT_THAT(follower.Ask(question).columns[0].values, ElementsAre(0, 1, 0, 0, 0));
  question.group_by = {v1::DIMENSION_WEEK};
  question.as_of = D("2024-11-11");
  EXPECT_THAT(follower.Ask(question).columns[0].values, ElementsAre(0, 0, 1, 0, 0));
  question.group_by = {v1::DIMENSION_DAY};
  question.as_of = D("2024-11-04");
  EXPECT_THAT(follower.Ask(question).columns[0].values, SizeIs(22)) << "14 October to 4 November";
}

TEST_F(QueryTest, AFlowOfNothingIsASeriesOfZeros) {
  follower.CatchUp(world);
  for (const v1::Measure measure :
       {v1::MEASURE_LEARNING_STARTED, v1::MEASURE_LEARNING_MINUTES, v1::MEASURE_PRE_SURVEY}) {
    Question question = Ask(measure, {v1::DIMENSION_MONTH});
    question.only_new = true;
    EXPECT_THAT(follower.Ask(question).columns[0].values, ElementsAre(0, 0, 0, 0, 0));
    question.group_by = {v1::DIMENSION_MONTH, v1::DIMENSION_GRADE};
    EXPECT_THAT(follower.Ask(question).columns[0].values, SizeIs(5 * 3))
        << "month by month, every grade listed";
    question.group_by = {v1::DIMENSION_MONTH, v1::DIMENSION_GRADE, v1::DIMENSION_REGION};
    EXPECT_THAT(follower.Ask(question).columns[0].values, IsEmpty()) << "of two, only what there is";
  }
}

TEST_F(QueryTest, EachGroupOfAFlowHasEveryPeriod) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}}, "EO");
  world.PutPerson(Person(2), {{"dwp", "2020-01-01", ""}}, "AO");
  SelfRecord(1, "a", "2024-10-20T10:00:00Z", 10);
  SelfRecord(2, "b", "2024-12-01T10:00:00Z", 5);
  follower.CatchUp(world);
  Question question = Ask(v1::MEASURE_LEARNING_MINUTES, {v1::DIMENSION_MONTH, v1::DIMENSION_GRADE});
  question.only_new = true;
  question.as_of = D("2024-12-31");
  EXPECT_THAT(follower.Ask(question).columns[0].values, ElementsAre(0, 10, 0, 0, 0, 0, 5, 0, 0))
      << "AO, EO and AA, month by month";
}

TEST_F(QueryTest, TimeThatIsNotAskedForLastOrdersTheGroups) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}});
  world.PutPerson(Person(2), {{"moj", "2020-01-01", ""}});
  follower.CatchUp(world);
  Question question = Ask(v1::MEASURE_REGISTERED, {v1::DIMENSION_MONTH, v1::DIMENSION_ORGANISATION});
  question.as_of = D("2024-11-10");
  const Answer answer = follower.Ask(question);
  std::vector<std::string> rows;
  for (size_t i = 0; i < answer.groups; ++i) {
    rows.push_back(answer.dimensions[0].codes[answer.dimensions[0].index[i]] + " " +
                   answer.dimensions[1].codes[answer.dimensions[1].index[i]]);
  }
  EXPECT_THAT(rows, ElementsAre("2024-10 dwp", "2024-10 fcdo", "2024-10 hse", "2024-10 moj", "2024-11 dwp",
                                "2024-11 fcdo", "2024-11 hse", "2024-11 moj"));
}

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

TEST_F(QueryTest, FiltersKeepTheSubtreeAndTheCodesAskedFor) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}}, "AO");
  world.PutPerson(Person(2), {{"hse", "2020-01-01", ""}}, "EO");
  world.PutPerson(Person(3), {{"moj", "2020-01-01", ""}}, "EO");
  Question question = Ask(v1::MEASURE_REGISTERED);
  question.filter.organisation_codes = {"dwp"};
  EXPECT_THAT(Count(question), (Figures{{{}, {{"", 2}}}}));
  question.filter.attributes[v1::DIMENSION_GRADE] = {"EO"};
  EXPECT_THAT(Count(question), (Figures{{{}, {{"", 1}}}}));
  question.filter.attributes[v1::DIMENSION_GRADE] = {"KING"};
  EXPECT_THAT(Refusal(question), obt::testing::ViolatesFields(ElementsAre("filter.grades[0]")));
  question.filter.attributes[v1::DIMENSION_GRADE] = {};
  question.filter.organisation_codes = {"atlantis"};
  EXPECT_THAT(Refusal(question), StatusIs(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND"));
}

TEST_F(QueryTest, ACallersScopeHidesEverythingElse) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}});
  world.PutPerson(Person(2), {{"moj", "2020-01-01", ""}});
  SelfRecord(3, "a", "2024-11-03T10:00:00Z", 10);  // nobody knows where this person works
  Question question = Ask(v1::MEASURE_REGISTERED);
  question.measures = {v1::MEASURE_REGISTERED, v1::MEASURE_LEARNING_STARTED, v1::MEASURE_IN_SCOPE};
  question.filter.covers = [](absl::string_view code) { return code == "dwp"; };
  follower.CatchUp(world);
  const Answer answer = follower.Ask(question);
  EXPECT_THAT(answer.columns[0].values, ElementsAre(1));
  EXPECT_THAT(answer.columns[1].values, ElementsAre(0));
  EXPECT_THAT(answer.columns[2].values, ElementsAre(1000));
}

TEST_F(QueryTest, SurveysCountOnTheirFirstDayAndAWithdrawalTakesItAway) {
  world.PutSurvey(World::Survey("before", learning::v1::SURVEY_KIND_PRE, {"skills"}));
  world.PutSurvey(World::Survey("after", learning::v1::SURVEY_KIND_POST, {"skills"}));
  for (uint32_t i = 1; i <= 2; ++i) world.PutPerson(Person(i), {{"dwp", "2020-01-01", ""}});
  world.Answer(Person(1), "before", At("2024-10-15T10:00:00Z"), {2});
  world.Answer(Person(1), "before", At("2024-10-17T10:00:00Z"), {3});  // a correction
  world.Answer(Person(2), "after", At("2024-11-20T10:00:00Z"), {4});
  SelfRecord(1, "a", "2024-11-03T10:00:00Z", 10);
  Question question = Ask(v1::MEASURE_PRE_SURVEY, {v1::DIMENSION_DAY});
  question.only_new = true;
  EXPECT_THAT(Count(question), (Figures{{{"2024-10-15"}, {{"", 1}}}}));
  question.measures = {v1::MEASURE_PARTICIPANTS};
  EXPECT_THAT(Count(question), (Figures{{{"2024-10-15"}, {{"", 1}}}, {{"2024-11-20"}, {{"", 1}}}}));
  world.WithdrawAnswers(Person(1), "before", At("2024-10-16T10:00:00Z"));
  question.measures = {v1::MEASURE_PRE_SURVEY};
  EXPECT_THAT(Count(question), (Figures{{{"2024-10-17"}, {{"", 1}}}})) << "the correction stands";
  world.WithdrawAnswers(Person(1), "before", At("2024-10-18T10:00:00Z"));
  EXPECT_THAT(Count(question), IsEmpty());
  question.measures = {v1::MEASURE_PARTICIPANTS};
  EXPECT_THAT(Count(question), (Figures{{{"2024-11-03"}, {{"", 1}}}, {{"2024-11-20"}, {{"", 1}}}}));
  world.WithdrawAnswers(Person(2), "after", At("2024-11-20T10:00:00Z"));
  EXPECT_THAT(Count(question), (Figures{{{"2024-11-03"}, {{"", 1}}}}));
}

TEST_F(QueryTest, AnUnknownProgrammeIsNotFound) {
  Question question = Ask(v1::MEASURE_REGISTERED);
  question.programme_id = "obt-1999";
  EXPECT_THAT(Refusal(question), StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
}

TEST_F(QueryTest, MoreGroupsThanTheLimitAreRefusedByName) {
  for (uint32_t i = 0; i < 400; ++i) {
    world.PutPerson(Person(i), {{"dwp", "2020-01-01", ""}}, absl::StrCat("G", i), absl::StrCat("P", i));
  }
  identity::v1::Programme programme = World::Programme2024();
  *programme.mutable_counting_from_day() = testing::Date("2010-01-01");
  world.PutProgramme(programme);
  const Question question =
      Ask(v1::MEASURE_REGISTERED, {v1::DIMENSION_GRADE, v1::DIMENSION_PROFESSION, v1::DIMENSION_WEEK});
  const absl::Status refusal = Refusal(question);
  EXPECT_THAT(refusal, StatusIs(absl::StatusCode::kResourceExhausted, "TOO_MANY_GROUPS"));
  EXPECT_THAT(refusal.message(), ::testing::HasSubstr("100000"));
}

}  // namespace
}  // namespace obt::aggregator
