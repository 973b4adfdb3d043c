// QueryMetrics over RPC against a running world: one and three groupings, five measures, latency of calls
// made one after the other, and calls a second of two and of eight callers. Arguments: the endpoints file
// and a token file of a central reporter.
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/rpc/endpoints.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "tests/bench/load.h"

namespace obt::bench {
namespace {

constexpr int kCalls = 400;

aggregator::v1::QueryMetricsRequest Query(const std::vector<aggregator::v1::Dimension>& group_by,
                                          aggregator::v1::Attribution attribution) {
  aggregator::v1::QueryMetricsRequest request;
  request.set_programme_id("obt-2024");
  for (const auto dimension : group_by) request.add_group_by(dimension);
  request.add_measures(aggregator::v1::MEASURE_REGISTERED);
  request.add_measures(aggregator::v1::MEASURE_LEARNING_STARTED);
  request.add_measures(aggregator::v1::MEASURE_LEARNING_COMPLETED);
  request.add_measures(aggregator::v1::MEASURE_LEARNING_MINUTES);
  request.add_measures(aggregator::v1::MEASURE_PARTICIPANTS);
  request.set_attribution(attribution);
  return request;
}

void Measure(const rpc::Client& client, const char* name, const aggregator::v1::QueryMetricsRequest& query,
             int in_flight = 1) {
  LoadPlan plan;
  plan.client = &client;
  plan.in_flight = in_flight;
  plan.limit = kCalls;
  plan.length = absl::Seconds(30);
  plan.request = [&query](int64_t) { return std::make_unique<aggregator::v1::QueryMetricsRequest>(query); };
  plan.response = &aggregator::v1::QueryMetricsResponse::default_instance();
  const LoadResult result = Run(plan);
  if (result.failed > 0) Die(result.first_failure.ToString());
  std::printf("QueryMetrics %s, %d in flight: p50 %.2f ms, p99 %.2f ms, %.0f/s\n", name, in_flight,
              result.p50_ms, result.p99_ms, result.rate());
}

int Main(const std::string& endpoints, const std::string& token_file) {
  namespace v1 = aggregator::v1;
  const rpc::Client client(rpc::AddressFromEndpoints(endpoints, "aggregator"),
                           rpc::TokenFromFile(token_file));
  Measure(client, "by department, NOW", Query({v1::DIMENSION_DEPARTMENT}, v1::ATTRIBUTION_NOW));
  for (const int in_flight : {2, 8}) {
    Measure(client, "by department, NOW", Query({v1::DIMENSION_DEPARTMENT}, v1::ATTRIBUTION_NOW), in_flight);
  }
  Measure(client, "by organisation, THEN", Query({v1::DIMENSION_ORGANISATION}, v1::ATTRIBUTION_THEN));
  Measure(client, "by grade, NOW", Query({v1::DIMENSION_GRADE}, v1::ATTRIBUTION_NOW));
  Measure(
      client, "by organisation, grade, region, NOW",
      Query({v1::DIMENSION_ORGANISATION, v1::DIMENSION_GRADE, v1::DIMENSION_REGION}, v1::ATTRIBUTION_NOW));
  Measure(client, "by organisation, grade, week, THEN",
          Query({v1::DIMENSION_ORGANISATION, v1::DIMENSION_GRADE, v1::DIMENSION_WEEK}, v1::ATTRIBUTION_THEN));
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
