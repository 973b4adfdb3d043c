// Counts those who are in one place throughout, from what they add up to day by day: arrays of days where a
// question cuts people by one attribute at most, else the lists of those who share a profile.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "services/aggregator/columns/day_counts.h"
#include "services/aggregator/query/plan.h"

namespace obt::aggregator {

class SettledCounter {
 public:
  SettledCounter(const DayCounts& counts, const Plan& plan, bool then)
      : counts_(counts), plan_(plan), then_(then) {
    const std::vector<uint64_t>& period_of = plan.periods.period_of;
    days_ = std::min(counts.days(), period_of.size());
    while (first_ < days_ && period_of[first_] >= kDrop) ++first_;
  }

  // Whether the sums of days will do for them.
  bool Suffices() const { return counts_.days() > 0; }
  // What they add to a milestone or the credited minutes.
  template <typename Cells>
  void Count(size_t slot, Cells& cells) const {
    if (!InArrays()) return CountGroups(slot, cells);
    const std::vector<Run> runs = Runs();
    counts_.ForEach(slot, plan_.CountedBy(), [&](Number organisation, Number code, const auto& by_day) {
      const uint64_t base = plan_.CellsOfCodes()[code];
      for (const Run& run : runs) {
        const uint64_t cell = base + run.organisation[organisation] + run.period;
        if (cell >= kDrop) continue;
        const int64_t sum = by_day.Sum(run.begin, run.end);
        if (sum != 0) cells.Add(cell, sum);
      }
    });
  }

  // Levels at the periods' ends, in the tree of each; who is in a band above 0 is not in 0.
  template <typename Cells>
  void CountBands(std::vector<Cells>& bands) const {
    if (!InArrays()) return CountBandsOfGroups(bands);
    for (size_t band = 1; band < bands.size(); ++band) {
      counts_.ForEach(DayCounts::SlotOfBand(band), plan_.CountedBy(),
                      [&](Number organisation, Number code, const auto& by_day) {
                        const uint64_t base = plan_.CellsOfCodes()[code];
                        for (const Level& level : plan_.levels)
                          AddLevels(by_day, base + level.organisation[organisation], level, bands[band],
                                    bands[0]);
                      });
    }
  }

 private:
  // Days that count in the same period and, for attribution THEN, in the same tree.
  struct Run {
    size_t begin = 0, end = 0;  // since the first day
    uint64_t period = 0;
    const uint64_t* organisation = nullptr;
  };
  std::vector<Run> Runs() const {
    std::vector<Run> runs;
    for (size_t day = first_; day < days_; ++day) {
      const uint64_t period = plan_.periods.period_of[day];
      const uint64_t* const organisation = then_ ? plan_.then[day] : plan_.now;
      const bool goes_on = !runs.empty() && runs.back().end == day && runs.back().period == period &&
                           runs.back().organisation == organisation;
      if (!goes_on) runs.push_back({day, day, period, organisation});
      runs.back().end = day + 1;
    }
    return runs;
  }
  bool InArrays() const { return plan_.CountedBy() != kByProfile; }

  template <typename Value, typename Cells>
  void AddLevels(const DayArray<Value>& by_day, uint64_t cell, const Level& level, Cells& band,
                 Cells& none) const {
    if (cell >= kDrop) return;
    const auto add = [&](size_t period, int64_t value) {
      if (value == 0) return;
      band.Add(cell + period, value);
      none.Add(cell + period, -value);
    };
    int64_t all = 0;
    size_t day = 0;
    for (size_t period = level.first; period < level.end; ++period) {
      const Day last = std::max(plan_.periods.ends[period], plan_.periods.first_day - 1);
      const size_t end = std::min(counts_.days(), static_cast<size_t>(last - plan_.periods.first_day + 1));
      const int64_t more = end > day ? by_day.Sum(day, end) : 0;
      day = std::max(day, end);
      all += more;
      add(period, more);
    }
    if (level.end < plan_.periods.size()) add(level.end, -all);
  }

  template <typename Cells>
  void CountGroups(size_t slot, Cells& cells) const {
    const uint64_t* const always = then_ ? plan_.always : plan_.now;
    counts_.ForEachGroup(slot, [&](const DayCounts::Group& group, const auto& sums) {
      const uint64_t base = plan_.profile_cells[group.profile] + (always ? always[group.organisation] : 0);
      if (base >= kDrop) return;
      if (always && plan_.periods.size() == 1) return AddInOnePeriod(sums, base, cells);
      for (const auto& sum : sums) {
        if (sum.day >= days_) continue;
        const uint64_t cell =
            base + plan_.periods.period_of[sum.day] + (always ? 0 : plan_.then[sum.day][group.organisation]);
        if (cell < kDrop && sum.value != 0) cells.Add(cell, sum.value);
      }
    });
  }
  template <typename Sums, typename Cells>
  void AddInOnePeriod(const Sums& sums, uint64_t cell, Cells& cells) const {
    int64_t all = 0;
    for (const auto& sum : sums) all += sum.day >= first_ && sum.day < days_ ? sum.value : 0;
    if (all != 0) cells.Add(cell, all);
  }

  template <typename Cells>
  void CountBandsOfGroups(std::vector<Cells>& bands) const {
    for (size_t band = 1; band < bands.size(); ++band) {
      counts_.ForEachGroup(DayCounts::SlotOfBand(band), [&](const DayCounts::Group& group, const auto& sums) {
        for (const Level& level : plan_.levels) {
          const uint64_t cell = plan_.profile_cells[group.profile] + level.organisation[group.organisation];
          if (cell >= kDrop) continue;
          for (const auto& sum : sums) AddLevel(sum, cell, level, bands[band], bands[0]);
        }
      });
    }
  }
  template <typename Sum, typename Cells>
  void AddLevel(const Sum& sum, uint64_t cell, const Level& level, Cells& band, Cells& none) const {
    const size_t period = std::max(plan_.periods.FirstEnding(plan_.periods.first_day + sum.day), level.first);
    if (period >= level.end || sum.value == 0) return;
    band.Add(cell + period, sum.value);
    none.Add(cell + period, -int64_t{sum.value});
    if (level.end == plan_.periods.size()) return;
    band.Add(cell + level.end, -int64_t{sum.value});
    none.Add(cell + level.end, sum.value);
  }

  const DayCounts& counts_;
  const Plan& plan_;
  const bool then_;
  size_t first_ = 0, days_ = 0;  // days of the question, since the first day that counts
};

}  // namespace obt::aggregator
