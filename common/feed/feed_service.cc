#include "common/feed/feed_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "common/base/rules.h"
#include "common/base/status.h"
#include "common/rpc/limits.h"
#include "obt/feed/v1/feed.pb.h"

namespace obt::feed::v1 {

Violations Validate(const ReadChangesRequest& request) {
  Violations out = validate::ByRules(request);
  const size_t expected = request.after() == 0 ? 0 : 32;
  if (request.chain().size() != expected)
    out.Add("chain", "must be the 32 bytes of the last change applied; empty when after is 0");
  return out;
}

}  // namespace obt::feed::v1

namespace obt::feed {
namespace {

constexpr size_t kMaxSnapshots = 4;
constexpr absl::Duration kLease = absl::Minutes(10);
constexpr size_t kRowBytes = 16;  // of a row beside its key and value

absl::Duration WaitForChanges(const v1::ReadChangesRequest& request, const rpc::Call&,
                              const store::View& view) {
  return view.sequence() == request.after() ? absl::Milliseconds(request.wait_ms()) : absl::ZeroDuration();
}

absl::StatusOr<v1::ReadChangesResponse> ReadChanges(const v1::ReadChangesRequest& request, const rpc::Call&,
                                                    const store::View& view) {
  const size_t limit = request.limit() == 0 ? 1000 : request.limit();
  OBT_ASSIGN_OR_RETURN(store::ChangePage page,
                       store::ReadChanges(view, request.after(), request.chain(), limit, rpc::kMaxPageBytes));
  v1::ReadChangesResponse response;
  response.set_last_sequence(page.last_sequence);
  response.mutable_changes()->Reserve(static_cast<int>(page.changes.size()));
  for (store::v1::Change& change : page.changes) *response.add_changes() = std::move(change);
  return response;
}

absl::StatusOr<v1::OpenSnapshotResponse> OpenSnapshot(const v1::OpenSnapshotRequest&, const rpc::Call& call,
                                                      const store::View& view, Snapshots& snapshots) {
  v1::OpenSnapshotResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_snapshot_id(), snapshots.Open(view, call.now));
  response.set_sequence(view.sequence());
  response.set_chain(view.chain());
  return response;
}

absl::StatusOr<v1::ReadSnapshotResponse> ReadSnapshot(const v1::ReadSnapshotRequest& request,
                                                      const rpc::Call& call, const store::View&,
                                                      Snapshots& snapshots) {
  OBT_ASSIGN_OR_RETURN(const store::View pinned, snapshots.Find(request.snapshot_id(), call.now));
  const store::TableRef* const table = snapshots.FindTable(request.kind());
  Violations violations;
  if (table == nullptr) violations.Add("kind", "names no published table of this service");
  OBT_RETURN_IF_ERROR(violations.ToStatus());
  const size_t limit = request.limit() == 0 ? 5'000 : request.limit();
  v1::ReadSnapshotResponse response;
  response.set_end(true);
  size_t bytes = 0;
  const std::string lower = request.after().empty() ? "" : request.after() + '\0';
  OBT_RETURN_IF_ERROR(pinned.ScanRaw(*table, lower, "", [&](absl::string_view key, absl::string_view value) {
    bytes += key.size() + value.size() + kRowBytes;
    response.set_end(static_cast<size_t>(response.rows_size()) < limit &&
                     (response.rows().empty() || bytes < size_t{rpc::kMaxPageBytes}));
    if (!response.end()) return false;
    v1::ReadSnapshotResponse::Row* row = response.add_rows();
    row->set_key(key.data(), key.size());
    row->set_value(value.data(), value.size());
    return true;
  }));
  return response;
}

absl::StatusOr<v1::CloseSnapshotResponse> CloseSnapshot(const v1::CloseSnapshotRequest& request,
                                                        const rpc::Call&, const store::View&,
                                                        Snapshots& snapshots) {
  snapshots.Close(request.snapshot_id());
  return v1::CloseSnapshotResponse();
}

}  // namespace

absl::StatusOr<std::string> Snapshots::Open(const store::View& view, absl::Time now) {
  MutexLock lock(mutex_);
  DropExpired(now);
  if (snapshots_.size() >= kMaxSnapshots) {
    return Exhausted("TOO_MANY_SNAPSHOTS", "4 snapshots are open; close one or wait for its lease to end",
                     absl::Minutes(1));
  }
  std::string id = ToText(NewId<JobId>(now));
  snapshots_.emplace(id, Snapshot{view.Passing(), now + kLease});
  return id;
}

absl::StatusOr<store::View> Snapshots::Find(const std::string& snapshot_id, absl::Time now) {
  MutexLock lock(mutex_);
  DropExpired(now);
  const auto found = snapshots_.find(snapshot_id);
  if (found == snapshots_.end()) {
    return Error(
        absl::StatusCode::kNotFound, "SNAPSHOT_NOT_FOUND",
        absl::StrCat("snapshot ", snapshot_id, " is not open; open another and read it from the beginning"));
  }
  found->second.lease_until = now + kLease;
  return found->second.view;
}

void Snapshots::Close(const std::string& snapshot_id) {
  MutexLock lock(mutex_);
  snapshots_.erase(snapshot_id);
}

void Snapshots::DropExpired(absl::Time now) {
  absl::erase_if(snapshots_, [now](const auto& entry) { return entry.second.lease_until < now; });
}

const store::TableRef* Snapshots::FindTable(absl::string_view kind) const {
  for (const store::TableRef* table : published_) {
    if (kind == table->name) return table;
  }
  return nullptr;
}

void BindFeed(rpc::Router& router, Snapshots& snapshots) {
  router.Query(ReadChanges).Wait(WaitForChanges);
  router.Query(OpenSnapshot, snapshots).Query(ReadSnapshot, snapshots).Query(CloseSnapshot, snapshots);
}

}  // namespace obt::feed
