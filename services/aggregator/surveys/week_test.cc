// What surveys show in a week: which answers it is made of, and that it gives nobody away from week to week.
#include "services/aggregator/surveys/week.h"

#include <map>
#include <random>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregator/surveys/count.h"
#include "services/aggregator/testing/shared_follower.h"

namespace obt::aggregator {
namespace {

using testing::At;
using testing::D;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using ::testing::SizeIs;
using testing::World;

constexpr char kProgramme[] = "obt-2024";
using Row = store::v1::SurveyWeekRow;

class SurveyWeekTest : public testing::SharedFollower {
 protected:
  SurveyWeekTest() {
    PutBodies();
    world.PutOrganisation("nhs", "", identity::v1::ORGANISATION_KIND_DEPARTMENT);
    world.PutProgramme(World::Programme2024());
    for (const char* body : {"dwp", "hse", "moj"}) world.PutHeadcount(kProgramme, body, "2024-03-31", 100);
    world.PutList(identity::v1::REFERENCE_KIND_GRADE, {"AO", "EO"});
    world.PutSurvey(World::Survey("pre", learning::v1::SURVEY_KIND_PRE, {"skills", "early"}));
    world.PutSurvey(World::Survey("post", learning::v1::SURVEY_KIND_POST, {"skills", "late"}));
  }

