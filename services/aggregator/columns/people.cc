#include "services/aggregator/columns/people.h"

#include <cstring>

namespace obt::aggregator {
namespace {

// The second half of an id is random: it is its own hash.
size_t HashOf(const PersonId& id) {
  uint64_t low;
  std::memcpy(&low, id.bytes().data() + 8, sizeof(low));
  return static_cast<size_t>((low * 0x9E3779B97F4A7C15u) >> 16);
}

}  // namespace

void Crowds::Add(const Crowd& crowd) {
  const auto [index, fresh] = index_of_.try_emplace(crowd, static_cast<uint32_t>(all_.size()));
  if (fresh) all_.push_back({crowd});
  ++all_[index->second].people;
}

void Crowds::Remove(const Crowd& crowd) {
  const auto index = index_of_.find(crowd);
  if (--all_[index->second].people > 0) return;
  // The last one takes the place of an empty one.
  all_[index->second] = all_.back();
  index_of_[all_.back().crowd] = index->second;
  index_of_.erase(index);
  all_.pop_back();
}

size_t Crowds::bytes() const {
  return all_.capacity() * sizeof(Counted) + index_of_.capacity() * sizeof(*index_of_.begin());
}

size_t People::SlotOf(const PersonId& id) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = HashOf(id) & mask;
  while (slots_[slot] != kNobody && !(ids_[slots_[slot]] == id)) slot = (slot + 1) & mask;
  return slot;
}

PersonIndex People::Find(const PersonId& id) const { return slots_.empty() ? kNobody : slots_[SlotOf(id)]; }

// Nobody is there twice: the first free slot will do.
void People::Index() {
  size_t slots = 1024;
  while (slots < 2 * (ids_.size() + 1)) slots *= 2;
  slots_.assign(slots, kNobody);
  for (size_t i = 0; i < ids_.size(); ++i) {
    size_t slot = HashOf(ids_[i]) & (slots - 1);
    while (slots_[slot] != kNobody) slot = (slot + 1) & (slots - 1);
    slots_[slot] = static_cast<PersonIndex>(i);
  }
}

PersonIndex People::Append(const PersonId& id) {
  ids_.push_back(id);
  placements_.emplace_back();
  moves_.push_back(0);
  return static_cast<PersonIndex>(ids_.size() - 1);
}

PersonIndex People::Add(const PersonId& id) {
  if (!HasRoom()) Index();
  PersonIndex& slot = slots_[SlotOf(id)];
  if (slot == kNobody) slot = Append(id);
  return slot;
}

Profile People::ProfileOf(const Attributes& attributes) {
  const auto [found, fresh] = profile_of_.try_emplace(attributes, static_cast<Profile>(profiles_.size()));
  if (fresh) profiles_.push_back(attributes);
  return found->second;
}

void People::Set(PersonIndex person, const Attributes& attributes, absl::Span<const Stay> stays) {
  Count(person, &Crowds::Remove);
  const Stay last = stays.empty() ? Stay() : stays.back();
  placements_[person] = {ProfileOf(attributes), last.organisation, last.from, last.to};
  uint32_t& moves = moves_[person];
  if (stays.size() > 1 && moves == 0) {
    earlier_.Add();
    moves = static_cast<uint32_t>(earlier_.size());
  }
  if (moves != 0) earlier_.Set(moves - 1, stays.subspan(0, stays.empty() ? 0 : stays.size() - 1));
  Count(person, &Crowds::Add);
}

bool People::IsSettled(PersonIndex person) const {
  return placements_[person].to == kNever && (!HasEarlierStays(person) || EarlierStays(person).empty());
}

void People::Count(PersonIndex person, void (Crowds::*change)(const Crowd&)) {
  const Placement& last = placements_[person];
  if (last.from == kNever) return;
  const auto count = [&](const Stay& stay) {
    const auto count_by = [&](size_t by, uint32_t code) {
      (crowds_[by].*change)({stay.organisation, code, stay.from, stay.to});
    };
    for (size_t i = 0; i < kAttributes.size(); ++i) count_by(i, profiles_[last.profile][i]);
    count_by(kTogether, kNone);
    count_by(kByProfile, last.profile);
  };
  count({last.organisation, last.from, last.to});
  if (!HasEarlierStays(person)) return;
  for (const Stay& stay : EarlierStays(person)) count(stay);
}

Number People::EarlierOn(PersonIndex person, Day day) const {
  for (const Stay& stay : EarlierStays(person)) {
    if (stay.Covers(day)) return stay.organisation;
  }
  return kNone;
}

Number People::EarlierBelonging(PersonIndex person, Day day) const {
  Number organisation = kNone;
  for (const Stay& stay : EarlierStays(person)) {
    if (stay.from <= day) organisation = stay.organisation;
  }
  return organisation;
}

std::vector<Stay> People::StaysOf(PersonIndex person) const {
  std::vector<Stay> stays;
  if (HasEarlierStays(person)) stays.assign(EarlierStays(person).begin(), EarlierStays(person).end());
  const Placement& last = placements_[person];
  if (last.from != kNever) stays.push_back({last.organisation, last.from, last.to});
  return stays;
}

size_t People::bytes() const {
  size_t bytes = ids_.capacity() * sizeof(PersonId) + slots_.capacity() * sizeof(PersonIndex) +
                 placements_.capacity() * sizeof(Placement) + moves_.capacity() * sizeof(uint32_t) +
                 earlier_.bytes();
  for (const Crowds& crowds : crowds_) bytes += crowds.bytes();
  return bytes;
}

}  // namespace obt::aggregator
