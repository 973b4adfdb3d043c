// Follows another service's change feed: polls, verifies the chain, and applies each page together with the
// cursor in one transaction of the own store. As long as it is behind, the next page is read while one is
// applied. Resumes after restarts of either side; a diverged history stops it with DATA_LOSS. One thread of
// its own, and another for each page that is read ahead.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/base/mutex.h"
#include "common/rpc/client.h"
#include "common/store/store.h"
#include "common/store/table.h"
#include "obt/feed/v1/feed.pb.h"

namespace obt::feed {

// source name -> how far it is applied; written only by Consumer.
inline constexpr store::Table<std::tuple<std::string>, store::v1::Cursor> kCursors{"cursors"};

class Consumer;

struct ConsumerOptions {
  std::string source;                   // "identity"
  const rpc::Client* client = nullptr;  // to the source
  store::Store* store = nullptr;        // must have kCursors among its tables
  int page = 1000;                      // changes a page
  // A page waits until this one has applied what its changes refer to (identity_sequence): what follows both
  // never knows of somebody whom it has not heard of. It stops later than this one.
  const Consumer* after = nullptr;
  // Writes what the changes mean into `txn`. Unknown event types are skipped by not knowing them.
  std::function<absl::Status(absl::Span<const store::v1::Change>, store::Txn&)> apply;
};

struct FeedPosition {
  std::string source;
  uint64_t applied = 0;      // durable here
  uint64_t source_last = 0;  // last the source told of
  int64_t applied_commit_time_us = 0;
  bool connected = false;  // the last poll succeeded
};

class Consumer {
 public:
  explicit Consumer(ConsumerOptions options);
  ~Consumer();  // stops
  void Stop();
  FeedPosition position() const;
  // Stops applying at exactly this sequence, or where it is if that is later, until Release. For a point in
  // which several sources agree.
  void HoldAt(uint64_t sequence);
  void Release();
  // Asks the source how far it is, and waits until everything up to there is applied: at most 3 seconds. Else
  // UNAVAILABLE (DIRECTORY_BEHIND), whatever the reason.
  absl::Status CatchUp(absl::Duration timeout) const;
  // Waits until everything up to `sequence` is applied.
  bool WaitFor(uint64_t sequence, absl::Time deadline) const;

 private:
  static constexpr uint64_t kNoHold = ~uint64_t{0};
  // Changes that follow each other, and where they end.
  struct Page {
    std::vector<store::v1::Change> changes;
    uint64_t source_last = 0;
    store::v1::Cursor next;
  };

  void Loop();
  absl::StatusOr<size_t> Poll();
  // What comes after a cursor, at most `limit` changes, checked. Waits up to `wait_ms` for the first one.
  absl::StatusOr<Page> Read(const store::v1::Cursor& after, uint64_t limit, int wait_ms) const;
  // The page that was read ahead, if it comes next and may be applied whole; else it is read now.
  absl::StatusOr<Page> NextPage(uint64_t room);
  // How many changes may be applied; waits while there is a hold and none may. 0 after waiting.
  uint64_t Room();
  // Waits for the other feed, where there is one; false when stopped meanwhile, or held before the last of
  // them.
  bool WaitForReferred(absl::Span<const store::v1::Change> changes, uint64_t last) const;
  // The page and the cursor behind it, in one transaction.
  absl::Status Apply(Page page);
  void Report(const absl::Status& status);
  void PauseUntil(std::chrono::steady_clock::time_point until);

  const ConsumerOptions options_;
  store::v1::Cursor cursor_;  // changed by the loop only, under the mutex; others read it under it
  std::atomic<bool> stopping_{false};
  rpc::Cancellation polls_;
  std::future<absl::StatusOr<Page>> ahead_;  // the loop's; without one nothing is read ahead
  mutable Mutex mutex_;
  mutable std::condition_variable pause_, moved_;
  FeedPosition at_ ABSL_GUARDED_BY(mutex_);
  bool reported_ ABSL_GUARDED_BY(mutex_) = false;
  bool applying_ ABSL_GUARDED_BY(mutex_) = false;
  uint64_t hold_at_ ABSL_GUARDED_BY(mutex_) = kNoHold;
  std::thread thread_;
};

}  // namespace obt::feed
