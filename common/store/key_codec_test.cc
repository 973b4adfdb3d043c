#include "common/store/key_codec.h"

#include <limits>
#include <string>
#include <tuple>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "rapidcheck.h"

namespace obt::store {
namespace {

using Key = std::tuple<std::string, int32_t, Descending<uint32_t>, uint64_t>;

std::string Hex(const std::string& bytes) { return absl::BytesToHexString(bytes); }

TEST(KeyCodec, BytesOnDiskNeverChange) {
  EXPECT_EQ(Hex(EncodeKey(std::tuple<uint32_t>(1))), "00000001");
  EXPECT_EQ(Hex(EncodeKey(std::tuple<int32_t>(-1))), "7fffffff");
  EXPECT_EQ(Hex(EncodeKey(std::tuple<int32_t>(1))), "80000001");
  EXPECT_EQ(Hex(EncodeKey(std::tuple<uint64_t>(258))), "0000000000000102");
  EXPECT_EQ(Hex(EncodeKey(std::tuple<std::string>("dwp"))), "6477700001");
  EXPECT_EQ(Hex(EncodeKey(std::tuple<std::string>(std::string("a\0b", 3)))), "6100ff620001");
  EXPECT_EQ(Hex(EncodeKey(std::make_tuple(Descending<uint32_t>{1}))), "fffffffe");
  const auto id = ParseId<PersonId>("0192a000-0000-7000-8000-000000000001");
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(Hex(EncodeKey(std::make_tuple(*id))), "0192a000000070008000000000000001");
}

TEST(KeyCodec, BytesThatAreNoKeyAreRefused) {
  EXPECT_FALSE(DecodeKey<std::tuple<uint32_t>>("abc").has_value());
  EXPECT_FALSE(DecodeKey<std::tuple<uint32_t>>("abcde").has_value());
  EXPECT_FALSE(DecodeKey<std::tuple<std::string>>("no end").has_value());
  EXPECT_FALSE(DecodeKey<std::tuple<std::string>>(absl::string_view("a\0\2", 3)).has_value());
  EXPECT_FALSE(DecodeKey<std::tuple<PersonId>>("short").has_value());
}

TEST(KeyCodec, PrefixEndIsAboveEveryKeyWithThePrefix) {
  EXPECT_EQ(PrefixEnd("ab"), "ac");
  EXPECT_EQ(PrefixEnd("a\xFF\xFF"), "b");
  EXPECT_EQ(PrefixEnd("\xFF"), "");
  EXPECT_EQ(PrefixEnd(""), "");
}

TEST(KeyCodec, EncodedKeysReadBackAndSortLikeTheKeys) {
  EXPECT_TRUE(rc::check([](std::string s1, int32_t i1, uint32_t d1, uint64_t u1, std::string s2, int32_t i2,
                           uint32_t d2, uint64_t u2, bool same_string) {
    if (same_string) s2 = s1;
    const Key a(s1, i1, {d1}, u1);
    const Key b(s2, i2, {d2}, u2);
    RC_ASSERT(DecodeKey<Key>(EncodeKey(a)) == a);
    const auto order = [](const Key& k) {
      return std::make_tuple(std::get<0>(k), std::get<1>(k), ~std::get<2>(k).value, std::get<3>(k));
    };
    RC_ASSERT((EncodeKey(a) < EncodeKey(b)) == (order(a) < order(b)));
  }));
}

}  // namespace
}  // namespace obt::store
