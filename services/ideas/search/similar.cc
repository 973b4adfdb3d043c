#include "services/ideas/search/similar.h"

#include <algorithm>
#include <bitset>
#include <cmath>
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

double Saturated(double frequency) { return frequency * kMostFrequency / (frequency + kHalfFrequency); }
// Of a term within a text, for the cosine.
double Importance(double weight, uint32_t frequency) {
  constexpr uint32_t kOften = 16;
  static const std::vector<double>& logs = *[] {  // for ever
    auto* made = new std::vector<double>(1);
    for (uint32_t i = 1; i <= kOften; ++i) made->push_back(1 + std::log(i));
    return made;
  }();
  return weight * logs[std::min(frequency, kOften)];
}

double Cosine(double both, double first, double second) {
  return first <= 0 || second <= 0 ? 0 : std::min(1.0, both / std::sqrt(first * second));
}

// A set of hashes, each weighing what its rareness says.
class Grams {
 public:
  Grams(const Corpus& corpus, const Counts& counts, const std::vector<uint32_t>& hashes)
      : corpus_(corpus), counts_(counts), hashes_(hashes) {
    for (const uint32_t hash : hashes) {
      square_ += Square(hash);
      maybe_.set(hash & (maybe_.size() - 1));
    }
  }
  double CosineWith(const std::vector<uint32_t>& others) const {
    double both = 0, square = 0;
    for (const uint32_t hash : others) {
      const double weight = Square(hash);
      square += weight;
      // Nearly all are not there, and say so at once.
      if (maybe_[hash & (maybe_.size() - 1)] && std::binary_search(hashes_.begin(), hashes_.end(), hash))
        both += weight;
    }
    return Cosine(both, square_, square);
  }

 private:
  double Square(uint32_t hash) const {
    const double weight = corpus_.Weight(counts_[hash]);
    return weight * weight;
  }

  const Corpus& corpus_;
  const Counts& counts_;
  const std::vector<uint32_t>& hashes_;
  std::bitset<1 << 16> maybe_;
  double square_ = 0;
};

struct Scored {
  Slot slot;
  double score;
  Likeness likeness = Likeness::kRelated;
};

class Comparison {
 public:
  Comparison(const Corpus& corpus, const Sieve& sieve, const Draft& draft)
      : corpus_(corpus),
        sieve_(sieve),
        self_(draft.self),
        guest_(corpus.vocabulary()),
        mine_(MakeProfile(draft.fields, [this](absl::string_view word) { return guest_(word); })),
        letters_(corpus, corpus.letter_counts(), mine_.letters),
        pairs_(corpus, corpus.pair_counts(), mine_.pairs) {
    for (const TermCount& term : mine_.terms) {
      const double weight = corpus.TermWeight(term.term);
      const double importance = Importance(weight, term.frequency);
      square_ += importance * importance;
      terms_[term.term] = {weight, importance};
      heaviest_.push_back({term.term, weight * Saturated(term.frequency), term.frequency});
    }
    // mine_.terms go by their hashes: so do those that weigh the same.
    std::stable_sort(heaviest_.begin(), heaviest_.end(),
                     [](const Heavy& a, const Heavy& b) { return a.weight > b.weight; });
    if (heaviest_.size() > kHeaviestTerms) heaviest_.resize(kHeaviestTerms);
    for (const Heavy& heavy : heaviest_)
      to_itself_ += heavy.weight * corpus.Impact(heavy.frequency, mine_.length);
    for (const Profile::Text& text : mine_.texts) {
      if (text.name == FieldName::kTitle) title_.insert(title_.end(), text.tokens.begin(), text.tokens.end());
    }
  }

  const Profile& mine() const { return mine_; }

