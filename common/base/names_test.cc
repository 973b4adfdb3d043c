#include "common/base/names.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace obt {
namespace {

struct NameCase {
  const char* what;
  std::string a, b;
  bool same;
};

TEST(NamesTest, NamesCompareWhateverTheFormCaseAndBlanksTheyWereWrittenIn) {
  const std::vector<NameCase> cases = {
      {"the same", "Kim Jones", "Kim Jones", true},
      {"another", "Kim Jones", "Karl Jonas", false},
      {"upper case", "Kim Jones", "KIM JONES", true},
      {"two forms of an accent", "Zo\xC3\xAB Bay", "Zoe\xCC\x88 Bay", true},
      {"two forms and another case", "ZO\xC3\x8B", "zoe\xCC\x88", true},
      {"without the accent", "Zo\xC3\xAB", "Zoe", false},
      {"blanks around and between", "  Kim   Jones ", "Kim Jones", true},
      {"a tab between", "Kim\tJones", "Kim Jones", true},
      {"a blank that does not break", "Kim\xC2\xA0Jones", "Kim Jones", true},
      {"an ideographic blank", "\xE9\x87\x91\xE3\x80\x80\xE6\xB3\xB0", "\xE9\x87\x91 \xE6\xB3\xB0", true},
      {"a byte order mark in front", "\xEF\xBB\xBFKim", "Kim", true},
      {"a zero-width space inside", "K\xE2\x80\x8Bim Jones", "Kim Jones", true},
      {"a soft hyphen inside", "Kim Jo\xC2\xADnes", "Kim Jones", true},
      {"a variation selector behind a letter", "Kim\xEF\xB8\x8F Jones", "Kim Jones", true},
      {"one of the later planes", "\xE8\xBE\xBB\xF3\xA0\x84\x80", "\xE8\xBE\xBB", true},
      {"a joiner inside", "Kim\xE2\x80\x8D Jones", "Kim Jones", true},
      {"a mark of direction inside", "Kim J\xE2\x80\x8Eones", "Kim Jones", true},
      {"a mark of bytes inside", "Kim J\xEF\xBB\xBFones", "Kim Jones", true},
      {"a control character inside", "Kim J\x01ones", "Kim Jones", true},
      {"one between a letter and its accent", "Zoe\xE2\x80\x8B\xCC\x88", "Zo\xC3\xAB", true},
      {"one in capitals", "K\xC2\xADIM JONES", "Kim Jones", true},
      {"a word of nothing else", "Kim \xEF\xB8\x8F Jones", "Kim Jones", true},
      {"one is no blank", "Kim\xE2\x80\x8BJones", "Kim Jones", false},
      {"one between other letters", "K\xE2\x80\x8Barl", "Kim", false},
      {"a variation selector alone", "\xEF\xB8\x8F", "\xEF\xB8\x8F", false},
      {"no blank at all", "KimJones", "Kim Jones", false},
      {"sharp s", "Stra\xC3\x9F", "STRASS", true},
      {"final sigma", "\xCE\xA3\xCE\xAF\xCF\x83\xCF\x85\xCF\x86\xCE\xBF\xCF\x82",
       "\xCE\xA3\xCE\x8A\xCE\xA3\xCE\xA5\xCE\xA6\xCE\x9F\xCE\xA3", true},
      {"the other order", "Jones, Kim", "Kim Jones", false},
      {"nobody", "", "", false},
      {"blanks alone", "  ", "\xC2\xA0", false},
      {"bytes that are not UTF-8", "Zo\xEB", "Zo\xEB", true},
      {"and those of another name", "Zo\xEB", "Zo\xEA", false},
  };
  for (const NameCase& c : cases) {
    EXPECT_EQ(IsSameName(c.a, c.b), c.same) << c.what;
    EXPECT_EQ(IsSameName(c.b, c.a), c.same) << c.what << ", the other way round";
  }
}

}  // namespace
}  // namespace obt
