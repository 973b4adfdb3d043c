#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "common/rpc/page_token.h"
#include "services/aggregator/api/bind.h"
#include "services/aggregator/api/metrics_domain.h"
#include "services/aggregator/api/points.h"
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

using Computed = absl::StatusOr<std::shared_ptr<const KeptAnswer>>;

// When nobody waits for the answer any longer, by the clock that counting looks at.
absl::Time EndOf(const rpc::Call& call) { return absl::Now() + (call.deadline - call.now); }

Computed Count(const State& state, const Question& question, absl::Time until, WorkerPool& pool) {
  Counting counting;
  counting.until = until;
  auto kept = std::make_shared<KeptAnswer>();
  OBT_ASSIGN_OR_RETURN(kept->answer, Run(state, question, &pool, counting));
  kept->applied = PointsOf(state);
  return std::shared_ptr<const KeptAnswer>(std::move(kept));
}

// What makes two requests the same question: all of it but the page, the day, and whom the caller reaches.
std::string NameOfQuestion(v1::QueryMetricsRequest request, const rpc::Call& call) {
  request.clear_at_least();
  request.clear_page_size();
  request.clear_page_token();
  const std::string scope = call.scope.everything ? "*" : absl::StrJoin(call.scope.roots, " ");
  return absl::StrCat(DayOf(call.now), " ", scope, " ", request.SerializeAsString());
}

Computed Compute(const v1::QueryMetricsRequest& request, const rpc::Call& call, Figures& figures) {
  const absl::Time until = EndOf(call);  // before it waits for anybody
  OBT_RETURN_IF_ERROR(CheckFilter(call, request.filter()));
  Question question = ToQuestion(request, DayOf(call.now));
  if (!call.scope.everything) {
    question.filter.covers = [&call](absl::string_view code) { return call.Covers(code); };
    question.caller_organisations = call.scope.roots;
  }
  if (!request.snapshot_id().empty()) {
    OBT_ASSIGN_OR_RETURN(const PinnedState pinned,
                         figures.pinned.Find(request.snapshot_id(), call.client_id, call.now));
    // Every page of it is of the same day.
    if (!request.has_as_of()) question.as_of = DayOf(pinned.opened);
    return Count(*pinned.state, question, until, figures.pool);
  }
  return figures.engine.ReadAt(request.at_least(), [&](const State& state) -> Computed {
    return figures.same.Answer(NameOfQuestion(request, call), state.version, call.rights,
                               [&] { return Count(state, question, until, figures.pool); });
  });
}

// Further pages come from the answer that was kept; those of a snapshot can be counted again.
Computed AnswerFor(PageStart& start, const v1::QueryMetricsRequest& request, const rpc::Call& call,
                   Figures& figures) {
  if (start.answer.empty()) return Compute(request, call, figures);
  Computed kept = figures.kept.Get(start.answer, call.now);
  if (kept.ok() || request.snapshot_id().empty()) return kept;
  start.answer.clear();  // to be kept again
  return Compute(request, call, figures);
}

absl::StatusOr<v1::QueryMetricsResponse> QueryMetrics(const v1::QueryMetricsRequest& request,
                                                      const rpc::Call& call, const View&, Figures& figures) {
  OBT_ASSIGN_OR_RETURN(PageStart start, PageStartOf(call, request));
  OBT_ASSIGN_OR_RETURN(const auto kept, AnswerFor(start, request, call, figures));
  const size_t count = std::min(PageGroups(kept->answer, request),
                                kept->answer.groups - std::min(start.first, kept->answer.groups));
  v1::QueryMetricsResponse response = ToResponse(kept->answer, request, start.first, count);
  *response.mutable_applied() = kept->applied;
  if (start.first + count == kept->answer.groups) return response;
  if (start.answer.empty()) start.answer = figures.kept.Keep(kept, call.now);
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

void BindMetrics(rpc::Router& router, Figures& figures, const std::vector<FollowedSource>& sources) {
  router.Query(QueryMetrics, figures)
      .Wait(WaitForPoints<v1::QueryMetricsRequest>, figures.engine)
      .Query(ListMetrics)
      .Query(GetFreshness, sources);
}

}  // namespace obt::aggregator
