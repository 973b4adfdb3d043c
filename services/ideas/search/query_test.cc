#include "services/ideas/search/query.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ideas/search/english.h"

namespace obt::ideas::search {
namespace {

using ::testing::HasSubstr;

TEST(English, StemsJoinTheFormsOfAWord) {
  const struct {
    absl::string_view word, stem;
  } cases[] = {{"licences", "licenc"},  {"licence", "licenc"},        {"requesting", "request"},
               {"requests", "request"}, {"organisations", "organis"}, {"caf\xC3\xA9s", "caf\xC3\xA9"},
               {"p60", "p60"}};
  for (const auto& [word, stem] : cases) EXPECT_EQ(StemOf(word), stem);
}

TEST(English, StopWordsAreFoldedWordsThatSayNothing) {
  for (const absl::string_view word : {"the", "and", "dont", "a", "yourselves"})
    EXPECT_TRUE(IsStopWord(word));
  for (const absl::string_view word : {"form", "don't", "The", "", "it system"})
    EXPECT_FALSE(IsStopWord(word));
}

// "words | phrases | excluded", each phrase in brackets.
std::string Parsed(absl::string_view text) {
  const absl::StatusOr<Query> query = ParseQuery(text);
  if (!query.ok()) return "refused";
  std::string parsed;
  for (const QueryWord& word : query->words) absl::StrAppend(&parsed, word.folded, " ");
  for (const auto* phrases : {&query->phrases, &query->excluded}) {
    absl::StrAppend(&parsed, "|");
    for (const Query::Phrase& phrase : *phrases) {
      absl::StrAppend(&parsed, " (");
      for (const QueryWord& word : phrase) absl::StrAppend(&parsed, " ", word.folded);
      absl::StrAppend(&parsed, " )");
    }
  }
  return parsed;
}

TEST(Query, HasWordsPhrasesAndExclusionsAndNothingElse) {
  const struct {
    absl::string_view text, parsed;
  } cases[] = {
      {"licence requests", "licence requests ||"},
      {"  The Licence's  ", "licence ||"},
      {"\"licence requests\" waiting", "waiting | ( licence requests )|"},
      {"a \"the letter of complaint and\"", "| ( letter of complaint )|"},
      {"\xE2\x80\x9Cplain English\xE2\x80\x9D", "| ( plain english )|"},
      {"form -paper", "form || ( paper )"},
      {"form -\"paper trail\" -the", "form || ( paper trail )"},
      {"self-service", "self service ||"},
      {"form -self-service", "form || ( self service )"},
      {"form\"paper trail", "form | ( paper trail )|"},
      {"- form -", "form ||"},
      {"", "||"},
      {" \t ", "||"},
      {"lic* OR (form) title:x", "lic form title x ||"},
      {"<b>form</b>", "b form b ||"},
      {"\"\" form", "form ||"},
      {"the of and", "refused"},
      {"-form", "refused"},
      {"\"the\" ?!", "refused"},
      {"form \xFF", "refused"},
  };
  for (const auto& [text, parsed] : cases) EXPECT_EQ(Parsed(text), parsed) << text;
}

TEST(Query, SaysWhatIsTooMuch) {
  std::string many, more;
  for (int i = 0; i < 33; ++i) absl::StrAppend(&many, "w", i, " ");
  for (int i = 0; i < 10'000; ++i) absl::StrAppend(&more, "word", i, " ");
  EXPECT_THAT(ParseQuery(many).status().message(), HasSubstr("at most 32 words"));
  EXPECT_THAT(ParseQuery(more).status().message(), HasSubstr("at most 512 bytes"));
  EXPECT_THAT(ParseQuery("of the").status().message(), HasSubstr("must have a word that says"));
  EXPECT_EQ(ParseQuery(more).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace obt::ideas::search
