#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "common/rpc/page_token.h"
#include "services/aggregator/api/bind.h"
#include "services/aggregator/api/metrics_domain.h"
#include "services/aggregator/api/waiting.h"

namespace obt::aggregator {
namespace {

using obt::store::View;

// Where a further page begins: in which kept answer, behind how many groups.
struct PageStart {
  std::string answer;
  size_t first = 0;
};

absl::StatusOr<PageStart> PageStartOf(const rpc::Call& call, const v1::QueryMetricsRequest& request) {
  OBT_ASSIGN_OR_RETURN(const std::string position, rpc::OpenPageToken(call, request));
  PageStart start;
  const std::pair<std::string, std::string> parts = absl::StrSplit(position, absl::MaxSplits(':', 1));
  start.answer = parts.first;
  if (!position.empty() && !absl::SimpleAtoi(parts.second, &start.first))
    Die("a page token that passed its check must say where the page begins");
  return start;
}

absl::Status CheckFilter(const rpc::Call& call, const v1::MetricsFilter& filter) {
  for (const std::string& code : filter.organisation_codes()) {
    if (call.Covers(code)) continue;
    return OutOfScope("filter.organisation_codes", code);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const KeptAnswer>> Compute(const v1::QueryMetricsRequest& request,
                                                          const rpc::Call& call, const Engine& engine,
                                                          WorkerPool& pool) {
  OBT_RETURN_IF_ERROR(CheckFilter(call, request.filter()));
  Question question = ToQuestion(request, DayOf(call.now));
  if (!call.scope.everything) {
    question.filter.covers = [&call](absl::string_view code) { return call.Covers(code); };
  }
  auto kept = std::make_shared<KeptAnswer>();
  OBT_RETURN_IF_ERROR(engine.ReadAt(request.at_least(), [&](const State& state) -> absl::Status {
    OBT_ASSIGN_OR_RETURN(kept->answer, Run(state, question, &pool));
    for (const Source& source : AllSources()) {
      obt::common::v1::SequencePoint& point = *kept->applied.Add();
      point.set_source(source.name);
      point.set_sequence(state.AppliedOf(source.name));
    }
    return absl::OkStatus();
  }));
  return std::shared_ptr<const KeptAnswer>(std::move(kept));
}

absl::StatusOr<v1::QueryMetricsResponse> QueryMetrics(const v1::QueryMetricsRequest& request,
                                                      const rpc::Call& call, const View&,
                                                      const Engine& engine, WorkerPool& pool,
                                                      KeptAnswers& kept_answers) {
  OBT_ASSIGN_OR_RETURN(PageStart start, PageStartOf(call, request));
  std::shared_ptr<const KeptAnswer> kept;
  if (start.answer.empty()) {
    OBT_ASSIGN_OR_RETURN(kept, Compute(request, call, engine, pool));
  } else {
    OBT_ASSIGN_OR_RETURN(kept, kept_answers.Get(start.answer, call.now));
  }
  const size_t count = std::min(PageGroups(kept->answer, request),
                                kept->answer.groups - std::min(start.first, kept->answer.groups));
  v1::QueryMetricsResponse response = ToResponse(kept->answer, request, start.first, count);
  *response.mutable_applied() = kept->applied;
  if (start.first + count == kept->answer.groups) return response;
  if (start.answer.empty()) start.answer = kept_answers.Keep(kept, call.now);
  response.set_next_page_token(
      rpc::SealPageToken(call, request, absl::StrCat(start.answer, ":", start.first + count)));
  return response;
}

absl::StatusOr<v1::ListMetricsResponse> ListMetrics(const v1::ListMetricsRequest&, const rpc::Call&,
                                                    const View&) {
  return Catalogue();
}

absl::StatusOr<v1::GetFreshnessResponse> GetFreshness(const v1::GetFreshnessRequest&, const rpc::Call& call,
                                                      const View&,
                                                      const std::vector<FollowedSource>& sources) {
  v1::GetFreshnessResponse response;
  for (const FollowedSource& source : sources) {
    const feed::FeedPosition at = source.feed->position();
    v1::FeedFreshness& freshness = *response.add_feeds();
    freshness.set_source(at.source);
    freshness.set_applied_sequence(at.applied);
    freshness.set_source_sequence(at.source_last);
    *freshness.mutable_applied_commit_time() = TimestampOf(at.applied_commit_time_us);
    const absl::Duration behind = call.now - absl::FromUnixMicros(at.applied_commit_time_us);
    freshness.set_lag_seconds(at.applied < at.source_last ? absl::ToDoubleSeconds(behind) : 0);
    freshness.set_connected(at.connected);
  }
  return response;
}

}  // namespace

void BindMetrics(rpc::Router& router, const Engine& engine, WorkerPool& pool, KeptAnswers& kept,
                 const std::vector<FollowedSource>& sources) {
  router.Query(QueryMetrics, engine, pool, kept)
      .Wait(WaitForPoints<v1::QueryMetricsRequest>, engine)
      .Query(ListMetrics)
      .Query(GetFreshness, sources);
}

}  // namespace obt::aggregator
