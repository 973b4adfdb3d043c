#include "common/base/text.h"

#include <gtest/gtest.h>
#include <unicode/utf8.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace obt {
namespace {

std::string Utf8(UChar32 character) {
  char bytes[4];
  int length = 0;
  U8_APPEND_UNSAFE(bytes, length, character);
  return std::string(bytes, length);
}

std::string LineFault(absl::string_view text, size_t max = 200) {
  return TextFault(text, TextKind::kLine, max);
}
std::string LongFault(absl::string_view text, size_t max = 200) {
  return TextFault(text, TextKind::kLong, max);
}

TEST(Text, WhatPeopleAreCalledAndWriteIsText) {
  for (const char* text :
       {"Bo Ray",
        "Zo\u00eb Bay",
        "Si\u00e2n \u2013 Swyddfa Cymru",
        "\u00d3 D\u00f3naill",
        "N\u01d0 H\u01ceo",
        "\u674e\u5c0f\u9f99",
        "\u05d9\u05e2\u05dc",
        "\u0645\u062d\u0645\u062f",
        "\ud55c\uae00",
        "d\u2019Arcy",
        "-",
        "?",
        "1",
        "\u00a0x",
        "\u0928\u092e\u0938\u094d\u200d\u0924\u0947",        // a joiner within Devanagari
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  // a non-joiner within Persian
        "\U0001F468\u200D\U0001F680",                        // a joined emoji
        "\u2764\uFE0F",                                      // a variation selector
        "\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F",  // England's flag
        "co\u00adoperation",
        "e\u0301",
        "\uF8FF private",
        "\uFFFD replaced"}) {
    EXPECT_EQ(LineFault(text), "") << text;
    EXPECT_EQ(LongFault(text), "") << text;
  }
}

TEST(Text, IllFormedUtf8IsNoText) {
  for (const absl::string_view bytes : {
           "Zo\xEB Bay",                // Windows-1252
           "half a pair \xED\xA0\xBC",  // a surrogate
           "\xED\xA0\xBC\xED\xBC\xB1",  // a pair of them
           "\xC3",                      // cut short
           "\xE2\x82",                  // cut short
           "\x80",                      // nothing that it continues
           "\xC0\xAF",                  // overlong
           "\xE0\x80\xAF",              // overlong
           "\xF0\x80\x80\xAF",          // overlong
           "\xF4\x90\x80\x80",          // above U+10FFFF
           "\xF5\x80\x80\x80", "a\xE2\x28\xA1",
           "\xFF\xFEZ",  // UTF-16
       }) {
    EXPECT_FALSE(IsWellFormed(bytes));
    EXPECT_EQ(LineFault(bytes), kMustBeUtf8);
    EXPECT_EQ(LongFault(bytes), kMustBeUtf8);
  }
}

TEST(Text, WhatStandsForIllFormedUtf8IsRefusedAsThat) {
  EXPECT_FALSE(IsWellFormed(kIllFormedText));
  EXPECT_EQ(LineFault(kIllFormedText), kMustBeUtf8);
  EXPECT_EQ(LongFault(kIllFormedText), kMustBeUtf8);
  EXPECT_TRUE(IsWellFormed("Zo\u00eb"));
  EXPECT_TRUE(IsWellFormed(""));
}

TEST(Text, LineEndsAndTabsAreTextWhereItIsLong) {
  for (const char* end : {"\n", "\r\n", "\r", "\t", "\u2028", "\u2029"}) {
    const std::string text = absl::StrCat("First", end, end, "Second");
    EXPECT_EQ(LongFault(text), "");
    EXPECT_TRUE(absl::StartsWith(LineFault(text), "must not contain line ends or other control characters"));
  }
  EXPECT_EQ(LineFault("First\nSecond"),
            "must not contain line ends or other control characters; character 6 is U+000A");
}

TEST(Text, OtherControlCharactersAreNot) {
  std::vector<UChar32> controls = {0x7f, 0x80, 0x85, 0x9f};
  for (UChar32 c = 0; c < 0x20; ++c) controls.push_back(c);
  for (const UChar32 c : controls) {
    const std::string text = absl::StrCat("\u00e2", Utf8(c), "b");
    const std::string place = absl::StrFormat("; character 2 is U+%04X", c);
    EXPECT_EQ(LineFault(text), "must not contain line ends or other control characters" + place);
    if (c == '\n' || c == '\r' || c == '\t') continue;
    EXPECT_EQ(LongFault(text), "must not contain control characters other than line ends and tabs" + place);
  }
}

TEST(Text, NothingTurnsTheDirectionOfWriting) {
  for (const UChar32 c :
       {0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069}) {
    for (const std::string& text : {"Kim " + Utf8(c) + "Jones", Utf8(c), "x" + Utf8(c)}) {
      EXPECT_TRUE(absl::StartsWith(LineFault(text),
                                   "must not contain characters that change the direction of writing; "))
          << c;
      EXPECT_EQ(LineFault(text), LongFault(text));
    }
  }
  EXPECT_EQ(LineFault("Kim\u202Esenoj"),
            "must not contain characters that change the direction of writing; character 4 is U+202E");
}

TEST(Text, NoncharactersAreNoText) {
  for (const UChar32 c : {0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF}) {
    const std::string fault = absl::StrFormat("must not contain noncharacters; character 2 is U+%04X", c);
    EXPECT_EQ(LineFault("a" + Utf8(c)), fault);
    EXPECT_EQ(LongFault("a" + Utf8(c)), fault);
  }
}

TEST(Text, SomethingMustBeSeen) {
  for (const UChar32 c :
       {0x00A0, 0x00AD, 0x034F, 0x115F,  0x1160,  0x1680,  0x17B4,  0x17B5,  0x180B,  0x180E,
        0x2000, 0x200A, 0x200B, 0x200C,  0x200D,  0x202F,  0x205F,  0x2060,  0x2061,  0x2062,
        0x2063, 0x2064, 0x206A, 0x2800,  0x3000,  0x3164,  0xFE00,  0xFE0F,  0xFEFF,  0xFFA0,
        0xFFF9, 0x0301, 0x20DD, 0x1D173, 0x16FE4, 0xE0001, 0xE0020, 0xE007F, 0xE0100, 0xE01EF}) {
    const std::string fault =
        absl::StrFormat("must not be only blanks and invisible characters; character 2 is U+%04X", c);
    EXPECT_EQ(LineFault(" " + Utf8(c) + " " + Utf8(c)), fault);
    EXPECT_EQ(LongFault("\n" + Utf8(c)), fault);
    EXPECT_EQ(LineFault(Utf8(c) + "x"), "") << "within a text it may be";
  }
  EXPECT_EQ(LineFault("   "), "must not be only blanks");
  EXPECT_EQ(LongFault(" \r\n\t\n"), "must not be only blanks");
  EXPECT_EQ(LineFault(""), "") << "whether it must be there is another question";
}

TEST(Text, CharactersAreCountedNotBytes) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "\xF0\x9F\x8C\xB1";
  EXPECT_EQ(LineFault(text), "");
  EXPECT_EQ(LineFault(text + "x"), "must be at most 200 characters");
  EXPECT_EQ(LineFault(std::string(200, 'x')), "");
  EXPECT_EQ(LineFault(std::string(201, 'x')), "must be at most 200 characters");
  EXPECT_EQ(LongFault(std::string(601, 'x'), 600), "must be at most 600 characters");
}

TEST(Text, AFaultNeverRepeatsTheText) {
  for (const char* secret : {"Jane\nDoe", "Jane\xFF", "Jane\u202E", "Jane\uFFFF"})
    EXPECT_EQ(LineFault(secret).find("Jane"), std::string::npos);
}

TEST(StrangeCharacter, IsTheFirstThatIsNoPrintableAscii) {
  EXPECT_EQ(StrangeCharacter("name@department.gov.uk ~"), "");
  EXPECT_EQ(StrangeCharacter(""), "");
  EXPECT_EQ(StrangeCharacter("\u00e9\u00a0"), "character 1 is U+00E9");
  EXPECT_EQ(StrangeCharacter("ab\u200b"), "character 3 is U+200B");
  EXPECT_EQ(StrangeCharacter("\tab"), "character 1 is U+0009");
  EXPECT_EQ(StrangeCharacter("ab\U0001F331"), "character 3 is U+1F331");
}

}  // namespace
}  // namespace obt
