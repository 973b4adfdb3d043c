// Any bytes: what decodes as a key encodes to the same bytes, and keys compare as their bytes do.
#include <cstdint>
#include <string>
#include <tuple>

#include "common/store/key_codec.h"
#include "tests/fuzz/require.h"

namespace obt::fuzz {
namespace {

using store::DecodeKey;
using store::Descending;
using store::EncodeKey;

template <typename Key>
void RoundTrip(absl::string_view bytes) {
  const std::optional<Key> key = DecodeKey<Key>(bytes);
  if (key.has_value()) Require(EncodeKey(*key) == bytes, "a key encodes to other bytes than it came from");
}

template <typename Key>
void SameOrder(absl::string_view a, absl::string_view b) {
  const std::optional<Key> left = DecodeKey<Key>(a), right = DecodeKey<Key>(b);
  if (!left.has_value() || !right.has_value()) return;
  Require((*left < *right) == (a < b), "keys compare otherwise than their bytes");
}

void Run(absl::string_view bytes) {
  RoundTrip<std::tuple<std::string>>(bytes);
  RoundTrip<std::tuple<std::string, int32_t, Descending<uint32_t>, uint64_t>>(bytes);
  RoundTrip<std::tuple<PersonId, int64_t>>(bytes);
  RoundTrip<std::tuple<std::string, std::string, std::string>>(bytes);
  const absl::string_view left = bytes.substr(0, bytes.size() / 2), right = bytes.substr(bytes.size() / 2);
  SameOrder<std::tuple<std::string>>(left, right);
  SameOrder<std::tuple<int32_t, std::string>>(left, right);
  const std::tuple<std::string, int32_t> any(bytes, static_cast<int32_t>(bytes.size()));
  Require(DecodeKey<std::tuple<std::string, int32_t>>(EncodeKey(any)) == any, "a key does not come back");
  const std::string end = store::PrefixEnd(bytes);
  Require(end.empty() || bytes < end, "the end of a prefix does not lie behind it");
}

}  // namespace
}  // namespace obt::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  obt::fuzz::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