  // The best by their words alone.
  std::vector<Scored> Candidates() const {
    const std::vector<double> scores = Scores();
    std::vector<Scored> candidates;
    for (Slot slot = 0; slot < scores.size(); ++slot) {
      if (scores[slot] > 0) candidates.push_back({slot, scores[slot]});
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
  void Rescore(Scored& scored) const {
    const Profile& other = corpus_.entry(scored.slot).profile;
    const double letters = letters_.CosineWith(other.letters), pairs = pairs_.CosineWith(other.pairs);
    const double words = to_itself_ <= 0 ? 0 : std::min(1.0, scored.score / to_itself_);
    scored.score = (words + kOfLetters * letters + kOfTerms * TermCosine(other) + kOfPairs * pairs +
                    kOfTitle * (MyTitleIn(other) + TitleInMine(other))) *
                   kScale;
    const bool long_enough = std::min(mine_.terms.size(), other.terms.size()) >= kIdenticalTerms;
    if (long_enough && letters >= kIdenticalLetters && pairs >= kIdenticalPairs)
      scored.likeness = Likeness::kNearIdentical;
  }

  size_t SharedWith(Slot slot) const {
    const std::vector<TermCount>& terms = corpus_.entry(slot).profile.terms;
    return static_cast<size_t>(std::count_if(
        terms.begin(), terms.end(), [this](const TermCount& term) { return terms_.contains(term.term); }));
  }

 private:
  struct Heavy {
    TermId term;
    double weight;
    uint32_t frequency;
  };
  struct Mine {
    double weight, importance;
  };

  std::vector<double> Scores() const {
    constexpr double kOut = -1;
    std::vector<double> scores(corpus_.slots(), 0);  // 0: not looked at
    double whole = 0, before = 0;
    for (const Heavy& heavy : heaviest_) whole += heavy.weight;
    for (const Heavy& heavy : heaviest_) {
      const bool finds = before < whole * kFindingWeight;
      before += heavy.weight;
      if (heavy.term >= corpus_.vocabulary().terms()) continue;
      for (const Posting& posting : corpus_.vocabulary().term(heavy.term).postings) {
        double& score = scores[posting.slot];
        if (score == kOut || (score == 0 && !finds)) continue;
        if (score == 0 && !IsLet(posting.slot)) {
          score = kOut;
          continue;
        }
        score += heavy.weight * corpus_.Impact(posting.frequency, corpus_.facts(posting.slot).length);
      }
    }
    return scores;
  }
  bool IsLet(Slot slot) const {
    return sieve_.Lets(slot) && !(self_.has_value() && corpus_.entry(slot).key == *self_);
  }

  double TermCosine(const Profile& other) const {
    double both = 0, square = 0;
    for (const TermCount& term : other.terms) {
      const double importance = Importance(corpus_.TermWeight(term.term), term.frequency);
      square += importance * importance;
      const auto found = terms_.find(term.term);
      if (found != terms_.end()) both += importance * found->second.importance;
    }
    return Cosine(both, square_, square);
  }

  // The part of a title, by weight, that is there.
  template <typename IsThere>
  double PartOf(const std::vector<TermId>& title, IsThere is_there) const {
    double there = 0, whole = 0;
    for (const TermId term : title) {
      if (term == kStopTerm) continue;
      const double weight = corpus_.TermWeight(term);
      whole += weight;
      if (is_there(term)) there += weight;
    }
    return whole <= 0 ? 0 : there / whole;
  }
  double MyTitleIn(const Profile& other) const {
    return PartOf(title_, [&](TermId term) {
      return std::any_of(other.terms.begin(), other.terms.end(),
                         [term](const TermCount& count) { return count.term == term; });
    });
  }
  double TitleInMine(const Profile& other) const {
    for (const Profile::Text& text : other.texts) {
      if (text.name != FieldName::kTitle) continue;
      return PartOf(text.tokens, [this](TermId term) { return terms_.contains(term); });
    }
    return 0;
  }

  const Corpus& corpus_;
  const Sieve& sieve_;
  const std::optional<Key>& self_;
  Guest guest_;
  const Profile mine_;
  const Grams letters_, pairs_;
  absl::flat_hash_map<TermId, Mine> terms_;
  std::vector<Heavy> heaviest_;
  std::vector<TermId> title_;
  double square_ = 0, to_itself_ = 0;
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
  const Comparison comparison(corpus, sieve, draft);
  std::vector<Scored> scored = comparison.Candidates();
  for (Scored& one : scored) comparison.Rescore(one);
  comparison.Order(scored, scored.size());
  Label(scored);
  scored.erase(std::remove_if(scored.begin(), scored.end(),
                              [&](const Scored& one) {
                                return one.score < kLeastScore ||
                                       comparison.SharedWith(one.slot) < kLeastShared;
                              }),
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
