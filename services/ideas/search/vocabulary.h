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
  std::vector<Posting> postings;
};

class Vocabulary {
 public:
  Vocabulary();
  Vocabulary(const Vocabulary&) = delete;
  Vocabulary& operator=(const Vocabulary&) = delete;

  Token Intern(absl::string_view folded);
  // False of a word that no document has had.
  bool Find(absl::string_view folded, Token& token) const;
  bool FindTerm(absl::string_view stem, Token& token) const;

  const Term& term(TermId id) const { return terms_[id]; }
  Term& term(TermId id) { return terms_[id]; }
  size_t terms() const { return terms_.size(); }
  size_t words() const { return words_.size(); }
  // Public documents that have it; none has a guest's.
  uint32_t documents(TermId id) const { return id < documents_.size() ? documents_[id] : 0; }
  void CountTerm(TermId id, int by) { documents_[id] += static_cast<uint32_t>(by); }
  void CountWord(WordId id, int by) { words_[id].documents += static_cast<uint32_t>(by); }

  // The known word nearest to one that is not, by few faults of typing; the most frequent of several. Empty
  // without one.
  absl::string_view Nearest(absl::string_view folded) const;

  struct Renumbered {
    std::vector<WordId> words;
    std::vector<TermId> terms;
  };
  // Postings of gone slots go, the others get their new ones; terms left without postings go with their
  // words.
  Renumbered Compact(const std::vector<Slot>& slots);
  size_t bytes() const;

 private:
  struct Word {
    std::string text;
    TermId term;
    uint32_t documents = 0;  // public ones
  };
  TermId InternTerm(std::string stem);

  // Deques: the maps' keys lie in them.
  std::deque<Word> words_;
  std::deque<Term> terms_;
  std::vector<uint32_t> documents_;  // of each term, close together: a comparison asks for thousands
  std::vector<uint64_t> letters_;    // of each word: which it has
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
