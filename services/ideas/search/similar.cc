#include "services/ideas/search/similar.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/points.h"
#include "common/base/words.h"
#include "services/ideas/search/constants.h"
#include "services/ideas/search/english.h"
#include "services/ideas/search/shared.h"

namespace obt::ideas::search {
namespace {

struct Scored {
  Slot slot;
  double score;
  size_t shared = 0;  // terms
  Likeness likeness = Likeness::kRelated;
};

double Cosine(double both, double first, double second) {
  return first <= 0 || second <= 0 ? 0 : std::min(1.0, both / std::sqrt(first * second));
}

class Comparison {
 public:
  Comparison(const Corpus& corpus, const Sieve& sieve, const Draft& draft)
      : corpus_(corpus),
        sieve_(sieve),
        self_(draft.self.has_value() ? corpus.Find(*draft.self) : kGone),
        letters_(kLetters),
        others_(kLetters),
        near_pairs_(kNearPairs) {
    for (uint32_t i = 1; i < often_.size(); ++i) often_[i] = 1 + std::log(i);
    Guest guest(corpus.vocabulary());
    mine_ = MakeProfile(draft.fields, [&](absl::string_view word) {
      const Token token = guest(word);
      if (token.term != kStopTerm) AddLetters(word);
      return token;
    });
    for (const uint32_t pair : mine_.pairs) {
      near_pairs_[pair % kNearPairs] = true;
      pairs_square_ += SquareOf(corpus.PairWeight(pair));
    }
    terms_.resize(corpus.vocabulary().terms() + mine_.terms.size());  // the draft's own are behind
    AddTerms();
    AddTitle();
    Score();
  }

  const Profile& mine() const { return mine_; }

  // The best by their words alone, of those that may be answered.
  std::vector<Scored> Candidates() const {
    std::vector<Scored> candidates;
    double least = 0;
    for (Slot slot = 0; slot < scores_.size(); ++slot) {
      if (scores_[slot] <= 0 || scores_[slot] < least || slot == self_ || !sieve_.Lets(slot)) continue;
      candidates.push_back({slot, scores_[slot]});
      if (candidates.size() < 2 * kCandidates) continue;
      Order(candidates, kCandidates);
      least = candidates.back().score;
    }
    Order(candidates, kCandidates);
    return candidates;
  }

  // Best first, at most so many.
  void Order(std::vector<Scored>& scored, size_t most) const {
    const auto end = scored.begin() + static_cast<std::ptrdiff_t>(std::min(most, scored.size()));
    std::partial_sort(scored.begin(), end, scored.end(), [this](const Scored& a, const Scored& b) {
      if (a.score != b.score) return a.score > b.score;
      return corpus_.entry(a.slot).key < corpus_.entry(b.slot).key;
    });
    scored.erase(end, scored.end());
  }

  // From a candidate's score by words to the whole one.
  void Rescore(Scored& scored) {
    const Profile& other = corpus_.entry(scored.slot).profile;
    const double letters = LettersCosine(other), pairs = PairsCosine(other);
    double both = 0, square = 0, my_title = 0;
    for (const TermCount& term : other.terms) {
      const double importance = Importance(term);
      square += importance * importance;
      const Mine& mine = terms_[term.term];
      if (mine.importance == 0) continue;
      ++scored.shared;
      both += importance * mine.importance;
      my_title += mine.title;
    }
    const double words = std::min(1.0, scored.score / to_itself_);
    const double titles = (title_ <= 0 ? 0 : my_title / title_) + TitleInMine(other);
    scored.score = (words + kOfLetters * letters + kOfTerms * Cosine(both, square_, square) +
                    kOfPairs * pairs + kOfTitle * titles) *
                   kScale;
    const bool long_enough = std::min(mine_.terms.size(), other.terms.size()) >= kIdenticalTerms;
    if (long_enough && letters >= kIdenticalLetters && pairs >= kIdenticalPairs)
      scored.likeness = Likeness::kNearIdentical;
  }

