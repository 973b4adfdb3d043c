#include "common/cli/shown.h"

#include <gmock/gmock.h>

#include <utility>
#include <vector>

namespace obt::cli {
namespace {

TEST(ShownTest, WidthsAreThoseOfATerminal) {
  const std::vector<std::pair<const char*, size_t>> cases = {
      {"", 0},
      {"Siân", 4},
      {"Sia\u0302n", 4},    // a mark on the a
      {"\u674e\u5c0f", 4},  // Chinese
      {"\uff21\uff11", 4},  // full width
      {"\uff76", 1},        // half width
      {"\ud55c\uae00", 4},  // Hangul
      {"\u1100\u1161", 2},  // the same in parts
      {"a\u200bb", 2},      // no width
      {"\U0001f600", 2},    // an emoji
      {"\u0e01\u0e33", 2},  // Thai
      {"\u0e01\u0e34", 1},  // Thai with a vowel above
      {"\u05d0\u05b7", 1},  // Hebrew with a point
      {"–…─", 3},
  };
  for (const auto& [text, width] : cases) EXPECT_EQ(WidthOf(text), width) << text;
}

TEST(ShownTest, TextsAreCutBetweenLettersAndByColumns) {
  EXPECT_EQ(Cut("Siân Müller", 6), "Siân…");
  EXPECT_EQ(Cut("Siân Müller", 0), "Siân Müller");
  EXPECT_EQ(Cut("\u674e\u5c0f\u9f8d", 6), "\u674e\u5c0f\u9f8d");
  EXPECT_EQ(Cut("\u674e\u5c0f\u9f8d", 5), "\u674e\u5c0f…");
  EXPECT_EQ(Cut("\u674e\u5c0f\u9f8d", 4), "\u674e…") << "half a letter is none";
  EXPECT_EQ(Cut("abcde\u0301fg", 6), "abcde\u0301…") << "a mark stays with its letter";
  EXPECT_EQ(Cut("abc", 1), "…");
}

TEST(ShownTest, WhatATerminalObeysIsInSight) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"plain Siân \u674e", "plain Siân \u674e"},
      {"\x1B]0;title\x07", "\\x1B]0;title\\x07"},
      {"a\nb\tc\rd", "a\\nb\\tc\\rd"},
      {"\x7F", "\\x7F"},
      {"\u009b2J", "\\x9B2J"},
      {"a\u202eb\u2066c", "a\\u202Eb\\u2066c"},
      {"\u2028", "\\u2028"},
      {"Zo\xEB", "Zo\\xEB"},
      {std::string("a\0b", 3), "a\\x00b"},
  };
  for (const auto& [text, shown] : cases) {
    EXPECT_EQ(Printable(text), shown);
    EXPECT_EQ(Printable(shown), shown) << "what is in sight stays";
  }
  EXPECT_EQ(Printable("a\nb\x1B", "\n"), "a\nb\\x1B");
}

TEST(ShownTest, FormulasGetAnApostrophe) {
  for (const char* text : {"=1+1", "=HYPERLINK(\"https://x\")", "+44 20 7946 0000", "-x", "-", "@SUM(A1)",
                           "\t=1", "\r=1", "\n=1", "-5-2", "--5", "-5e3", "+A1", "＝1+1", "＠x", "-5,0"})
    EXPECT_EQ(ForSpreadsheet(text), std::string("'") + text);
  for (const char* text : {"", "-5", "+5", "-0.25", "plain", "a=1", "'=1", "0011", " =1", "–", "2024-10-14"})
    EXPECT_EQ(ForSpreadsheet(text), text);
}

}  // namespace
}  // namespace obt::cli
