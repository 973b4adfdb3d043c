// Who was ever registered in a group: the size of it, against which what people did there is held.
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregator/query/query.h"
#include "services/aggregator/query/test_questions.h"

namespace obt::aggregator {
namespace {

using recount::Figures;
using testing::D;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;

class EverRegisteredTest : public QueryTest {
 protected:
  using By = std::vector<v1::Dimension>;
  const By kOrganisation = {v1::DIMENSION_ORGANISATION}, kDepartment = {v1::DIMENSION_DEPARTMENT};

  Question Asked(By group_by, bool then = true) {
    return Ask(v1::MEASURE_EVER_REGISTERED, std::move(group_by), then);
  }
  // The figures, which the recount must find as well.
  Figures Ever(const Question& question) {
    const recount::Sources sources = world.Sources();
    const Figures figures = Count(question);
    EXPECT_EQ(recount::CountFigures(sources, recount::CountRecords(sources, "obt-2024"), question), figures);
    return figures;
  }
};

TEST_F(EverRegisteredTest, WhoMovesWithinADepartmentIsInEachBodyAndOnceInTheDepartment) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", "2024-11-04"}, {"hse", "2024-11-04", ""}}, "EO");
  EXPECT_THAT(Ever(Asked(kOrganisation)), (Figures{{{"dwp"}, {{"", 1}}}, {{"hse"}, {{"", 1}}}}));
  EXPECT_THAT(Ever(Asked(kDepartment)), (Figures{{{"dwp"}, {{"", 1}}}}));
  EXPECT_THAT(Ever(Asked({v1::DIMENSION_GRADE})), (Figures{{{"EO"}, {{"", 1}}}}));
  EXPECT_THAT(Ever(Asked({})), (Figures{{{}, {{"", 1}}}}));
  EXPECT_THAT(Ever(Asked(kOrganisation, false)), (Figures{{{"hse"}, {{"", 1}}}})) << "now in one place";
}

TEST_F(EverRegisteredTest, WhoComesBackIsStillThereOnce) {
  world.PutPerson(
      Person(1),
      {{"dwp", "2020-01-01", "2024-11-04"}, {"moj", "2024-11-04", "2024-12-01"}, {"dwp", "2024-12-02", ""}});
  EXPECT_THAT(Ever(Asked(kOrganisation)), (Figures{{{"dwp"}, {{"", 1}}}, {{"moj"}, {{"", 1}}}}));
}

TEST_F(EverRegisteredTest, WhoseBodyChangesDepartmentIsInBoth) {
  world.PutPerson(Person(1), {{"hse", "2020-01-01", ""}});
  identity::v1::Organisation hse = world.organisations.at("hse");
  hse.add_past()->set_parent_code("dwp");
  *hse.mutable_past(0)->mutable_to_day() = testing::Date("2024-12-01");
  hse.set_parent_code("moj");
  world.PutOrganisation(hse);
  EXPECT_THAT(Ever(Asked(kDepartment)), (Figures{{{"dwp"}, {{"", 1}}}, {{"moj"}, {{"", 1}}}}));
  EXPECT_THAT(Ever(Asked(kOrganisation)), (Figures{{{"hse"}, {{"", 1}}}}));
  EXPECT_THAT(Ever(Asked(kDepartment, false)), (Figures{{{"moj"}, {{"", 1}}}}));
  Question question = Asked(kDepartment);
  question.as_of = D("2024-11-30");
  EXPECT_THAT(Ever(question), (Figures{{{"dwp"}, {{"", 1}}}}));
}

TEST_F(EverRegisteredTest, AMergedBodyKeepsItsPeopleThenForItsDays) {
  world.PutPerson(Person(1), {{"hse", "2020-01-01", ""}});
  world.PutPerson(Person(2), {{"hse", "2020-01-01", "2024-11-01"}});
  world.PutPerson(Person(3), {{"hse", "2024-12-01", ""}});
  world.Merge("hse", "moj", "2024-12-01");
  EXPECT_THAT(Ever(Asked(kOrganisation)), (Figures{{{"hse"}, {{"", 2}}}, {{"moj"}, {{"", 2}}}}));
  EXPECT_THAT(Ever(Asked(kOrganisation, false)), (Figures{{{"moj"}, {{"", 3}}}}));
}

TEST_F(EverRegisteredTest, OnlyStaysOnCountingDaysUpToAsOfCount) {
  identity::v1::Programme programme = testing::World::Programme2024();
  *programme.mutable_counting_from_day() = testing::Date("2024-10-20");
  *programme.mutable_counting_to_day() = testing::Date("2025-01-10");
  world.PutProgramme(programme);
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", "2024-10-20"}});  // left before
  world.PutPerson(Person(2), {{"hse", "2020-01-01", "2024-10-21"}});  // was there on the first day
  world.PutPerson(Person(3), {{"moj", "2024-12-01", ""}});
  world.PutPerson(Person(4), {{"fcdo", "2025-01-10", ""}});  // no counting day any more
  world.PutPerson(Person(5), {{"club", "2020-01-01", ""}});
  world.PutPerson(Person(6), {});
  SelfRecord(1, "a", "2024-11-03T10:00:00Z", 10);
  for (const bool then : {true, false}) {
    Question question = Asked(kOrganisation, then);
    EXPECT_THAT(Ever(question), (Figures{{{"hse"}, {{"", 1}}}, {{"moj"}, {{"", 1}}}}));
    question.include_out_of_scope = true;
    question.as_of = D("2024-11-30");
    EXPECT_THAT(Ever(question), (Figures{{{"hse"}, {{"", 1}}}, {{"out_of_scope"}, {{"", 1}}}}));
    question.as_of = D("2024-10-19");
    EXPECT_THAT(Ever(question), IsEmpty());
  }
}

TEST_F(EverRegisteredTest, ItHappensOnTheFirstDayInTheGroup) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", "2024-11-04"}, {"moj", "2024-11-04", ""}});
  world.PutPerson(Person(2), {{"moj", "2024-12-31", ""}});
  Question question = Asked({v1::DIMENSION_DAY});
  question.only_new = true;
  EXPECT_THAT(Ever(question), (Figures{{{"2024-10-14"}, {{"", 1}}}, {{"2024-12-31"}, {{"", 1}}}}));
  question.group_by = {v1::DIMENSION_ORGANISATION, v1::DIMENSION_MONTH};
  EXPECT_THAT(Ever(question), (Figures{{{"dwp", "2024-10"}, {{"", 1}}},
                                       {{"moj", "2024-11"}, {{"", 1}}},
                                       {{"moj", "2024-12"}, {{"", 1}}}}));
  question.filter.from = D("2024-11-05");
  EXPECT_THAT(Ever(question), (Figures{{{"moj", "2024-12"}, {{"", 1}}}}));
  question.filter.from = kAlways;
  question.then = false;
  EXPECT_THAT(Ever(question), (Figures{{{"moj", "2024-10"}, {{"", 1}}}, {{"moj", "2024-12"}, {{"", 1}}}}));
  question.then = true;
  question.only_new = false;
  question.group_by = {v1::DIMENSION_MONTH};
  follower.CatchUp(world);
  EXPECT_THAT(follower.Ask(question).columns[0].values, ElementsAre(1, 1, 2, 2, 2));
}

