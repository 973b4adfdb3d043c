// What tests of the whole path share: a world with all services, learning recorded in it, figures asked of
// it, and the recount. For tests.
#pragma once

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/days.h"
#include "common/testing/status_matchers.h"
#include "gtest/gtest.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/aggregator/v1/verify.pb.h"
#include "tests/integration/world.h"

namespace obt::testing {

inline absl::Time At(const char* rfc3339) {
  absl::Time time;
  std::string problem;
  if (!absl::ParseTime(absl::RFC3339_full, rfc3339, &time, &problem)) Die(problem);
  return time;
}

class Journey : public ::testing::Test {
 protected:
  // A measure by one dimension: code -> value; as of a day, else of the programme's last.
  std::map<std::string, int64_t> Figures(
      aggregator::v1::Measure measure, aggregator::v1::Dimension by,
      aggregator::v1::Attribution attribution = aggregator::v1::ATTRIBUTION_NOW,
      const std::string& programme = "obt-2024", const std::string& as_of = "") {
    aggregator::v1::QueryMetricsRequest request;
    request.set_programme_id(programme);
    request.add_measures(measure);
    request.add_group_by(by);
    request.set_attribution(attribution);
    if (!as_of.empty()) *request.mutable_as_of() = ToDate(*ParseDayText(as_of));
    const auto response = world.Must<aggregator::v1::QueryMetricsResponse>(request);
    std::map<std::string, int64_t> figures;
    for (int column = 0; column < response.measures_size(); ++column) {
      for (int i = 0; i < response.measures(column).values_size(); ++i) {
        const auto& dictionary = response.dimensions(0);
        const std::string& band = response.measures(column).band();
        const std::string code = dictionary.codes(dictionary.index(i));
        if (response.measures(column).values(i) != 0) {
          figures[band.empty() ? code : absl::StrCat(code, " ", band)] = response.measures(column).values(i);
        }
      }
    }
    return figures;
  }
  void Do(const std::string& person, const std::string& id, learning::v1::Verb verb,
          const std::string& module, absl::Time at, int minutes = 0, const std::string& client = "dwp") {
    ASSERT_OK(world.Record(client, world.Event(person, id, verb, module, at, minutes)));
  }
  // Until learning's own directory has a move, the client of the new organisation does not reach the person.
  void AwaitScope(const std::string& person, const std::string& client) {
    learning::v1::GetLearnerRecordRequest request;
    request.set_person_id(person);
    request.set_programme_id("obt-2024");
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    absl::Status reached = absl::UnknownError("not asked yet");
    while (!reached.ok() && absl::Now() < deadline)
      reached = world.Call<learning::v1::GetLearnerRecordResponse>(request, client).status();
    ASSERT_OK(reached);
  }
  // One that comes to its end: who gives up finds no differences either.
  aggregator::v1::Verification Verify() {
    const aggregator::v1::Verification verification = world.Recount();
    EXPECT_EQ(verification.state(), aggregator::v1::VERIFY_STATE_DONE) << verification.failure();
    EXPECT_GT(verification.figures_compared(), 0);
    return verification;
  }
  using Map = std::map<std::string, int64_t>;
  World world;
};

}  // namespace obt::testing
