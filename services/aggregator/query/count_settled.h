// Counts those who are in one place throughout, from what they add up to day by day, for questions that cut
// people by at most one attribute.
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
      : counts_(counts), plan_(plan), then_(then) {}

  // Whether the sums of days will do for them.
  bool Suffices() const { return plan_.attributes.size() <= 1 && counts_.days() > 0; }
  // What they add to a milestone or the credited minutes.
  template <typename Cells>
  void Count(size_t slot, Cells& cells) const {
    const size_t attribute = AttributeToCountBy();
    const std::vector<Run> runs = Runs();
    counts_.ForEach(slot, attribute, [&](Number organisation, Number code, const auto* by_day) {
      const uint64_t base = CellsOf(attribute, code);
      for (const Run& run : runs) {
        const uint64_t cell = base + run.organisation[organisation] + run.period;
        if (cell >= kDrop) continue;
        const int64_t sum = Sum(by_day, run.begin, run.end);
        if (sum != 0) cells.Add(cell, sum);
      }
    });
  }

  // Levels at the periods' ends, in the tree of each; who is in a band above 0 is not in 0.
  template <typename Cells>
  void CountBands(std::vector<Cells>& bands) const {
    const size_t attribute = AttributeToCountBy();
    for (size_t band = 1; band < bands.size(); ++band) {
      counts_.ForEach(
          DayCounts::SlotOfBand(band), attribute, [&](Number organisation, Number code, const auto* by_day) {
            const uint64_t base = CellsOf(attribute, code);
            for (const Level& level : plan_.levels)
              AddLevels(by_day, base + level.organisation[organisation], level, bands[band], bands[0]);
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
    const size_t days = std::min(counts_.days(), plan_.periods.period_of.size());
    for (size_t day = 0; day < days; ++day) {
      const uint64_t period = plan_.periods.period_of[day];
      if (period >= kDrop) continue;
      const uint64_t* const organisation = then_ ? plan_.then[day] : plan_.now;
      const bool goes_on = !runs.empty() && runs.back().end == day && runs.back().period == period &&
                           runs.back().organisation == organisation;
      if (!goes_on) runs.push_back({day, day, period, organisation});
      runs.back().end = day + 1;
    }
    return runs;
  }
  template <typename Value>
  static int64_t Sum(const Value* by_day, size_t begin, size_t end) {
    int64_t sum = 0;
    for (size_t day = begin; day < end; ++day) sum += by_day[day];
    return sum;
  }
  size_t AttributeToCountBy() const {
    return plan_.attributes.empty() ? DayCounts::kTogether : plan_.attributes[0];
  }
  uint64_t CellsOf(size_t attribute, Number code) const {
    return attribute == DayCounts::kTogether ? 0 : plan_.attribute_cells[attribute][code];
  }

  template <typename Value, typename Cells>
  void AddLevels(const Value* by_day, uint64_t cell, const Level& level, Cells& band, Cells& none) const {
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
      const int64_t more = end > day ? Sum(by_day, day, end) : 0;
      day = std::max(day, end);
      all += more;
      add(period, more);
    }
    if (level.end < plan_.periods.size()) add(level.end, -all);
  }

  const DayCounts& counts_;
  const Plan& plan_;
  const bool then_;
};

}  // namespace obt::aggregator
