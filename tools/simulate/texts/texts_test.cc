#include "tools/simulate/texts/texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/text.h"
#include "common/base/unicode.h"

namespace obt::simulate::texts {
namespace {

// A third of what is played, which suffices for what is promised of all.
constexpr uint64_t kIdeas = 20'000;
constexpr uint64_t kSeed = 7;

std::string AllOf(const IdeaText& idea) {
  return absl::StrCat(idea.title, "\n", idea.problem, "\n", idea.change, "\n", idea.who_benefits, "\n",
                      idea.success_measure);
}

// A plain stemmer: endings of English off.
std::string Stem(std::string word) {
  for (const char* ending :
       {"ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "ly", "s"}) {
    if (word.size() >= strlen(ending) + 3 && absl::EndsWith(word, ending)) {
      word.resize(word.size() - strlen(ending));
      break;
    }
  }
  if (word.size() > 3 && (word.back() == 'e' || word.back() == 'y')) word.pop_back();
  return word;
}

std::vector<std::string> WordsIn(absl::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : absl::StrCat(text, " ")) {
    if (absl::ascii_isalnum(c)) {
      word += absl::ascii_tolower(c);
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, ""));
    }
  }
  return words;
}

std::vector<std::string> StemsOf(absl::string_view text) {
  std::vector<std::string> stems = WordsIn(text);
  for (std::string& stem : stems) stem = Stem(std::move(stem));
  return stems;
}

bool IsWord(const std::string& stem) { return std::all_of(stem.begin(), stem.end(), absl::ascii_isalpha); }

using TermSet = std::vector<uint32_t>;  // Sorted.

// All ideas as sets of stems, as a search sees them.
struct Corpus {
  absl::flat_hash_map<std::string, uint32_t> terms, term_of_word;
  std::vector<std::vector<uint32_t>> holders;  // Of each term, the ideas.
  std::vector<TermSet> ideas;
  std::vector<std::string> titles;
  std::vector<std::pair<uint32_t, uint32_t>> subjects;  // Thought and object.

  uint32_t TermOf(const std::string& word) {
    const auto known = term_of_word.find(word);
    if (known != term_of_word.end()) return known->second;
    const auto [term, is_new] = terms.try_emplace(Stem(word), holders.size());
    if (is_new) holders.emplace_back();
    return term_of_word[word] = term->second;
  }
  double Weight(uint32_t term) const {
    const double df = holders[term].size();
    return std::log(1 + (static_cast<double>(ideas.size()) - df + 0.5) / (df + 0.5));
  }
  // What part of the weight of idea a's words idea b has too.
  double Shared(uint64_t a, uint64_t b) const {
    double all = 0, shared = 0;
    for (const uint32_t term : ideas[a]) {
      all += Weight(term);
      if (std::binary_search(ideas[b].begin(), ideas[b].end(), term)) shared += Weight(term);
    }
    return shared / all;
  }
  // With whichever shares most, but for itself and one other.
  double SharedWithNearest(uint64_t idea, uint64_t other) const {
    std::vector<double> shared(ideas.size(), 0);
    for (const uint32_t term : ideas[idea]) {
      const double weight = Weight(term);
      for (const uint32_t holder : holders[term]) shared[holder] += weight;
    }
    const double all = shared[idea];
    shared[idea] = shared[other] = 0;
    return *std::max_element(shared.begin(), shared.end()) / all;
  }
};

const Corpus& TheCorpus() {
  static const Corpus* const corpus = [] {
    auto* made = new Corpus;
    const Texts texts(kSeed);
    for (uint64_t i = 0; i < kIdeas; ++i) {
      TermSet set;
      IdeaText idea = texts.Idea(i);
      for (const std::string& word : WordsIn(AllOf(idea))) set.push_back(made->TermOf(word));
      std::sort(set.begin(), set.end());
      set.erase(std::unique(set.begin(), set.end()), set.end());
      for (const uint32_t term : set) made->holders[term].push_back(i);
      made->ideas.push_back(std::move(set));
      made->titles.push_back(std::move(idea.title));
      made->subjects.emplace_back(idea.thought, idea.object);
    }
    return made;
  }();
  return *corpus;
}

