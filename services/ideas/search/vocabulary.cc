#include "services/ideas/search/vocabulary.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "common/base/words.h"
#include "services/ideas/search/constants.h"
#include "services/ideas/search/english.h"

namespace obt::ideas::search {
namespace {

uint64_t LettersOf(absl::string_view word) {
  uint64_t letters = 0;
  for (const char c : word) letters |= uint64_t{1} << (static_cast<unsigned char>(c) & 63);
  return letters;
}

// Letters put in, left out, taken for another or for each other's place; above `most` it is not counted out.
size_t FaultsBetween(absl::string_view a, absl::string_view b, size_t most) {
  std::array<std::array<uint8_t, kMostWordBytes + 1>, 3> rows;  // the row before the last, the last, this
  for (size_t j = 0; j <= b.size(); ++j) rows[1][j] = static_cast<uint8_t>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[2];
    row[0] = static_cast<uint8_t>(i);
    size_t least = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const int put = std::min(row[j - 1], rows[1][j]) + 1;
      int faults = std::min(put, rows[1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        faults = std::min(faults, rows[0][j - 2] + 1);
      row[j] = static_cast<uint8_t>(faults);
      least = std::min<size_t>(least, row[j]);
    }
    if (least > most) return most + 1;
    std::rotate(rows.begin(), rows.begin() + 1, rows.end());
  }
  return rows[1][b.size()];
}

}  // namespace

// FNV-1a, and a last stir.
uint64_t HashOf(absl::string_view text) {
  uint64_t hash = 0xCBF29CE484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  hash = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15;
  return hash ^ (hash >> 29);
}

Vocabulary::Vocabulary() : documents_(1) { terms_.emplace_back(); }

TermId Vocabulary::InternTerm(std::string stem) {
  const auto found = term_ids_.find(stem);
  if (found != term_ids_.end()) return found->second;
  const auto id = static_cast<TermId>(terms_.size());
  Term& term = terms_.emplace_back();
  documents_.push_back(0);
  term.stem = std::move(stem);
  term.hash = HashOf(term.stem);
  term_ids_.emplace(term.stem, id);
  return id;
}

Token Vocabulary::Intern(absl::string_view folded) {
  Token token;
  if (Find(folded, token)) return token;
  token.word = static_cast<WordId>(words_.size());
  token.term = IsStopWord(folded) ? kStopTerm : InternTerm(StemOf(folded));
  token.hash = terms_[token.term].hash;
  const Word& word = words_.emplace_back(Word{std::string(folded), token.term});
  letters_.push_back(LettersOf(folded));
  word_ids_.emplace(word.text, token.word);
  return token;
}

bool Vocabulary::Find(absl::string_view folded, Token& token) const {
  const auto found = word_ids_.find(folded);
  if (found == word_ids_.end()) return false;
  const TermId term = words_[found->second].term;
  token = {found->second, term, terms_[term].hash};
  return true;
}

bool Vocabulary::FindTerm(absl::string_view stem, Token& token) const {
  const auto found = term_ids_.find(stem);
  if (found == term_ids_.end()) return false;
  token.term = found->second;
  return true;
}

absl::string_view Vocabulary::Nearest(absl::string_view folded) const {
  if (folded.size() < kLeastCorrected) return "";
  const size_t most = folded.size() < kTwoFaultsFrom ? 1 : 2;
  const uint64_t letters = LettersOf(folded);
  const Word* nearest = nullptr;
  size_t faults = most + 1;
  for (WordId id = 0; id < words_.size(); ++id) {
    // One fault changes two of the letters a word has at most.
    if (static_cast<size_t>(__builtin_popcountll(letters ^ letters_[id])) > 2 * most) continue;
    const Word& word = words_[id];
    const size_t longer = std::max(word.text.size(), folded.size());
    const size_t shorter = std::min(word.text.size(), folded.size());
    if (word.documents < kKnownWord || word.term == kStopTerm || longer - shorter > most) continue;
    const size_t here = FaultsBetween(folded, word.text, most);
    if (here > most) continue;
    if (nearest == nullptr || std::tuple(here, nearest->documents, absl::string_view(word.text)) <
                                  std::tuple(faults, word.documents, absl::string_view(nearest->text))) {
      nearest = &word;
      faults = here;
    }
  }
  return nearest == nullptr ? absl::string_view() : nearest->text;
}

Vocabulary::Renumbered Vocabulary::Compact(const std::vector<Slot>& slots) {
  Renumbered to{std::vector<WordId>(words_.size(), kGone), std::vector<TermId>(terms_.size(), kGone)};
  std::deque<Term> terms;
  term_ids_.clear();
  for (TermId id = 0; id < terms_.size(); ++id) {
    std::vector<Posting> kept;
    for (const Posting& posting : terms_[id].postings) {
      if (slots[posting.slot] != kGone) kept.push_back({slots[posting.slot], posting.frequency});
    }
    if (kept.empty() && id != kStopTerm) continue;
    to.terms[id] = static_cast<TermId>(terms.size());
    documents_[terms.size()] = documents_[id];
    terms_[id].postings = std::move(kept);
    const Term& term = terms.emplace_back(std::move(terms_[id]));
    if (id != kStopTerm) term_ids_.emplace(term.stem, to.terms[id]);
  }
  std::deque<Word> words;
  word_ids_.clear();
  letters_.clear();
  for (WordId id = 0; id < words_.size(); ++id) {
    const TermId term = to.terms[words_[id].term];
    if (term == kGone) continue;
    to.words[id] = static_cast<WordId>(words.size());
    const Word& word = words.emplace_back(Word{std::move(words_[id].text), term, words_[id].documents});
    word_ids_.emplace(word.text, to.words[id]);
    letters_.push_back(LettersOf(word.text));
  }
  words_ = std::move(words);
  terms_ = std::move(terms);
  documents_.resize(terms_.size());
  return to;
}

size_t Vocabulary::bytes() const {
  size_t bytes = words_.size() * (sizeof(Word) + 40) + terms_.size() * (sizeof(Term) + 32);
  for (const Term& term : terms_) bytes += term.postings.capacity() * sizeof(Posting);
  return bytes;
}

Token Guest::operator()(absl::string_view folded) {
  Token token;
  if (vocabulary_.Find(folded, token)) return token;
  const auto [known, fresh] = words_.try_emplace(folded);
  if (!fresh) return known->second;
  token.word = static_cast<WordId>(vocabulary_.words() + words_.size());
  if (!IsStopWord(folded)) {
    std::string stem = StemOf(folded);
    token.hash = HashOf(stem);
    if (!vocabulary_.FindTerm(stem, token)) {
      const auto id = static_cast<TermId>(vocabulary_.terms() + terms_.size());
      token.term = terms_.try_emplace(std::move(stem), id).first->second;
    }
  }
  known->second = token;
  return token;
}

}  // namespace obt::ideas::search
