#include <memory>
#include <utility>

#include "common/base/rules.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "obt/aggregator/v1/snapshot.pb.h"
#include "services/aggregator/api/bind.h"
#include "services/aggregator/api/points.h"
#include "services/aggregator/api/waiting.h"

namespace obt::aggregator::v1 {

Violations Validate(const OpenMetricsSnapshotRequest& request) {
  Violations out = validate::ByRules(request);
  CheckPoints(out, request.at_least());
  return out;
}

}  // namespace obt::aggregator::v1

namespace obt::aggregator {
namespace {

using obt::store::View;

v1::MetricsSnapshot SnapshotOf(const PinnedState& pinned) {
  v1::MetricsSnapshot snapshot;
  snapshot.set_snapshot_id(pinned.snapshot_id);
  *snapshot.mutable_applied() = PointsOf(*pinned.state);
  *snapshot.mutable_open_time() = TimestampOf(pinned.opened);
  *snapshot.mutable_lease_time() = TimestampOf(pinned.lease_until);
  return snapshot;
}

absl::StatusOr<v1::OpenMetricsSnapshotResponse> OpenMetricsSnapshot(
    const v1::OpenMetricsSnapshotRequest& request, const rpc::Call& call, const View&, const Engine& engine,
    PinnedStates& states) {
  OBT_RETURN_IF_ERROR(states.CheckRoom(call.client_id, call.now));
  auto copy = std::make_shared<State>();
  OBT_RETURN_IF_ERROR(engine.ReadAt(request.at_least(), [&](const State& state) {
    *copy = state;
    return absl::OkStatus();
  }));
  v1::OpenMetricsSnapshotResponse response;
  OBT_ASSIGN_OR_RETURN(const PinnedState pinned, states.Pin(std::move(copy), call.client_id, call.now));
  *response.mutable_snapshot() = SnapshotOf(pinned);
  return response;
}

absl::StatusOr<v1::GetMetricsSnapshotResponse> GetMetricsSnapshot(
    const v1::GetMetricsSnapshotRequest& request, const rpc::Call& call, const View&, PinnedStates& states) {
  v1::GetMetricsSnapshotResponse response;
  OBT_ASSIGN_OR_RETURN(const PinnedState pinned,
                       states.Find(request.snapshot_id(), call.client_id, call.now));
  *response.mutable_snapshot() = SnapshotOf(pinned);
  return response;
}

absl::StatusOr<v1::CloseMetricsSnapshotResponse> CloseMetricsSnapshot(
    const v1::CloseMetricsSnapshotRequest& request, const rpc::Call& call, const View&,
    PinnedStates& states) {
  states.LetGo(request.snapshot_id(), call.client_id);
  return v1::CloseMetricsSnapshotResponse();
}

}  // namespace

void BindSnapshots(rpc::Router& router, const Engine& engine, PinnedStates& states) {
  router.Query(OpenMetricsSnapshot, engine, states)
      .Wait(WaitForPoints<v1::OpenMetricsSnapshotRequest>, engine)
      .Query(GetMetricsSnapshot, states)
      .Query(CloseMetricsSnapshot, states);
}

}  // namespace obt::aggregator
