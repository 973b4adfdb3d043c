// QuerySurveys over a small world: the same to everybody all week, for who may see it.
#include "absl/strings/str_cat.h"
#include "common/feed/directory.h"
#include "common/testing/fake_clock.h"
#include "common/testing/local_service.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "obt/aggregator/v1/survey.pb.h"
#include "services/aggregator/api/bind.h"
#include "services/aggregator/testing/shared_follower.h"

namespace obt::aggregator {
namespace {

using obt::testing::StatusIs;
using obt::testing::ViolatesFields;
using testing::At;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Person;
using ::testing::SizeIs;
using testing::World;

// `centre` (CENTRAL_REPORTER), and of dwp with what is below it `reporter` (ORGANISATION_REPORTER).
class SurveysServiceTest : public testing::SharedFollower {
 protected:
  SurveysServiceTest() {
    PutBodies();
    world.PutProgramme(World::Programme2024());
    for (const char* body : {"dwp", "hse", "moj"}) world.PutHeadcount("obt-2024", body, "2024-03-31", 100);
    learning::v1::Survey before = World::Survey("pre", learning::v1::SURVEY_KIND_PRE, {"skills"});
    before.mutable_questions(0)->set_wording("I have the skills");
    before.mutable_questions(0)->mutable_baseline()->set_positive_per_mille(426);
    before.mutable_questions(0)->mutable_baseline()->set_source("People Survey 2023");
    world.PutSurvey(before);
    world.PutSurvey(World::Survey("post", learning::v1::SURVEY_KIND_POST, {"skills"}));
    // 40 in each organisation; one in two is positive before, three in four after.
    for (uint32_t person = 0; person < 120; ++person) {
      constexpr const char* kBodies[] = {"dwp", "hse", "moj"};
      AddPerson(person, kBodies[person % 3], person % 6 < 3 ? 2 : 4, person % 12 < 3 ? 2 : 5);
    }
    follower.CatchUp(world);
    PutClient("centre", options::v1::ROLE_CENTRAL_REPORTER, "");
    PutClient("reporter", options::v1::ROLE_ORGANISATION_REPORTER, "dwp");
    request.set_programme_id("obt-2024");
  }
  void AddPerson(uint32_t person, const std::string& body, int before, int after) {
    world.PutPerson(Person(person), {{body, "2020-01-01", ""}}, "EO");
    world.Answer(Person(person), "pre", At("2024-10-15T10:00:00Z"), {before});
    world.Answer(Person(person), "post", At("2024-11-20T10:00:00Z"), {after});
  }
  absl::StatusOr<v1::QuerySurveysResponse> Ask(const std::string& client = "centre") {
    return service.As(client).Call<v1::QuerySurveysResponse>(request);
  }
  static std::vector<std::string> GroupsOf(const v1::QuerySurveysResponse& response) {
    std::vector<std::string> groups;
    for (const v1::SurveyResult& result : response.results())
      groups.push_back(absl::StrCat(result.group_code(), result.withheld() ? " withheld" : ""));
    return groups;
  }

