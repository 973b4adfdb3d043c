// Serves obt.aggregator.v1.MetricsService: live figures, each answer from one consistent state in memory.
#pragma once

#include <vector>

#include "common/rpc/call.h"
#include "common/rpc/router.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "services/aggregator/api/kept_answers.h"
#include "services/aggregator/api/metrics_domain.h"
#include "services/aggregator/ingest/engine.h"
#include "services/aggregator/verify/sources.h"

namespace obt::aggregator {

absl::StatusOr<v1::QueryMetricsResponse> QueryMetrics(const v1::QueryMetricsRequest& request,
                                                      const rpc::Call& call, const obt::store::View& view,
                                                      const Engine& engine, WorkerPool& pool,
                                                      KeptAnswers& kept);

void BindMetrics(rpc::Router& router, const Engine& engine, WorkerPool& pool, KeptAnswers& kept,
                 const std::vector<FollowedSource>& sources);

// For the Wait of every query that has `at_least`.
template <typename Request>
absl::Duration WaitForPoints(const Request& request, const rpc::Call&, const obt::store::View&,
                             const Engine& engine) {
  return engine.WaitFor(request.at_least());
}

}  // namespace obt::aggregator
