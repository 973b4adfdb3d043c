// The exact cases of the figures, each on a small world whose right answer can be counted by hand.
#include "services/aggregator/query/query.h"

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
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

TEST_F(QueryTest, ACallersScopeHidesWhatLeaversDoElsewhere) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}});
  world.PutPerson(Person(2), {{"dwp", "2020-01-01", "2024-11-01"}, {"moj", "2024-11-01", ""}});
  world.PutSurvey(World::Survey("before", learning::v1::SURVEY_KIND_PRE, {"skills"}));
  world.PutSurvey(World::Survey("after", learning::v1::SURVEY_KIND_POST, {"skills"}));
  for (uint32_t i = 1; i <= 2; ++i) {
    world.Answer(Person(i), "before", At("2024-10-15T10:00:00Z"), {2});
    world.Answer(Person(i), "after", At("2024-11-20T10:00:00Z"), {4});
  }
  Question question = Ask(v1::MEASURE_PRE_SURVEY);
  question.then = true;
  question.filter.done = {v1::STEP_POST_SURVEY};
  EXPECT_THAT(Count(question), (Figures{{{}, {{"", 2}}}}));
  question.filter.covers = [](absl::string_view code) { return code == "dwp"; };
  EXPECT_THAT(Count(question), (Figures{{{}, {{"", 1}}}}));
  question.filter.done = {v1::STEP_PRE_SURVEY};
  question.filter.not_done = {v1::STEP_POST_SURVEY};
  EXPECT_THAT(Count(question), (Figures{{{}, {{"", 1}}}})) << "as it was when they left";
  question.filter.covers = [](absl::string_view code) { return code == "moj"; };
  question.then = false;
  EXPECT_THAT(Count(question), IsEmpty()) << "theirs now, with all they have done";
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
