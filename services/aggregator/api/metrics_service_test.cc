// The metrics and progress services over a small world, and what they refuse.
#include <cmath>
#include <future>

#include "absl/strings/str_cat.h"
#include "common/feed/directory.h"
#include "common/rules/measures.h"
#include "common/testing/fake_clock.h"
#include "common/testing/local_service.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/aggregator/v1/progress.pb.h"
#include "obt/aggregator/v1/snapshot.pb.h"
#include "services/aggregator/api/bind.h"
#include "services/aggregator/api/metrics_domain.h"
#include "services/aggregator/api/test_metrics.h"

namespace obt::aggregator {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using obt::testing::ViolatesFields;
using testing::At;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Person;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using testing::World;

TEST_F(MetricsServiceTest, AnAnswerIsMarkedDatedAndSaysWhatItIncludes) {
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse response, Ask());
  EXPECT_EQ(response.marking(), "NOT_FOR_PUBLICATION");
  EXPECT_EQ(*ParseDay(response.as_of()), testing::D("2024-12-01"));
  EXPECT_THAT(response.measures(0).values(), ElementsAre(3));
  ASSERT_THAT(response.applied(), SizeIs(3));
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

TEST_F(MetricsServiceTest, ARateSaysWhetherItMayExceedOne) {
  constexpr auto kThen = v1::ATTRIBUTION_THEN;
  constexpr auto kNew = v1::ACCUMULATION_NEW;
  struct Case {
    v1::Measure numerator, denominator;
    bool may_exceed;
    v1::Attribution attribution = v1::ATTRIBUTION_UNSPECIFIED;
    v1::Accumulation accumulation = v1::ACCUMULATION_UNSPECIFIED;
    std::vector<v1::Dimension> by = {};
  };
  constexpr auto kByWeek = v1::DIMENSION_WEEK;
  constexpr auto kByBody = v1::DIMENSION_ORGANISATION;
  for (const Case& c : std::vector<Case>{
           {v1::MEASURE_LEARNING_STARTED, v1::MEASURE_REGISTERED, true},
           {v1::MEASURE_LEARNING_STARTED, v1::MEASURE_IN_SCOPE, true},
           {v1::MEASURE_REGISTERED, v1::MEASURE_IN_SCOPE, true},
           {v1::MEASURE_LEARNING_MINUTES, v1::MEASURE_PARTICIPANTS, true},
           {v1::MEASURE_PARTICIPANTS, v1::MEASURE_LEARNING_STARTED, true},
           {v1::MEASURE_PRE_SURVEY, v1::MEASURE_LEARNING_STARTED, true},
           {v1::MEASURE_REGISTERED, v1::MEASURE_REGISTERED, false},
           {v1::MEASURE_LEARNING_STARTED, v1::MEASURE_PARTICIPANTS, false},
           {v1::MEASURE_POST_SURVEY, v1::MEASURE_PARTICIPANTS, false},
           {v1::MEASURE_LEARNING_COMPLETED, v1::MEASURE_LEARNING_STARTED, false},
           {v1::MEASURE_REACHED_TARGET, v1::MEASURE_LEARNING_STARTED, false},
           {v1::MEASURE_LEARNING_COMPLETED, v1::MEASURE_LEARNING_STARTED, true, kThen},
           {v1::MEASURE_LEARNING_COMPLETED, v1::MEASURE_LEARNING_STARTED, false, {}, kNew},
           {v1::MEASURE_LEARNING_COMPLETED, v1::MEASURE_LEARNING_STARTED, false, {}, {}, {kByWeek}},
           {v1::MEASURE_LEARNING_COMPLETED, v1::MEASURE_LEARNING_STARTED, true, {}, kNew, {kByWeek}},
           {v1::MEASURE_PARTICIPANTS, v1::MEASURE_EVER_REGISTERED, false, kThen, {}, {kByBody}},
           {v1::MEASURE_PARTICIPANTS, v1::MEASURE_EVER_REGISTERED, false, kThen, {}, {kByBody, kByWeek}},
           {v1::MEASURE_PARTICIPANTS, v1::MEASURE_EVER_REGISTERED, true, kThen, kNew, {kByBody, kByWeek}},
           {v1::MEASURE_PARTICIPANTS, v1::MEASURE_EVER_REGISTERED, true, kThen},
           {v1::MEASURE_PARTICIPANTS, v1::MEASURE_EVER_REGISTERED, true, {}, {}, {kByBody}},
           {v1::MEASURE_REGISTERED, v1::MEASURE_EVER_REGISTERED, true, kThen, {}, {kByBody}},
           {v1::MEASURE_EVER_REGISTERED, v1::MEASURE_PARTICIPANTS, true}}) {
    request.clear_rates();
    request.clear_group_by();
    for (const v1::Dimension dimension : c.by) request.add_group_by(dimension);
    request.add_rates()->set_numerator(c.numerator);
    request.mutable_rates(0)->set_denominator(c.denominator);
    request.set_attribution(c.attribution);
    request.set_accumulation(c.accumulation);
    ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse response, Ask());
    EXPECT_EQ(response.rates(0).may_exceed_one(), c.may_exceed)
        << v1::Measure_Name(c.numerator) << " / " << v1::Measure_Name(c.denominator);
    if (c.may_exceed) continue;
    for (const double value : response.rates(0).values()) EXPECT_FALSE(value > 1) << value;
  }
}

