#include "services/ideas/search/search.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ideas/search/constants.h"
#include "services/ideas/search/snippets.h"

namespace obt::ideas::search {
namespace {

struct Wanted {
  TermId term;
  int times;
  const QueryWord* word;  // the first that comes down to it
};

// What one document has of a query: a bit for each wanted term.
struct Touched {
  enum Let : uint8_t { kNotAsked, kIn, kOut };
  double score = 0;
  uint32_t has = 0;
  Let let = kNotAsked;
};

using Terms = std::vector<TermId>;

bool HasPhrase(const Profile& profile, const Terms& phrase) {
  const Terms& tokens = profile.tokens;
  return std::search(tokens.begin(), tokens.end(), phrase.begin(), phrase.end()) != tokens.end();
}

class Matching {
 public:
  Matching(const Corpus& corpus, const Sieve& sieve, const Query& query)
      : corpus_(corpus), sieve_(sieve), touched_(corpus.slots()) {
    Guest read(corpus.vocabulary());
    for (const QueryWord& word : query.words) all_ |= Want(read(word.folded).term, word);
    for (const Query::Phrase& phrase : query.phrases) {
      const Terms& terms = phrases_.emplace_back(TermsOf(phrase, read));
      for (size_t i = 0; i < terms.size(); ++i) {
        if (terms[i] != kStopTerm) quoted_ |= Want(terms[i], phrase[i]);
      }
    }
    all_ |= quoted_;
    for (const Query::Phrase& phrase : query.excluded) excluded_.push_back(TermsOf(phrase, read));
    Exclude();
    for (size_t i = 0; i < wanted_.size(); ++i) Touch(i);
    if (wanted_.empty()) LetAll();
  }

  // With all the words, or with one. What was quoted is always wanted.
  std::vector<Slot> Hits(bool all) const {
    const uint32_t must = all ? all_ : quoted_;
    std::vector<Slot> hits;
    for (const Slot slot : let_) {
      if ((touched_[slot].has & must) == must && PhrasesFit(slot)) hits.push_back(slot);
    }
    return hits;
  }
  bool CanRelax() const { return (all_ & ~quoted_) != 0 && (wanted_.size() > 1); }

  double score(Slot slot) const { return touched_[slot].score; }
  // Whether a document that may be answered has it, or some public one.
  bool Knows(size_t wanted) const {
    const TermId term = wanted_[wanted].term;
    return (seen_ >> wanted & 1) != 0 || corpus_.vocabulary().documents(term) > 0;
  }
  const std::vector<Wanted>& wanted() const { return wanted_; }

 private:
  static Terms TermsOf(const Query::Phrase& phrase, Guest& read) {
    Terms terms;
    for (const QueryWord& word : phrase) terms.push_back(read(word.folded).term);
    return terms;
  }
  bool IsKnown(TermId term) const { return term < corpus_.vocabulary().terms(); }

  uint32_t Want(TermId term, const QueryWord& word) {
    size_t at = 0;
    while (at < wanted_.size() && wanted_[at].term != term) ++at;
    if (at == wanted_.size()) wanted_.push_back({term, 0, &word});
    ++wanted_[at].times;
    return uint32_t{1} << at;
  }

  void Exclude() {
    for (const Terms& terms : excluded_) {
      if (terms.size() > 1 || !IsKnown(terms[0])) continue;  // phrases are looked at in the hits
      for (const Posting& posting : corpus_.vocabulary().term(terms[0]).postings)
        touched_[posting.slot].let = Touched::kOut;
    }
  }

  void Touch(size_t at) {
    const Wanted& wanted = wanted_[at];
    if (!IsKnown(wanted.term)) return;
    const double times = wanted.times;
    const double weight = corpus_.TermWeight(wanted.term) * times * kMostFrequency / (times + kHalfFrequency);
    for (const Posting& posting : corpus_.vocabulary().term(wanted.term).postings) {
      Touched& touched = touched_[posting.slot];
      if (touched.let == Touched::kNotAsked) {
        touched.let = sieve_.Lets(posting.slot) ? Touched::kIn : Touched::kOut;
        if (touched.let == Touched::kIn) let_.push_back(posting.slot);
      }
      if (touched.let == Touched::kOut) continue;
      seen_ |= uint32_t{1} << at;
      touched.has |= uint32_t{1} << at;
      touched.score += weight * corpus_.Impact(posting.frequency, corpus_.length(posting.slot));
    }
  }

  // Where no words are asked for.
  void LetAll() {
    for (Slot slot = 0; slot < touched_.size(); ++slot) {
      if (sieve_.Lets(slot)) let_.push_back(slot);
    }
  }

  bool PhrasesFit(Slot slot) const {
    const Profile& profile = corpus_.entry(slot).profile;
    const auto has = [&](const Terms& phrase) { return HasPhrase(profile, phrase); };
    return std::all_of(phrases_.begin(), phrases_.end(), has) &&
           std::none_of(excluded_.begin(), excluded_.end(), has);
  }

