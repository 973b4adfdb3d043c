// The documents, their postings, and the statistics of the public ones: the part of the index that questions
// read. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "services/ideas/search/constants.h"
#include "services/ideas/search/document.h"
#include "services/ideas/search/letters.h"
#include "services/ideas/search/profile.h"
#include "services/ideas/search/vocabulary.h"

namespace obt::ideas::search {

// Codes, ids and themes as small numbers.
class Names {
 public:
  uint32_t Intern(absl::string_view name);
  uint32_t Find(absl::string_view name) const;  // kGone: unknown
  const std::string& operator[](uint32_t number) const { return names_[number]; }
  size_t size() const { return names_.size(); }

 private:
  std::vector<std::string> names_;
  absl::flat_hash_map<std::string, uint32_t> numbers_;
};

// What is looked at of every document that a question touches.
struct Facts {
  bool there = false;  // otherwise the place is free
  Kind kind = Kind::kIdea;
  Audience audience = Audience::kTeam;
  uint8_t state = 0, outcome = 0;
  uint32_t programme = 0, organisation = 0, team = 0;
  Day day = 0;
  uint64_t benefit_kinds = 0;  // bits
  int adoptions = 0;
};

struct Entry {
  Key key;
  std::vector<uint32_t> themes;
  Profile profile;
};

class Corpus {
 public:
  Corpus();
  void Put(const Document& document);
  void Remove(const Key& key);                       // nothing where there is none
  void SetAdoptions(const Key& key, int adoptions);  // likewise

  const Vocabulary& vocabulary() const { return vocabulary_; }
  size_t slots() const { return facts_.size(); }
  const Facts& facts(Slot slot) const { return facts_[slot]; }
  uint32_t length(Slot slot) const { return lengths_[slot]; }  // of its profile
  const Entry& entry(Slot slot) const { return entries_[slot]; }
  Slot Find(const Key& key) const;  // kGone: it is not there
  const Names& programmes() const { return programmes_; }
  const Names& organisations() const { return organisations_; }
  const Names& teams() const { return teams_; }
  const Names& themes() const { return themes_; }

  // ln(1 + (N - df + 0.5) / (df + 0.5)), which is ln((N + 1) / (df + 0.5)).
  double Weight(uint32_t documents) const {
    const uint32_t all = public_ < kLeastDocuments ? kLeastDocuments : public_;
    return log_all_ - logs_[documents < all ? documents : all];
  }
  double TermWeight(TermId term) const { return Weight(vocabulary_.documents(term)); }  // also of a guest's
  // Of its words, each once. `seen` is empty, before and after.
  template <typename Visit>
  void ForEachLetters(const Profile& profile, Few& seen, Visit visit) const {
    for (const WordId word : profile.words) {
      search::ForEachLetters(vocabulary_.word(word), [&](uint32_t letters) {
        if (seen.Add(letters)) visit(letters);
      });
    }
    seen.Clear();
  }
  double LettersWeight(uint32_t letters) const { return Weight(letters_[letters]); }
  double PairWeight(uint32_t pair) const { return Weight(pairs_[PlaceOf(pair)]); }
  // What a term's frequency in a text of that length is worth: BM25 without the term's weight.
  double Impact(double frequency, double length) const {
    return frequency * (kSaturation + 1) / (frequency + base_ + by_length_ * length);
  }
  size_t documents() const { return slots_.size(); }
  size_t bytes() const;

 private:
  // Pairs of words are many: two may share a count.
  static constexpr int kPairBits = 21;
  static size_t PlaceOf(uint32_t pair) { return pair >> (32 - kPairBits); }
  // Adds a public document to the statistics, or takes it away.
  void Count(Slot slot, int by);
  void Weigh();
  // Of an empty one nothing is left.
  void SetProfile(Slot slot, Profile profile);

  Vocabulary vocabulary_;
  Names programmes_, organisations_, teams_, themes_;
  std::vector<Facts> facts_;
  std::vector<uint32_t> lengths_;  // close together: a comparison asks for thousands
  std::vector<Entry> entries_;
  absl::flat_hash_map<Key, Slot> slots_;
  std::vector<Slot> free_slots_;
  // Of public documents.
  uint32_t public_ = 0;
  uint64_t public_length_ = 0;
  std::vector<uint32_t> letters_, pairs_;  // how many have them
  Few counted_{kLetters};                  // of one document, while it is counted
  std::vector<double> logs_;               // ln(i + 0.5)
  double log_all_ = 0;                     // ln(N + 1)
  double base_ = 0, by_length_ = 0;
};

}  // namespace obt::ideas::search
