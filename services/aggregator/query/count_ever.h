// Counts who was ever registered: everybody once in each group they were in on a counting day, on the first
// of these days. People go by one by one, because whoever moves may come to the same group again.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "common/rules/learning.h"
#include "services/aggregator/columns/people.h"
#include "services/aggregator/query/plan.h"

namespace obt::aggregator {

class EverCounter {
 public:
  EverCounter(const People& people, const Plan& plan, const identity::v1::Programme& programme, bool then)
      : people_(people), plan_(plan), then_(then) {
    const Day first = plan.periods.first_day;
    const Day end = std::min(plan.periods.as_of + 1, rules::CountingWindowOf(programme).to);
    for (Day day = first; day < end; ++day) {
      const uint64_t* const organisation = then ? plan.then[static_cast<size_t>(day - first)] : plan.now;
      const bool goes_on = !runs_.empty() && runs_.back().organisation == organisation;
      if (!goes_on) runs_.push_back({day, day, organisation});
      runs_.back().end = day + 1;
    }
  }

  template <typename Cells>
  void CountEverybody(Cells& cells) const {
    for (size_t person = 0; person < people_.size(); ++person)
      Add(static_cast<PersonIndex>(person), 1, cells);
  }
  template <typename Cells>
  void Add(PersonIndex person, int64_t value, Cells& cells) const {
    const Placement& last = people_.placements()[person];
    const uint64_t profile = plan_.profile_cells[last.profile];
    if (profile >= kDrop) return;
    absl::InlinedVector<uint64_t, 8> groups;  // without the time
    const auto add = [&](const Stay& stay) {
      const Number at = then_ ? stay.organisation : people_.BelongsTo(person, plan_.periods.as_of);
      for (const Run& run : runs_) {
        const Day day = std::max(stay.from, run.begin);
        if (day >= std::min(stay.to, run.end)) continue;
        const uint64_t group = profile + run.organisation[at];
        if (group >= kDrop || std::find(groups.begin(), groups.end(), group) != groups.end()) continue;
        groups.push_back(group);
        if (const uint64_t cell = group + plan_.periods.Of(day); cell < kDrop) cells.Add(cell, value);
      }
    };
    if (people_.HasEarlierStays(person)) {
      for (const Stay& stay : people_.EarlierStays(person)) add(stay);
    }
    add({last.organisation, last.from, last.to});
  }

 private:
  // Counting days [begin, end) on which organisations add the same.
  struct Run {
    Day begin = 0, end = 0;
    const uint64_t* organisation = nullptr;
  };

  const People& people_;
  const Plan& plan_;
  const bool then_;
  std::vector<Run> runs_;
};

}  // namespace obt::aggregator
