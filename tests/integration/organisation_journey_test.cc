// Organisations change in the middle of a programme: on 18 November 2024, a fiction, the Jobcentre leaves DWP
// and becomes a part of HMRC, which has another name from that day on. Every figure can be checked by hand.
#include <numeric>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "obt/aggregator/v1/progress.pb.h"
#include "obt/identity/v1/organisation.pb.h"
#include "tests/integration/journey.h"

namespace obt::testing {
namespace {

using aggregator::v1::ATTRIBUTION_NOW;
using aggregator::v1::ATTRIBUTION_THEN;
using aggregator::v1::DIMENSION_DEPARTMENT;
using aggregator::v1::DIMENSION_MONTH;
using aggregator::v1::DIMENSION_ORGANISATION;
using aggregator::v1::MEASURE_IN_SCOPE;
using aggregator::v1::MEASURE_LEARNING_COMPLETED;
using aggregator::v1::MEASURE_LEARNING_MINUTES;
using aggregator::v1::MEASURE_LEARNING_STARTED;
using aggregator::v1::MEASURE_REGISTERED;

constexpr char kLastDayBefore[] = "2024-11-17";
constexpr char kTheDay[] = "2024-11-18";

class OrganisationJourney : public Journey {
 protected:
  // Anna, Ben and Eva at the Jobcentre, Cleo at HMRC, Dan at DWP; Eva goes to DWP on 2 December. All learn
  // before or after the day; Anna both, and completes the course.
  OrganisationJourney() {
    anna = world.CreatePerson("jobcentre", "anna");
    const std::string ben = world.CreatePerson("jobcentre", "ben"),
                      eva = world.CreatePerson("jobcentre", "eva"), cleo = world.CreatePerson("hmrc", "cleo"),
                      dan = world.CreatePerson("dwp", "dan");
    identity::v1::MovePersonRequest move;
    move.set_person_id(eva);
    move.set_to_organisation_code("dwp");
    *move.mutable_effective() = DateOf(2024, 12, 2);
    world.Must<identity::v1::MovePersonResponse>(move);
    const auto completes = [this](const std::string& person, const std::string& module, const char* at,
                                  int minutes, const char* client = "dwp") {
      Do(person, person + module, learning::v1::VERB_COMPLETED, module, At(at), minutes, client);
    };
    completes(anna, "m1", "2024-11-05T10:00:00Z", 20);
    completes(anna, "m2", "2024-11-18T00:00:00Z", 40);
    completes(ben, "m1", "2024-11-17T23:59:59Z", 7);
    completes(cleo, "m1", "2024-11-10T10:00:00Z", 5, "hmrc");
    completes(dan, "m1", "2024-12-01T10:00:00Z", 3);
    completes(eva, "m1", "2024-11-20T10:00:00Z", 30);
  }

