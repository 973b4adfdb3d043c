#include "common/base/unseen.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace obt {
namespace {

TEST(UnseenTest, WhatNobodySeesIsTakenOffBothEnds) {
  const std::vector<std::string> unseen = {" ",
                                           "\t",
                                           "\r",
                                           "\x1A",
                                           "\xC2\xA0",
                                           "\xC2\xAD",
                                           "\xE1\x9A\x80",
                                           "\xE2\x80\x87",
                                           "\xE2\x80\x8B",
                                           "\xE2\x80\x8C",
                                           "\xE2\x80\x8E",
                                           "\xE2\x80\xAE",
                                           "\xE2\x80\xAF",
                                           "\xE2\x81\xA0",
                                           "\xE2\x81\xA6",
                                           "\xE3\x80\x80",
                                           "\xE3\x85\xA4",
                                           "\xEF\xBB\xBF",
                                           "\xEF\xBE\xA0",
                                           "\xD8\x9C",
                                           "\xE1\xA0\x8E",
                                           "\xF3\xA0\x80\xA0"};
  for (const std::string& one : unseen) {
    EXPECT_EQ(TrimUnseen(one + "a b" + one + one), "a b") << Shown(one);
    EXPECT_EQ(TrimUnseen(one + " " + one), "") << Shown(one);
  }
  for (const std::string seen : {"a", "\xC3\xAB", "\xEB", "\xE2\x9D\xA4\xEF\xB8\x8F", "'", "\xCC\x88"})
    EXPECT_EQ(TrimUnseen(" " + seen + " "), seen);
}

TEST(UnseenTest, WhatIsWithinATextIsSaidByItsCodePoint) {
  EXPECT_EQ(FindUnseen("k@ex.gov.uk"), std::nullopt);
  EXPECT_EQ(FindUnseen("Kim Jones"), std::nullopt);
  EXPECT_EQ(FindUnseen("k@\xE2\x80\x8B"
                       "ex"),
            "character 3 is U+200B");
  EXPECT_EQ(FindUnseen("\xC3\xAB\xC2\xA0k"), "character 2 is U+00A0");
  EXPECT_EQ(FindUnseen("a\tb"), "character 2 is U+0009");
  EXPECT_EQ(FindStrayByte("Zo\xC3\xAB"), std::nullopt);
  EXPECT_EQ(FindStrayByte("Zo\xEB Bay"), "byte 3 is 0xEB");
  EXPECT_EQ(FindStrayByte("\xC3"), "byte 1 is 0xC3");
  EXPECT_EQ(FindStrayByte("ab\xED\xA0\x80"), "byte 3 is 0xED") << "half a surrogate pair";
}

TEST(UnseenTest, ATextIsShownWithWhatCannotBeSeen) {
  EXPECT_EQ(Shown("Grade 99"), "\"Grade 99\"");
  EXPECT_EQ(Shown("a\xE2\x80\x8B\xEB"), "\"a<U+200B><0xEB>\"");
  EXPECT_EQ(Shown("abcdef", 3), "\"abc...\"");
  EXPECT_EQ(Shown("abc", 3), "\"abc\"");
}

TEST(UnseenTest, WordsComeOneByOne) {
  absl::string_view text = "\xC2\xA0 Kim\xE3\x80\x80 Jones ";
  EXPECT_EQ(TakeWord(text), "Kim");
  EXPECT_EQ(TakeWord(text), "Jones");
  EXPECT_EQ(TakeWord(text), "");
}

}  // namespace
}  // namespace obt
