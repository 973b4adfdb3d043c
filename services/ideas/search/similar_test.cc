#include "services/ideas/search/similar.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ideas/search/testing/library.h"

namespace obt::ideas::search {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::Idea;
using testing::Ids;
using testing::kPublic;
using testing::Print;

// Nothing that the other texts have.
constexpr absl::string_view kTitle = "Answer lobster permits by stencil";
constexpr absl::string_view kProblem =
    "Every lobster permit gets a reply written from nothing, and fishermen linger twelve days for it.";

Draft DraftOf(absl::string_view title, absl::string_view problem = "") {
  return {{{FieldName::kTitle, std::string(title)}, {FieldName::kProblem, std::string(problem)}}, {}};
}

absl::StatusOr<SimilarAnswer> Ask(const Index& index, const Draft& draft) {
  return index.Similar(draft, kPublic, {}, 10);
}

// Enough of other things for rare words to be rare.
void PutOthers(Index& index) {
  testing::Random random(3);
  for (int i = 0; i < 200; ++i) index.Put(Idea(absl::StrCat("other", i), random.Text(5), random.Text(40)));
}

TEST(Similar, ADraftDoesNotFindItself) {
  Index index;
  PutOthers(index);
  index.Put(Idea("mine", kTitle, kProblem));
  Draft draft = DraftOf(kTitle, kProblem);
  EXPECT_EQ(Ask(index, draft)->neighbours[0].key.id, "mine");
  draft.self = Key{Kind::kIdea, "mine"};
  EXPECT_THAT(Ids(Ask(index, draft)), ::testing::Not(HasSubstr("mine")));
}

TEST(Similar, LabelsWhatIsNearlyTheSameAndWhatStandsOut) {
  Index index;
  PutOthers(index);
  index.Put(Idea("same", absl::StrCat(kTitle, "s"), absl::StrCat(kProblem, " Really.")));
  index.Put(Idea("like", "Stencils for lobster permits", "Fishermen linger for replies we write anew."));
  const absl::StatusOr<SimilarAnswer> answer = Ask(index, DraftOf(kTitle, kProblem));
  ASSERT_GE(answer->neighbours.size(), 2u);
  EXPECT_EQ(answer->neighbours[0].key.id, "same");
  EXPECT_EQ(answer->neighbours[0].likeness, Likeness::kNearIdentical);
  EXPECT_GT(answer->neighbours[0].score, 0.8);
  EXPECT_LE(answer->neighbours[0].score, 1.0);
  EXPECT_EQ(answer->neighbours[1].key.id, "like");
  EXPECT_EQ(answer->neighbours[1].likeness, Likeness::kLikely);
  for (size_t i = 2; i < answer->neighbours.size(); ++i) {
    EXPECT_EQ(answer->neighbours[i].likeness, Likeness::kRelated) << Print(answer);
  }
}

TEST(Similar, ExplainsItselfWithTheDraftsOwnWordsPhrasesFirst) {
  Index index;
  PutOthers(index);
  index.Put(Idea("a", "Quicker permits", "A fishing permit takes a lobster; buckets of apology"));
  const absl::StatusOr<SimilarAnswer> answer =
      Ask(index, DraftOf("Fishing PERMITS", "an Apology lobster's permits, <i>the</i> bucket of"));
  ASSERT_EQ(answer->neighbours.size(), 1u);
  EXPECT_THAT(answer->neighbours[0].shared, ElementsAre("Fishing PERMITS", "Apology", "lobster's", "bucket"));
}

TEST(Similar, StopWordsDoNotDominate) {
  Index index;
  index.Put(Idea("stop", "What we would do about all of this and that if it were ours to do more of it"));
  index.Put(Idea("licence", "Licence forms"));
  EXPECT_EQ(Ids(Ask(index, DraftOf("What we would do about all of this if it were ours: licence forms"))),
            "licence");
}

TEST(Similar, OneSharedWordIsNotEnough) {
  Index index;
  index.Put(Idea("a", "Lobster"));
  EXPECT_EQ(Ids(Ask(index, DraftOf("Lobster"))), "");
  index.Put(Idea("b", "Lobster licence"));
  EXPECT_EQ(Ids(Ask(index, DraftOf("Lobster licence"))), "b");
}

TEST(Similar, SuggestsTheThemesOfNeighbours) {
  Index index;
  for (int i = 0; i < 3; ++i) {
    Document document = Idea(absl::StrCat("id", i), kTitle, kProblem);
    document.themes = {"letters"};
    if (i == 0) document.themes.push_back("licences");
    index.Put(document);
  }
  const absl::StatusOr<SimilarAnswer> answer = Ask(index, DraftOf(kTitle, kProblem));
  ASSERT_EQ(answer->themes.size(), 2u);
  EXPECT_EQ(answer->themes[0].first, "letters");
  EXPECT_DOUBLE_EQ(answer->themes[0].second, 1);
  EXPECT_EQ(answer->themes[1].first, "licences");
  EXPECT_DOUBLE_EQ(answer->themes[1].second, 1.0 / 3);
}

TEST(Similar, RefusesWhatItCannotCompare) {
  Index index;
  const struct {
    std::string text;
    absl::string_view why;
  } cases[] = {
      {"", "must have a word"},
      {"of the and \xF0\x9F\x98\x80", "must have a word"},
      {std::string(20'001, 'x'), "at most 20000 characters"},
      {"form \xFF", "valid UTF-8"},
  };
  for (const auto& [text, why] : cases) {
    const absl::Status status = Ask(index, DraftOf(text)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(status.message(), HasSubstr(why));
  }
  std::string longest;
  while (longest.size() < 40'000) absl::StrAppend(&longest, "\xC3\xA9");
  EXPECT_TRUE(Ask(index, DraftOf(longest)).ok()) << "it is characters that count";
}

// A hidden document must not be told by its rarest word, by counts, facets, spelling, likeness or
// explanation.
TEST(Leaks, AHiddenDocumentIsNotThereByAnySign) {
  Index with, without;
  for (Index* index : {&with, &without}) {
    PutOthers(*index);
    index->Put(Idea("probe", "Zanzibar lobster letters", kProblem));
  }
  Document hidden = Idea("hidden", "Zanzibar lobster reorganisation", "zanzibar closes; reorganisations too");
  hidden.audience = Audience::kTeam;
  hidden.themes = {"secret"};
  hidden.organisation = "secret-office";
  const auto expect_same = [&] {
    for (const absl::string_view query :
         {"zanzibar", "lobster", "zanzibat", "reorganisation", "reorganisatoin",
          "\"zanzibar lobster\" letters", "letters -zanzibar", "closes letter"}) {
      for (const Order order : {Order::kRelevance, Order::kNewest, Order::kMostAdopted}) {
        EXPECT_EQ(Print(with.Search(query, kPublic, {}, order, {})),
                  Print(without.Search(query, kPublic, {}, order, {})));
      }
      const Draft draft = DraftOf(query, "Zanzibar closes: reorganisation of lobster letters");
      EXPECT_EQ(Print(with.Similar(draft, kPublic, {}, 10)), Print(without.Similar(draft, kPublic, {}, 10)));
    }
  };
  for (int i = 0; i < 30; ++i) {
    hidden.key.id = absl::StrCat("hidden", i);
    with.Put(hidden);
  }
  expect_same();
  EXPECT_EQ(with.Search("zanzibar", {{}, {}, {"team"}, false}, {}, Order::kRelevance, {})->total, 31u);
  for (int i = 0; i < 30; ++i) with.Remove({Kind::kIdea, absl::StrCat("hidden", i)});
  expect_same();
}

}  // namespace
}  // namespace obt::ideas::search