TEST_F(MetricsServiceTest, ARateOfWhatHappenedFromADayOnMayExceedOne) {
  request.add_rates()->set_numerator(v1::MEASURE_REACHED_TARGET);
  request.mutable_rates(0)->set_denominator(v1::MEASURE_LEARNING_STARTED);
  *request.mutable_filter()->mutable_from_day() = testing::Date("2024-11-01");
  world.Record({.id = "b", .person = Person(2), .at = At("2024-11-21T10:00:00Z"), .minutes = 100});
  world.Record({.id = "c", .person = Person(1), .at = At("2024-11-21T10:00:00Z"), .minutes = 40});
  follower.CatchUp(world);
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse response, Ask());
  EXPECT_THAT(response.rates(0).values(), ElementsAre(2)) << "one of them started before";
  EXPECT_TRUE(response.rates(0).may_exceed_one());
}

TEST_F(MetricsServiceTest, SomebodyWhoLeftMayTakeARateOfTheRegisteredAboveOne) {
  for (const uint32_t i : {1, 4}) {
    world.PutPerson(Person(i), {{"dwp", "2020-01-01", "2024-11-01"}});
    world.Record({.id = absl::StrCat("e", i), .person = Person(i), .at = At("2024-10-21T10:00:00Z")});
  }
  world.PutPerson(Person(3), {{"moj", "2020-01-01", "2024-11-01"}});
  follower.CatchUp(world);
  request.add_rates()->set_numerator(v1::MEASURE_LEARNING_STARTED);
  request.mutable_rates(0)->set_denominator(v1::MEASURE_REGISTERED);
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse response, Ask());
  EXPECT_THAT(response.rates(0).values(), ElementsAre(2));
  EXPECT_TRUE(response.rates(0).may_exceed_one());
  const std::string definition = rules::OptionOf(v1::MEASURE_REGISTERED).definition();
  EXPECT_THAT(definition, ::testing::HasSubstr("may exceed 100 %"));
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
  clock.Advance(absl::Seconds(61));
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
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse response, Ask("reporter"));
  EXPECT_THAT(response.measures(0).values(), ElementsAre(2));
}

TEST_F(MetricsServiceTest, AFilterOutsideTheCallersScopeIsDenied) {
  request.mutable_filter()->add_organisation_codes("hse");
  EXPECT_OK(Ask("reporter"));
  request.mutable_filter()->add_organisation_codes("moj");
  EXPECT_THAT(Ask("reporter"), StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
}

TEST_F(MetricsServiceTest, OwnWritesAreWaitedFor) {
  common::v1::SequencePoint& point = *request.add_at_least();
  point.set_source("learning");
  point.set_sequence(world.learning().size());
  EXPECT_EQ(follower.engine().WaitFor(request.at_least()), absl::ZeroDuration());
  EXPECT_OK(Ask());
  point.set_sequence(world.learning().size() + 1);
  EXPECT_EQ(follower.engine().WaitFor(request.at_least()), absl::Seconds(2));
  auto answer = std::async(std::launch::async, [this] { return Ask(); });
  world.Record({.id = "b", .person = Person(2), .at = At("2024-10-21T10:00:00Z")});
  follower.CatchUp(world);
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse response, answer.get());
  EXPECT_EQ(response.applied(1).sequence(), world.learning().size());
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
  for (const char* source : {"payroll", "ideas", "ideas"}) bad.add_at_least()->set_source(source);
  bad.set_page_size(-1);
  EXPECT_THAT(
      As<v1::QueryMetricsResponse>("centre", bad),
      ViolatesFields(UnorderedElementsAre("programme_id", "filter.organisation_codes[0]", "group_by[1]",
                                          "measures[1]", "rates[0].denominator", "attribution", "as_of",
                                          "at_least[0].source", "at_least[2].source", "page_size")));
}

