// What the participants of one programme add up to, day by day, for each organisation and each grade,
// profession or region: a question that cuts people by at most one of these is answered from sums instead of
// people. It holds those who are in one place throughout (settled: one stay, still open, since before the
// first counting day), nearly everybody. The others, who moved, came or left, stand apart and are counted one
// by one. A value.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "common/rules/learning.h"
#include "services/aggregator/columns/participants.h"

namespace obt::aggregator {

// The lower bounds of a programme's minute bands above 0, ascending from 1.
std::vector<uint32_t> BandBounds(const identity::v1::Programme& programme);
// The band of somebody's minutes: 0 without any, then bands[b] begins at bounds[b - 1].
size_t BandOf(const std::vector<uint32_t>& bounds, uint32_t minutes);

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
  void Replace(ParticipantIndex participant, const Share& before, const Share& after,
               const std::vector<Attributes>& profiles);

  // In no order.
  const std::vector<ParticipantIndex>& apart() const { return apart_; }
  size_t days() const { return days_; }
  // In the place of an attribute: everybody together, with one code.
  static constexpr size_t kTogether = kAttributes.size();
  // Calls visit(organisation, code, by_day) for every code of an attribute of which somebody adds to a slot;
  // days in an array.
  template <typename Visit>
  void ForEach(size_t slot, size_t attribute, Visit visit) const {
    if (slot == kMinutes) return VisitAll(minutes_[attribute], visit);
    VisitAll(counts_[slot][attribute], visit);
  }
  size_t bytes() const;

 private:
  // By organisation and code, days; nothing where nobody is.
  template <typename Value>
  using Sums = std::vector<std::vector<std::vector<Value>>>;
  template <typename Value>
  using ByAttribute = std::array<Sums<Value>, kTogether + 1>;
  template <typename Value, typename Visit>
  static void VisitAll(const Sums<Value>& sums, Visit visit) {
    for (size_t organisation = 0; organisation < sums.size(); ++organisation) {
      for (size_t code = 0; code < sums[organisation].size(); ++code) {
        const std::vector<Value>& by_day = sums[organisation][code];
        if (!by_day.empty())
          visit(static_cast<Number>(organisation), static_cast<Number>(code), by_day.data());
      }
    }
  }
  static constexpr uint32_t kNotApart = ~uint32_t{0};

  void Add(const Share& share, const Entry& entry, int32_t sign, const std::vector<Attributes>& profiles);
  template <typename Value>
  void AddTo(Sums<Value>& sums, const Share& share, Number code, const Entry& entry, int32_t sign);
  void SetApart(ParticipantIndex participant, bool is_apart);

  rules::CountingWindow window_;
  size_t days_ = 0;  // 0: nobody is settled
  std::vector<uint32_t> bounds_;
  std::vector<ByAttribute<int32_t>> counts_;  // by slot
  ByAttribute<int64_t> minutes_;
  std::vector<ParticipantIndex> apart_;
  std::vector<uint32_t> position_;  // in apart_, by participant
};

}  // namespace obt::aggregator
