// The live figures: the state in memory, and the one way changes get into it and into the rows. Changes come
// page by page on the store's committer, one at a time; queries read on any thread, and wait only while a
// finished page is put in place.
#pragma once

#include <mutex>
#include <shared_mutex>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/store/txn.h"
#include "obt/store/v1/store.pb.h"
#include "services/aggregator/columns/state.h"
#include "services/aggregator/ingest/rows.h"
#include "services/aggregator/ingest/writer_first_lock.h"

namespace obt::aggregator {

class Engine {
 public:
  // Begins with what the rows say (LoadState).
  explicit Engine(State state) : state_(std::move(state)) {}

  // Write the rows a page of changes means into `txn`, and put the page in place in memory. The cursor
  // belongs into the same transaction. The page may be applied again if the commit fails: what is in memory
  // was published by its source, and a page leads to the same state however often it is applied.
  absl::Status ApplyIdentity(absl::Span<const obt::store::v1::Change> page, obt::store::Txn& txn);
  absl::Status ApplyLearning(absl::Span<const obt::store::v1::Change> page, obt::store::Txn& txn);

  // Runs `read(const State&)` on one consistent state and returns what it returns.
  template <typename Reader>
  auto Read(Reader read) const {
    const std::shared_lock<WriterFirstLock> lock(lock_);
    return read(state_);
  }

 private:
  // Runs `change(State&)` while nobody reads, and makes what depends on it.
  template <typename Change>
  void Install(Change change) {
    const std::unique_lock<WriterFirstLock> lock(lock_);
    change(state_);
    state_.organisations.Compile();
  }

  mutable WriterFirstLock lock_;
  // Only the Apply functions change it, under lock_; they themselves read it without.
  State state_;
};

}  // namespace obt::aggregator
