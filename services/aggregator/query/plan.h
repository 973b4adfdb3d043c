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

// Periods [first, end) at whose ends the tree is the same, and what organisations add there.
struct Level {
  size_t first = 0;
  size_t end = 0;
  // By organisation number, in the tree of these periods' ends. kNone is "no stay".
  const uint64_t* organisation = nullptr;
};

struct Plan {
  Periods periods;
  std::vector<Axis> axes;  // without the time, in the order of the question
  uint64_t cells = 0;
  std::vector<Level> levels;
  const uint64_t* now = nullptr;  // what organisations add in the tree of as_of
  // The same in the tree of a day: by day since Periods::first_day. For attribution THEN only.
  std::vector<const uint64_t*> then;
  // The one table of all those days, if the tree did not change.
  const uint64_t* always = nullptr;
  std::vector<uint64_t> profile_cells;                  // what somebody's attributes add, by profile
  OfAttributes<std::vector<uint64_t>> attribute_cells;  // what each of them adds, by number
  std::vector<size_t> attributes;                       // those the question groups or filters by
  std::vector<uint64_t> theme_cells;                    // what an item's theme adds, by number
  std::vector<uint64_t> outcome_cells;                  // and its outcome, by value
  // By organisation number, in the tree of as_of: the caller may know what people of it do. Empty: of all.
  std::vector<char> reaches;
  // Where all these point: by epoch of the tree.
  std::map<size_t, std::vector<uint64_t>> organisation_cells;

  // The sums by which people may be counted: by the attribute that cuts them, or by all at once.
  size_t CountedBy() const {
    if (attributes.size() > 1) return kByProfile;
    return attributes.empty() ? kTogether : attributes[0];
  }
  // What each code adds there, by number.
  const std::vector<uint64_t>& CellsOfCodes() const {
    static const std::vector<uint64_t> nothing = {0};
    const size_t by = CountedBy();
    return by == kByProfile ? profile_cells : by == kTogether ? nothing : attribute_cells[by];
  }

  Plan() = default;
  Plan(Plan&&) = default;
};

// Fails as Run does.
absl::StatusOr<Plan> MakePlan(const State& state, const ProgrammeState& programme, const Question& question);

}  // namespace obt::aggregator