  void Rename(const google::type::Date& day) {
    identity::v1::RenameOrganisationRequest rename;
    rename.set_organisation_code("hmrc");
    rename.set_name("Revenue and Jobs");
    *rename.mutable_effective() = day;
    world.Must<identity::v1::RenameOrganisationResponse>(rename);
  }
  void Merge(const std::string& from, const std::string& into, const google::type::Date& day) {
    identity::v1::MergeOrganisationsRequest merge;
    merge.set_from_organisation_code(from);
    merge.set_into_organisation_code(into);
    *merge.mutable_effective() = day;
    world.Must<identity::v1::MergeOrganisationsResponse>(merge);
  }
  Map By(aggregator::v1::Measure measure, aggregator::v1::Dimension by, const std::string& as_of = "",
         aggregator::v1::Attribution attribution = ATTRIBUTION_NOW) {
    return Figures(measure, by, attribution, "obt-2024", as_of);
  }
  Map Then(aggregator::v1::Measure measure, aggregator::v1::Dimension by, const std::string& as_of = "") {
    return By(measure, by, as_of, ATTRIBUTION_THEN);
  }
  static int64_t Sum(const Map& figures) {
    return std::accumulate(figures.begin(), figures.end(), int64_t{0},
                           [](int64_t sum, const auto& figure) { return sum + figure.second; });
  }
  void ExpectVerified() {
    const aggregator::v1::Verification verified = Verify();
    EXPECT_EQ(verified.difference_count(), 0) << verified.ShortDebugString();
  }
  bool SeesAnna(const std::string& client) {
    aggregator::v1::GetPersonProgressRequest request;
    request.set_programme_id("obt-2024");
    request.set_person_id(anna);
    const auto progress = world.Call<aggregator::v1::GetPersonProgressResponse>(request, client);
    if (!progress.ok()) EXPECT_THAT(progress, StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
    return progress.ok();
  }

  std::string anna;
};

TEST_F(OrganisationJourney, AMergerInTheProgrammeKeepsEverybodyThenAndNow) {
  world.CatchUp();
  EXPECT_TRUE(SeesAnna("dwp"));
  EXPECT_FALSE(SeesAnna("hmrc"));
  Merge("jobcentre", "hmrc", DateOf(2024, 11, 18));
  Rename(DateOf(2024, 11, 18));
  world.CatchUp();

  EXPECT_EQ(Then(MEASURE_LEARNING_STARTED, DIMENSION_ORGANISATION),
            (Map{{"jobcentre", 2}, {"hmrc", 2}, {"dwp", 1}}));  // Eva began at the Jobcentre, then HMRC's
  EXPECT_EQ(By(MEASURE_LEARNING_STARTED, DIMENSION_ORGANISATION), (Map{{"hmrc", 3}, {"dwp", 2}}));
  EXPECT_EQ(Then(MEASURE_LEARNING_STARTED, DIMENSION_DEPARTMENT), (Map{{"dwp", 3}, {"hmrc", 2}}));
  EXPECT_EQ(By(MEASURE_LEARNING_STARTED, DIMENSION_DEPARTMENT), (Map{{"hmrc", 3}, {"dwp", 2}}));
  EXPECT_EQ(Then(MEASURE_LEARNING_MINUTES, DIMENSION_ORGANISATION),
            (Map{{"jobcentre", 27}, {"hmrc", 75}, {"dwp", 3}}));
  EXPECT_EQ(By(MEASURE_LEARNING_MINUTES, DIMENSION_ORGANISATION), (Map{{"hmrc", 72}, {"dwp", 33}}));
  EXPECT_EQ(Then(MEASURE_LEARNING_COMPLETED, DIMENSION_ORGANISATION), (Map{{"hmrc", 1}}));
  for (const auto measure :
       {MEASURE_LEARNING_STARTED, MEASURE_LEARNING_COMPLETED, MEASURE_LEARNING_MINUTES}) {
    for (const auto by : {DIMENSION_ORGANISATION, DIMENSION_DEPARTMENT})
      EXPECT_EQ(Sum(Then(measure, by)), Sum(By(measure, by))) << measure << " by " << by;
  }
  EXPECT_TRUE(SeesAnna("hmrc")) << "the successor takes over for scope";
  EXPECT_FALSE(SeesAnna("dwp"));
  ExpectVerified();
}

TEST_F(OrganisationJourney, HeadcountsAndStaffAreTheSuccessorsFromTheDayOn) {
  Merge("jobcentre", "hmrc", DateOf(2024, 11, 18));
  world.CatchUp();
  EXPECT_EQ(By(MEASURE_IN_SCOPE, DIMENSION_ORGANISATION, kLastDayBefore),
            (Map{{"dwp", 100}, {"hmrc", 100}, {"jobcentre", 100}}));
  EXPECT_EQ(By(MEASURE_IN_SCOPE, DIMENSION_ORGANISATION, kTheDay), (Map{{"dwp", 100}, {"hmrc", 200}}));
  EXPECT_EQ(Then(MEASURE_IN_SCOPE, DIMENSION_ORGANISATION, kTheDay), (Map{{"dwp", 100}, {"hmrc", 200}}));
  EXPECT_EQ(By(MEASURE_IN_SCOPE, DIMENSION_DEPARTMENT, kLastDayBefore), (Map{{"dwp", 200}, {"hmrc", 100}}));
  EXPECT_EQ(By(MEASURE_IN_SCOPE, DIMENSION_DEPARTMENT, kTheDay), (Map{{"dwp", 100}, {"hmrc", 200}}));
  const Map months = By(MEASURE_IN_SCOPE, DIMENSION_MONTH);
  EXPECT_EQ(months.size(), 5u) << "October to February";
  for (const auto& [month, headcount] : months) EXPECT_EQ(headcount, 300) << month;
  EXPECT_EQ(By(MEASURE_REGISTERED, DIMENSION_ORGANISATION, kLastDayBefore),
            (Map{{"jobcentre", 3}, {"hmrc", 1}, {"dwp", 1}}));
  EXPECT_EQ(By(MEASURE_REGISTERED, DIMENSION_ORGANISATION, kTheDay), (Map{{"hmrc", 4}, {"dwp", 1}}));
  EXPECT_EQ(By(MEASURE_REGISTERED, DIMENSION_ORGANISATION), (Map{{"hmrc", 3}, {"dwp", 2}}));
  // As of a day before, NOW is that day's too.
  EXPECT_EQ(By(MEASURE_LEARNING_STARTED, DIMENSION_ORGANISATION, kLastDayBefore),
            (Map{{"jobcentre", 2}, {"hmrc", 1}}));
  EXPECT_EQ(By(MEASURE_LEARNING_STARTED, DIMENSION_ORGANISATION, kTheDay), (Map{{"hmrc", 3}}));
  ExpectVerified();
}

TEST_F(OrganisationJourney, ARenamingInTheProgrammeIsReadAsOfTheDay) {
  Rename(DateOf(2024, 11, 18));
  world.CatchUp();
  const auto name_in_figures = [this](const char* as_of) {
    aggregator::v1::QueryMetricsRequest request;
    request.set_programme_id("obt-2024");
    request.add_measures(MEASURE_IN_SCOPE);
    request.add_group_by(DIMENSION_ORGANISATION);
    *request.mutable_as_of() = ToDate(*ParseDayText(as_of));
    const auto response = world.Must<aggregator::v1::QueryMetricsResponse>(request);
    const aggregator::v1::Dictionary& organisations = response.dimensions(0);
    for (int i = 0; i < organisations.codes_size(); ++i) {
      if (organisations.codes(i) == "hmrc") return organisations.names(i);
    }
    return std::string("missing");
  };
  const auto name = [this](const char* as_of) {
    identity::v1::GetOrganisationRequest request;
    request.set_organisation_code("hmrc");
    *request.mutable_as_of() = ToDate(*ParseDayText(as_of));
    return world.Must<identity::v1::GetOrganisationResponse>(request, "dwp").organisation().name();
  };
  EXPECT_EQ(name(kLastDayBefore), "hmrc");
  EXPECT_EQ(name(kTheDay), "Revenue and Jobs");
  EXPECT_EQ(name_in_figures(kLastDayBefore), "hmrc");
  EXPECT_EQ(name_in_figures(kTheDay), "Revenue and Jobs");
  EXPECT_EQ(By(MEASURE_LEARNING_STARTED, DIMENSION_ORGANISATION),
            (Map{{"jobcentre", 2}, {"hmrc", 1}, {"dwp", 2}}));
  ExpectVerified();
}

TEST_F(OrganisationJourney, AMoveInTheProgrammeCountsInTheDepartmentOfTheDay) {
  identity::v1::MoveOrganisationRequest move;
  move.set_organisation_code("jobcentre");
  move.set_new_parent_code("hmrc");
  *move.mutable_effective() = DateOf(2024, 11, 18);
  world.Must<identity::v1::MoveOrganisationResponse>(move);
  world.CatchUp();
  EXPECT_EQ(Then(MEASURE_LEARNING_STARTED, DIMENSION_DEPARTMENT), (Map{{"dwp", 3}, {"hmrc", 2}}));
  EXPECT_EQ(By(MEASURE_LEARNING_STARTED, DIMENSION_DEPARTMENT), (Map{{"dwp", 2}, {"hmrc", 3}}));
  EXPECT_EQ(Then(MEASURE_LEARNING_STARTED, DIMENSION_ORGANISATION),
            (Map{{"dwp", 1}, {"hmrc", 1}, {"jobcentre", 3}}));
  EXPECT_EQ(By(MEASURE_IN_SCOPE, DIMENSION_DEPARTMENT, kLastDayBefore), (Map{{"dwp", 200}, {"hmrc", 100}}));
  EXPECT_EQ(By(MEASURE_IN_SCOPE, DIMENSION_DEPARTMENT, kTheDay), (Map{{"dwp", 100}, {"hmrc", 200}}));
  EXPECT_TRUE(SeesAnna("hmrc"));
  EXPECT_FALSE(SeesAnna("dwp"));
  ExpectVerified();
}

TEST_F(OrganisationJourney, AMergerThatIsStillToComeChangesNothingToday) {
  Merge("jobcentre", "hmrc", DateOf(2999, 1, 1));
  world.CatchUp();
  EXPECT_EQ(By(MEASURE_LEARNING_STARTED, DIMENSION_ORGANISATION),
            (Map{{"jobcentre", 2}, {"hmrc", 1}, {"dwp", 2}}));
  EXPECT_TRUE(SeesAnna("dwp"));
  EXPECT_FALSE(SeesAnna("hmrc"));
  ExpectVerified();
}

TEST_F(OrganisationJourney, ADenominatorOfAMergedBodyAloneIsItsSuccessors) {
  // "tax" states no headcount: it takes part through what merged into it.
  world.CreateOrganisation("tax", "");
  world.CreatePerson("tax", "finn");
  Merge("hmrc", "tax", DateOf(2024, 11, 18));
  world.CatchUp();
  EXPECT_EQ(By(MEASURE_IN_SCOPE, DIMENSION_ORGANISATION, kLastDayBefore),
            (Map{{"dwp", 100}, {"hmrc", 100}, {"jobcentre", 100}}));
  EXPECT_EQ(By(MEASURE_IN_SCOPE, DIMENSION_ORGANISATION),
            (Map{{"dwp", 100}, {"jobcentre", 100}, {"tax", 100}}));
  EXPECT_EQ(By(MEASURE_REGISTERED, DIMENSION_ORGANISATION, kLastDayBefore),
            (Map{{"dwp", 1}, {"hmrc", 1}, {"jobcentre", 3}}));
  EXPECT_EQ(By(MEASURE_REGISTERED, DIMENSION_ORGANISATION), (Map{{"dwp", 2}, {"jobcentre", 2}, {"tax", 2}}));
  EXPECT_EQ(Then(MEASURE_LEARNING_STARTED, DIMENSION_ORGANISATION),
            (Map{{"dwp", 1}, {"hmrc", 1}, {"jobcentre", 3}}));
  ExpectVerified();
}

}  // namespace
}  // namespace obt::testing
