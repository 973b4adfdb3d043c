#include "tools/obtctl/hits.h"

#include <gmock/gmock.h>

#include <utility>
#include <vector>

#include "tools/obtctl/prose.h"

namespace obt::ctl {
namespace {

using ideas::v1::Snippet;

Snippet Piece(const std::string& field, const std::string& text,
              const std::vector<std::pair<int, int>>& matches) {
  Snippet snippet;
  snippet.set_field(field);
  snippet.set_text(text);
  for (const auto& [begin, end] : matches) {
    snippet.add_match_begins(begin);
    snippet.add_match_ends(end);
  }
  return snippet;
}

TEST(HitsTest, MatchesAreMarkedByCharactersNotBytes) {
  const std::vector<std::pair<Snippet, const char*>> cases = {
      {Piece("", "£5 licence fee", {{3, 10}}), "£5 [licence] fee"},
      {Piece("", "waiting time", {{0, 7}, {8, 12}}), "[waiting] [time]"},
      {Piece("", "abc", {{0, 1}, {1, 3}}), "[a][bc]"},
      {Piece("", "Zoë’s naïve café", {{6, 11}, {12, 16}}), "Zoë’s [naïve] [café]"},
      {Piece("", "end", {{1, 9}}), "e[nd]"},
      {Piece("", "end", {{7, 9}, {-1, 0}}), "end"},
      {Piece("", "", {{0, 0}}), ""},
      {Piece("", "two\nlines \x1B[31m\u202Ered\x02", {{10, 11}}), "two lines [\\x1B][31m\\u202Ered\\x02"},
  };
  for (const auto& [snippet, shown] : cases) EXPECT_EQ(ShowMarks(Marked(snippet), false), shown);
  EXPECT_EQ(ShowMarks(Marked(Piece("", "a word", {{2, 6}})), true), "a \x1B[1mword\x1B[0m");
}

TEST(HitsTest, AHitTellsRankTitleKindPlaceAndWhereTheWordsStand) {
  ideas::v1::SearchHit hit;
  hit.set_kind(ideas::v1::ITEM_KIND_CASE_STUDY);
  hit.set_id("0192");
  hit.set_title("Answer licence requests from a template");
  hit.set_organisation_code("land-registry");
  hit.set_outcome(ideas::v1::OUTCOME_PARTLY_WORKED);
  hit.add_theme_codes("waiting-times");
  hit.set_endorsements(1200);
  hit.set_adoptions(1);
  *hit.add_snippets() = Piece("title", hit.title(), {{7, 14}, {15, 23}});
  *hit.add_snippets() = Piece("story", "the waiting time fell", {{4, 11}, {12, 16}});
  EXPECT_EQ(ShowMarks(HitInWords(hit, 3, 60), false),
            " 3  Answer [licence] [requests] from a template\n"
            "    case study; land-registry; partly worked; waiting-times;\n"
            "    endorsed by 1,200; adopted 1 time\n"
            "    story: the [waiting] [time] fell\n"
            "    0192\n"
            "\n");
  ideas::v1::SearchHit bare;
  bare.set_kind(ideas::v1::ITEM_KIND_IDEA);
  bare.set_title("A\x1B[2J");
  EXPECT_EQ(HitInWords(bare, 1000, 0), "1,000  A\\x1B[2J\n    idea\n\n\n");
}

TEST(HitsTest, TheSummaryTellsWhatTheReaderMustKnow) {
  ideas::v1::SearchSummary summary;
  EXPECT_EQ(SummaryInWords(summary, 0), "nothing found\n");
  summary.set_total(1000);
  summary.set_more(true);
  summary.set_relaxed(true);
  summary.set_did_you_mean("licence waiting");
  ideas::v1::Facet& kinds = *summary.add_facets();
  kinds.set_name("kind");
  for (int i = 0; i < 10; ++i) {
    kinds.add_values(std::string(1, static_cast<char>('a' + i)));
    kinds.add_counts(10 - i);
  }
  summary.add_facets()->set_name("theme");
  EXPECT_EQ(SummaryInWords(summary, 0),
            "more than 1,000 found; too few have every word, so these have some of them\n"
            "by kind: a 10, b 9, c 8, d 7, e 6, f 5, g 4, h 3, and 2 more\n"
            "did you mean: licence waiting\n");
}

}  // namespace
}  // namespace obt::ctl
