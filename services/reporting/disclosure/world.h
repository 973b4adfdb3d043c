// Data sets that explain everything that is printed, other than the true one: the proof that a withheld
// figure cannot be told. Whole numbers, checked by plain arithmetic. Pure.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "services/reporting/disclosure/model.h"

namespace obt::reporting::disclosure {

// How a world differs from the truth: cells in order, none twice, none by nothing.
struct World {
  std::vector<std::pair<CellId, int32_t>> differences;
};

// Which end of what is wanted of a protected cell a world shows.
enum class End : uint8_t { kLow, kHigh };

// The value that shows the end.
inline int32_t GoalOf(const Cell& cell, End end) {
  return end == End::kLow ? Wanted(cell).low : Wanted(cell).high;
}
inline bool Shows(int32_t value, int32_t goal, End end) {
  return end == End::kLow ? value <= goal : value >= goal;
}

// A world while it is made: the value of every cell, and what is wrong with it where it was changed.
class Draft {
 public:
  explicit Draft(const Model& model);
  int32_t operator[](CellId id) const { return values_[id]; }
  void Set(CellId id, int32_t value);
  void Reset();                                                    // to the truth
  const std::vector<CellId>& changed() const { return changed_; }  // some may be as in the truth again
  int64_t SumOf(const std::vector<CellId>& cells) const;
  World Differences() const;

 private:
  const Model& model_;
  std::vector<int32_t> values_;
  std::vector<bool> is_changed_;
  std::vector<CellId> changed_;
};

// Whether it explains what is printed: every cell it changes lies within its bounds, and every relation of
// those holds.
bool Explains(const Model& model, const std::vector<Interval>& printed, const Draft& draft);

}  // namespace obt::reporting::disclosure
