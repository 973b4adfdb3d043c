// Publishes a store: its change log, and snapshots of the tables a service chooses to show. Thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/rpc/call.h"
#include "common/rpc/router.h"
#include "common/store/store.h"
#include "obt/feed/v1/feed.pb.h"

namespace obt::feed {

class FeedService {
 public:
  // `published`: tables that snapshots may read, by name.
  explicit FeedService(std::vector<const store::TableRef*> published);
  void BindTo(rpc::Router& router);

  absl::StatusOr<v1::ReadChangesResponse> ReadChanges(const v1::ReadChangesRequest& request,
                                                      const rpc::Call& call, const store::View& view);
  // Parks while there is nothing behind `after`.
  absl::Duration WaitForChanges(const v1::ReadChangesRequest& request, const rpc::Call& call,
                                const store::View& view);
  absl::StatusOr<v1::OpenSnapshotResponse> OpenSnapshot(const v1::OpenSnapshotRequest& request,
                                                        const rpc::Call& call, const store::View& view);
  absl::StatusOr<v1::ReadSnapshotResponse> ReadSnapshot(const v1::ReadSnapshotRequest& request,
                                                        const rpc::Call& call, const store::View& view);
  absl::StatusOr<v1::CloseSnapshotResponse> CloseSnapshot(const v1::CloseSnapshotRequest& request,
                                                          const rpc::Call& call, const store::View& view);

 private:
  struct Snapshot {
    store::View view;
    absl::Time lease_until;
  };
  absl::StatusOr<store::View> Pinned(const std::string& snapshot_id, absl::Time now);
  const store::TableRef* FindTable(absl::string_view kind) const;
  void DropExpired(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::vector<const store::TableRef*> published_;
  Mutex mutex_;
  absl::flat_hash_map<std::string, Snapshot> snapshots_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace obt::feed
