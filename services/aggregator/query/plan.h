// A question, compiled for one state into small tables: what each organisation, attribute and day adds to a
// cell's number. A cell is a group in a period; counting somebody is a few look-ups and one addition.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/aggregator/query/axes.h"
#include "services/aggregator/query/question.h"

namespace obt::aggregator {

// Added to a cell's number it means "does not count"; the sum of a few of them still does.
inline constexpr uint64_t kDrop = uint64_t{1} << 56;

// Periods [first, end) at whose ends the tree and the programme's scope are the same, and what organisations
// add there.
struct Level {
  size_t first = 0;
  size_t end = 0;
  // By organisation number, in the tree of these periods' ends. kNone is "no stay".
  const uint64_t* organisation = nullptr;
  // The same in the tree of a day: by day since Periods::first_day. For attribution THEN only.
  std::vector<const uint64_t*> organisation_then;
  // The one table of all those days, if the tree did not change.
  const uint64_t* organisation_always = nullptr;
};

struct Plan {
  // Epoch of the tree, how many dates of headcounts have come.
  using ScopeKey = std::pair<size_t, size_t>;

  Periods periods;
  std::vector<Axis> axes;  // without the time, in the order of the question
  uint64_t cells = 0;
  std::vector<Level> levels;            // of the last one the tree and scope are those of as_of
  std::vector<uint64_t> profile_cells;  // what somebody's attributes add, by profile
  std::vector<uint64_t> theme_cells;    // what an item's theme adds, by number
  std::vector<uint64_t> outcome_cells;  // and its outcome, by value
  // Where levels point: by epoch of the tree and scope.
  std::map<std::pair<size_t, ScopeKey>, std::vector<uint64_t>> organisation_cells;

  Plan() = default;
  Plan(Plan&&) = default;
};

// Fails as Run does.
absl::StatusOr<Plan> MakePlan(const State& state, const ProgrammeState& programme, const Question& question);

}  // namespace obt::aggregator
