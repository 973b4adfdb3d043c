// Ids made by the server: 16 bytes (UUIDv7, so that they sort by time of making) inside, text on the wire.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace obt {

// An id of one kind; ids of different kinds do not mix. Immutable value.
template <typename Kind>
class Id {
 public:
  Id() : bytes_{} {}
  explicit Id(const std::array<uint8_t, 16>& bytes) : bytes_(bytes) {}
  const std::array<uint8_t, 16>& bytes() const { return bytes_; }
  absl::string_view view() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }

  friend bool operator==(const Id& a, const Id& b) { return a.bytes_ == b.bytes_; }
  friend bool operator!=(const Id& a, const Id& b) { return a.bytes_ != b.bytes_; }
  friend bool operator<(const Id& a, const Id& b) { return a.bytes_ < b.bytes_; }
  template <typename H>
  friend H AbslHashValue(H h, const Id& id) {  // the last 8 bytes are random
    uint64_t low;
    std::memcpy(&low, id.bytes_.data() + 8, sizeof(low));
    return H::combine(std::move(h), low);
  }

 private:
  std::array<uint8_t, 16> bytes_;
};

using PersonId = Id<struct PersonKind>;
using ImportId = Id<struct ImportKind>;
using TeamId = Id<struct TeamKind>;
using JobId = Id<struct JobKind>;

namespace ids_internal {
std::array<uint8_t, 16> NewBytes(absl::Time now);
bool ParseBytes(absl::string_view text, std::array<uint8_t, 16>& bytes);
std::string FormatBytes(const std::array<uint8_t, 16>& bytes);
}  // namespace ids_internal

// A fresh UUIDv7: millisecond of `now`, then random bits of a per-thread generator seeded by the system.
// Thread-safe.
template <typename T>
T NewId(absl::Time now) {
  return T(ids_internal::NewBytes(now));
}

// From the canonical 36-character text, lower case; nothing else parses.
template <typename T>
std::optional<T> ParseId(absl::string_view text) {
  std::array<uint8_t, 16> bytes;
  if (!ids_internal::ParseBytes(text, bytes)) return std::nullopt;
  return T(bytes);
}

template <typename T>
std::optional<T> IdFromBytes(absl::string_view raw) {
  if (raw.size() != 16) return std::nullopt;
  std::array<uint8_t, 16> bytes;
  std::memcpy(bytes.data(), raw.data(), 16);
  return T(bytes);
}

template <typename Kind>
std::string ToText(const Id<Kind>& id) {
  return ids_internal::FormatBytes(id.bytes());
}

}  // namespace obt
