// QueryMetrics over RPC against a running world: named questions of one, two and three groupings, five
// measures each, one call after the other, and one of them by several callers. No two calls of sixty-four ask
// the same, so that no answer is one that was kept. Arguments: the endpoints file and a token file of a
// central reporter.
#include <cstdio>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/days.h"
#include "common/base/status.h"
#include "common/rpc/endpoints.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "tests/bench/goals.h"
#include "tests/bench/load.h"

namespace obt::bench {
namespace {

namespace v1 = aggregator::v1;

constexpr int kCalls = 480;                     // all variants as often
constexpr Goal kQuick = {Better::kLess, 5, 5};  // one grouping, at the size of the Civil Service

struct Question {
  const char* name;
  std::vector<v1::Dimension> group_by;
  bool then = false;  // else NOW
};

// Back from the programme's last day, all after the learning has ended: every variant counts as much.
constexpr Day kLastDay = 20'133;  // 14 February 2025
constexpr int kDays = 60;

v1::QueryMetricsRequest RequestOf(const Question& question, int64_t variant) {
  v1::QueryMetricsRequest request;
  request.set_programme_id("obt-2024");
  for (const v1::Dimension dimension : question.group_by) request.add_group_by(dimension);
  request.add_measures(v1::MEASURE_REGISTERED);
  request.add_measures(v1::MEASURE_LEARNING_STARTED);
  request.add_measures(v1::MEASURE_LEARNING_COMPLETED);
  request.add_measures(v1::MEASURE_LEARNING_MINUTES);
  request.add_measures(v1::MEASURE_PARTICIPANTS);
  request.set_attribution(question.then ? v1::ATTRIBUTION_THEN : v1::ATTRIBUTION_NOW);
  *request.mutable_as_of() = ToDate(kLastDay - static_cast<Day>(variant % kDays));
  request.set_include_out_of_scope(variant / kDays % 2 == 1);
  return request;
}

LoadResult Ask(const rpc::Client& client, const Question& question, int in_flight) {
  LoadPlan plan;
  plan.client = &client;
  plan.in_flight = in_flight;
  plan.limit = kCalls;
  plan.length = absl::Minutes(5);
  plan.request = [&question](int64_t n) {
    return std::make_unique<v1::QueryMetricsRequest>(RequestOf(question, n));
  };
  plan.response = &v1::QueryMetricsResponse::default_instance();
  LoadResult result = Run(plan);
  Check(result);
  return result;
}

int Main(const std::string& endpoints, const std::string& token_file) {
  const rpc::Client client(rpc::AddressFromEndpoints(endpoints, "aggregator"),
                           rpc::TokenFromFile(token_file));
  const Question questions[] = {
      {"by department", {v1::DIMENSION_DEPARTMENT}},
      {"by grade", {v1::DIMENSION_GRADE}},
      {"by organisation, THEN", {v1::DIMENSION_ORGANISATION}, true},
      {"department x region, THEN", {v1::DIMENSION_DEPARTMENT, v1::DIMENSION_REGION}, true},
      {"organisation x week", {v1::DIMENSION_ORGANISATION, v1::DIMENSION_WEEK}},
      {"organisation x grade x region",
       {v1::DIMENSION_ORGANISATION, v1::DIMENSION_GRADE, v1::DIMENSION_REGION}},
      {"organisation x grade x week, THEN",
       {v1::DIMENSION_ORGANISATION, v1::DIMENSION_GRADE, v1::DIMENSION_WEEK},
       true},
  };
  for (const Question& question : questions) {
    const LoadResult alone = Ask(client, question, 1);
    const std::optional<Goal> goal =
        question.group_by.size() == 1 ? std::optional<Goal>(kQuick) : std::nullopt;
    PrintFigure(absl::StrCat(question.name, ", p50, ms"), alone.p50_ms, std::nullopt);
    PrintFigure(absl::StrCat(question.name, ", p99, ms"), alone.p99_ms, goal);
  }
  for (const int in_flight : {2, 8}) {
    PrintFigure(absl::StrCat(questions[0].name, ", ", in_flight, " callers, answers a second"),
                Ask(client, questions[0], in_flight).rate(), std::nullopt);
  }
  return 0;
}

}  // namespace
}  // namespace obt::bench

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: obt-bench-figures ENDPOINTS_JSON TOKEN_FILE\n");
    return 2;
  }
  return obt::bench::Main(argv[1], argv[2]);
}
