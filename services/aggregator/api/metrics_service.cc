#include "services/aggregator/api/metrics_service.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "common/rpc/page_token.h"
#include "google/protobuf/util/time_util.h"

namespace obt::aggregator {
namespace {

using obt::store::View;
using Points = google::protobuf::RepeatedPtrField<obt::common::v1::SequencePoint>;

constexpr absl::Duration kWaitForOwnWrites = absl::Seconds(2);

bool Includes(const State& state, const Points& points) {
  return std::all_of(points.begin(), points.end(), [&state](const obt::common::v1::SequencePoint& point) {
    return (point.source() == kIdentity ? state.identity : state.learning).sequence >= point.sequence();
  });
}

// Where a further page begins: in which kept answer, behind how many groups.
struct Place {
  std::string answer;
  size_t first = 0;
};

absl::StatusOr<Place> PlaceOf(const rpc::Call& call, const v1::QueryMetricsRequest& request) {
  OBT_ASSIGN_OR_RETURN(const std::string position, rpc::OpenPageToken(call, request));
  Place place;
  const std::pair<std::string, std::string> parts = absl::StrSplit(position, absl::MaxSplits(':', 1));
  place.answer = parts.first;
  uint64_t first = 0;
  if (!position.empty() && !absl::SimpleAtoi(parts.second, &first))
    Die("a page token that passed its check must hold a place");
  place.first = first;
  return place;
}

absl::Status CheckFilter(const rpc::Call& call, const v1::MetricsFilter& filter) {
  for (const std::string& code : filter.organisation_codes()) {
    if (call.Covers(code)) continue;
    return Error(
        absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE",
        absl::StrCat("filter.organisation_codes: organisation ", code, " is outside this client's scope"));
  }
  return absl::OkStatus();
}

void AddApplied(v1::QueryMetricsResponse& response, const char* source, uint64_t sequence) {
  obt::common::v1::SequencePoint& point = *response.add_applied();
  point.set_source(source);
  point.set_sequence(sequence);
}

}  // namespace

absl::Duration WaitForPoints(const Engine& engine, const Points& points) {
  const bool included =
      points.empty() || engine.Read([&](const State& state) { return Includes(state, points); });
  return included ? absl::ZeroDuration() : kWaitForOwnWrites;
}

absl::Status CheckIncluded(const State& state, const Points& points) {
  if (Includes(state, points)) return absl::OkStatus();
  return Error(absl::StatusCode::kUnavailable, "NOT_YET_APPLIED",
               "at_least: is not applied here yet; try again");
}

void MetricsService::BindTo(rpc::Router& router) {
  router
      .Query(
          +[](const v1::QueryMetricsRequest& request, const rpc::Call& call, const obt::store::View& view,
              MetricsService& self) { return self.QueryMetrics(request, call, view); },
          *this)
      .Wait(
          +[](const v1::QueryMetricsRequest& request, const rpc::Call& call, const obt::store::View& view,
              MetricsService& self) { return self.WaitForQuery(request, call, view); },
          *this)
      .Query(
          +[](const v1::ListMetricsRequest& request, const rpc::Call& call, const obt::store::View& view,
              MetricsService& self) { return self.ListMetrics(request, call, view); },
          *this)
      .Query(
          +[](const v1::GetFreshnessRequest& request, const rpc::Call& call, const obt::store::View& view,
              MetricsService& self) { return self.GetFreshness(request, call, view); },
          *this);
}

absl::Duration MetricsService::WaitForQuery(const v1::QueryMetricsRequest& request, const rpc::Call&,
                                            const View&) {
  return WaitForPoints(engine_, request.at_least());
}

absl::StatusOr<std::shared_ptr<const KeptAnswer>> MetricsService::Compute(
    const v1::QueryMetricsRequest& request, const rpc::Call& call) {
  OBT_RETURN_IF_ERROR(CheckFilter(call, request.filter()));
  Query query = ToQuery(request, DayOf(call.now));
  if (!call.scope.everything) {
    query.filter.covers = [&call](absl::string_view code) { return call.Covers(code); };
  }
  auto kept = std::make_shared<KeptAnswer>();
  OBT_RETURN_IF_ERROR(engine_.Read([&](const State& state) -> absl::Status {
    OBT_RETURN_IF_ERROR(CheckIncluded(state, request.at_least()));
    OBT_ASSIGN_OR_RETURN(kept->answer, Run(state, query, &pool_));
    kept->identity = state.identity.sequence;
    kept->learning = state.learning.sequence;
    return absl::OkStatus();
  }));
  return std::shared_ptr<const KeptAnswer>(std::move(kept));
}

absl::StatusOr<v1::QueryMetricsResponse> MetricsService::QueryMetrics(const v1::QueryMetricsRequest& request,
                                                                      const rpc::Call& call, const View&) {
  OBT_ASSIGN_OR_RETURN(Place place, PlaceOf(call, request));
  std::shared_ptr<const KeptAnswer> kept;
  if (place.answer.empty()) {
    OBT_ASSIGN_OR_RETURN(kept, Compute(request, call));
  } else {
    kept = kept_.Find(place.answer, call.now);
  }
  if (kept == nullptr) {
    return Error(absl::StatusCode::kOutOfRange, "ANSWER_GONE",
                 "page_token: the answer is no longer kept; query again");
  }
  const size_t count = std::min(PageGroups(kept->answer, request),
                                kept->answer.groups - std::min(place.first, kept->answer.groups));
  v1::QueryMetricsResponse response = ToResponse(kept->answer, request, place.first, count);
  AddApplied(response, kIdentity, kept->identity);
  AddApplied(response, kLearning, kept->learning);
  if (place.first + count == kept->answer.groups) return response;
  if (place.answer.empty()) place.answer = kept_.Keep(kept, call.now);
  response.set_next_page_token(
      rpc::SealPageToken(call, request, absl::StrCat(place.answer, ":", place.first + count)));
  return response;
}

absl::StatusOr<v1::ListMetricsResponse> MetricsService::ListMetrics(const v1::ListMetricsRequest&,
                                                                    const rpc::Call&, const View&) {
  return Catalogue();
}

absl::StatusOr<v1::GetFreshnessResponse> MetricsService::GetFreshness(const v1::GetFreshnessRequest&,
                                                                      const rpc::Call& call, const View&) {
  v1::GetFreshnessResponse response;
  for (const feed::Consumer* feed : feeds_) {
    const feed::FeedPosition at = feed->position();
    v1::FeedFreshness& freshness = *response.add_feeds();
    freshness.set_source(at.source);
    freshness.set_applied_sequence(at.applied);
    freshness.set_source_sequence(at.source_last);
    *freshness.mutable_applied_commit_time() =
        google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(at.applied_commit_time_us);
    const absl::Duration behind = call.now - absl::FromUnixMicros(at.applied_commit_time_us);
    freshness.set_lag_seconds(at.applied < at.source_last ? absl::ToDoubleSeconds(behind) : 0);
    freshness.set_connected(at.connected);
  }
  return response;
}

}  // namespace obt::aggregator
