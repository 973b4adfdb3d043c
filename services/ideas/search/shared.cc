#include "services/ideas/search/shared.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/base/words.h"
#include "services/ideas/search/constants.h"

namespace obt::ideas::search {
namespace {

struct Piece {
  std::string text;
  std::vector<TermId> terms;
  double worth = 0;
};

// Phrases first; the worthier first; none twice, and no word that a phrase has.
std::vector<std::string> BestOf(std::vector<Piece> pieces) {
  std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) {
    const bool first = a.terms.size() > 1, second = b.terms.size() > 1;
    return first != second ? first : a.worth > b.worth;
  });
  std::vector<std::string> best;
  absl::flat_hash_set<TermId> shown;
  for (Piece& piece : pieces) {
    if (best.size() == kMostShared) break;
    const bool fresh = std::any_of(piece.terms.begin(), piece.terms.end(),
                                   [&](TermId term) { return !shown.contains(term); });
    if (!fresh) continue;
    shown.insert(piece.terms.begin(), piece.terms.end());
    best.push_back(std::move(piece.text));
  }
  return best;
}

}  // namespace

SharedWords::SharedWords(const Profile& draft) {
  for (const Profile::Text& text : draft.texts) {
    std::vector<Said>& said = texts_.emplace_back();
    const absl::Span<const TermId> tokens = draft.TokensOf(text);
    ForEachWord(text.text, [&](const TextWord& word) {
      const absl::string_view written =
          absl::string_view(text.text).substr(word.begin, word.end - word.begin);
      said.push_back({written.substr(0, kMostWordBytes), tokens[said.size()]});
    });
  }
}

std::vector<std::string> SharedWords::With(const Corpus& corpus, Slot slot) const {
  const Profile& other = corpus.entry(slot).profile;
  absl::flat_hash_map<TermId, double> worth;
  for (const TermCount& term : other.terms)
    worth[term.term] = corpus.TermWeight(term.term) * corpus.Impact(term.frequency, other.length);
  const auto follow = [&](const Said& first, const Said& second) {
    const std::array<TermId, 2> both{first.term, second.term};
    return std::search(other.tokens.begin(), other.tokens.end(), both.begin(), both.end()) !=
           other.tokens.end();
  };
  std::vector<Piece> pieces;
  for (const std::vector<Said>& said : texts_) {
    for (size_t i = 0; i < said.size();) {
      Piece piece;
      do {  // a word, and what follows it in both
        const auto found = worth.find(said[i].term);
        if (found == worth.end()) break;
        absl::StrAppend(&piece.text, piece.text.empty() ? "" : " ", said[i].text);
        piece.terms.push_back(said[i].term);
        piece.worth += found->second;
        ++i;
      } while (i < said.size() && piece.terms.size() < kMostPhraseWords && follow(said[i - 1], said[i]));
      if (piece.terms.empty()) {
        ++i;
      } else {
        pieces.push_back(std::move(piece));
      }
    }
  }
  return BestOf(std::move(pieces));
}

}  // namespace obt::ideas::search
