#include "services/aggregator/verify/source_snapshot.h"

#include <utility>

#include "common/base/status.h"
#include "obt/feed/v1/feed.pb.h"

namespace obt::aggregator {

absl::StatusOr<SourceSnapshot> SourceSnapshot::Open(const rpc::Client& client) {
  OBT_ASSIGN_OR_RETURN(const auto opened, client.Call<obt::feed::v1::OpenSnapshotResponse>(
                                              obt::feed::v1::OpenSnapshotRequest()));
  return SourceSnapshot(client, opened.snapshot_id(), opened.sequence());
}

SourceSnapshot::SourceSnapshot(SourceSnapshot&& other) noexcept
    : client_(other.client_), id_(std::exchange(other.id_, "")), sequence_(other.sequence_) {}

SourceSnapshot::~SourceSnapshot() {
  if (id_.empty()) return;
  obt::feed::v1::CloseSnapshotRequest request;
  request.set_snapshot_id(id_);
  // If it cannot be closed its lease ends by itself.
  client_.Call<obt::feed::v1::CloseSnapshotResponse>(request).status().IgnoreError();
}

absl::Status SourceSnapshot::ForEach(
    const std::string& kind,
    const std::function<absl::Status(absl::string_view, absl::string_view)>& visit) const {
  obt::feed::v1::ReadSnapshotRequest request;
  request.set_snapshot_id(id_);
  request.set_kind(kind);
  while (true) {
    OBT_ASSIGN_OR_RETURN(const auto page, client_.Call<obt::feed::v1::ReadSnapshotResponse>(request));
    for (const auto& row : page.rows()) OBT_RETURN_IF_ERROR(visit(row.key(), row.value()));
    if (page.end() || page.rows().empty()) return absl::OkStatus();
    request.set_after(page.rows(page.rows_size() - 1).key());
  }
}

}  // namespace obt::aggregator