 private:
  static constexpr size_t kNearPairs = 1 << 16;
  struct Heavy {
    TermCount term;
    double weight;
  };
  // What the draft has of a term: 0 where it has nothing.
  struct Mine {
    double importance = 0;
    double title = 0;  // its weight, as often as the title has it
  };

  static double SquareOf(double weight) { return weight * weight; }
  // Within a text, for the cosine.
  double Importance(const TermCount& term) const {
    return corpus_.TermWeight(term.term) * often_[std::min<size_t>(term.frequency, often_.size() - 1)];
  }

  void AddLetters(absl::string_view word) {
    ForEachLetters(word, [this](uint32_t letters) {
      if (letters_.Add(letters)) letters_square_ += SquareOf(corpus_.LettersWeight(letters));
    });
  }

  void AddTerms() {
    for (const TermCount& term : mine_.terms) {
      const double importance = terms_[term.term].importance = Importance(term);
      square_ += importance * importance;
      const double saturated = term.frequency * kMostFrequency / (term.frequency + kHalfFrequency);
      heaviest_.push_back({term, corpus_.TermWeight(term.term) * saturated});
    }
    // mine_.terms go by their hashes: so do those that weigh the same.
    std::stable_sort(heaviest_.begin(), heaviest_.end(),
                     [](const Heavy& a, const Heavy& b) { return a.weight > b.weight; });
    if (heaviest_.size() > kHeaviestTerms) heaviest_.resize(kHeaviestTerms);
    for (const Heavy& heavy : heaviest_)
      to_itself_ += heavy.weight * corpus_.Impact(heavy.term.frequency, mine_.length);
  }

  void AddTitle() {
    for (const Profile::Text& text : mine_.texts) {
      if (text.name != FieldName::kTitle) continue;
      for (const TermId term : mine_.TokensOf(text)) {
        if (term != kStopTerm) terms_[term].title += corpus_.TermWeight(term);
      }
    }
    for (const TermCount& term : mine_.terms) title_ += terms_[term.term].title;
  }

  // BM25 of every document that has one of the terms that find, whoever may see it. Postings are many: none
  // makes the processor guess.
  void Score() {
    scores_.resize(corpus_.slots());  // 0: has none
    double whole = 0, before = 0;
    for (const Heavy& heavy : heaviest_) whole += heavy.weight;
    for (const Heavy& heavy : heaviest_) {
      const bool finds = before < whole * kFindingWeight;
      before += heavy.weight;
      if (heavy.term.term >= corpus_.vocabulary().terms()) continue;
      for (const Posting& posting : corpus_.vocabulary().term(heavy.term.term).postings) {
        double& score = scores_[posting.slot];
        const double more = heavy.weight * corpus_.Impact(posting.frequency, corpus_.length(posting.slot));
        score += finds | (score > 0) ? more : 0;
      }
    }
  }

  double LettersCosine(const Profile& other) {
    double both = 0, square = 0;
    corpus_.ForEachLetters(other, others_, [&](uint32_t letters) {
      const double weight = SquareOf(corpus_.LettersWeight(letters));
      square += weight;
      if (letters_.Has(letters)) both += weight;
    });
    return Cosine(both, letters_square_, square);
  }

  double PairsCosine(const Profile& other) const {
    double both = 0, square = 0;
    for (const uint32_t pair : other.pairs) {
      const double weight = SquareOf(corpus_.PairWeight(pair));
      square += weight;
      // Nearly all are not there, and say so at once.
      if (near_pairs_[pair % kNearPairs] && std::binary_search(mine_.pairs.begin(), mine_.pairs.end(), pair))
        both += weight;
    }
    return Cosine(both, pairs_square_, square);
  }

