// The handlers of the metrics and progress services over a small world, and what they refuse.
#include "services/aggregator/api/metrics_service.h"

#include <cmath>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/aggregator/api/progress_service.h"
#include "services/aggregator/testing/world.h"

namespace obt::aggregator {
namespace {

using obt::testing::StatusIs;
using obt::testing::ViolatesFields;
using testing::At;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Person;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using testing::World;

class MetricsServiceTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { shared = new testing::Follower; }
  static void TearDownTestSuite() { delete shared; }

  static testing::Follower& Cleared() {
    shared->Clear();
    return *shared;
  }

  MetricsServiceTest() {
    world.PutOrganisation("dwp", "", identity::v1::ORGANISATION_KIND_DEPARTMENT);
    world.PutOrganisation("hse", "dwp", identity::v1::ORGANISATION_KIND_EXECUTIVE_AGENCY);
    world.PutOrganisation("moj", "", identity::v1::ORGANISATION_KIND_DEPARTMENT);
    identity::v1::Programme programme = World::Programme2024();
    programme.set_target_minutes(100);
    world.PutProgramme(programme);
    for (const char* organisation : {"dwp", "hse"}) {
      world.PutHeadcount("obt-2024", organisation, "2024-03-31", 4);
    }
    world.PutHeadcount("obt-2024", "moj", "2024-03-31", 0);
    world.PutCourse(World::Course("masterclass", 2, 1, 30));
    for (uint32_t i = 1; i <= 2; ++i) world.PutPerson(Person(i), {{"dwp", "2020-01-01", ""}}, "EO");
    world.PutPerson(Person(3), {{"moj", "2020-01-01", ""}}, "AO");
    world.Record({.id = "a",
                  .person = Person(1),
                  .course = "masterclass",
                  .module = "m1",
                  .at = At("2024-10-20T10:00:00Z"),
                  .minutes = 60});
    follower.CatchUp(world);
    MakeCall();
    request.set_programme_id("obt-2024");
    request.add_measures(v1::MEASURE_REGISTERED);
  }
  void MakeCall() {
    call.now = absl::FromUnixSeconds(At("2024-12-01T12:00:00Z").seconds());
    std::vector<identity::v1::Organisation> organisations;
    for (const auto& [code, organisation] : world.organisations) organisations.push_back(organisation);
    call.rights = std::make_shared<auth::Rights>(
        std::make_shared<auth::OrganisationTree>(std::move(organisations), DayOf(call.now)),
        std::vector<identity::v1::Client>());
    call.scope.everything = true;
    call.client_id = "reporter";
    call.page_key = "a key";
  }
  void OnlySees(const std::string& organisation) {
    call.scope.everything = false;
    call.scope.roots = {organisation};
  }
  absl::StatusOr<v1::QueryMetricsResponse> Ask() {
    return QueryMetrics(request, call, follower.store().Now(), follower.engine(), follower.pool(), kept);
  }
  std::vector<std::string> CodesOf(const v1::QueryMetricsResponse& response) {
    std::vector<std::string> codes;
    const v1::Dictionary& dictionary = response.dimensions(0);
    for (const uint32_t index : dictionary.index()) {
      codes.push_back(dictionary.codes(static_cast<int>(index)));
    }
    return codes;
  }

  static testing::Follower* shared;
  testing::Follower& follower = Cleared();
  World world;
  rpc::Call call;
  v1::QueryMetricsRequest request;
  KeptAnswers kept;
};
testing::Follower* MetricsServiceTest::shared = nullptr;

TEST_F(MetricsServiceTest, AnAnswerIsMarkedDatedAndSaysWhatItIncludes) {
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse response, Ask());
  EXPECT_EQ(response.marking(), "NOT_FOR_PUBLICATION");
  EXPECT_EQ(*ParseDay(response.as_of()), testing::D("2024-12-01"));
  EXPECT_THAT(response.measures(0).values(), ElementsAre(3));
  ASSERT_THAT(response.applied(), SizeIs(2));
  EXPECT_EQ(response.applied(0).sequence(), world.identity().size());
  EXPECT_EQ(response.applied(1).sequence(), world.learning().size());
}