TEST_F(MetricsServiceTest, WhatPeopleAndItemsAreNotKnownByIsNamed) {
  request.clear_measures();
  for (const v1::Measure measure : {v1::MEASURE_ADOPTIONS, v1::MEASURE_CONVERSED, v1::MEASURE_IN_SCOPE}) {
    request.add_measures(measure);
  }
  const auto undefined = [this] {
    std::vector<v1::Measure> measures;
    const auto response = Ask();
    for (const v1::MeasureColumn& column : response->measures()) {
      if (!column.not_defined().empty()) measures.push_back(column.measure());
    }
    return measures;
  };
  request.mutable_filter()->add_outcomes("WORKED");
  EXPECT_THAT(undefined(), ElementsAre(v1::MEASURE_CONVERSED, v1::MEASURE_IN_SCOPE));
  request.mutable_filter()->clear_outcomes();
  request.add_group_by(v1::DIMENSION_GRADE);
  EXPECT_THAT(undefined(), ElementsAre(v1::MEASURE_ADOPTIONS, v1::MEASURE_IN_SCOPE));
  request.mutable_filter()->add_done(v1::STEP_CONVERSE);
  EXPECT_THAT(undefined(), ElementsAre(v1::MEASURE_ADOPTIONS, v1::MEASURE_IN_SCOPE));
}

TEST_F(MetricsServiceTest, ItemsAreToldByOutcomeInColumnsOfTheirOwn) {
  ideas::v1::AdoptionFacts adoption;
  adoption.set_adoption_id(testing::ItemText(60));
  adoption.set_programme_id("obt-2024");
  *adoption.mutable_adopted_on() = testing::Date("2024-11-20");
  adoption.mutable_trial()->set_state(ideas::v1::TRIAL_STATE_RUNNING);
  world.Put(adoption);
  follower.CatchUp(world);
  request.clear_measures();
  request.add_measures(v1::MEASURE_ADOPTIONS);
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse response, Ask());
  std::vector<std::string> columns;
  for (const v1::MeasureColumn& column : response.measures()) {
    columns.push_back(absl::StrCat(column.band(), " ", column.values(0)));
  }
  EXPECT_THAT(columns, ElementsAre("PLANNED 0", "RUNNING 1", "WORKED 0", "PARTLY_WORKED 0", "DID_NOT_WORK 0",
                                   "STOPPED 0"));
  EXPECT_EQ(response.applied(2).sequence(), world.ideas().size());
}

TEST_F(MetricsServiceTest, FourGroupingsOrNoMeasureAreRefused) {
  request.clear_measures();
  for (const v1::Dimension dimension :
       {v1::DIMENSION_ORGANISATION, v1::DIMENSION_DEPARTMENT, v1::DIMENSION_GRADE, v1::DIMENSION_REGION}) {
    request.add_group_by(dimension);
  }
  EXPECT_THAT(Ask(), ViolatesFields(UnorderedElementsAre("group_by", "measures")));
}

TEST_F(MetricsServiceTest, WhatIsNotDefinedIsAnsweredBesideWhatIs) {
  request.add_group_by(v1::DIMENSION_GRADE);
  request.add_measures(v1::MEASURE_IN_SCOPE);
  request.add_measures(v1::MEASURE_REGISTERED);  // named twice: answered once
  v1::RateRequest& rate = *request.add_rates();
  rate.set_numerator(v1::MEASURE_REGISTERED);
  rate.set_denominator(v1::MEASURE_IN_SCOPE);
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse response, Ask());
  ASSERT_THAT(response.measures(), SizeIs(2));
  EXPECT_EQ(response.measures(0).not_defined(), "");
  EXPECT_THAT(response.measures(1).not_defined(),
              HasSubstr("IN_SCOPE is known by organisation and time only"));
  EXPECT_THAT(response.measures(1).values(), SizeIs(0));
  EXPECT_THAT(response.rates(0).not_defined(), HasSubstr("IN_SCOPE"));
  request.clear_measures();
  request.clear_rates();
  request.add_measures(v1::MEASURE_IN_SCOPE);
  EXPECT_THAT(Ask(), ViolatesFields(UnorderedElementsAre("measures"))) << "nothing of it is defined";
}