  const Corpus& corpus_;
  const Sieve& sieve_;
  std::vector<Wanted> wanted_;
  std::vector<Terms> phrases_, excluded_;
  uint32_t all_ = 0, quoted_ = 0, seen_ = 0;  // bits of wanted_
  std::vector<Touched> touched_;              // by slot
  std::vector<Slot> let_;                     // that have a wanted term and are let through
};

template <typename Value>
void Keep(std::vector<std::pair<Value, size_t>>& facet) {
  std::sort(facet.begin(), facet.end(), [](const auto& a, const auto& b) {
    return std::tie(b.second, a.first) < std::tie(a.second, b.first);
  });
  if (facet.size() > kMostFacets) facet.resize(kMostFacets);
}

std::vector<std::pair<std::string, size_t>> FacetOf(const Names& names, const std::vector<size_t>& counts) {
  std::vector<std::pair<std::string, size_t>> facet;
  for (uint32_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) facet.emplace_back(names[i], counts[i]);
  }
  Keep(facet);
  return facet;
}

Facets CountFacets(const Corpus& corpus, const std::vector<Slot>& hits) {
  std::array<size_t, kKinds> kinds{};
  std::array<size_t, 64> outcomes{};
  std::vector<size_t> themes(corpus.themes().size()), organisations(corpus.organisations().size());
  for (const Slot slot : hits) {
    const Facts& facts = corpus.facts(slot);
    ++kinds[static_cast<size_t>(facts.kind)];
    ++outcomes[facts.outcome & 63];
    ++organisations[facts.organisation];
    for (const uint32_t theme : corpus.entry(slot).themes) ++themes[theme];
  }
  Facets facets;
  for (size_t i = 0; i < kKinds; ++i) {
    if (kinds[i] > 0) facets.kinds.emplace_back(static_cast<Kind>(i), kinds[i]);
  }
  for (size_t i = 1; i < outcomes.size(); ++i) {
    if (outcomes[i] > 0) facets.outcomes.emplace_back(static_cast<int>(i), outcomes[i]);
  }
  Keep(facets.kinds);
  Keep(facets.outcomes);
  facets.themes = FacetOf(corpus.themes(), themes);
  facets.organisations = FacetOf(corpus.organisations(), organisations);
  return facets;
}

// The first so many hits, in order.
void Rank(const Corpus& corpus, const Matching& matching, Order order, size_t most, std::vector<Slot>& hits) {
  const auto before = [&](Slot a, Slot b) {
    const Facts &first = corpus.facts(a), &second = corpus.facts(b);
    if (order == Order::kNewest && first.day != second.day) return first.day > second.day;
    if (order == Order::kMostAdopted && first.adoptions != second.adoptions)
      return first.adoptions > second.adoptions;
    if (matching.score(a) != matching.score(b)) return matching.score(a) > matching.score(b);
    return corpus.entry(a).key < corpus.entry(b).key;
  };
  const auto end = hits.begin() + static_cast<std::ptrdiff_t>(std::min(most, hits.size()));
  std::partial_sort(hits.begin(), end, hits.end(), before);
  hits.erase(end, hits.end());
}

std::string Corrected(const Corpus& corpus, const Matching& matching, const Query& query) {
  std::vector<std::pair<const QueryWord*, absl::string_view>> corrections;
  for (size_t i = 0; i < matching.wanted().size() && corrections.size() < kMostCorrected; ++i) {
    if (matching.Knows(i)) continue;
    const QueryWord* word = matching.wanted()[i].word;
    const absl::string_view nearest = corpus.vocabulary().Nearest(word->folded);
    if (!nearest.empty()) corrections.emplace_back(word, nearest);
  }
  if (corrections.empty()) return "";
  std::sort(corrections.begin(), corrections.end(),
            [](const auto& a, const auto& b) { return a.first->begin < b.first->begin; });
  const absl::string_view text = query.text;
  std::string corrected;
  size_t at = 0;
  for (const auto& [word, nearest] : corrections) {
    absl::StrAppend(&corrected, text.substr(at, word->begin - at), nearest);
    at = word->end;
  }
  return absl::StrCat(corrected, text.substr(at));
}

}  // namespace

Found RunQuery(const Corpus& corpus, const Sieve& sieve, const Query& query, Order order, const Page& page) {
  const Matching matching(corpus, sieve, query);
  Found found;
  std::vector<Slot> hits = matching.Hits(true);
  if (hits.size() < kEnoughHits && matching.CanRelax()) {
    found.relaxed = true;
    hits = matching.Hits(false);
  }
  found.total = std::min(hits.size(), kMostCounted);
  found.more = hits.size() > kMostCounted;
  found.facets = CountFacets(corpus, hits);
  found.did_you_mean = Corrected(corpus, matching, query);
  const size_t end = std::min(page.position + page.limit, kMostCounted);
  if (end < found.total) found.next_position = end;
  Rank(corpus, matching, order, end, hits);
  absl::flat_hash_set<TermId> terms;
  for (const Wanted& wanted : matching.wanted()) terms.insert(wanted.term);
  for (size_t i = page.position; i < hits.size(); ++i) {
    const Entry& entry = corpus.entry(hits[i]);
    found.hits.push_back({entry.key, matching.score(hits[i]), SnippetsOf(entry.profile, terms)});
  }
  return found;
}

}  // namespace obt::ideas::search
