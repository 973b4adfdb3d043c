// What the participants of one programme add up to, day by day: for each organisation, together and for each
// grade, profession or region, as an array of days; and for each organisation and profile as a list of the
// days on which there is something. Most questions are answered from these sums instead of people. They hold
// those who are in one place throughout (settled: one stay, still open, since before the first counting day),
// nearly everybody. The others, who moved, came or left, stand apart and are counted one by one. A value.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/types/span.h"
#include "common/rules/learning.h"
#include "services/aggregator/columns/participants.h"
#include "services/aggregator/columns/stretches.h"

namespace obt::aggregator {

// The lower bounds of a programme's minute bands above 0, ascending from 1.
std::vector<uint32_t> BandBounds(const identity::v1::Programme& programme);
// The band of somebody's minutes: 0 without any, then bands[b] begins at bounds[b - 1].
size_t BandOf(const std::vector<uint32_t>& bounds, uint32_t minutes);

// A sum for each day, and for each sixteen of them, so that many days are added up from a few numbers. A
// value.
template <typename Value>
class DayArray {
 public:
  DayArray() = default;
  explicit DayArray(size_t days) : blocks_((days + kBlock - 1) / kBlock), values_(blocks_ + days, 0) {}
  bool empty() const { return values_.empty(); }
  void Add(size_t day, Value value) {
    values_[day / kBlock] += value;
    values_[blocks_ + day] += value;
  }
  // Of the days [begin, end).
  int64_t Sum(size_t begin, size_t end) const {
    int64_t sum = 0;
    for (; begin < end && begin % kBlock != 0; ++begin) sum += values_[blocks_ + begin];
    for (; begin + kBlock <= end; begin += kBlock) sum += values_[begin / kBlock];
    for (; begin < end; ++begin) sum += values_[blocks_ + begin];
    return sum;
  }
  size_t bytes() const { return values_.capacity() * sizeof(Value); }

 private:
  static constexpr size_t kBlock = 16;
  size_t blocks_ = 0;
  std::vector<Value> values_;  // of the blocks, then of the days
};

class DayCounts {
 public:
  // What one participant adds: on a day, to a slot.
  struct Entry {
    uint32_t slot;
    uint32_t day;  // since the first counting day
    int32_t value;
    friend bool operator==(const Entry& a, const Entry& b) = default;
  };
  // Nothing, and no entries, of somebody who stands apart.
  struct Share {
    bool settled = false;
    Number organisation = kNone;
    Profile profile = 0;
    absl::InlinedVector<Entry, 16> entries;
  };

  // Slots: the milestones, the credited minutes, then for each band above 0 who comes into it and (below 0)
  // who leaves it.
  static constexpr size_t kMinutes = kMilestones;
  static constexpr size_t SlotOfBand(size_t band) { return kMinutes + band; }
  size_t slots() const { return kMinutes + bounds_.size() + 1; }

  // Forgets everybody. A window that is not known, or longer than 550 days, counts nobody: all stand apart.
  void Reset(const rules::CountingWindow& window, std::vector<uint32_t> bounds);
  bool IsFor(const rules::CountingWindow& window, const std::vector<uint32_t>& bounds) const {
    return window == window_ && bounds == bounds_;
  }
  Share ShareOf(const Participants& participants, ParticipantIndex participant) const;
  // Replaces what somebody adds; `before` is what was put last, an empty one at first.
  void Replace(const Participants& participants, ParticipantIndex participant, const Share& before,
               const Share& after, const std::vector<Attributes>& profiles);

  // The sums of those who share an organisation and a profile.
  struct Group {
    Number organisation = kNone;
    Profile profile = 0;
  };
  template <typename Value>
  struct DaySum {
    Value value;
    uint16_t day;
  };
  // What is counted of one who stands apart, copied: they are scattered over the columns of participants.
  struct Apart {
    ParticipantIndex participant = 0;
    ParticipantPlacement placement;
    std::array<Reached, kMilestones> reached;
    uint32_t minutes = 0;
    Number credits_organisation = kNone;
  };
  // In no order.
  const std::vector<Apart>& apart() const { return apart_; }
  size_t days() const { return days_; }
  // Calls visit(organisation, code, sums) for every code of an attribute, or kTogether, of which somebody
  // adds to a slot.
  template <typename Visit>
  void ForEach(size_t slot, size_t attribute, Visit visit) const {
    if (slot == kMinutes) return VisitAll(minutes_[attribute], visit);
    VisitAll(counts_[slot][attribute], visit);
  }
  // Calls visit(group, sums) for every group of which somebody adds to a slot; days once, in no order.
  template <typename Visit>
  void ForEachGroup(size_t slot, Visit visit) const {
    if (slot == kMinutes) return VisitGroups(minutes_of_group_, visit);
    VisitGroups(counts_of_group_[slot], visit);
  }
  size_t bytes() const;

 private:
  // By organisation and code, days; nothing where nobody is.
  template <typename Value>
  using Sums = std::vector<std::vector<DayArray<Value>>>;
  template <typename Value>
  using ByAttribute = std::array<Sums<Value>, kTogether + 1>;
  template <typename Value, typename Visit>
  static void VisitAll(const Sums<Value>& sums, Visit visit) {
    for (size_t organisation = 0; organisation < sums.size(); ++organisation) {
      for (size_t code = 0; code < sums[organisation].size(); ++code) {
        const DayArray<Value>& of_code = sums[organisation][code];
        if (!of_code.empty()) visit(static_cast<Number>(organisation), static_cast<Number>(code), of_code);
      }
    }
  }
  template <typename Value>
  using SumsOfGroups = Stretches<DaySum<Value>>;
  template <typename Value, typename Visit>
  void VisitGroups(const SumsOfGroups<Value>& sums, Visit visit) const {
    for (size_t group = 0; group < sums.size(); ++group) {
      const absl::Span<const DaySum<Value>> of_group = sums.Of(group);
      if (!of_group.empty()) visit(groups_[group], of_group);
    }
  }
  static constexpr uint32_t kNotApart = ~uint32_t{0};

  void Add(const Share& share, size_t group, const Entry& entry, int32_t sign,
           const std::vector<Attributes>& profiles);
  template <typename Value>
  void AddTo(Sums<Value>& sums, const Share& share, Number code, const Entry& entry, int32_t sign);
  template <typename Value>
  static void AddToGroup(SumsOfGroups<Value>& sums, size_t group, const Entry& entry, int32_t sign);
  size_t GroupOf(const Share& share);
  void SetApart(const Participants& participants, ParticipantIndex participant, bool is_apart);

  rules::CountingWindow window_;
  size_t days_ = 0;  // 0: nobody is settled
  std::vector<uint32_t> bounds_;
  std::vector<ByAttribute<int32_t>> counts_;  // by slot
  ByAttribute<int64_t> minutes_;
  std::vector<Group> groups_;
  absl::flat_hash_map<std::pair<Number, Profile>, size_t> group_of_;
  std::vector<SumsOfGroups<int32_t>> counts_of_group_;  // by slot
  SumsOfGroups<int64_t> minutes_of_group_;
  std::vector<Apart> apart_;
  std::vector<uint32_t> position_;  // in apart_, by participant
};

}  // namespace obt::aggregator