  // The part of the other's title, by weight, that is in the draft.
  double TitleInMine(const Profile& other) const {
    double there = 0, whole = 0;
    for (const Profile::Text& text : other.texts) {
      if (text.name != FieldName::kTitle) continue;
      for (const TermId term : other.TokensOf(text)) {
        if (term == kStopTerm) continue;
        const double weight = corpus_.TermWeight(term);
        whole += weight;
        if (terms_[term].importance > 0) there += weight;
      }
    }
    return whole <= 0 ? 0 : there / whole;
  }

  const Corpus& corpus_;
  const Sieve& sieve_;
  const Slot self_;
  std::array<double, 17> often_{};  // what it is worth to be there so often; more counts as the most
  Profile mine_;
  Few letters_, others_;
  std::vector<bool> near_pairs_;
  std::vector<Mine> terms_;  // by their ids
  std::vector<Heavy> heaviest_;
  double letters_square_ = 0, pairs_square_ = 0, square_ = 0, to_itself_ = 0, title_ = 0;
  std::vector<double> scores_;  // by slots
};

// LIKELY stands out from what is there anyway; one score for all lengths of texts would not do.
void Label(std::vector<Scored>& scored) {
  const double background = scored.size() < kGapTo ? kLeastScore : scored[kGapTo - 1].score;
  for (Scored& one : scored) {
    if (one.likeness == Likeness::kNearIdentical) continue;
    const bool likely = one.score >= kLikelyScore || one.score - background >= kLikelyGap;
    if (likely) one.likeness = Likeness::kLikely;
  }
}

std::vector<std::pair<std::string, double>> ThemesOf(const Corpus& corpus, const std::vector<Scored>& near) {
  absl::flat_hash_map<uint32_t, double> weights;
  double whole = 0;
  for (size_t i = 0; i < std::min(near.size(), kThemeNeighbours); ++i) {
    whole += near[i].score;
    for (const uint32_t theme : corpus.entry(near[i].slot).themes) weights[theme] += near[i].score;
  }
  std::vector<std::pair<std::string, double>> themes;
  for (const auto& [theme, weight] : weights) themes.emplace_back(corpus.themes()[theme], weight / whole);
  std::sort(themes.begin(), themes.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  if (themes.size() > kMostThemes) themes.resize(kMostThemes);
  return themes;
}

}  // namespace

absl::Status CheckDraft(const Draft& draft) {
  Violations violations;
  size_t characters = 0;
  bool says = false;
  for (const Field& field : draft.fields) {
    if (!IsUtf8(field.text)) violations.Add("text", "must be valid UTF-8");
    for (const char c : field.text) characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    if (characters > kMostDraftCharacters || says) continue;
    ForEachWord(field.text, [&](const TextWord& word) { says = says || !IsStopWord(word.folded); });
  }
  if (characters > kMostDraftCharacters) {
    violations.Add("text", absl::StrCat("must be at most ", kMostDraftCharacters,
                                        " characters with its title; send the part that matters"));
  } else if (!says) {
    violations.Add("text", "must have a word that says what it is about, other than \"the\" and its like");
  }
  return violations.ToStatus();
}

SimilarAnswer RunSimilar(const Corpus& corpus, const Sieve& sieve, const Draft& draft, size_t limit) {
  Comparison comparison(corpus, sieve, draft);
  std::vector<Scored> scored = comparison.Candidates();
  for (Scored& one : scored) comparison.Rescore(one);
  comparison.Order(scored, scored.size());
  Label(scored);
  scored.erase(
      std::remove_if(scored.begin(), scored.end(),
                     [](const Scored& one) { return one.score < kLeastScore || one.shared < kLeastShared; }),
      scored.end());
  SimilarAnswer answer;
  answer.themes = ThemesOf(corpus, scored);
  const SharedWords shared(comparison.mine());
  for (size_t i = 0; i < std::min(limit, scored.size()); ++i) {
    const Entry& entry = corpus.entry(scored[i].slot);
    answer.neighbours.push_back(
        {entry.key, scored[i].score, scored[i].likeness, shared.With(corpus, scored[i].slot)});
  }
  return answer;
}

}  // namespace obt::ideas::search