  void Put(uint32_t person, const std::string& organisation = "dwp", const std::string& grade = "EO") {
    world.PutPerson(Person(person), {{organisation, "2020-01-01", ""}}, grade);
  }
  void Answer(uint32_t person, const char* survey, const char* day, int value) {
    world.Answer(Person(person), survey, At(absl::StrCat(day, "T10:00:00Z")), {value});
  }
  Row TakeDown(const char* monday, const Row& last = {}) {
    follower.CatchUp(world);
    return follower.engine()
        .Read([&](const State& state) { return TakeDownWeek(state, kProgramme, D(monday), last); })
        .value();
  }
  SurveyWeek Show(const Row& row) {
    return follower.engine()
        .Read([&](const State& state) { return ShowWeek(state, kProgramme, row); })
        .value();
  }
  // "dwp EO: before 3, after 2, both 1" of the groups of a dimension by grade, or whole.
  static std::vector<std::string> Told(const Row& row, int group_by, int attribute_by = 0) {
    std::vector<std::string> told;
    for (const store::v1::SurveyTallyRow& tally : row.tallies()) {
      if (tally.group_by() != group_by || tally.attribute_by() != attribute_by) continue;
      uint32_t both = 0;
      for (const uint32_t people : tally.matched()) both += people;
      told.push_back(absl::StrCat(tally.group(), attribute_by == 0 ? "" : " ", tally.attribute(), ": ",
                                  tally.before(), " ", tally.after(), " ", both));
    }
    return told;
  }
  // Of everybody, who answered so before and after.
  static uint32_t Pairs(const Row& row, int before, int after) {
    for (const store::v1::SurveyTallyRow& tally : row.tallies()) {
      if (tally.group_by() == 0 && tally.attribute_by() == 0)
        return tally.matched((before - 1) * 5 + after - 1);
    }
    return 0;
  }
};

TEST_F(SurveyWeekTest, PeopleArePairedByConstructAndCountedInEveryGroup) {
  Put(1, "dwp", "EO");
  Put(2, "hse", "AO");
  Put(3, "moj", "EO");
  Put(4, "nhs", "EO");  // outside the programme
  for (uint32_t person = 1; person <= 5; ++person) Answer(person, "pre", "2024-10-15", 2);
  for (const uint32_t person : {1, 2, 4}) Answer(person, "post", "2024-10-20", 4);
  const Row row = TakeDown("2024-10-21");
  EXPECT_EQ(row.as_of(), D("2024-10-20"));
  EXPECT_THAT(Told(row, 0), ElementsAre(": 4 2 2")) << "the fifth has no stay, and counts";
  EXPECT_THAT(Told(row, v1::DIMENSION_DEPARTMENT), ElementsAre("dwp: 2 2 2", "moj: 1 0 0", "unknown: 1 0 0"));
  EXPECT_THAT(Told(row, v1::DIMENSION_ORGANISATION),
              ElementsAre("dwp: 1 1 1", "hse: 1 1 1", "moj: 1 0 0", "unknown: 1 0 0"));
  EXPECT_THAT(Told(row, 0, v1::DIMENSION_GRADE), ElementsAre(" AO: 1 1 1", " EO: 2 1 1", " unknown: 1 0 0"));
  EXPECT_THAT(Told(row, v1::DIMENSION_DEPARTMENT, v1::DIMENSION_GRADE),
              ElementsAre("dwp AO: 1 1 1", "dwp EO: 1 1 1", "moj EO: 1 0 0", "unknown unknown: 1 0 0"));
  EXPECT_EQ(Pairs(row, 2, 4), 2u);
  const SurveyWeek week = Show(row);
  ASSERT_THAT(week.constructs, SizeIs(1)) << "what is asked at one time only is left out";
  EXPECT_EQ(week.constructs[0].construct(), "skills");
  EXPECT_EQ(week.applied.size(), 2);
}

TEST_F(SurveyWeekTest, TheResponseThatStandsAtTheEndOfTheWeekCounts) {
  Put(1);
  Answer(1, "pre", "2024-10-01", 5);  // before anything counts
  Answer(1, "pre", "2024-10-14", 1);
  Answer(1, "post", "2024-10-15", 3);
  Answer(1, "post", "2024-10-17", 4);
  Answer(1, "post", "2024-10-21", 5);
  EXPECT_EQ(Pairs(TakeDown("2024-10-21"), 1, 4), 1u);
  EXPECT_EQ(Pairs(TakeDown("2024-10-28"), 1, 5), 1u);
  world.WithdrawAnswers(Person(1), "post", At("2024-10-16T00:00:00Z"));
  Answer(1, "pre", "2024-10-29", 2);
  EXPECT_THAT(Told(TakeDown("2024-10-21"), 0), ElementsAre(": 1 1 1"));
  EXPECT_EQ(Pairs(TakeDown("2024-11-04"), 2, 5), 1u);
  world.Answer(Person(1), "post", At("2024-11-05T10:00:00Z"), {0});  // takes the answer back
  EXPECT_THAT(Told(TakeDown("2024-11-11"), 0), ElementsAre(": 1 0 0"));
}

TEST_F(SurveyWeekTest, TheWeekEndsWithSundayInLondon) {
  Put(1);
  Answer(1, "pre", "2024-10-15", 2);
  world.Answer(Person(1), "post", At("2024-10-20T23:30:00Z"), {4});  // Monday in London
  EXPECT_THAT(Told(TakeDown("2024-10-21"), 0), ElementsAre(": 1 0 0"));
  EXPECT_THAT(Told(TakeDown("2024-10-28"), 0), ElementsAre(": 1 1 1"));
}

TEST_F(SurveyWeekTest, BehindTheProgrammeIsItsLastDay) {
  Put(1);
  Answer(1, "pre", "2025-02-14", 2);
  EXPECT_EQ(TakeDown("2025-03-03").as_of(), D("2025-02-14"));
  EXPECT_THAT(Told(TakeDown("2025-03-03"), 0), ElementsAre(": 1 0 0"));
  EXPECT_THAT(TakeDown("2024-09-02").tallies(), IsEmpty());
}

TEST_F(SurveyWeekTest, WhatIsWithheldIsDecidedWithTheWeek) {
  for (uint32_t person = 1; person <= 46; ++person) {
    Put(person, person <= 6 ? "hse" : "dwp");
    Answer(person, "pre", "2024-10-15", person % 2 ? 2 : 4);
    Answer(person, "post", "2024-10-16", person % 4 < 2 ? 2 : 5);
  }
  const Row row = TakeDown("2024-10-21");
  const auto shown = [&] {
    std::vector<std::string> groups;
    const SurveyWeek week = Show(row);
    for (const size_t level : {kDepartments, kOrganisations}) {
      for (const v1::SurveyResult& result : week.results[level][kWhole])
        groups.push_back(absl::StrCat(result.group_code(), result.withheld() ? " withheld" : " shown"));
    }
    return groups;
  };
  const std::vector<std::string> before = shown();
  EXPECT_THAT(before, ElementsAre("dwp shown", "dwp withheld", "hse withheld"))
      << "six people, and beside them";
  world.PutOrganisation("hse", "moj", identity::v1::ORGANISATION_KIND_EXECUTIVE_AGENCY);  // a correction
  follower.CatchUp(world);
  EXPECT_EQ(shown(), before);
  follower.Restart();
  EXPECT_EQ(shown(), before);
}

TEST_F(SurveyWeekTest, OnlyScalesOfFivePointsAreTold) {
  for (const auto& [id, kind] : {std::pair("pre-2", learning::v1::SURVEY_KIND_PRE),
                                 std::pair("post-2", learning::v1::SURVEY_KIND_POST)}) {
    learning::v1::Survey survey = World::Survey(id, kind, {"agility", "trust"});
    survey.mutable_questions(0)->set_scale(10);
    survey.mutable_questions(1)->mutable_baseline()->set_positive_per_mille(426);
    world.PutSurvey(survey);
  }
  const SurveyWeek week = Show(TakeDown("2024-10-21"));
  ASSERT_THAT(week.constructs, SizeIs(2));
  EXPECT_FALSE(week.constructs[0].has_baseline());
  EXPECT_EQ(week.constructs[1].construct(), "trust");
  EXPECT_EQ(week.constructs[1].baseline().positive_per_mille(), 426);
}

TEST_F(SurveyWeekTest, ARowMovesOnWhenFiveOfItsPeopleHaveAnsweredOtherwise) {
  const auto both = [&](uint32_t person) {
    Put(person);
    Answer(person, "pre", "2024-10-15", 2);
    Answer(person, "post", "2024-10-16", person % 2 == 0 ? 4 : 1);
  };
  for (uint32_t person = 1; person <= 20; ++person) both(person);
  const Row first = TakeDown("2024-10-21");
  for (uint32_t person = 21; person <= 24; ++person) both(person);
  const Row second = TakeDown("2024-10-28", first);
  EXPECT_EQ(second.monday(), D("2024-10-28"));
  EXPECT_THAT(Told(second, 0), ElementsAre(": 20 20 20"));
  EXPECT_THAT(Told(TakeDown("2024-10-28"), 0), ElementsAre(": 24 24 24")) << "of what is true by now";
  both(25);
  EXPECT_THAT(Told(TakeDown("2024-11-04", second), 0), ElementsAre(": 25 25 25"));
}

TEST_F(SurveyWeekTest, WhoMovesChangesNeitherPlaceAlone) {
  for (uint32_t person = 1; person <= 40; ++person) {
    Put(person, person <= 20 ? "dwp" : "moj");
    Answer(person, "pre", "2024-10-15", person % 2 == 0 ? 5 : 1);
    Answer(person, "post", "2024-10-16", person % 3 == 0 ? 5 : 1);
  }
  const Row first = TakeDown("2024-10-21");
  for (uint32_t person = 1; person <= 4; ++person) Put(person, "moj");
  const Row second = TakeDown("2024-10-28", first);
  EXPECT_EQ(Told(second, v1::DIMENSION_ORGANISATION), Told(first, v1::DIMENSION_ORGANISATION));
  Put(5, "moj");
  EXPECT_THAT(Told(TakeDown("2024-11-04", second), v1::DIMENSION_ORGANISATION),
              ElementsAre("dwp: 15 15 15", "moj: 25 25 25"));
}

// A row of a week's answer, by all that names it.
using Shown = std::map<std::tuple<size_t, size_t, std::string, std::string>, std::string>;
Shown AllOf(const SurveyWeek& week) {
  Shown shown;
  for (size_t level = 0; level < kLevels; ++level) {
    for (size_t by = 0; by < kCuts; ++by) {
      for (const v1::SurveyResult& result : week.results[level][by])
        shown[{level, by, result.group_code(), result.attribute_code()}] = result.SerializeAsString();
    }
  }
  return shown;
}

// Weeks in which a few people answer, answer anew, take back, move and are promoted.
class SurveyHistoryTest : public SurveyWeekTest {
 protected:
  uint32_t Draw(uint32_t below) { return static_cast<uint32_t>(random_() % below); }
  void Place(uint32_t person) {
    constexpr const char* kBodies[] = {"dwp", "dwp", "hse", "moj"};
    Put(person, kBodies[Draw(4)], Draw(3) == 0 ? "AO" : "EO");
  }
  void AnswerBoth(uint32_t person, Day day) {
    for (const char* survey : {"pre", "post"}) {
      if (Draw(5) > 0) Answer(person, survey, FormatDay(day).c_str(), static_cast<int>(1 + Draw(5)));
    }
  }
  void Join(Day day) {
    Place(++people_);
    AnswerBoth(people_, day);
  }
  void ChangeSomething(Day monday) {
    const uint32_t somebody = 1 + Draw(people_);
    switch (Draw(5)) {
      case 0:
        return Place(somebody);
      case 1:
        return AnswerBoth(somebody, monday - 3);
      case 2:
        return world.WithdrawAnswers(Person(somebody), "post", At("2024-10-16T00:00:00Z"));
      default:
        return Join(monday - 7 - static_cast<Day>(Draw(14)));  // some come late
    }
  }
  // By group: what it is made of.
  static std::map<std::string, Tally> TalliesOf(const Row& row) {
    std::map<std::string, Tally> tallies;
    for (const store::v1::SurveyTallyRow& from : row.tallies()) {
      Tally& tally =
          tallies[absl::StrCat(from.group_by(), from.group(), " ", from.attribute_by(), from.attribute())];
      for (int i = 0; i < from.matched_size(); ++i) {
        tally.matched[static_cast<size_t>(i) / kPoints][static_cast<size_t>(i) % kPoints] = from.matched(i);
      }
    }
    return tallies;
  }

