#include "common/base/typed.h"

#include "gtest/gtest.h"

namespace obt {
namespace {

TEST(Typed, BytesThatAreNoUtf8AreNoText) {
  for (const char* text : {"", "plain", "Zo\xC3\xAB", "\xE6\x9D\x8E", "\xF0\x9F\x98\x80"})
    EXPECT_TRUE(IsUtf8(text)) << text;
  EXPECT_FALSE(IsUtf8("Zo\xEB Bay")) << "Windows-1252";
  EXPECT_FALSE(IsUtf8("\xC3")) << "cut";
  EXPECT_FALSE(IsUtf8("\xED\xA0\xBD")) << "half a surrogate pair";
  EXPECT_FALSE(IsUtf8("\xC0\xAF")) << "overlong";
  EXPECT_FALSE(IsUtf8("\xF4\x90\x80\x80")) << "beyond Unicode";
  EXPECT_FALSE(IsUtf8("\xFF\xFE")) << "the mark of UTF-16";
}

TEST(Typed, TheWordThatWasMeantIsFound) {
  const std::vector<std::string> verbs = {"list", "get", "find", "update", "import", "cancel-import", "left"};
  EXPECT_EQ(Nearest("lst", verbs), "list");
  EXPECT_EQ(Nearest("lsit", verbs), "list");
  EXPECT_EQ(Nearest("LIST", verbs), "list");
  EXPECT_EQ(Nearest("updat", verbs), "update");
  EXPECT_EQ(Nearest("imprt", verbs), "import");
  EXPECT_EQ(Nearest("canc", verbs), "cancel-import") << "begun";
  EXPECT_EQ(Nearest("delete", verbs), "");
  EXPECT_EQ(Nearest("x", verbs), "");
  EXPECT_EQ(Nearest("organisaton", {"organisation", "programme"}), "organisation");
  EXPECT_EQ(Nearest("organization", {"organisation", "programme"}), "organisation");
}

}  // namespace
}  // namespace obt