TEST_F(EverRegisteredTest, FiltersKeepWhomTheyKeepOtherwise) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", "2024-11-04"}, {"moj", "2024-11-04", ""}}, "EO");
  world.PutPerson(Person(2), {{"hse", "2020-01-01", ""}}, "AO");
  SelfRecord(1, "a", "2024-11-03T10:00:00Z", 10);
  SelfRecord(3, "b", "2024-11-03T10:00:00Z", 10);  // nobody knows where this person works
  Question question = Asked({});
  question.filter.done = {v1::STEP_START_LEARNING};
  EXPECT_THAT(Ever(question), (Figures{{{}, {{"", 1}}}}));
  std::swap(question.filter.done, question.filter.not_done);
  EXPECT_THAT(Ever(question), (Figures{{{}, {{"", 1}}}}));
  question.filter.not_done.clear();
  question.filter.organisation_codes = {"dwp"};
  EXPECT_THAT(Ever(question), (Figures{{{}, {{"", 2}}}}));
  question.filter.attributes[v1::DIMENSION_GRADE] = {"EO"};
  EXPECT_THAT(Ever(question), (Figures{{{}, {{"", 1}}}}));
  question.then = false;
  EXPECT_THAT(Ever(question), IsEmpty()) << "at moj now";
}

}  // namespace
}  // namespace obt::aggregator
