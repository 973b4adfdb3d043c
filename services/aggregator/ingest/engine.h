// The live figures: the state in memory, and the one way changes get into it and into the rows. Changes come
// page by page on the store's committer, one at a time; queries read on any thread, and wait only while a
// finished page is put in place.
#pragma once

#include <functional>
#include <mutex>
#include <shared_mutex>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/writer_first_lock.h"
#include "common/store/txn.h"
#include "obt/common/v1/common.pb.h"
#include "obt/store/v1/store.pb.h"
#include "services/aggregator/columns/state.h"

namespace obt::aggregator {

// What a page means in memory; run while nobody reads.
using StateChange = std::function<void(State&)>;

// Writes the rows that a page of a source's changes means into `txn` and returns what it means in memory.
// Names that were not heard of before go into `names`. What comes again, because a commit failed, leads to
// the same rows and state.
using ApplyPage = absl::StatusOr<StateChange>(absl::Span<const obt::store::v1::Change> page,
                                              const State& state, NameBook& names, obt::store::Txn& txn);

class Engine {
 public:
  using Points = google::protobuf::RepeatedPtrField<obt::common::v1::SequencePoint>;

  // Begins with what the rows say (LoadState).
  explicit Engine(State state) : names_(state.names), state_(std::move(state)) {}

  // Applies a page of a source. The cursor belongs into the same transaction.
  absl::Status Apply(absl::string_view source, ApplyPage* apply,
                     absl::Span<const obt::store::v1::Change> page, obt::store::Txn& txn);

  // Begins anew with what the rows say by now; while nothing is applied.
  void Replace(State state);

  // Runs `read(const State&)` on one consistent state and returns what it returns.
  template <typename Reader>
  auto Read(Reader read) const {
    const std::shared_lock<WriterFirstLock> lock(lock_);
    return read(state_);
  }
  // The same on a state that includes `at_least`; UNAVAILABLE, NOT_YET_APPLIED as long as it does not.
  template <typename Reader>
  auto ReadAt(const Points& at_least, Reader read) const -> std::invoke_result_t<Reader, const State&> {
    const std::shared_lock<WriterFirstLock> lock(lock_);
    if (!Includes(at_least)) return NotYetApplied();
    return read(state_);
  }
  // How long a reader waits for its own writes: zero when they are in.
  absl::Duration WaitFor(const Points& at_least) const;

 private:
  bool Includes(const Points& points) const;  // under lock_
  static absl::Status NotYetApplied();

  NameBook names_;  // of Apply alone; published with the page that needs them
  mutable WriterFirstLock lock_;
  // Only Apply changes it, under lock_; it reads it without.
  State state_;
};

}  // namespace obt::aggregator