TEST_F(MetricsServiceTest, ADateBehindTheProgrammeIsItsLastDay) {
  *request.mutable_as_of() = testing::Date("2030-01-01");
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse response, Ask());
  EXPECT_EQ(*ParseDay(response.as_of()), testing::D("2025-02-14"));
}

TEST_F(MetricsServiceTest, ARateBringsBothItsMeasuresAndHasNoValueOverZero) {
  request.clear_measures();
  request.add_group_by(v1::DIMENSION_ORGANISATION);
  v1::RateRequest& rate = *request.add_rates();
  rate.set_numerator(v1::MEASURE_LEARNING_STARTED);
  rate.set_denominator(v1::MEASURE_IN_SCOPE);
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse response, Ask());
  EXPECT_THAT(CodesOf(response), ElementsAre("dwp", "hse", "moj"));
  EXPECT_THAT(response.measures(), SizeIs(2));
  ASSERT_THAT(response.rates(0).values(), SizeIs(3));
  EXPECT_EQ(response.rates(0).values(0), 0.25);
  EXPECT_EQ(response.rates(0).values(1), 0);
  EXPECT_TRUE(std::isnan(response.rates(0).values(2)));
}

TEST_F(MetricsServiceTest, PagesBelongToTheVersionOfTheFirst) {
  request.add_group_by(v1::DIMENSION_ORGANISATION);
  request.set_page_size(2);
  ASSERT_OK_AND_ASSIGN(v1::QueryMetricsResponse first, Ask());
  EXPECT_EQ(first.total_groups(), 3);
  EXPECT_THAT(CodesOf(first), ElementsAre("dwp", "hse"));
  world.PutPerson(Person(9), {{"moj", "2020-01-01", ""}});
  follower.CatchUp(world);
  request.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse second, Ask());
  EXPECT_THAT(CodesOf(second), ElementsAre("moj"));
  EXPECT_THAT(second.measures(0).values(), ElementsAre(1)) << "not the two of now";
  EXPECT_EQ(second.applied(0).sequence(), first.applied(0).sequence());
  EXPECT_THAT(second.next_page_token(), IsEmpty());
  call.now += absl::Seconds(61);
  EXPECT_THAT(Ask(), StatusIs(absl::StatusCode::kOutOfRange, "ANSWER_GONE"));
}

TEST_F(MetricsServiceTest, ATokenOfAnotherQuestionIsRefused) {
  request.add_group_by(v1::DIMENSION_ORGANISATION);
  request.set_page_size(2);
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse first, Ask());
  request.set_page_token(first.next_page_token());
  request.set_include_out_of_scope(true);
  EXPECT_THAT(Ask(), ViolatesFields(ElementsAre("page_token")));
}

TEST_F(MetricsServiceTest, APageFitsIntoAResponse) {
  Answer answer;
  answer.dimensions.resize(3);
  answer.columns.resize(28);
  v1::QueryMetricsRequest large;
  EXPECT_LT(PageGroups(answer, large), 25'000u);
  large.set_page_size(100);
  EXPECT_EQ(PageGroups(answer, large), 100u);
}

TEST_F(MetricsServiceTest, AnEmptyFilterMeansTheCallersOwnScope) {
  OnlySees("dwp");
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse response, Ask());
  EXPECT_THAT(response.measures(0).values(), ElementsAre(2));
}

