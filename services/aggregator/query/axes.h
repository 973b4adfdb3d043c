// The dimensions a question groups by: which codes each has, in the order groups are listed, and where each
// number of a column lies on it. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/aggregator/columns/state.h"
#include "services/aggregator/query/question.h"

namespace obt::aggregator {

// Added to a cell's number it means "does not count"; the sum of a few of them still does.
inline constexpr uint64_t kDrop = uint64_t{1} << 56;

// One dimension of the groups.
struct Axis {
  v1::Dimension dimension = v1::DIMENSION_UNSPECIFIED;
  std::vector<std::string> codes, names;
  std::vector<uint32_t> slot_of;  // by number; organisations that are no department have none on that axis
  uint32_t listed = 0;            // so many of the first codes are those of its list, by which people ask
  uint64_t stride = 0;            // in cells
  // The last slots of the two organisational axes.
  uint32_t no_department() const { return static_cast<uint32_t>(codes.size()) - 3; }
  uint32_t out_of_scope() const { return static_cast<uint32_t>(codes.size()) - 2; }
  uint32_t unknown() const { return static_cast<uint32_t>(codes.size()) - 1; }
};

// Whether a question may group by it: whether what its kind needs is there.
bool CanGroupBy(v1::Dimension dimension);

// Any dimension but the times.
Axis MakeAxis(const State& state, v1::Dimension dimension, Day as_of, absl::string_view programme_id);

// The code of items without a theme or outcome.
inline constexpr char kNoCode[] = "none";
// The outcomes; numbers are values of obt.ideas.v1.Outcome.
const Names& Outcomes();

// The periods a question lists: one without a time dimension; with one none, before the first day that
// counts.
struct Periods {
  std::vector<std::string> codes;
  std::vector<Day> ends;            // last day of each, at most as_of
  std::vector<uint64_t> period_of;  // by day since first_day, up to as_of; kDrop before the days asked for
  Day first_day = 0;                // the first day that counts
  Day as_of = 0;

  size_t size() const { return ends.size(); }
  // The period of a day in [first_day, as_of], or kDrop.
  uint64_t Of(Day day) const { return period_of[static_cast<size_t>(day - first_day)]; }
  // The first one that ends on or after a day; size() if none does.
  size_t FirstEnding(Day day) const {
    if (day > as_of) return size();
    return day <= ends.front() ? 0 : Of(day);
  }
};

// What happened before `from` is not asked for.
Periods MakePeriods(v1::Dimension time, Day first_day, Day from, Day as_of);

// The organisations in scope of a programme on a day: every one with a headcount dated on or before it, and
// every one that has become part of the same organisation by then. By number.
std::vector<char> ScopeOn(const Organisations& organisations, const Headcounts& headcounts, Day day);

}  // namespace obt::aggregator
