// The search index of the store that a service serves. It is filled from the store when the service starts:
// for a moment before it serves and, where that was not enough, while it does, on a thread of its own.
// Commits are followed from then on: nothing may be written between Start and the first commit that is told.
// Nobody is answered from it until everything is in it. Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/base/writer_first_lock.h"
#include "common/store/store.h"
#include "services/ideas/finding/documents.h"
#include "services/ideas/search/index.h"

namespace obt::ideas {

class LiveIndex {
 public:
  explicit LiveIndex(const obt::store::Store& store) : store_(store) {}
  ~LiveIndex() { Stop(); }
  // Fills it, for so long before it returns, then by itself. Where a row cannot be read it stays incomplete.
  void Start(std::chrono::milliseconds patience = std::chrono::milliseconds(50));
  // Ends the filling, whole or not. To be called before the store goes.
  void Stop();
  // Puts some more things into it, as they are now; what Start does again and again. False after the last.
  bool FillSome();
  // What a commit changed, before its reply leaves.
  void Follow(const Txn& written);
  // UNAVAILABLE (INDEX_INCOMPLETE) while something of the store is not in it; DATA_LOSS where a row cannot be
  // read.
  absl::StatusOr<const search::Index*> Whole() const;
  bool is_whole() const { return whole_.load(); }

 private:
  const obt::store::Store& store_;
  search::Index index_;
  // What a commit has changed is never replaced by what was before: a batch of things is read and put while
  // this is held, by the one that fills in a way that lets commits pass first.
  WriterFirstLock follow_or_fill_;
  Unread unread_;  // of whoever fills, one after the other
  std::atomic<bool> whole_ = false, stopping_ = false;
  mutable Mutex mutex_;
  absl::Status problem_ ABSL_GUARDED_BY(mutex_);
  std::thread filling_;
};

}  // namespace obt::ideas
