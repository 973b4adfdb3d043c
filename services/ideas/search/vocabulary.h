// The words of all documents and the terms they come down to: a term is a stem, and has the postings. What a
// word weighs and whether it is known counts public documents only. Words of a question are looked up and
// never added. Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace obt::ideas::search {

using WordId = uint32_t;
using TermId = uint32_t;
using Slot = uint32_t;                  // a document's place
inline constexpr TermId kStopTerm = 0;  // of every stop word; has no postings
inline constexpr uint32_t kGone = UINT32_MAX;

// A word read. The hash is of the term's text, the same in every process: whatever is summed up goes by it,
// and so never depends on which documents came first.
struct Token {
  WordId word = 0;
  TermId term = kStopTerm;
  uint64_t hash = 0;
};

struct Posting {
  Slot slot;
  uint32_t frequency;  // in the title times kTitleWeight
};

struct Term {
  std::string stem;
  uint64_t hash = 0;
  uint32_t words = 0;             // that come down to it
  std::vector<Posting> postings;  // in the order of their slots
};

// A number given back, or the next one.
template <typename Things>
uint32_t NumberIn(Things& things, std::vector<uint32_t>& free) {
  if (free.empty()) {
    things.emplace_back();
    return static_cast<uint32_t>(things.size() - 1);
  }
  const uint32_t number = free.back();
  free.pop_back();
  return number;
}

class Vocabulary {
 public:
  Vocabulary();
  Vocabulary(const Vocabulary&) = delete;
  Vocabulary& operator=(const Vocabulary&) = delete;

  // A new word lasts from its first holder to its last; then its number goes to another, as its term's does.
  Token Intern(absl::string_view folded);
  void Hold(WordId id) { ++words_[id].holders; }
  void Release(WordId id);
  // False of a word that no document has had.
  bool Find(absl::string_view folded, Token& token) const;
  bool FindTerm(absl::string_view stem, Token& token) const;

  const Term& term(TermId id) const { return terms_[id]; }
  Term& term(TermId id) { return terms_[id]; }
  size_t terms() const { return terms_.size(); }
  absl::string_view word(WordId id) const { return words_[id].text; }
  size_t words() const { return words_.size(); }
  // Public documents that have it; none has a guest's.
  uint32_t documents(TermId id) const { return id < documents_.size() ? documents_[id] : 0; }
  void CountTerm(TermId id, int by) { documents_[id] += static_cast<uint32_t>(by); }
  void CountWord(WordId id, int by) { words_[id].documents += static_cast<uint32_t>(by); }

  // The known word nearest to one that is not, by few faults of typing; the most frequent of several. Empty
  // without one.
  absl::string_view Nearest(absl::string_view folded) const;

  size_t bytes() const;

 private:
  struct Word {
    std::string text;
    Token token;
    uint32_t holders = 0;
    uint32_t documents = 0;  // public ones
  };
  TermId InternTerm(std::string stem);

  // Deques: the maps' keys lie in them.
  std::deque<Word> words_;
  std::deque<Term> terms_;
  std::vector<uint32_t> documents_;  // of each term, close together: a comparison asks for thousands
  std::vector<uint64_t> letters_;    // of each word: which it has
  std::vector<WordId> free_words_;
  std::vector<TermId> free_terms_;
  absl::flat_hash_map<absl::string_view, WordId> word_ids_;
  absl::flat_hash_map<absl::string_view, TermId> term_ids_;
};

uint64_t HashOf(absl::string_view text);

// Looks up the words of a question. What the vocabulary lacks gets numbers behind its own, which last as long
// as the question.
class Guest {
 public:
  explicit Guest(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}
  Token operator()(absl::string_view folded);

 private:
  const Vocabulary& vocabulary_;
  absl::flat_hash_map<std::string, Token> words_;
  absl::flat_hash_map<std::string, TermId> terms_;
};

}  // namespace obt::ideas::search
