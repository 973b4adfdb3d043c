#include "common/base/ids.h"

#include <algorithm>

#include "absl/random/random.h"

namespace obt::ids_internal {
namespace {

constexpr size_t kTextSize = 36;
constexpr char kDigits[] = "0123456789abcdef";
// Where the two digits of each byte stand in the text, and where the hyphens do.
constexpr size_t kPlaces[16] = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
constexpr size_t kHyphens[4] = {8, 13, 18, 23};

int DigitValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

std::array<uint8_t, 16> NewBytes(absl::Time now) {
  thread_local absl::BitGen random;
  const uint64_t high = absl::Uniform<uint64_t>(random);
  const uint64_t low = absl::Uniform<uint64_t>(random);
  const uint64_t millis = static_cast<uint64_t>(std::max<int64_t>(0, absl::ToUnixMillis(now)));

  std::array<uint8_t, 16> bytes;
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<uint8_t>(millis >> (40 - 8 * i));
  bytes[6] = static_cast<uint8_t>(0x70 | (high & 0x0f));  // version 7
  bytes[7] = static_cast<uint8_t>(high >> 8);
  std::memcpy(bytes.data() + 8, &low, sizeof(low));
  bytes[8] = static_cast<uint8_t>(0x80 | (bytes[8] & 0x3f));  // the RFC 9562 variant
  return bytes;
}

bool ParseBytes(absl::string_view text, std::array<uint8_t, 16>& bytes) {
  if (text.size() != kTextSize) return false;
  for (const size_t place : kHyphens) {
    if (text[place] != '-') return false;
  }
  for (size_t i = 0; i < bytes.size(); ++i) {
    const int high = DigitValue(text[kPlaces[i]]);
    const int low = DigitValue(text[kPlaces[i] + 1]);
    if (high < 0 || low < 0) return false;
    bytes[i] = static_cast<uint8_t>(high << 4 | low);
  }
  return true;
}

std::string FormatBytes(const std::array<uint8_t, 16>& bytes) {
  std::string text(kTextSize, '-');
  for (size_t i = 0; i < bytes.size(); ++i) {
    text[kPlaces[i]] = kDigits[bytes[i] >> 4];
    text[kPlaces[i] + 1] = kDigits[bytes[i] & 0x0f];
  }
  return text;
}

}  // namespace obt::ids_internal