double Median(std::vector<double> values) {
  EXPECT_FALSE(values.empty());
  if (values.empty()) return 0;
  std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
  return values[values.size() / 2];
}

double Mean(const std::vector<double>& values) {
  EXPECT_FALSE(values.empty());
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

TEST(TextsTest, TheSameSeedGivesTheSameIdeasInAnyOrder) {
  const Texts one(3), same(3), other(4);
  int equal = 0;
  for (uint64_t i = 200; i-- > 0;) {
    EXPECT_EQ(AllOf(one.Idea(i)), AllOf(same.Idea(i)));
    EXPECT_EQ(one.Idea(i).tags, same.Idea(i).tags);
    equal += AllOf(one.Idea(i)) == AllOf(other.Idea(i));
  }
  EXPECT_EQ(equal, 0);
}

TEST(TextsTest, TheVocabularyGrowsAsThatOfPeopleDoes) {
  const Corpus& corpus = TheCorpus();
  size_t words = 0;
  for (const auto& [stem, term] : corpus.terms) words += IsWord(stem);
  std::printf("%zu stems in %zu ideas, %zu of them of letters only\n", corpus.terms.size(),
              corpus.ideas.size(), words);
  EXPECT_GE(corpus.terms.size(), 8000u);
  EXPECT_GE(words, 6000u);
}

TEST(TextsTest, NoMoreThanThreeIdeasHaveThoughtAndObjectInCommon) {
  EXPECT_GE(Texts::MostIdeas(), 3 * kIdeas);
  std::map<std::pair<uint32_t, uint32_t>, int> count;
  int most = 0;
  for (const auto& subject : TheCorpus().subjects) most = std::max(most, ++count[subject]);
  EXPECT_LE(most, 3);
}

TEST(TextsTest, PlantedIdeasShareAsMuchAsTheirClassSays) {
  const Corpus& corpus = TheCorpus();
  const Texts texts(kSeed);
  std::map<PlantedAs, std::vector<double>> shares;
  std::set<uint64_t> originals;
  for (uint64_t i = 0; i < kIdeas; ++i) {
    const std::optional<Planted> planted = texts.PlantedOf(i);
    if (!planted) continue;
    ASSERT_LT(planted->original, i);
    EXPECT_TRUE(originals.insert(planted->original).second);
    EXPECT_FALSE(texts.PlantedOf(planted->original).has_value());
    shares[planted->as].push_back(corpus.Shared(i, planted->original));
  }
  const double edit = Mean(shares[PlantedAs::kEdit]), paraphrase = Mean(shares[PlantedAs::kParaphrase]),
               far = Mean(shares[PlantedAs::kFar]);
  std::printf("shared weight, means: edits %.3f (%zu), paraphrases %.3f (%zu), far %.3f (%zu)\n", edit,
              shares[PlantedAs::kEdit].size(), paraphrase, shares[PlantedAs::kParaphrase].size(), far,
              shares[PlantedAs::kFar].size());
  EXPECT_NEAR(edit, 0.85, 0.05);
  EXPECT_NEAR(paraphrase, 0.5, 0.05);
  EXPECT_NEAR(far, 0.2, 0.05);
  EXPECT_NEAR(static_cast<double>(originals.size()) / kIdeas, 0.02, 0.002);
}

// Otherwise no search could find them.
TEST(TextsTest, ParaphrasesShareMoreWithTheirOriginalThanWithAnyStranger) {
  const Corpus& corpus = TheCorpus();
  const Texts texts(kSeed);
  std::vector<double> strangers;
  double outstanding = 0;
  for (uint64_t i = 0; i < kIdeas; ++i) {
    const std::optional<Planted> planted = texts.PlantedOf(i);
    if (!planted || planted->as != PlantedAs::kParaphrase) continue;
    strangers.push_back(corpus.SharedWithNearest(i, planted->original));
    outstanding += corpus.Shared(i, planted->original) > strangers.back();
  }
  const double median = Median(strangers);
  outstanding /= static_cast<double>(strangers.size());
  std::printf("nearest stranger's share: median %.3f; %.3f of %zu paraphrases share more with the original\n",
              median, outstanding, strangers.size());
  EXPECT_LT(median, 0.35);
  EXPECT_GE(outstanding, 0.9);
}

TEST(TextsTest, DifferentThoughtsHaveDifferentTitles) {
  const Corpus& corpus = TheCorpus();
  absl::flat_hash_map<std::string, uint32_t> thought_of;
  size_t repeated = 0;
  for (uint64_t i = 0; i < kIdeas; ++i) {
    const auto [known, is_new] = thought_of.try_emplace(corpus.titles[i], corpus.subjects[i].first);
    EXPECT_EQ(known->second, corpus.subjects[i].first) << corpus.titles[i];
    repeated += !is_new;
  }
  std::printf("%zu of %lu titles repeat another\n", repeated, kIdeas);
  EXPECT_LT(repeated, kIdeas / 20);
}

TEST(TextsTest, EveryIdeaIsTakenByTheServiceAndReadsLikeAText) {
  const Texts texts(kSeed);
  std::vector<double> lengths;
  absl::flat_hash_set<std::string> departments;
  for (uint64_t i = 0; i < 6000; ++i) {
    const IdeaText idea = texts.Idea(i);
    EXPECT_EQ(texts.DepartmentOf(i), idea.department);
    EXPECT_EQ(TextFault(idea.title, TextKind::kLine, 200), "");
    for (const std::string* text : {&idea.problem, &idea.change, &idea.who_benefits, &idea.success_measure}) {
      EXPECT_EQ(TextFault(*text, TextKind::kLong, 4000), "");
      EXPECT_TRUE(absl::EndsWith(*text, ".")) << *text;
    }
    const std::string all = AllOf(idea);
    EXPECT_EQ(ToNfc(all), all);
    EXPECT_EQ(all.find_first_of("?[]{}|^"), std::string::npos) << all;
    EXPECT_FALSE(absl::StrContains(all, "  ") || absl::StrContains(all, " .") || absl::StrContains(all, " ,"))
        << all;
    ASSERT_TRUE(!idea.themes.empty() && idea.themes.size() <= 3);
    for (const uint8_t theme : idea.themes) EXPECT_LT(theme, kThemes.size());
    ASSERT_FALSE(idea.tags.empty());
    departments.insert(idea.department);
    lengths.push_back(static_cast<double>(StemsOf(all).size()));
  }
  std::printf("words an idea: median %.0f\n", Median(lengths));
  EXPECT_GE(*std::min_element(lengths.begin(), lengths.end()), 35);
  EXPECT_LE(*std::max_element(lengths.begin(), lengths.end()), 220);
  EXPECT_GE(departments.size(), 15u);
}

TEST(TextsTest, WordsOfTheQuickstartFindSeveralIdeasAndCaseStudies) {
  const Texts texts(kSeed);
  const Corpus& corpus = TheCorpus();
  const std::vector<std::string> query = StemsOf("licence requests waiting time");
  int ideas = 0, studies = 0;
  for (uint64_t i = 0; i < kIdeas; ++i) {
    const bool has = std::all_of(query.begin(), query.end(), [&](const std::string& word) {
      return std::binary_search(corpus.ideas[i].begin(), corpus.ideas[i].end(), corpus.terms.at(word));
    });
    ideas += has;
    if (!has) continue;
    const CaseStudyText study = texts.CaseStudy(i, Outcome::kWorked);
    const std::vector<std::string> told =
        StemsOf(absl::StrCat(study.title, " ", study.story, " ", study.learnings));
    studies += std::all_of(query.begin(), query.end(), [&](const std::string& word) {
      return std::find(told.begin(), told.end(), word) != told.end();
    });
  }
  std::printf("licence requests waiting time: %d ideas and %d of their case studies in 20,000\n", ideas,
              studies);
  EXPECT_GE(ideas, 10);
  EXPECT_GE(studies, 5);
}

}  // namespace
}  // namespace obt::simulate::texts
