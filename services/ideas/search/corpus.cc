#include "services/ideas/search/corpus.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace obt::ideas::search {
namespace {

// The letters of English words are few, their pairs many: 1 and 8 MB, which a processor's cache holds.
constexpr int kLetterBits = 18, kPairBits = 21;
// A tenth of the places gone, and not of a handful.
constexpr size_t kGonePart = 10, kLeastGone = 64;

uint64_t BitsOf(const std::vector<int>& numbers) {
  uint64_t bits = 0;
  for (const int number : numbers) bits |= uint64_t{1} << (number & 63);
  return bits;
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

Corpus::Corpus() : letters_(kLetterBits), pairs_(kPairBits) { Weigh(); }

void Corpus::Put(const Document& document) {
  Remove(document.key);
  const auto slot = static_cast<Slot>(facts_.size());
  slots_[document.key] = slot;
  Entry& entry = entries_.emplace_back();
  entry.key = document.key;
  for (const std::string& theme : document.themes) entry.themes.push_back(themes_.Intern(theme));
  entry.profile =
      MakeProfile(document.fields, [&](absl::string_view word) { return vocabulary_.Intern(word); });
  for (const TermCount& term : entry.profile.terms)
    vocabulary_.term(term.term).postings.push_back({slot, term.frequency});
  Facts& facts = facts_.emplace_back();
  facts.kind = document.key.kind;
  facts.audience = document.audience;
  facts.state = static_cast<uint8_t>(document.state);
  facts.outcome = static_cast<uint8_t>(document.outcome);
  facts.programme = programmes_.Intern(document.programme);
  facts.organisation = organisations_.Intern(document.organisation);
  facts.team = teams_.Intern(document.team);
  facts.benefit_kinds = BitsOf(document.benefit_kinds);
  facts.day = document.day;
  facts.adoptions = document.adoptions;
  facts.length = entry.profile.length;
  Count(slot, 1);
}

void Corpus::Remove(const Key& key) {
  const auto found = slots_.find(key);
  if (found == slots_.end()) return;
  const Slot slot = found->second;
  slots_.erase(found);
  Count(slot, -1);
  facts_[slot].gone = true;
  entries_[slot] = {};  // its text goes at once
  if (++gone_ > kLeastGone && gone_ * kGonePart > facts_.size()) Compact();
}

void Corpus::SetAdoptions(const Key& key, int adoptions) {
  if (const auto found = slots_.find(key); found != slots_.end()) facts_[found->second].adoptions = adoptions;
}

void Corpus::Count(Slot slot, int by) {
  if (facts_[slot].audience != Audience::kEverybody) return;
  const Profile& profile = entries_[slot].profile;
  public_ += static_cast<uint32_t>(by);
  public_length_ += static_cast<uint64_t>(static_cast<int64_t>(profile.length) * by);
  for (const TermCount& term : profile.terms) vocabulary_.CountTerm(term.term, by);
  for (const WordId word : profile.words) vocabulary_.CountWord(word, by);
  letters_.Add(profile.letters, by);
  pairs_.Add(profile.pairs, by);
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

void Corpus::Compact() {
  std::vector<Slot> to(facts_.size(), kGone);
  Names programmes, organisations, teams, themes;
  Slot next = 0;
  for (Slot slot = 0; slot < to.size(); ++slot) {
    if (facts_[slot].gone) continue;
    to[slot] = next;
    Facts& facts = facts_[next] = facts_[slot];
    facts.programme = programmes.Intern(programmes_[facts.programme]);
    facts.organisation = organisations.Intern(organisations_[facts.organisation]);
    facts.team = teams.Intern(teams_[facts.team]);
    if (next != slot) entries_[next] = std::move(entries_[slot]);
    for (uint32_t& theme : entries_[next].themes) theme = themes.Intern(themes_[theme]);
    slots_[entries_[next].key] = next;
    ++next;
  }
  facts_.resize(next);
  entries_.resize(next);
  gone_ = 0;
  programmes_ = std::move(programmes);
  organisations_ = std::move(organisations);
  teams_ = std::move(teams);
  themes_ = std::move(themes);
  const Vocabulary::Renumbered renumbered = vocabulary_.Compact(to);
  for (Entry& entry : entries_) {
    for (TermCount& term : entry.profile.terms) term.term = renumbered.terms[term.term];
    for (WordId& word : entry.profile.words) word = renumbered.words[word];
    for (Profile::Text& text : entry.profile.texts) {
      for (TermId& token : text.tokens) token = renumbered.terms[token];
    }
  }
}

size_t Corpus::bytes() const {
  size_t bytes = vocabulary_.bytes() + letters_.bytes() + pairs_.bytes() + Among(facts_) + Among(entries_) +
                 Among(logs_) + slots_.size() * (sizeof(Key) + sizeof(Slot) + 8);
  for (const Entry& entry : entries_) bytes += entry.profile.bytes() + Among(entry.themes);
  return bytes;
}

}  // namespace obt::ideas::search
