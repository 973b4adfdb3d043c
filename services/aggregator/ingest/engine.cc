#include "services/aggregator/ingest/engine.h"

#include <algorithm>

#include "common/base/error.h"
#include "common/base/status.h"
#include "services/aggregator/ingest/rows.h"

namespace obt::aggregator {
namespace {

constexpr absl::Duration kWaitForOwnWrites = absl::Seconds(2);

}  // namespace

absl::Status Engine::Apply(absl::string_view source, ApplyPage* apply,
                           absl::Span<const obt::store::v1::Change> page, obt::store::Txn& txn) {
  if (page.empty()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const StateChange change, apply(page, state_, names_, txn));
  OBT_RETURN_IF_ERROR(PutNewNames(txn, names_));
  const std::unique_lock<WriterFirstLock> lock(lock_);
  if (names_.size() > state_.names.size()) state_.names = names_;
  change(state_);
  state_.applied[std::string(source)] = page.back().sequence();
  state_.organisations.Compile();
  ++state_.version;
  return absl::OkStatus();
}

void Engine::Replace(State state) {
  const std::unique_lock<WriterFirstLock> lock(lock_);
  state.version = state_.version + 1;
  names_ = state.names;
  state_ = std::move(state);
}

absl::Duration Engine::WaitFor(const Points& at_least) const {
  if (at_least.empty()) return absl::ZeroDuration();
  const std::shared_lock<WriterFirstLock> lock(lock_);
  return Includes(at_least) ? absl::ZeroDuration() : kWaitForOwnWrites;
}

bool Engine::Includes(const Points& points) const {
  return std::all_of(points.begin(), points.end(), [this](const obt::common::v1::SequencePoint& point) {
    return state_.AppliedOf(point.source()) >= point.sequence();
  });
}

absl::Status Engine::NotYetApplied() {
  return Error(absl::StatusCode::kUnavailable, "NOT_YET_APPLIED",
               "at_least: is not applied here yet; try again");
}

}  // namespace obt::aggregator
