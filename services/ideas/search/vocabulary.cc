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
  const TermId id = NumberIn(terms_, free_terms_);
  documents_.resize(terms_.size());
  Term& term = terms_[id];
  term.stem = std::move(stem);
  term.hash = HashOf(term.stem);
  term_ids_.emplace(term.stem, id);
  return id;
}

Token Vocabulary::Intern(absl::string_view folded) {
  Token token;
  if (Find(folded, token)) return token;
  token.word = NumberIn(words_, free_words_);
  token.term = IsStopWord(folded) ? kStopTerm : InternTerm(StemOf(folded));
  token.hash = terms_[token.term].hash;
  ++terms_[token.term].words;
  Word& word = words_[token.word];
  word.text = std::string(folded);
  word.token = token;
  letters_.resize(words_.size());
  letters_[token.word] = LettersOf(folded);
  word_ids_.emplace(word.text, token.word);
  return token;
}

void Vocabulary::Release(WordId id) {
  Word& word = words_[id];
  if (--word.holders > 0) return;
  Term& term = terms_[word.token.term];
  if (--term.words == 0) {
    term_ids_.erase(term.stem);
    free_terms_.push_back(word.token.term);
    term = {};
  }
  word_ids_.erase(word.text);
  free_words_.push_back(id);
  word = {};
}

bool Vocabulary::Find(absl::string_view folded, Token& token) const {
  const auto found = word_ids_.find(folded);
  if (found == word_ids_.end()) return false;
  token = words_[found->second].token;
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
    if (word.documents < kKnownWord || word.token.term == kStopTerm || longer - shorter > most) continue;
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
