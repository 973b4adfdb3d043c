// The whole path, identity to learning to aggregator, with figures a person can check by hand.
#include "tests/integration/journey.h"

#include <string>
#include <vector>

#include "common/base/days.h"
#include "gmock/gmock.h"
#include "obt/aggregator/v1/progress.pb.h"
#include "services/aggregator/schema.h"

namespace obt::testing {
namespace {

TEST_F(Journey, AMoverCountsOnceAndThenAndNowEachAddUp) {
  const std::string anna = world.CreatePerson("dwp", "anna");
  Do(anna, "1", learning::v1::VERB_COMPLETED, "m1", At("2024-10-20T10:00:00Z"), 20);
  identity::v1::MovePersonRequest move;
  move.set_person_id(anna);
  move.set_to_organisation_code("hmrc");
  *move.mutable_effective() = DateOf(2024, 11, 1);
  world.Must<identity::v1::MovePersonResponse>(move);
  AwaitScope(anna, "hmrc");
  Do(anna, "2", learning::v1::VERB_COMPLETED, "m2", At("2024-11-05T10:00:00Z"), 40, "hmrc");
  world.CatchUp();
  const auto by = aggregator::v1::DIMENSION_ORGANISATION;
  EXPECT_EQ(Figures(aggregator::v1::MEASURE_LEARNING_STARTED, by), (Map{{"hmrc", 1}}));
  EXPECT_EQ(Figures(aggregator::v1::MEASURE_LEARNING_STARTED, by, aggregator::v1::ATTRIBUTION_THEN),
            (Map{{"dwp", 1}}));
  EXPECT_EQ(Figures(aggregator::v1::MEASURE_LEARNING_COMPLETED, by, aggregator::v1::ATTRIBUTION_THEN),
            (Map{{"hmrc", 1}}));
  EXPECT_EQ(Figures(aggregator::v1::MEASURE_LEARNING_MINUTES, by, aggregator::v1::ATTRIBUTION_THEN),
            (Map{{"dwp", 20}, {"hmrc", 40}}));
  EXPECT_EQ(Figures(aggregator::v1::MEASURE_LEARNING_MINUTES, by), (Map{{"hmrc", 60}}));
  // The move was in fact on 10 November: the second module was completed at DWP.
  identity::v1::CorrectStaysRequest correct;
  correct.set_person_id(anna);
  identity::v1::Stay* stay = correct.add_stays();
  stay->set_organisation_code("dwp");
  *stay->mutable_from_day() = DateOf(2024, 4, 1);
  *stay->mutable_to_day() = DateOf(2024, 11, 10);
  stay = correct.add_stays();
  stay->set_organisation_code("hmrc");
  *stay->mutable_from_day() = DateOf(2024, 11, 10);
  world.Must<identity::v1::CorrectStaysResponse>(correct);
  world.CatchUp();
  EXPECT_EQ(Figures(aggregator::v1::MEASURE_LEARNING_MINUTES, by, aggregator::v1::ATTRIBUTION_THEN),
            (Map{{"dwp", 60}}));
  EXPECT_EQ(Figures(aggregator::v1::MEASURE_LEARNING_COMPLETED, by, aggregator::v1::ATTRIBUTION_THEN),
            (Map{{"dwp", 1}}));
  EXPECT_EQ(Verify().difference_count(), 0);
}

TEST_F(Journey, RedeliveredLateAndOutOfOrderEqualsARecount) {
  const std::string anna = world.CreatePerson("jobcentre", "anna"),
                    ben = world.CreatePerson("jobcentre", "ben");
  Do(anna, "a1", learning::v1::VERB_STARTED, "m1", At("2024-10-15T09:00:00Z"));
  Do(anna, "a2", learning::v1::VERB_COMPLETED, "m1", At("2024-10-16T09:00:00Z"), 30);
  Do(anna, "a3", learning::v1::VERB_COMPLETED, "m2", At("2024-10-17T09:00:00Z"), 30);
  // Ben does the same; his completion comes first, twice, and the start 40 days late.
  Do(ben, "b3", learning::v1::VERB_COMPLETED, "m2", At("2024-10-17T09:00:00Z"), 30);
  Do(ben, "b2", learning::v1::VERB_COMPLETED, "m1", At("2024-10-16T09:00:00Z"), 30);
  Do(ben, "b2", learning::v1::VERB_COMPLETED, "m1", At("2024-10-16T09:00:00Z"), 30);
  Do(ben, "b1", learning::v1::VERB_STARTED, "m1", At("2024-10-15T09:00:00Z"));
  world.CatchUp();
  EXPECT_EQ(Figures(aggregator::v1::MEASURE_LEARNING_MINUTES, aggregator::v1::DIMENSION_DEPARTMENT),
            (Map{{"dwp", 120}}));
  // Cumulative: what was reached in October holds to the programme's end.
  EXPECT_EQ(Figures(aggregator::v1::MEASURE_LEARNING_COMPLETED, aggregator::v1::DIMENSION_MONTH),
            (Map{{"2024-10", 2}, {"2024-11", 2}, {"2024-12", 2}, {"2025-01", 2}, {"2025-02", 2}}));
  for (const std::string& person : {anna, ben}) {
    learning::v1::GetLearnerRecordRequest request;
    request.set_programme_id("obt-2024");
    request.set_person_id(person);
    const auto record = world.Must<learning::v1::GetLearnerRecordResponse>(request, "dwp").record();
    EXPECT_EQ(record.minutes(), 60);
    EXPECT_EQ(*ParseDay(record.started_on()), *ParseDayText("2024-10-15"));
    EXPECT_EQ(*ParseDay(record.completed_on()), *ParseDayText("2024-10-17"));
  }
  EXPECT_EQ(Verify().difference_count(), 0);
}

TEST_F(Journey, TwoSourcesCreditTheLargerAndARetractionMayComeFirst) {
  const std::string anna = world.CreatePerson("dwp", "anna");
  auto other = world.Event(anna, "x", learning::v1::VERB_COMPLETED, "m1", At("2024-10-16T09:00:00Z"), 45);
  other.set_source("intranet");
  ASSERT_OK(world.Record("dwp", other));
  Do(anna, "1", learning::v1::VERB_COMPLETED, "m1", At("2024-10-15T09:00:00Z"), 30);
  auto retraction = world.Event(anna, "r", learning::v1::VERB_RETRACTED, "", At("2024-10-18T09:00:00Z"));
  retraction.set_target_source_event_id("2");
  ASSERT_OK(world.Record("dwp", retraction));
  Do(anna, "2", learning::v1::VERB_COMPLETED, "m2", At("2024-10-17T09:00:00Z"), 99);
  world.CatchUp();
  EXPECT_EQ(Figures(aggregator::v1::MEASURE_LEARNING_MINUTES, aggregator::v1::DIMENSION_ORGANISATION),
            (Map{{"dwp", 45}}));
  EXPECT_EQ(Figures(aggregator::v1::MEASURE_LEARNING_COMPLETED, aggregator::v1::DIMENSION_ORGANISATION),
            Map{});
  EXPECT_EQ(Verify().difference_count(), 0);
}

TEST_F(Journey, TargetAndBandsAreExactAtTheirBounds) {
  const std::string reached = world.CreatePerson("dwp", "a"), almost = world.CreatePerson("dwp", "b"),
                    one = world.CreatePerson("dwp", "c");
  world.CreatePerson("dwp", "nothing");
  const auto record = [&](const std::string& person, const std::string& id, int minutes) {
    auto event =
        world.Event(person, id, learning::v1::VERB_COMPLETED, "m1", At("2023-06-01T09:00:00Z"), minutes);
    event.set_programme_id("obt-2023");
    ASSERT_OK(world.Record("dwp", event));
  };
  record(reached, "1", 420);
  record(almost, "2", 419);
  record(one, "3", 1);
  world.CatchUp();
  EXPECT_EQ(Figures(aggregator::v1::MEASURE_REACHED_TARGET, aggregator::v1::DIMENSION_ORGANISATION,
                    aggregator::v1::ATTRIBUTION_NOW, "obt-2023"),
            (Map{{"unknown", 1}}))
      << "their first stays begin after the programme";
  const Map bands = Figures(aggregator::v1::MEASURE_MINUTES_BANDS, aggregator::v1::DIMENSION_ORGANISATION,
                            aggregator::v1::ATTRIBUTION_NOW, "obt-2023");
  EXPECT_EQ(bands.at("unknown 420+"), 1);
  EXPECT_EQ(bands.at("unknown 60-419"), 1);
  EXPECT_EQ(bands.at("unknown 1-59"), 1);
}

TEST_F(Journey, TheNightTheClocksChangeLiesInItsLondonDay) {
  const std::string anna = world.CreatePerson("dwp", "anna"), ben = world.CreatePerson("dwp", "ben"),
                    cleo = world.CreatePerson("dwp", "cleo"), dan = world.CreatePerson("dwp", "dan");
  Do(anna, "1", learning::v1::VERB_STARTED, "m1", At("2024-10-26T23:30:00Z"));  // 00:30 BST on the 27th
  Do(ben, "2", learning::v1::VERB_STARTED, "m1", At("2024-10-27T00:30:00Z"));   // 01:30 BST
  Do(cleo, "3", learning::v1::VERB_STARTED, "m1", At("2024-10-27T01:30:00Z"));  // 01:30 GMT
  Do(dan, "4", learning::v1::VERB_STARTED, "m1", At("2024-10-26T22:30:00Z"));   // 23:30 BST on the 26th
  world.CatchUp();
  const auto day_of = [this](const std::string& person) {
    aggregator::v1::GetPersonProgressRequest request;
    request.set_programme_id("obt-2024");
    request.set_person_id(person);
    const auto progress = world.Must<aggregator::v1::GetPersonProgressResponse>(request, "dwp");
    return FormatDay(*ParseDay(progress.steps(0).done_on()));
  };
  EXPECT_EQ(day_of(anna), "2024-10-27");
  EXPECT_EQ(day_of(ben), "2024-10-27");
  EXPECT_EQ(day_of(cleo), "2024-10-27");
  EXPECT_EQ(day_of(dan), "2024-10-26");
  EXPECT_EQ(Verify().difference_count(), 0);
}

TEST_F(Journey, ADepartmentSeesItsOwnStaffOnlyInEveryService) {
  const std::string anna = world.CreatePerson("dwp", "anna");
  world.CatchUp();
  EXPECT_THAT(world.Record("hmrc", world.Event(anna, "1", learning::v1::VERB_STARTED, "m1",
                                               At("2024-10-15T09:00:00Z"))),
              StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
  identity::v1::GetPersonRequest person;
  person.set_person_id(anna);
  EXPECT_THAT(world.Call<identity::v1::GetPersonResponse>(person, "hmrc"),
              StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
  learning::v1::GetLearnerRecordRequest record;
  record.set_programme_id("obt-2024");
  record.set_person_id(anna);
  EXPECT_THAT(world.Call<learning::v1::GetLearnerRecordResponse>(record, "hmrc"),
              StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
  aggregator::v1::GetPersonProgressRequest progress;
  progress.set_programme_id("obt-2024");
  progress.set_person_id(anna);
  EXPECT_THAT(world.Call<aggregator::v1::GetPersonProgressResponse>(progress, "hmrc"),
              StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
  EXPECT_OK(world.Call<aggregator::v1::GetPersonProgressResponse>(progress, "dwp"));
}

TEST_F(Journey, AReporterOfOneDepartmentNeverSeesAnother) {
  world.CreateClient("dwp-reporter", options::v1::ROLE_ORGANISATION_REPORTER, "dwp");
  world.CreatePerson("dwp", "anna");
  world.CreatePerson("hmrc", "ben");
  world.CatchUp();
  aggregator::v1::QueryMetricsRequest request;
  request.set_programme_id("obt-2024");
  request.add_measures(aggregator::v1::MEASURE_REGISTERED);
  request.add_measures(aggregator::v1::MEASURE_IN_SCOPE);
  const auto total = world.Must<aggregator::v1::QueryMetricsResponse>(request, "dwp-reporter");
  EXPECT_EQ(total.measures(0).values(0), 1);
  EXPECT_EQ(total.measures(1).values(0), 200);  // dwp and jobcentre
  request.mutable_filter()->add_organisation_codes("hmrc");
  EXPECT_THAT(world.Call<aggregator::v1::QueryMetricsResponse>(request, "dwp-reporter"),
              StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
}

TEST_F(Journey, VerifyFindsARowThatWasCorrupted) {
  const std::string anna = world.CreatePerson("dwp", "anna");
  Do(anna, "1", learning::v1::VERB_COMPLETED, "m1", At("2024-10-15T09:00:00Z"), 30);
  world.CatchUp();
  EXPECT_EQ(Verify().difference_count(), 0);
  ASSERT_OK(world.server("aggregator").store().Execute([&](store::Txn& txn) {
    const auto key = std::make_tuple(std::string("obt-2024"), *ParseId<PersonId>(anna));
    OBT_ASSIGN_OR_RETURN(auto row, aggregator::kLearners.Find(txn, key));
    row->set_minutes(0, 31);
    aggregator::kLearners.Put(txn, key, *row);
    return absl::OkStatus();
  }));
  EXPECT_GT(Verify().difference_count(), 0);
}

TEST_F(Journey, FiguresSurviveRestartsOfEveryService) {
  const std::string anna = world.CreatePerson("dwp", "anna");
  Do(anna, "1", learning::v1::VERB_COMPLETED, "m1", At("2024-10-15T09:00:00Z"), 30);
  world.CatchUp();
  for (const char* service : kServiceNames) world.Restart(service);
  Do(anna, "1", learning::v1::VERB_COMPLETED, "m1", At("2024-10-15T09:00:00Z"), 30);
  Do(anna, "2", learning::v1::VERB_COMPLETED, "m2", At("2024-10-16T09:00:00Z"), 30);
  world.CatchUp();
  EXPECT_EQ(Figures(aggregator::v1::MEASURE_LEARNING_MINUTES, aggregator::v1::DIMENSION_ORGANISATION),
            (Map{{"dwp", 60}}));
  EXPECT_EQ(Verify().difference_count(), 0);
}

}  // namespace
}  // namespace obt::testing
