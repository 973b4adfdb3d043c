#include "common/base/unicode.h"

#include "gtest/gtest.h"

namespace obt {
namespace {

TEST(UnicodeTest, TheSameNameTypedInTwoWaysIsOneText) {
  EXPECT_EQ(ToNfc("Zoe\xCC\x88"), "Zo\xC3\xAB");                      // e, combining diaeresis
  EXPECT_EQ(ToNfc("Zo\xC3\xAB"), "Zo\xC3\xAB");                       // as it should be
  EXPECT_EQ(ToNfc("A\xCC\x8Asa"), "\xC3\x85sa");                      // A, ring
  EXPECT_EQ(ToNfc("\xE2\x84\xABsa"), "\xC3\x85sa");                   // the Angstrom sign
  EXPECT_EQ(ToNfc("q\xCC\xA3\xCC\x87"), ToNfc("q\xCC\x87\xCC\xA3"));  // marks in either order
  EXPECT_EQ(ToNfc("\xE1\x84\x80\xE1\x85\xA1"), "\xEA\xB0\x80");       // Hangul
}

TEST(UnicodeTest, PlainAndBrokenTextStaysAsItIs) {
  for (const char* text : {"", "Ann O'Brien", "\xC3", "\xED\xA0\x80", "e\xCC", "\xFF\xFE"}) {
    EXPECT_EQ(ToNfc(text), text);
  }
  // Not the compatibility form: what looks different stays different.
  EXPECT_EQ(ToNfc("\xEF\xAC\x81"), "\xEF\xAC\x81");  // the ligature fi
}

}  // namespace
}  // namespace obt