TEST_F(MetricsServiceTest, ARoleForAMergedOrganisationIsNotedOnceWithItsSuccessor) {
  world.Merge("dwp", "moj", "2024-11-01");
  follower.CatchUp(world);
  const auto merged = [this] {
    std::vector<std::string> noted;
    const auto response = Ask("reporter");
    for (const v1::MergedOrganisation& one : response->merged())
      noted.push_back(absl::StrCat(one.organisation_code(), " ", one.successor_code()));
    return noted;
  };
  EXPECT_THAT(merged(), ElementsAre("dwp moj"));
  request.mutable_filter()->add_organisation_codes("dwp");
  EXPECT_THAT(merged(), ElementsAre("dwp moj"));
}

TEST_F(MetricsServiceTest, AnUnknownMeasureIsRefusedWithThoseThereAre) {
  request.add_measures(static_cast<v1::Measure>(99));
  EXPECT_THAT(Ask(), ViolatesFields(UnorderedElementsAre("measures[1]")));
  EXPECT_THAT(Ask().status().message(), HasSubstr("MEASURE_IN_SCOPE, MEASURE_REGISTERED"));
}

TEST_F(MetricsServiceTest, BandsSayTheirBoundsAndMayBeRated) {
  request.clear_measures();
  v1::RateRequest& rate = *request.add_rates();
  rate.set_numerator(v1::MEASURE_MINUTES_BANDS);
  rate.set_denominator(v1::MEASURE_MINUTES_BANDS);
  ASSERT_OK_AND_ASSIGN(const v1::QueryMetricsResponse response, Ask());
  const int bands = response.measures_size();
  ASSERT_GT(bands, 2);
  EXPECT_EQ(response.measures(0).to_minutes(), 1);
  EXPECT_FALSE(response.measures(bands - 1).has_to_minutes()) << "the last one is open";
  double sum = 0;
  for (int i = 0; i < bands; ++i) {
    if (i > 0) EXPECT_EQ(response.measures(i).from_minutes(), response.measures(i - 1).to_minutes());
    EXPECT_EQ(response.rates(i).band(), response.measures(i).band());
    sum += response.rates(i).values(0);
  }
  EXPECT_DOUBLE_EQ(sum, 1) << "everybody is in exactly one";
  request.mutable_rates(0)->set_denominator(v1::MEASURE_ENABLERS);
  EXPECT_THAT(Ask(), ViolatesFields(UnorderedElementsAre("rates[0].denominator")))
      << "its columns do not add up";
}

TEST_F(MetricsServiceTest, TheCatalogueDefinesEveryMeasure) {
  const v1::ListMetricsResponse catalogue = Catalogue();
  EXPECT_THAT(catalogue.metrics(), SizeIs(v1::Measure_MAX));
  for (const v1::MetricDefinition& metric : catalogue.metrics()) {
    EXPECT_FALSE(metric.definition().empty() || metric.unit().empty()) << v1::Measure_Name(metric.measure());
    EXPECT_EQ(metric.group_by_size() + metric.not_defined_size(), int{v1::Dimension_MAX})
        << "every dimension is told, or why not";
  }
}

TEST_F(MetricsServiceTest, ProgressTellsTheStepsDoneAndTheNextOne) {
  v1::GetPersonProgressRequest wanted;
  const auto ask = [&] { return As<v1::GetPersonProgressResponse>("intranet", wanted); };
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
  wanted.set_person_id(ToText(Person(3)));
  EXPECT_THAT(ask(), StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND")) << "of another department";
}

TEST_F(MetricsServiceTest, ACohortIsListedPageByPageWithinTheCallersScope) {
  v1::ListCohortRequest wanted;
  const auto ask = [&] { return As<v1::ListCohortResponse>("reporter", wanted); };
  wanted.set_programme_id("obt-2024");
  EXPECT_THAT(ask(), ViolatesFields(ElementsAre("done")));
  wanted.add_not_done(v1::STEP_REACH_TARGET);
  wanted.set_page_size(1);
  ASSERT_OK_AND_ASSIGN(const v1::ListCohortResponse first, ask());
  EXPECT_THAT(first.person_ids(), ElementsAre(ToText(Person(1))));
  EXPECT_EQ(first.total(), 2);
  wanted.set_page_token(first.next_page_token());
  ASSERT_OK_AND_ASSIGN(const v1::ListCohortResponse second, ask());
  EXPECT_THAT(second.person_ids(), ElementsAre(ToText(Person(2))));
  EXPECT_THAT(second.next_page_token(), IsEmpty());
  wanted.set_organisation_code("moj");
  EXPECT_THAT(ask(), StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
}

}  // namespace
}  // namespace obt::aggregator
