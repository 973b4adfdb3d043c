#include "services/ideas/search/corpus.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace obt::ideas::search {
namespace {

uint64_t BitsOf(const std::vector<int>& numbers) {
  uint64_t bits = 0;
  for (const int number : numbers) bits |= uint64_t{1} << (number & 63);
  return bits;
}

// Of a document in them: where it is, or would be.
std::vector<Posting>::iterator PlaceIn(std::vector<Posting>& postings, Slot slot) {
  if (postings.empty() || postings.back().slot < slot) return postings.end();
  return std::lower_bound(postings.begin(), postings.end(), slot,
                          [](const Posting& posting, Slot wanted) { return posting.slot < wanted; });
}

template <typename T>
size_t Among(const std::vector<T>& values) {
  return values.capacity() * sizeof(T);
}

}  // namespace

uint32_t Names::Intern(absl::string_view name) {
  const auto [at, fresh] = numbers_.try_emplace(name, static_cast<uint32_t>(names_.size()));
  if (fresh) names_.emplace_back(name);
  return at->second;
}

uint32_t Names::Find(absl::string_view name) const {
  const auto found = numbers_.find(name);
  return found == numbers_.end() ? kGone : found->second;
}

Corpus::Corpus() : letters_(kLetters), pairs_(size_t{1} << kPairBits) { Weigh(); }

void Corpus::Put(const Document& document) {
  const auto [at, fresh] = slots_.try_emplace(document.key);
  if (fresh) {
    at->second = NumberIn(facts_, free_slots_);
    entries_.resize(facts_.size());
    lengths_.resize(facts_.size());
  }
  const Slot slot = at->second;
  Count(slot, -1);
  SetProfile(slot,
             MakeProfile(document.fields, [&](absl::string_view word) { return vocabulary_.Intern(word); }));
  Entry& entry = entries_[slot];
  entry.key = document.key;
  entry.themes.clear();
  for (const std::string& theme : document.themes) entry.themes.push_back(themes_.Intern(theme));
  Facts& facts = facts_[slot];
  facts.there = true;
  facts.kind = document.key.kind;
  facts.audience = document.audience;
  facts.state = static_cast<uint8_t>(document.state);
  facts.outcome = static_cast<uint8_t>(document.outcome);
  facts.programme = programmes_.Intern(document.programme);
  facts.organisation = organisations_.Intern(document.organisation);
  facts.team = teams_.Intern(document.team);
  facts.day = document.day;
  facts.benefit_kinds = BitsOf(document.benefit_kinds);
  facts.adoptions = document.adoptions;
  lengths_[slot] = entry.profile.length;
  Count(slot, 1);
}

void Corpus::Remove(const Key& key) {
  const Slot slot = Find(key);
  if (slot == kGone) return;
  slots_.erase(key);
  Count(slot, -1);
  SetProfile(slot, {});
  entries_[slot] = {};
  facts_[slot] = {};
  free_slots_.push_back(slot);
}

void Corpus::SetProfile(Slot slot, Profile profile) {
  Profile& before = entries_[slot].profile;
  for (const TermCount& term : before.terms)
    PlaceIn(vocabulary_.term(term.term).postings, slot)->frequency = 0;
  for (const TermCount& term : profile.terms) {
    std::vector<Posting>& postings = vocabulary_.term(term.term).postings;
    auto at = PlaceIn(postings, slot);
    if (at == postings.end() || at->slot != slot) at = postings.insert(at, {slot, 0});
    at->frequency = term.frequency;
  }
  for (const TermCount& term : before.terms) {
    std::vector<Posting>& postings = vocabulary_.term(term.term).postings;
    const auto at = PlaceIn(postings, slot);
    if (at->frequency == 0) postings.erase(at);
  }
  for (const WordId word : profile.words) vocabulary_.Hold(word);
  for (const WordId word : before.words) vocabulary_.Release(word);
  before = std::move(profile);
}

void Corpus::SetAdoptions(const Key& key, int adoptions) {
  if (const Slot slot = Find(key); slot != kGone) facts_[slot].adoptions = adoptions;
}

Slot Corpus::Find(const Key& key) const {
  const auto found = slots_.find(key);
  return found == slots_.end() ? kGone : found->second;
}

void Corpus::Count(Slot slot, int by) {
  if (facts_[slot].audience != Audience::kEverybody) return;
  const Profile& profile = entries_[slot].profile;
  public_ += static_cast<uint32_t>(by);
  public_length_ += static_cast<uint64_t>(static_cast<int64_t>(profile.length) * by);
  for (const TermCount& term : profile.terms) vocabulary_.CountTerm(term.term, by);
  for (const WordId word : profile.words) vocabulary_.CountWord(word, by);
  ForEachLetters(profile, counted_,
                 [&](uint32_t letters) { letters_[letters] += static_cast<uint32_t>(by); });
  for (const uint32_t pair : profile.pairs) pairs_[PlaceOf(pair)] += static_cast<uint32_t>(by);
  Weigh();
}

void Corpus::Weigh() {
  const uint32_t all = std::max(public_, kLeastDocuments);
  while (logs_.size() <= all) logs_.push_back(std::log(static_cast<double>(logs_.size()) + 0.5));
  log_all_ = std::log(static_cast<double>(all) + 1);
  base_ = kSaturation * (1 - kByLength);
  by_length_ = public_length_ == 0 ? 0
                                   : kSaturation * kByLength * static_cast<double>(public_) /
                                         static_cast<double>(public_length_);
}

size_t Corpus::bytes() const {
  size_t bytes = vocabulary_.bytes() + Among(letters_) + Among(pairs_) + Among(facts_) + Among(lengths_) +
                 Among(entries_) + Among(logs_) + slots_.size() * (sizeof(Key) + sizeof(Slot) + 8);
  for (const Entry& entry : entries_) bytes += entry.profile.bytes() + Among(entry.themes);
  return bytes;
}

}  // namespace obt::ideas::search
