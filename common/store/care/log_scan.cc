#include "common/store/care/log_scan.h"

#include <array>
#include <cstring>
#include <string>

namespace obt::store {
namespace {

// Records lie in blocks, cut into fragments where a block ends. A fragment is its check (4 bytes), its length
// (2), its type (1), all little-endian, and its bytes; no fragment begins in the last 6 bytes of a block.
constexpr uint64_t kBlock = 32768;
constexpr uint64_t kHeader = 7;
enum Type : uint8_t { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

using Tables = std::array<std::array<uint32_t, 256>, 8>;

constexpr Tables MakeTables() {
  Tables tables{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value & 1 ? value >> 1 ^ 0x82F63B78u : value >> 1;
    tables[0][i] = value;
  }
  for (uint32_t i = 0; i < 256; ++i) {
    for (int t = 1; t < 8; ++t) tables[t][i] = tables[t - 1][i] >> 8 ^ tables[0][tables[t - 1][i] & 0xFF];
  }
  return tables;
}

// CRC-32C, eight bytes at a time.
uint32_t Crc32c(absl::string_view bytes) {
  static constexpr Tables kTables = MakeTables();
  uint32_t crc = ~0u;
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    uint32_t low, high;
    std::memcpy(&low, bytes.data(), 4);
    std::memcpy(&high, bytes.data() + 4, 4);
    low ^= crc;
    crc = kTables[7][low & 0xFF] ^ kTables[6][low >> 8 & 0xFF] ^ kTables[5][low >> 16 & 0xFF] ^
          kTables[4][low >> 24] ^ kTables[3][high & 0xFF] ^ kTables[2][high >> 8 & 0xFF] ^
          kTables[1][high >> 16 & 0xFF] ^ kTables[0][high >> 24];
  }
  for (const char c : bytes) crc = crc >> 8 ^ kTables[0][(crc ^ static_cast<uint8_t>(c)) & 0xFF];
  return ~crc;
}

uint64_t LittleEndian(absl::string_view bytes, size_t at, int width) {
  uint64_t value = 0;
  for (int i = width - 1; i >= 0; --i) value = value << 8 | static_cast<uint8_t>(bytes[at + i]);
  return value;
}

struct Fragment {
  uint8_t type = 0;  // 0: none that is whole begins here
  absl::string_view payload;
};

Fragment FragmentAt(absl::string_view bytes, uint64_t at) {
  const uint64_t room = kBlock - at % kBlock;
  if (room < kHeader || at + kHeader > bytes.size()) return {};
  const uint64_t length = LittleEndian(bytes, at + 4, 2);
  const uint8_t type = static_cast<uint8_t>(bytes[at + 6]);
  if (type < kFull || type > kLast || kHeader + length > room || at + kHeader + length > bytes.size())
    return {};
  const uint32_t crc = Crc32c(bytes.substr(at + 6, 1 + length));
  const uint32_t masked = (crc >> 15 | crc << 17) + 0xA282EAD8u;
  if (masked != LittleEndian(bytes, at, 4)) return {};
  return {type, bytes.substr(at + kHeader, length)};
}

bool RecordBeginsBehind(absl::string_view bytes, uint64_t fault) {
  for (uint64_t at = fault + 1; at + kHeader < bytes.size(); ++at) {
    if (bytes[at + 6] != kFull && bytes[at + 6] != kFirst) continue;
    const Fragment fragment = FragmentAt(bytes, at);
    if (fragment.type != 0 && !fragment.payload.empty()) return true;
  }
  return false;
}

// A write's number and how many numbers it uses; follows from the one before. False when it does not.
bool Follows(absl::string_view write, LogScan& scan) {
  if (write.size() < 12) return false;
  const uint64_t number = LittleEndian(write, 0, 8);
  if (scan.first_write == 0) scan.first_write = number;
  if (scan.next_write != 0 && number != scan.next_write) return false;
  scan.next_write = number + LittleEndian(write, 8, 4);
  return true;
}

}  // namespace

LogScan ScanLog(absl::string_view bytes, LogKind kind) {
  LogScan scan;
  uint64_t at = 0;
  bool inside = false;
  std::string head;  // of the record: what Follows looks at
  while (at < bytes.size()) {
    const uint64_t room = kBlock - at % kBlock;
    if (room < kHeader) {
      const absl::string_view filler = bytes.substr(at, room);
      if (filler.find_first_not_of('\0') != absl::string_view::npos) break;
      at += filler.size();
      if (!inside) scan.whole = at;
      continue;
    }
    const Fragment fragment = FragmentAt(bytes, at);
    const bool begins = fragment.type == kFull || fragment.type == kFirst;
    if (fragment.type == 0 || begins == inside) break;
    if (begins) head.clear();
    head.append(fragment.payload.data(), head.size() < 12 ? fragment.payload.size() : 0);
    at += kHeader + fragment.payload.size();
    inside = fragment.type == kFirst || fragment.type == kMiddle;
    if (inside) continue;
    if (kind == LogKind::kWriteAhead && !Follows(head, scan)) break;
    scan.whole = at;
  }
  if (scan.whole < bytes.size()) scan.goes_on = RecordBeginsBehind(bytes, scan.whole);
  return scan;
}

}  // namespace obt::store
