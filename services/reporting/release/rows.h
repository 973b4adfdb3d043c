// Reads and writes releases and all that is kept of them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/page.h"
#include "services/reporting/making/made.h"
#include "services/reporting/schema.h"

namespace obt::reporting {

using obt::store::Reader;
using obt::store::Txn;
using store::v1::ReleaseRow;

inline constexpr size_t kMostReleases = 2000;     // of a programme
inline constexpr size_t kPieceBytes = 256 << 10;  // of a bundle

// NOT_FOUND (RELEASE_NOT_FOUND): the one answer for what is not there and what somebody may not see.
absl::Status ReleaseNotFound();
absl::StatusOr<ReleaseRow> ReadRelease(const Reader& reader, const ReleaseId& id);
// Of a programme, the newest first.
absl::StatusOr<std::vector<ReleaseRow>> ReleasesOf(const Reader& reader, const std::string& programme_id);
// With the next etag, in its programme's list too.
void PutRelease(Txn& txn, ReleaseRow& row);
// All that was copied for it and made of that.
absl::Status DeleteFigures(Txn& txn, const ReleaseId& id);
// With everything that is kept of it.
absl::Status DeleteRelease(Txn& txn, const ReleaseRow& row);
ReleaseId IdOf(const ReleaseRow& row);

// What was copied and decided of releases, which everything else can be made of again, in this order.
enum class Proofs { kLeft, kRead };
absl::StatusOr<std::vector<making::Kept>> ReadKept(const Reader& reader, const std::vector<std::string>& ids,
                                                   Proofs proofs);
// Those it was audited with, then itself, with proofs.
absl::StatusOr<std::vector<making::Kept>> ReadWithOlder(const Reader& reader, const ReleaseRow& row);
// Answers and surveys.
void PutCopied(Txn& txn, const ReleaseId& id, const making::Kept& copied);
absl::StatusOr<std::vector<v1::Table>> ReadTables(const Reader& reader, const ReleaseId& id);
// Statuses, proof, tables and bundle.
void PutMade(Txn& txn, const ReleaseId& id, const making::Made& made);
// 0: the one in force. NOT_FOUND (POLICY_NOT_FOUND).
absl::StatusOr<v1::DisclosurePolicy> ReadPolicy(const Reader& reader, int32_t version);
// At most `limit` bytes from `offset` on.
absl::StatusOr<std::string> ReadBundle(const Reader& reader, const ReleaseId& id, int64_t offset,
                                       int32_t limit);

}  // namespace obt::reporting
