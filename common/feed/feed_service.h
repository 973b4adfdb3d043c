// Publishes a store: its change log, and snapshots of the tables a service chooses to show. Thread-safe.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/rpc/router.h"
#include "common/store/store.h"

namespace obt::feed {

// The snapshots that are open, and the tables they may read, by name.
class Snapshots {
 public:
  explicit Snapshots(std::vector<const store::TableRef*> published) : published_(std::move(published)) {}
  // RESOURCE_EXHAUSTED when too many are open. Returns the new one's id.
  absl::StatusOr<std::string> Open(const store::View& view, absl::Time now);
  // Keeps it open for another while.
  absl::StatusOr<store::View> Find(const std::string& snapshot_id, absl::Time now);
  void Close(const std::string& snapshot_id);
  const store::TableRef* FindTable(absl::string_view kind) const;

 private:
  struct Snapshot {
    store::View view;
    absl::Time lease_until;
  };
  void DropExpired(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::vector<const store::TableRef*> published_;
  Mutex mutex_;
  absl::flat_hash_map<std::string, Snapshot> snapshots_ ABSL_GUARDED_BY(mutex_);
};

void BindFeed(rpc::Router& router, Snapshots& snapshots);

}  // namespace obt::feed
