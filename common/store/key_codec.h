// Order-preserving tuple codec: the encoded bytes of two keys compare like the keys. Integers are big-endian
// with the sign bit flipped, strings escape 0x00 as 00 FF and end with 00 01, ids are their 16 bytes,
// Descending<T> inverts every bit. Golden tests pin the bytes; they are the on-disk format. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include "absl/strings/string_view.h"
#include "common/base/ids.h"

namespace obt::store {

// Sorts in reverse, e.g. newest first.
template <typename T>
struct Descending {
  T value;
  friend bool operator==(const Descending& a, const Descending& b) { return a.value == b.value; }
};

namespace codec {

void PutBigEndian(std::string& out, uint64_t value, int bytes);
bool TakeBigEndian(absl::string_view& in, uint64_t& value, int bytes);
void PutString(std::string& out, absl::string_view value);
bool TakeString(absl::string_view& in, std::string& value);

template <typename T>
struct Part {
  static_assert(std::is_integral_v<T>, "no key codec for this type");
  static constexpr uint64_t kSignBit = std::is_signed_v<T> ? uint64_t{1} << (8 * sizeof(T) - 1) : 0;
  static void Put(std::string& out, T value) {
    PutBigEndian(out, static_cast<uint64_t>(static_cast<std::make_unsigned_t<T>>(value)) ^ kSignBit,
                 sizeof(T));
  }
  static bool Take(absl::string_view& in, T& value) {
    uint64_t raw;
    if (!TakeBigEndian(in, raw, sizeof(T))) return false;
    value = static_cast<T>(static_cast<std::make_unsigned_t<T>>(raw ^ kSignBit));
    return true;
  }
};

template <>
struct Part<std::string> {
  static void Put(std::string& out, const std::string& value) { PutString(out, value); }
  static bool Take(absl::string_view& in, std::string& value) { return TakeString(in, value); }
};

template <typename Kind>
struct Part<Id<Kind>> {
  static void Put(std::string& out, const Id<Kind>& id) { out.append(id.view().data(), 16); }
  static bool Take(absl::string_view& in, Id<Kind>& id) {
    if (in.size() < 16) return false;
    id = *IdFromBytes<Id<Kind>>(in.substr(0, 16));
    in.remove_prefix(16);
    return true;
  }
};

template <typename T>
struct Part<Descending<T>> {
  static void Put(std::string& out, const Descending<T>& part) {
    const size_t start = out.size();
    Part<T>::Put(out, part.value);
    for (size_t i = start; i < out.size(); ++i) out[i] = static_cast<char>(~out[i]);
  }
  static bool Take(absl::string_view& in, Descending<T>& part) {
    static_assert(std::is_integral_v<T>, "only integers sort in reverse");
    if (in.size() < sizeof(T)) return false;
    std::string raw(in.substr(0, sizeof(T)));
    for (char& c : raw) c = static_cast<char>(~c);
    absl::string_view rest = raw;
    in.remove_prefix(sizeof(T));
    return Part<T>::Take(rest, part.value);
  }
};

}  // namespace codec

template <typename... Parts>
std::string EncodeKey(const std::tuple<Parts...>& key) {
  std::string out;
  out.reserve(80);
  std::apply([&out](const Parts&... parts) { (codec::Part<Parts>::Put(out, parts), ...); }, key);
  return out;
}

// Nothing unless the bytes are exactly one key of this shape.
template <typename Key>
std::optional<Key> DecodeKey(absl::string_view bytes) {
  Key key;
  const bool ok = std::apply(
      [&bytes](auto&... parts) {
        return (codec::Part<std::decay_t<decltype(parts)>>::Take(bytes, parts) && ...);
      },
      key);
  if (!ok || !bytes.empty()) return std::nullopt;
  return key;
}

namespace codec {
// True when Prefix's types are the first types of Key.
template <typename Prefix, typename Key>
struct IsPrefix : std::false_type {};
template <typename... Rest>
struct IsPrefix<std::tuple<>, std::tuple<Rest...>> : std::true_type {};
template <typename Head, typename... P, typename... K>
struct IsPrefix<std::tuple<Head, P...>, std::tuple<Head, K...>>
    : IsPrefix<std::tuple<P...>, std::tuple<K...>> {};
}  // namespace codec

// The smallest byte string above every string that starts with `prefix`; empty when there is none (all 0xFF).
std::string PrefixEnd(absl::string_view prefix);

}  // namespace obt::store