 private:
  std::mt19937 random_{31};
  uint32_t people_ = 0;
};

// What a row is made of stays as it is, or differs by five of its people.
TEST_F(SurveyHistoryTest, AskingBeforeAndAfterOneMoreAnswerGivesNobodyAway) {
  for (int i = 0; i < 90; ++i) Join(D("2024-10-15"));
  Row last = TakeDown("2024-10-21");
  int same = 0, moved = 0, quiet_weeks = 0;
  for (Day monday = D("2024-10-28"); monday < D("2025-01-20"); monday += 7) {
    for (uint32_t changes = Draw(8); changes > 0; --changes) ChangeSomething(monday);
    const Row row = TakeDown(FormatDay(monday).c_str(), last);
    std::map<std::string, Tally> before = TalliesOf(last);
    for (const auto& [group, tally] : TalliesOf(row)) {
      if (before[group].Matched() == 0) continue;  // it showed nothing
      const uint32_t between = PeopleBetween(before[group], tally);
      EXPECT_TRUE(between == 0 || between >= kMinSide) << group << " differs by " << between;
      ++(between == 0 ? same : moved);
    }
    if (before == TalliesOf(row)) {
      ++quiet_weeks;
      EXPECT_EQ(AllOf(Show(row)), AllOf(Show(last)));
    }
    last = row;
  }
  EXPECT_GT(same, 20);
  EXPECT_GT(moved, 20);
  EXPECT_GT(quiet_weeks, 0);
}

}  // namespace
}  // namespace obt::aggregator
