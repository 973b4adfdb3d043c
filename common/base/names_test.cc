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
