#include "common/store/audit.h"

#include <tuple>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/store/core_tables.h"
#include "common/store/sha256.h"

namespace obt::store {
namespace {

constexpr size_t kChainBytes = 32;
constexpr size_t kShownBytes = 8;  // of a chain value, in a sentence

std::string Shown(absl::string_view chain) {
  return chain.empty() ? "none" : absl::BytesToHexString(chain.substr(0, kShownBytes));
}

}  // namespace

std::string NextAuditChain(absl::string_view previous, uint64_t sequence, absl::string_view entry) {
  std::string fixed;
  codec::PutBigEndian(fixed, sequence, 8);
  return Sha256({previous, fixed, entry});
}

std::pair<std::string, std::string> AuditBytes(const AuditRow& row) {
  return {EncodeKey(std::tuple<uint64_t>(row.sequence)), absl::StrCat(row.chain, row.entry)};
}

absl::Status ScanAudit(const Reader& reader, uint64_t after, absl::FunctionRef<bool(const AuditRow&)> visit) {
  const std::string lower = after == 0 ? "" : EncodeKey(std::tuple<uint64_t>(after)) + '\0';
  AuditRow row;
  return reader.ScanRaw(kAudit, lower, "", [&](absl::string_view key, absl::string_view value) {
    row.sequence = std::get<0>(DecodeKey<std::tuple<uint64_t>>(key).value_or(std::tuple<uint64_t>(0)));
    row.chain = std::string(value.substr(0, kChainBytes));
    row.entry = std::string(value.substr(row.chain.size()));
    return visit(row);
  });
}

absl::StatusOr<bool> HoldsAudit(const Reader& reader, uint64_t sequence, absl::string_view chain) {
  if (sequence == 0) return true;
  bool holds = false;
  OBT_RETURN_IF_ERROR(ScanAudit(reader, sequence - 1, [&](const AuditRow& row) {
    holds = row.sequence == sequence && row.chain == chain;
    return false;
  }));
  return holds;
}

std::string AuditChain::Follow(const AuditRow& row) {
  const uint64_t expected = sequence_ + 1;
  if (row.sequence != expected) {
    return absl::StrCat(
        "entry ", expected, " was expected, ",
        row.sequence == 0 ? "a key that cannot be read" : absl::StrCat("entry ", row.sequence),
        " stands in its place");
  }
  std::string chain = NextAuditChain(chain_, expected, row.entry);
  if (row.chain != chain) {
    return absl::StrCat("entry ", expected, " does not follow from the entry before: its chain value was ",
                        "expected to begin with ", Shown(chain), ", it is ", Shown(row.chain));
  }
  sequence_ = expected;
  chain_ = std::move(chain);
  return "";
}

}  // namespace obt::store