TEST_F(MetricsServiceTest, AFilterOutsideTheCallersScopeIsDenied) {
  OnlySees("dwp");
  request.mutable_filter()->add_organisation_codes("hse");
  EXPECT_OK(Ask());
  request.mutable_filter()->add_organisation_codes("moj");
  EXPECT_THAT(Ask(), StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
}

TEST_F(MetricsServiceTest, OwnWritesAreWaitedForAndThenUnavailable) {
  common::v1::SequencePoint& point = *request.add_at_least();
  point.set_source("learning");
  point.set_sequence(world.learning().size());
  EXPECT_EQ(follower.engine().WaitFor(request.at_least()), absl::ZeroDuration());
  EXPECT_OK(Ask());
  point.set_sequence(world.learning().size() + 1);
  EXPECT_EQ(follower.engine().WaitFor(request.at_least()), absl::Seconds(2));
  EXPECT_THAT(Ask(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(MetricsServiceTest, EveryFaultOfARequestIsNamedAtOnce) {
  v1::QueryMetricsRequest bad;
  bad.set_programme_id("OBT 2024");
  bad.mutable_filter()->add_organisation_codes("Not A Code");
  for (const v1::Dimension dimension : {v1::DIMENSION_WEEK, v1::DIMENSION_MONTH, v1::DIMENSION_GRADE}) {
    bad.add_group_by(dimension);
  }
  for (const int measure :
       {int{v1::MEASURE_IN_SCOPE}, 99, int{v1::MEASURE_PARTICIPANTS}, int{v1::MEASURE_PARTICIPANTS}}) {
    bad.add_measures(static_cast<v1::Measure>(measure));
  }
  bad.add_rates()->set_numerator(v1::MEASURE_MINUTES_BANDS);
  bad.set_attribution(static_cast<v1::Attribution>(7));
  bad.mutable_as_of()->set_year(2024);
  bad.add_at_least()->set_source("ideas");
  bad.set_page_size(-1);
  EXPECT_THAT(Validate(bad).ToStatus(),
              ViolatesFields(UnorderedElementsAre("programme_id", "filter.organisation_codes[0]",
                                                  "group_by[1]", "measures[0]", "measures[1]", "measures[3]",
                                                  "rates[0].numerator", "rates[0].denominator", "attribution",
                                                  "as_of", "at_least[0].source", "page_size")));
}

TEST_F(MetricsServiceTest, FourGroupingsOrNoMeasureAreRefused) {
  request.clear_measures();
  for (const v1::Dimension dimension :
       {v1::DIMENSION_ORGANISATION, v1::DIMENSION_DEPARTMENT, v1::DIMENSION_GRADE, v1::DIMENSION_REGION}) {
    request.add_group_by(dimension);
  }
  EXPECT_THAT(Validate(request).ToStatus(), ViolatesFields(UnorderedElementsAre("group_by", "measures")));
}

TEST_F(MetricsServiceTest, TheCatalogueDefinesEveryMeasure) {
  const v1::ListMetricsResponse catalogue = Catalogue();
  EXPECT_THAT(catalogue.metrics(), SizeIs(v1::Measure_MAX));
  for (const v1::MetricDefinition& metric : catalogue.metrics()) {
    EXPECT_FALSE(metric.definition().empty() || metric.unit().empty()) << v1::Measure_Name(metric.measure());
  }
}

TEST_F(MetricsServiceTest, ProgressTellsTheStepsDoneAndTheNextOne) {
  v1::GetPersonProgressRequest wanted;
  const auto ask = [&] { return GetPersonProgress(wanted, call, follower.store().Now(), follower.engine()); };
  wanted.set_programme_id("obt-2024");
  wanted.set_person_id(ToText(Person(1)));
  ASSERT_OK_AND_ASSIGN(const v1::GetPersonProgressResponse learner, ask());
  ASSERT_THAT(learner.steps(), SizeIs(3));
  EXPECT_TRUE(learner.steps(1).done());
  EXPECT_EQ(*ParseDay(learner.steps(1).done_on()), testing::D("2024-10-20"));
  EXPECT_EQ(learner.next_step(), v1::STEP_REACH_TARGET);
  EXPECT_EQ(learner.minutes(), 60);
  EXPECT_EQ(learner.target_minutes(), 100);
  wanted.set_person_id(ToText(Person(2)));
  ASSERT_OK_AND_ASSIGN(const v1::GetPersonProgressResponse beginner, ask());
  EXPECT_EQ(beginner.next_step(), v1::STEP_START_LEARNING);
  wanted.set_programme_id("obt-1999");
  EXPECT_THAT(ask(), StatusIs(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND"));
}

}  // namespace
}  // namespace obt::aggregator
