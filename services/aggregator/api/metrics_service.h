// Live figures. Thread-safe; answers come from one consistent state in memory.
#pragma once

#include <memory>
#include <vector>

#include "common/feed/consumer.h"
#include "common/rpc/call.h"
#include "common/rpc/router.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "services/aggregator/api/kept_answers.h"
#include "services/aggregator/api/metrics_domain.h"
#include "services/aggregator/ingest/engine.h"

namespace obt::aggregator {

// Zero when the state includes the points, else how long a reader waits for its own writes.
absl::Duration WaitForPoints(
    const Engine& engine, const google::protobuf::RepeatedPtrField<obt::common::v1::SequencePoint>& points);
// UNAVAILABLE when the wait was in vain.
absl::Status CheckIncluded(const State& state,
                           const google::protobuf::RepeatedPtrField<obt::common::v1::SequencePoint>& points);

class MetricsService {
 public:
  MetricsService(const Engine& engine, WorkerPool& pool, std::vector<const feed::Consumer*> feeds)
      : engine_(engine), pool_(pool), feeds_(std::move(feeds)) {}
  void BindTo(rpc::Router& router);

  absl::StatusOr<v1::QueryMetricsResponse> QueryMetrics(const v1::QueryMetricsRequest& request,
                                                        const rpc::Call& call, const obt::store::View& view);
  absl::Duration WaitForQuery(const v1::QueryMetricsRequest& request, const rpc::Call& call,
                              const obt::store::View& view);
  absl::StatusOr<v1::ListMetricsResponse> ListMetrics(const v1::ListMetricsRequest& request,
                                                      const rpc::Call& call, const obt::store::View& view);
  absl::StatusOr<v1::GetFreshnessResponse> GetFreshness(const v1::GetFreshnessRequest& request,
                                                        const rpc::Call& call, const obt::store::View& view);

 private:
  absl::StatusOr<std::shared_ptr<const KeptAnswer>> Compute(const v1::QueryMetricsRequest& request,
                                                            const rpc::Call& call);

  const Engine& engine_;
  WorkerPool& pool_;
  const std::vector<const feed::Consumer*> feeds_;
  KeptAnswers kept_;
};

}  // namespace obt::aggregator
