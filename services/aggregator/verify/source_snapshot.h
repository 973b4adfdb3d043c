// A snapshot of a source's store, read table by table over its feed service. One thread.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/client.h"

namespace obt::aggregator {

class SourceSnapshot {
 public:
  static absl::StatusOr<SourceSnapshot> Open(const rpc::Client& client);
  ~SourceSnapshot();  // closes it
  SourceSnapshot(SourceSnapshot&& other) noexcept;
  SourceSnapshot& operator=(SourceSnapshot&&) = delete;

  // It holds exactly the changes up to this one.
  uint64_t sequence() const { return sequence_; }
  // Visits every row of a published table; an error of `visit` ends it.
  absl::Status ForEach(
      const std::string& kind,
      const std::function<absl::Status(absl::string_view key, absl::string_view row)>& visit) const;

 private:
  SourceSnapshot(const rpc::Client& client, std::string id, uint64_t sequence)
      : client_(client), id_(std::move(id)), sequence_(sequence) {}

  const rpc::Client& client_;
  std::string id_;
  uint64_t sequence_;
};

}  // namespace obt::aggregator
