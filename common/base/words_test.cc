#include "common/base/words.h"

#include <unicode/uchar.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace obt {
namespace {

// Each word as "folded" and, where the text has it otherwise, "folded=as written".
std::vector<std::string> WordsOf(absl::string_view text) {
  std::vector<std::string> words;
  ForEachWord(text, [&](const TextWord& word) {
    const absl::string_view written = text.substr(word.begin, word.end - word.begin);
    words.push_back(written == word.folded ? std::string(written) : absl::StrCat(word.folded, "=", written));
  });
  return words;
}

TEST(Words, AreRunsOfLettersAndDigitsInLowerCase) {
  const struct {
    absl::string_view text;
    std::vector<std::string> words;
  } cases[] = {
      {"", {}},
      {" ...!? ", {}},
      {"Form P60, please", {"form=Form", "p60=P60", "please"}},
      {"follow-up", {"follow", "up"}},
      {"<b>bold</b>", {"b", "bold", "b"}},
      {"\xC3\x89quipe", {"\xC3\xA9quipe=\xC3\x89quipe"}},
      {"team's teams' don\xE2\x80\x99t", {"team=team's", "teams", "dont=don\xE2\x80\x99t"}},
      {"'quoted' it''s", {"quoted", "it", "s"}},
      {"'s", {"s"}},
      {"li\xC2\xAD"
       "cence",
       {"licence=li\xC2\xAD"
        "cence"}},                                                        // a soft hyphen
      {"one\xE2\x80\xAEtwo\xE2\x80\xAE", {"onetwo=one\xE2\x80\xAEtwo"}},  // a mark of direction hides nothing
      {"\xF0\x9F\x98\x80\xEF\xB8\x8F ok\xF0\x9F\x98\x80yes", {"ok", "yes"}},  // emoji
      {"a\xFF"
       "b",
       {"a", "b"}},  // no UTF-8
  };
  for (const auto& [text, words] : cases) EXPECT_EQ(WordsOf(text), words) << text;
}

TEST(Words, AGiantOneIsCutBetweenCharacters) {
  const std::string giant = absl::StrCat(std::string(63, 'x'), "\xC3\xA9", std::string(10'000, 'y'));
  std::vector<std::string> folded;
  ForEachWord(giant, [&](const TextWord& word) {
    folded.emplace_back(word.folded);
    EXPECT_EQ(word.end, giant.size());
  });
  EXPECT_EQ(folded, std::vector<std::string>{std::string(63, 'x')});
}

// The words of ASCII, read by Unicode's tables alone.
std::vector<std::string> WordsByUnicode(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  size_t letters = 0;  // before the last apostrophe
  for (size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : ' ';
    if (u_isalnum(c)) {
      word.push_back(static_cast<char>(u_foldCase(c, U_FOLD_CASE_DEFAULT)));
    } else if (c == '\'' && !word.empty() && text[i - 1] != '\'') {
      letters = word.size();
    } else if (!word.empty()) {
      if (letters > 0 && letters + 1 == word.size() && word.back() == 's') word.pop_back();
      words.push_back(word);
      word.clear();
      letters = 0;
    }
  }
  return words;
}

TEST(Words, OfAsciiAreWhatUnicodeSays) {
  constexpr absl::string_view kFrequent = "'sS'aZ09' -";
  std::mt19937 random(1);
  for (int i = 0; i < 20'000; ++i) {
    std::string text(random() % 40, ' ');
    for (char& c : text)
      c = random() % 2 == 0 ? kFrequent[random() % kFrequent.size()] : static_cast<char>(random() % 128);
    std::vector<std::string> words;
    ForEachWord(text, [&](const TextWord& word) { words.emplace_back(word.folded); });
    ASSERT_EQ(words, WordsByUnicode(text)) << text;
  }
}

}  // namespace
}  // namespace obt