  v1::QuerySurveysRequest request;
  const std::vector<FollowedSource> sources;
  SurveyWeeks weeks{follower.engine(), follower.store(), sources};
  obt::testing::FakeClock clock{absl::FromUnixSeconds(At("2024-11-26T12:00:00Z").seconds())};  // a Tuesday
  feed::Directory directory;
  obt::testing::LocalService service{follower.store(), directory, clock,
                                     [this](rpc::Router& router) { BindSurveys(router, weeks); }};
};

TEST_F(SurveysServiceTest, AnAnswerIsAsOfTheLastFinishedWeekBesideWhatIsPublished) {
  ASSERT_OK_AND_ASSIGN(const v1::QuerySurveysResponse response, Ask());
  EXPECT_EQ(*ParseDay(response.as_of()), testing::D("2024-11-24"));
  ASSERT_THAT(response.constructs(), SizeIs(1));
  EXPECT_EQ(response.constructs(0).wording(), "I have the skills");
  EXPECT_EQ(response.constructs(0).baseline().positive_per_mille(), 426);
  EXPECT_EQ(response.constructs(0).baseline().source(), "People Survey 2023");
  ASSERT_THAT(response.results(), SizeIs(1));
  const v1::SurveyResult& result = response.results(0);
  EXPECT_EQ(result.construct(), "skills");
  EXPECT_EQ(result.matched(), 120);
  EXPECT_EQ(result.positive_before().percent(), 50);
  EXPECT_EQ(result.positive_after().percent(), 75);
  EXPECT_EQ(result.change_points(), 25);
  EXPECT_EQ(result.significance(), v1::SIGNIFICANCE_BELOW_0_001);
  EXPECT_EQ(response.applied_size(), 2);
}

TEST_F(SurveysServiceTest, WhatArrivesLateChangesNothingBeforeMondayNorDoesARestart) {
  request.add_group_by(v1::DIMENSION_ORGANISATION);
  ASSERT_OK_AND_ASSIGN(const v1::QuerySurveysResponse first, Ask());
  for (uint32_t person = 200; person < 240; ++person) AddPerson(person, "hse", 2, 2);
  world.PutPerson(Person(0), {{"moj", "2020-01-01", ""}}, "EO");
  follower.CatchUp(world);
  EXPECT_EQ(Ask()->SerializeAsString(), first.SerializeAsString());
  SurveyWeeks restarted(follower.engine(), follower.store(), sources);
  obt::testing::LocalService again{follower.store(), directory, clock,
                                   [&](rpc::Router& router) { BindSurveys(router, restarted); }};
  ASSERT_OK_AND_ASSIGN(const auto same, again.As("centre").Call<v1::QuerySurveysResponse>(request));
  EXPECT_EQ(same.SerializeAsString(), first.SerializeAsString());
  clock.Advance(absl::Hours(24 * 6));
  ASSERT_OK_AND_ASSIGN(const v1::QuerySurveysResponse next, Ask());
  EXPECT_EQ(*ParseDay(next.as_of()), testing::D("2024-12-01"));
  EXPECT_EQ(next.results(0).SerializeAsString(), first.results(0).SerializeAsString()) << "one has left dwp";
  EXPECT_EQ(next.results(1).matched(), 80);
}

TEST_F(SurveysServiceTest, WhoeverAsksReadsTheSameRowsOfWhatTheyMaySee) {
  request.add_group_by(v1::DIMENSION_ORGANISATION);
  ASSERT_OK_AND_ASSIGN(const v1::QuerySurveysResponse all, Ask());
  ASSERT_OK_AND_ASSIGN(const v1::QuerySurveysResponse own, Ask("reporter"));
  EXPECT_THAT(GroupsOf(all), ElementsAre("dwp", "hse", "moj"));
  ASSERT_THAT(GroupsOf(own), ElementsAre("dwp", "hse"));
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(own.results(i).SerializeAsString(), all.results(i).SerializeAsString());
  request.set_group_by(0, v1::DIMENSION_DEPARTMENT);
  EXPECT_THAT(GroupsOf(*Ask()), ElementsAre("dwp", "moj"));
  EXPECT_THAT(GroupsOf(*Ask("reporter")), ElementsAre("dwp"));
}

TEST_F(SurveysServiceTest, EverybodyIsOutOfTheScopeOfAnOrganisation) {
  EXPECT_THAT(Ask("reporter"), StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
  request.add_group_by(v1::DIMENSION_GRADE);
  EXPECT_THAT(Ask("reporter"), StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
  request.add_group_by(v1::DIMENSION_DEPARTMENT);
  EXPECT_OK(Ask("reporter"));
}

TEST_F(SurveysServiceTest, ASmallGroupIsWithheldAndSoIsWhatWouldGiveItAway) {
  for (const uint32_t person : {300, 301}) {
    world.PutPerson(Person(person), {{"moj", "2020-01-01", ""}}, "AO");
    world.Answer(Person(person), "pre", At("2024-10-15T10:00:00Z"), {1});
    world.Answer(Person(person), "post", At("2024-11-20T10:00:00Z"), {5});
  }
  follower.CatchUp(world);
  request.add_group_by(v1::DIMENSION_DEPARTMENT);
  EXPECT_THAT(GroupsOf(*Ask()), ElementsAre("dwp", "moj"));
  request.add_group_by(v1::DIMENSION_GRADE);
  EXPECT_THAT(GroupsOf(*Ask()), ElementsAre("dwp", "moj withheld", "moj withheld"))
      << "EO of moj, all but two";
}

TEST_F(SurveysServiceTest, PagesAreOfOneWeek) {
  request.add_group_by(v1::DIMENSION_ORGANISATION);
  request.set_page_size(2);
  ASSERT_OK_AND_ASSIGN(const v1::QuerySurveysResponse first, Ask());
  EXPECT_THAT(GroupsOf(first), ElementsAre("dwp", "hse"));
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(const v1::QuerySurveysResponse second, Ask());
  EXPECT_THAT(GroupsOf(second), ElementsAre("moj"));
  EXPECT_EQ(second.next_page_token(), "");
  clock.Advance(absl::Hours(24 * 7));
  EXPECT_THAT(Ask(), StatusIs(absl::StatusCode::kOutOfRange, "ANSWER_GONE"));
}

TEST_F(SurveysServiceTest, WhatItCannotBeGroupedByIsNamedWithWhatItCan) {
  const auto refused = [&](std::vector<v1::Dimension> by) {
    request.clear_group_by();
    for (const v1::Dimension dimension : by) request.add_group_by(dimension);
    return Ask().status();
  };
  const absl::Status two = refused({v1::DIMENSION_REGION, v1::DIMENSION_GRADE});
  EXPECT_THAT(two, ViolatesFields(ElementsAre("group_by[1]")));
  EXPECT_THAT(std::string(two.message()),
              HasSubstr("ORGANISATION or DEPARTMENT, at most one of them, and GRADE, PROFESSION or REGION"));
  EXPECT_THAT(refused({v1::DIMENSION_ORGANISATION, v1::DIMENSION_DEPARTMENT}),
              ViolatesFields(ElementsAre("group_by[1]")));
  EXPECT_THAT(refused({v1::DIMENSION_WEEK}), ViolatesFields(ElementsAre("group_by[0]")));
  EXPECT_THAT(refused({v1::DIMENSION_THEME, v1::DIMENSION_GRADE}),
              ViolatesFields(ElementsAre("group_by[0]")));
  EXPECT_THAT(refused({static_cast<v1::Dimension>(99)}).code(), absl::StatusCode::kInvalidArgument);
  request.clear_group_by();
  request.set_programme_id("obt-1999");
  EXPECT_THAT(Ask(), StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
}

}  // namespace
}  // namespace obt::aggregator
