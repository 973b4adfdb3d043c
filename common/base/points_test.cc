#include "common/base/points.h"

#include "gtest/gtest.h"

namespace obt {
namespace {

TEST(Points, BytesThatAreNoUtf8AreNoText) {
  for (const char* text : {"", "plain", "Zo\xC3\xAB", "\xE6\x9D\x8E", "\xF0\x9F\x98\x80"})
    EXPECT_TRUE(IsUtf8(text)) << text;
  EXPECT_FALSE(IsUtf8("Zo\xEB Bay")) << "Windows-1252";
  EXPECT_FALSE(IsUtf8("\xC3")) << "cut";
  EXPECT_FALSE(IsUtf8("\xED\xA0\xBD")) << "half a surrogate pair";
  EXPECT_FALSE(IsUtf8("\xC0\xAF")) << "overlong";
  EXPECT_FALSE(IsUtf8("\xF4\x90\x80\x80")) << "beyond Unicode";
  EXPECT_FALSE(IsUtf8("\xFF\xFE")) << "the mark of UTF-16";
}

TEST(Points, ACharacterIsNamedByItsPlace) {
  EXPECT_EQ(PlaceOf(3, 0x200B), "character 3 is U+200B");
  EXPECT_EQ(NameOfPoint(0x1F600), "U+1F600");
}

}  // namespace
}  // namespace obt
