// How a programme says that cells move away from where they are: two columns for each, up and down, both at a
// little cost, so that few of them move and one optimum is the best. Pure.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "services/reporting/disclosure/lp.h"
#include "services/reporting/disclosure/model.h"
#include "services/reporting/disclosure/world.h"

namespace obt::reporting::disclosure {

inline constexpr double kCostOfMove = 0.001;

// Of the cell that has to show an end a step towards it is worth more than all that others cost.
inline double GainOf(bool wanted, End end) { return !wanted ? 0 : end == End::kHigh ? 4 : -4; }

// `seed`: between moves that are as good.
inline double CostOf(CellId id, uint32_t seed) {
  const uint32_t mixed = (id + 1 + seed * 7919) * 2654435761u;
  return kCostOfMove * (1 + static_cast<double>((mixed >> 16) % 1000) / 5000);
}

// The columns of the next cell, which is at `now` and may be anywhere in `room`.
inline void AddMoves(Lp& lp, Interval room, int32_t now, double gain, double cost) {
  lp.AddColumn(0, std::max(0, room.high - now), gain - cost);
  lp.AddColumn(0, std::max(0, now - room.low), -gain - cost);
}

// How far the cell whose columns were added as number `number` moves, as terms of a row; and in the solution.
inline void AddMove(int number, double factor, std::vector<Lp::Term>& terms) {
  terms.push_back({2 * number, factor});
  terms.push_back({2 * number + 1, -factor});
}
inline double MoveOf(const Lp& lp, int number) { return lp.value(2 * number) - lp.value(2 * number + 1); }

}  // namespace obt::reporting::disclosure
