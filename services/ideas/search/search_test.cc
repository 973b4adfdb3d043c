#include "services/ideas/search/search.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/points.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ideas/search/testing/library.h"

namespace obt::ideas::search {
namespace {

using testing::Idea;
using testing::Ids;
using testing::kPublic;

absl::StatusOr<Found> Ask(const Index& index, absl::string_view query, const Filter& filter = {},
                          Order order = Order::kRelevance, const Page& page = {}) {
  return index.Search(query, kPublic, filter, order, page);
}

void Put(Index& index, const std::vector<Document>& documents) {
  for (const Document& document : documents) index.Put(document);
}

// What a snippet marks, each match in brackets. Ranges are in characters.
std::string Marked(const Snippet& snippet) {
  std::string marked;
  size_t at = 0, character = 0, match = 0;
  while (true) {
    const bool within = match < snippet.matches.size();
    if (within && snippet.matches[match].second == character) {
      absl::StrAppend(&marked, "]");
      ++match;
      continue;
    }
    if (within && snippet.matches[match].first == character) absl::StrAppend(&marked, "[");
    if (at == snippet.text.size()) return marked;
    const size_t begin = at;
    NextPoint(snippet.text, at);
    absl::StrAppend(&marked, snippet.text.substr(begin, at - begin));
    ++character;
  }
}

TEST(Search, FindsFormsOfAWordAndRanksTheTitleFirst) {
  Index index;
  Put(index,
      {Idea("a", "Letters", "Waiting for a licence takes weeks"),
       Idea("b", "Licences by email", "Waiting takes weeks"), Idea("c", "Parking", "Nothing of the kind")});
  EXPECT_EQ(Ids(Ask(index, "licence")), "b a");
  EXPECT_EQ(Ids(Ask(index, "Licensing?")), "");
  EXPECT_EQ(Ids(Ask(index, "the licences of")), "b a");
}

TEST(Search, PhrasesStandTogetherAndExclusionsKeepOut) {
  Index index;
  Put(index, {Idea("a", "one", "plain English letters of complaint"),
              Idea("b", "two", "English plain letters"), Idea("c", "three", "letters and complaint")});
  const struct {
    absl::string_view query, ids;
  } cases[] = {
      {"\"plain english\"", "a"},    {"\"letter of complaints\"", "c a"},
      {"letters -english", "c"},     {"letters -\"plain english\"", "c b"},
      {"\"complaint letters\"", ""}, {"\"one plain\"", ""},
  };
  for (const auto& [query, ids] : cases) EXPECT_EQ(Ids(Ask(index, query)), ids) << query;
}

TEST(Search, OneWordIsEnoughWhereFewHaveAllAndItSaysSo) {
  Index index;
  Put(index, {Idea("a", "queue morning"), Idea("b", "queue"), Idea("c", "morning \"x\"")});
  const absl::StatusOr<Found> few = Ask(index, "queue morning");
  EXPECT_TRUE(few->relaxed);
  EXPECT_EQ(few->total, 3u);
  EXPECT_EQ(few->hits[0].key.id, "a");
  EXPECT_EQ(Ids(Ask(index, "\"queue\" morning")), "a b") << "what is quoted stays";
  EXPECT_FALSE(Ask(index, "queue")->relaxed) << "there is nothing to relax";
  for (int i = 0; i < 4; ++i) index.Put(Idea(absl::StrCat("m", i), "morning queue"));
  EXPECT_FALSE(Ask(index, "queue morning")->relaxed);
  EXPECT_EQ(Ask(index, "queue morning")->total, 5u);
}

TEST(Search, ItsFilterIsPartOfTheQuestion) {
  Index index;
  Document document = Idea("a", "queue");
  document.state = 3;
  document.outcome = 2;
  document.themes = {"forms", "time"};
  document.benefit_kinds = {1, 4};
  document.day = 100;
  Put(index, {document, Idea("b", "queue")});
  const auto with = [](auto change) {
    Filter filter;
    change(filter);
    return filter;
  };
  EXPECT_EQ(Ids(Ask(index, "queue", with([](Filter& f) { f.states = {3, 5}; }))), "a");
  EXPECT_EQ(Ids(Ask(index, "queue", with([](Filter& f) { f.outcomes = {2}; }))), "a");
  EXPECT_EQ(Ids(Ask(index, "queue", with([](Filter& f) { f.themes = {"none", "time"}; }))), "a");
  EXPECT_EQ(Ids(Ask(index, "queue", with([](Filter& f) { f.themes = {"none"}; }))), "");
  EXPECT_EQ(Ids(Ask(index, "queue", with([](Filter& f) { f.benefit_kinds = {4}; }))), "a");
  EXPECT_EQ(Ids(Ask(index, "queue", with([](Filter& f) { f.from = 100; }))), "a");
  EXPECT_EQ(Ids(Ask(index, "queue", with([](Filter& f) { f.to = 100; }))), "b");
  EXPECT_EQ(Ids(Ask(index, "queue", with([](Filter& f) { f.kinds = {Kind::kCaseStudy}; }))), "");
  EXPECT_EQ(Ids(Ask(index, "queue", with([](Filter& f) { f.organisations = {"other"}; }))), "");
  EXPECT_EQ(Ids(Ask(index, "queue", with([](Filter& f) { f.organisations = {"org"}; }))), "a b");
  EXPECT_EQ(Ids(Ask(index, "queue", with([](Filter& f) { f.programme = "obt-2025"; }))), "");
}

TEST(Search, AViewerSeesWhatIsMeantForIt) {
  Index index;
  Document team = Idea("t", "queue"), organisation = Idea("o", "queue");
  team.audience = Audience::kTeam;
  organisation.audience = Audience::kOrganisation;
  Put(index, {team, organisation, Idea("p", "queue")});
  const struct {
    Viewer viewer;
    absl::string_view ids;
  } cases[] = {
      {{}, "p"},
      {{{"org"}, {}, {}, false}, "o p"},
      {{{"other"}, {"other"}, {"other"}, false}, "p"},
      {{{}, {}, {"team"}, false}, "o p t"},
      {{{}, {"org"}, {}, false}, "o p t"},
      {{{}, {}, {}, true}, "o p t"},
  };
  for (const auto& [viewer, ids] : cases) {
    EXPECT_EQ(Ids(index.Search("queue", viewer, {}, Order::kRelevance, {})), ids);
  }
  index.Remove(team.key);
  index.Remove(team.key);
  EXPECT_EQ(Ids(index.Search("queue", {{}, {}, {}, true}, {}, Order::kRelevance, {})), "o p");
}

TEST(Search, CountsTheWholeSetAndOrdersAsAsked) {
  Index index;
  for (int i = 0; i < 1'001; ++i) {
    Document document = Idea(absl::StrCat("id", 1'000 + i), "queue");
    document.day = i % 7;
    document.adoptions = i % 11;
    document.outcome = i % 3;
    document.themes = {absl::StrCat("theme", i % 2)};
    index.Put(document);
    if (i != 999) continue;
    EXPECT_EQ(Ask(index, "queue")->total, 1'000u);
    EXPECT_FALSE(Ask(index, "queue")->more);
  }
  const absl::StatusOr<Found> found = Ask(index, "queue");
  EXPECT_EQ(found->total, 1'000u);
  EXPECT_TRUE(found->more);
  using Facet = std::vector<std::pair<std::string, size_t>>;
  EXPECT_EQ(found->facets.themes, (Facet{{"theme0", 501}, {"theme1", 500}}));
  EXPECT_EQ(found->facets.organisations, (Facet{{"org", 1'001}}));
  EXPECT_EQ(found->facets.outcomes, (std::vector<std::pair<int, size_t>>{{1, 334}, {2, 333}}));
  EXPECT_EQ(Ids(Ask(index, "queue", {}, Order::kNewest, {0, 2})), "id1006 id1013");
  EXPECT_EQ(Ids(Ask(index, "queue", {}, Order::kMostAdopted, {0, 2})), "id1010 id1021");
}

TEST(Search, PagesGiveEveryHitOnce) {
  Index index;
  testing::Random random(7);
  for (int i = 0; i < 300; ++i) index.Put(Idea(absl::StrCat("id", i), random.Text(8), "queue"));
  for (const Order order : {Order::kRelevance, Order::kNewest, Order::kMostAdopted}) {
    std::set<std::string> seen;
    size_t hits = 0;
    Page page{0, 7};
    do {
      const absl::StatusOr<Found> found = Ask(index, "queue", {}, order, page);
      for (const Hit& hit : found->hits) seen.insert(hit.key.id);
      hits += found->hits.size();
      page.position = found->next_position;
    } while (page.position != 0);
    EXPECT_EQ(hits, 300u);
    EXPECT_EQ(seen.size(), 300u);
  }
  EXPECT_EQ(Ask(index, "queue", {}, Order::kRelevance, {1'000, 7}).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(Search, SnippetsArePlainTextAndMarkCharacters) {
  Index index;
  index.Put(Idea("a", "\xF0\x9F\x98\x80 Caf\xC3\xA9s' queue", "<b>Queues</b> & queueing\xE2\x80\xAE!"));
  const absl::StatusOr<Found> found = Ask(index, "queue caf\xC3\xA9");
  ASSERT_EQ(found->hits.size(), 1u);
  ASSERT_EQ(found->hits[0].snippets.size(), 2u);
  EXPECT_EQ(Marked(found->hits[0].snippets[0]), "\xF0\x9F\x98\x80 [Caf\xC3\xA9s]' [queue]");
  EXPECT_EQ(Marked(found->hits[0].snippets[1]), "<b>[Queues]</b> & [queueing]\xE2\x80\xAE!");
  EXPECT_EQ(found->hits[0].snippets[0].matches[0], (std::pair<size_t, size_t>{2, 7}));
}

TEST(Search, SnippetsOfLongTextsAreShortAndBeginWithWords) {
  std::string before, after;
  for (int i = 0; i < 200; ++i) absl::StrAppend(&before, "\xC3\xA9t\xC3\xA9", i, " ");
  Index index;
  index.Put(Idea("a", "x", absl::StrCat("queue ", before, "the queue in the morning ", before)));
  index.Put(Idea("b", "x", absl::StrCat(std::string(5'000, 'y'), " ", "queue ", std::string(5'000, 'z'))));
  index.Put(Idea("c", "x", absl::StrCat("q\xC3\xA9", std::string(5'000, 'z'))));
  const Snippet middle = Ask(index, "queue \"morning\"")->hits[0].snippets[0];
  EXPECT_THAT(Marked(middle), ::testing::HasSubstr("the [queue] in the [morning] \xC3\xA9t\xC3\xA9"
                                                   "0 "));
  EXPECT_TRUE(middle.cut_before && middle.cut_after);
  EXPECT_LE(middle.text.size(), 240u);
  EXPECT_TRUE(IsUtf8(middle.text));
  for (const Hit& hit : Ask(index, "queue")->hits) {
    EXPECT_LE(hit.snippets[0].text.size(), 240u) << hit.key.id;
    EXPECT_FALSE(hit.snippets[0].matches.empty()) << hit.key.id;
  }
  const Snippet giant = Ask(index, absl::StrCat("q\xC3\xA9", std::string(200, 'z')))->hits[0].snippets[0];
  EXPECT_EQ(giant.matches, (std::vector<std::pair<size_t, size_t>>{{0, 239}}));
}

TEST(Search, SuggestsWordsThatPublicDocumentsKnow) {
  Index index;
  Put(index, {Idea("a", "licence request"), Idea("b", "licence request"), Idea("c", "lonesome")});
  const struct {
    absl::string_view query, suggested;
  } cases[] = {
      {"lisence", "licence"},
      {"the lciense, requests", ""},  // two faults are too many for seven letters
      {"licnece \"reqeust\" -x", "licence \"request\" -x"},
      {"licences", ""},  // has the stem of a known word
      {"lonesame", ""},  // only one has it
      {"request xyzzy", ""},
  };
  for (const auto& [query, suggested] : cases) EXPECT_EQ(Ask(index, query)->did_you_mean, suggested) << query;
}

TEST(Search, WordsOfQuestionsDoNotGrowTheVocabulary) {
  Index index;
  index.Put(Idea("a", "licence"));
  const size_t before = index.bytes();
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(Ask(index, absl::StrCat("strange", i)).ok());
    ASSERT_TRUE(index.Similar({{{FieldName::kTitle, absl::StrCat("odd", i)}}, {}}, kPublic, {}, 5).ok());
  }
  EXPECT_EQ(index.bytes(), before);
}

TEST(Search, RemovedTextsLeaveNoMemoryBehind) {
  Index index;
  const size_t before = index.bytes();
  for (int i = 0; i < 2'000; ++i) {
    index.Put(Idea("a", absl::StrCat("words", i, " that ", i, "nobody uses", i)));
    index.Remove({Kind::kIdea, "a"});
  }
  EXPECT_LT(index.bytes(), before + 100'000);
  EXPECT_EQ(Ids(Ask(index, "words1999")), "");
}

}  // namespace
}  // namespace obt::ideas::search
