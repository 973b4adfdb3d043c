// The audit log of a store: who did what, when, and how it ended, as entries that are chained like the
// change log but apart from it: in no feed, and no event's sequence depends on it. The committer appends to
// it what transactions leave with Txn::Audit, in the batch of their changes. Reading is here. Pure but for
// the reader.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/store/reader.h"

namespace obt::store {

// A row: the chain value, then the bytes of an obt.audit.v1.AuditEntry.
struct AuditRow {
  uint64_t sequence = 0;  // 0: its key cannot be read
  std::string chain, entry;
};

// SHA-256 over the value before, the sequence (8 bytes, big-endian) and the entry's bytes as stored.
std::string NextAuditChain(absl::string_view previous, uint64_t sequence, absl::string_view entry);
// The row's key and value, as they are stored.
std::pair<std::string, std::string> AuditBytes(const AuditRow& row);

// Rows behind `after` in order, whatever is in them, until `visit` returns false.
absl::Status ScanAudit(const Reader& reader, uint64_t after, absl::FunctionRef<bool(const AuditRow&)> visit);
// Whether that entry is there, with that chain value. The beginning, 0, always is.
absl::StatusOr<bool> HoldsAudit(const Reader& reader, uint64_t sequence, absl::string_view chain);

// Follows a log row by row, from its beginning or from where a reader had got.
class AuditChain {
 public:
  AuditChain() : chain_(32, '\0') {}
  AuditChain(uint64_t sequence, std::string chain) : sequence_(sequence), chain_(std::move(chain)) {}
  // Goes on to the next row. What is wrong with it, in a sentence, and then it stays where it is; empty:
  // nothing.
  std::string Follow(const AuditRow& row);
  uint64_t sequence() const { return sequence_; }
  const std::string& chain() const { return chain_; }

 private:
  uint64_t sequence_ = 0;
  std::string chain_;
};

}  // namespace obt::store
