#include "services/aggregator/columns/day_counts.h"

#include <algorithm>
#include <utility>

namespace obt::aggregator {
namespace {

// An edition runs for months; beyond that the sums would take more room than they save time.
constexpr Day kMostDays = 550;

}  // namespace

std::vector<uint32_t> BandBounds(const identity::v1::Programme& programme) {
  std::vector<uint32_t> bounds = {1};
  for (const int32_t bound : programme.minute_band_bounds()) {
    if (bound > 1) bounds.push_back(static_cast<uint32_t>(bound));
  }
  std::sort(bounds.begin(), bounds.end());
  bounds.erase(std::unique(bounds.begin(), bounds.end()), bounds.end());
  return bounds;
}

size_t BandOf(const std::vector<uint32_t>& bounds, uint32_t minutes) {
  size_t band = 0;
  while (band < bounds.size() && minutes >= bounds[band]) ++band;
  return band;
}

void DayCounts::Reset(const rules::CountingWindow& window, std::vector<uint32_t> bounds) {
  *this = DayCounts();
  window_ = window;
  bounds_ = std::move(bounds);
  const bool known = window.from != kAlways && window.to != kNever && window.from < window.to;
  if (known && window.to - window.from <= kMostDays) days_ = static_cast<size_t>(window.to - window.from);
  counts_.resize(slots());
  counts_of_group_.resize(slots());
}

DayCounts::Share DayCounts::ShareOf(const Participants& participants, ParticipantIndex participant) const {
  Share share;
  const ParticipantPlacement& placement = participants.placements()[participant];
  share.settled = days_ > 0 && placement.is_settled && placement.belongs_from <= window_.from;
  if (!share.settled) return share;
  share.organisation = placement.organisation;
  share.profile = placement.profile;
  const auto add = [&](size_t slot, Day day, int64_t value) {
    if (!window_.Holds(day)) return;
    const Entry entry{static_cast<uint32_t>(slot), static_cast<uint32_t>(day - window_.from),
                      static_cast<int32_t>(value)};
    const bool same = !share.entries.empty() && share.entries.back().slot == entry.slot &&
                      share.entries.back().day == entry.day;
    if (same) share.entries.back().value += entry.value;
    if (!same) share.entries.push_back(entry);
  };
  for (size_t i = 0; i < kMilestones; ++i)
    add(i, participants.reached(static_cast<Milestone>(i + 1))[participant].day, 1);
  uint32_t minutes = 0;
  for (const Credit& credit : participants.CreditsOf(participant)) {
    add(kMinutes, credit.day, credit.minutes);
    const size_t before = BandOf(bounds_, minutes);
    minutes += static_cast<uint32_t>(credit.minutes);
    const size_t after = BandOf(bounds_, minutes);
    if (before == after) continue;
    if (before > 0) add(SlotOfBand(before), credit.day, -1);
    add(SlotOfBand(after), credit.day, 1);
  }
  return share;
}

void DayCounts::Replace(const Participants& participants, ParticipantIndex participant, const Share& before,
                        const Share& after, const std::vector<Attributes>& profiles) {
  SetApart(participants, participant, !after.settled);
  const bool same_place = before.settled && after.settled && before.organisation == after.organisation &&
                          before.profile == after.profile;
  // What stays as it is, most of it, is not touched.
  const auto is_in = [&](const Share& share, const Entry& entry) {
    return same_place && std::find(share.entries.begin(), share.entries.end(), entry) != share.entries.end();
  };
  const auto add = [&](const Share& share, const Share& other, int32_t sign) {
    if (share.entries.empty()) return;
    const size_t group = GroupOf(share);
    for (const Entry& entry : share.entries) {
      if (!is_in(other, entry)) Add(share, group, entry, sign, profiles);
    }
  };
  add(before, after, -1);
  add(after, before, 1);
}

void DayCounts::Add(const Share& share, size_t group, const Entry& entry, int32_t sign,
                    const std::vector<Attributes>& profiles) {
  const Attributes& attributes = profiles[share.profile];
  for (size_t i = 0; i <= kTogether; ++i) {
    const Number code = i == kTogether ? kNone : attributes[i];
    if (entry.slot == kMinutes) AddTo(minutes_[i], share, code, entry, sign);
    if (entry.slot != kMinutes) AddTo(counts_[entry.slot][i], share, code, entry, sign);
  }
  if (entry.slot == kMinutes) AddToGroup(minutes_of_group_, group, entry, sign);
  if (entry.slot != kMinutes) AddToGroup(counts_of_group_[entry.slot], group, entry, sign);
}

size_t DayCounts::GroupOf(const Share& share) {
  const auto [found, is_new] =
      group_of_.try_emplace(std::pair(share.organisation, share.profile), groups_.size());
  if (is_new) groups_.push_back({share.organisation, share.profile});
  return found->second;
}

// A day that comes to nothing stays in its list, which is never longer than the programme.
template <typename Value>
void DayCounts::AddToGroup(SumsOfGroups<Value>& sums, size_t group, const Entry& entry, int32_t sign) {
  while (sums.size() <= group) sums.Add();
  const Value value = static_cast<Value>(sign) * entry.value;
  const absl::Span<DaySum<Value>> of_group = sums.Of(group);
  for (DaySum<Value>& sum : of_group) {
    if (sum.day != entry.day) continue;
    sum.value += value;
    return;
  }
  std::vector<DaySum<Value>> longer(of_group.begin(), of_group.end());
  longer.push_back({value, static_cast<uint16_t>(entry.day)});
  sums.Set(group, longer);
}

template <typename Value>
void DayCounts::AddTo(Sums<Value>& sums, const Share& share, Number code, const Entry& entry, int32_t sign) {
  if (sums.size() <= share.organisation) sums.resize(share.organisation + size_t{1});
  std::vector<DayArray<Value>>& codes = sums[share.organisation];
  if (codes.size() <= code) codes.resize(code + size_t{1});
  if (codes[code].empty()) codes[code] = DayArray<Value>(days_);
  codes[code].Add(entry.day, static_cast<Value>(sign) * entry.value);
}

void DayCounts::SetApart(const Participants& participants, ParticipantIndex participant, bool is_apart) {
  if (days_ == 0) return;
  if (position_.size() <= participant) position_.resize(participant + size_t{1}, kNotApart);
  uint32_t& position = position_[participant];
  if (is_apart) {
    if (position == kNotApart) {
      position = static_cast<uint32_t>(apart_.size());
      apart_.emplace_back();
    }
    Apart& apart = apart_[position];
    apart = {participant,
             participants.placements()[participant],
             {},
             participants.minutes()[participant],
             participants.credits_organisation()[participant]};
    for (size_t i = 0; i < kMilestones; ++i)
      apart.reached[i] = participants.reached(static_cast<Milestone>(i + 1))[participant];
  } else if (position != kNotApart) {
    apart_[position] = apart_.back();
    position_[apart_[position].participant] = position;
    apart_.pop_back();
    position = kNotApart;
  }
}

size_t DayCounts::bytes() const {
  size_t bytes = minutes_of_group_.bytes() + groups_.capacity() * sizeof(Group) +
                 group_of_.capacity() * sizeof(*group_of_.begin());
  for (const SumsOfGroups<int32_t>& sums : counts_of_group_) bytes += sums.bytes();
  bytes += apart_.capacity() * sizeof(Apart) + position_.capacity() * sizeof(uint32_t);
  for (size_t slot = 0; slot < counts_.size(); ++slot) {
    for (size_t i = 0; i <= kTogether; ++i) {
      ForEach(slot, i, [&](Number, Number, const auto& sums) { bytes += sums.bytes(); });
    }
  }
  return bytes;
}

}  // namespace obt::aggregator
