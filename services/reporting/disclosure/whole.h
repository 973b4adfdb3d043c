// One programme over everything that is tied to a figure: what it can be at most or at least, where windows
// found no world. If it stops short of what is wanted, the figure is told; what stops it are the printed
// figures it names. Slow: up to a second for people of a whole release. Pure but for its memory.
#pragma once

#include <optional>
#include <vector>

#include "services/reporting/disclosure/model.h"
#include "services/reporting/disclosure/world.h"

namespace obt::reporting::disclosure {

struct Verdict {
  std::optional<World> world;     // that shows the end; none: it is told, or nothing could be proved
  bool told = false;              // the programme stops short of it, whole numbers or not
  std::optional<double> reached;  // how far it got; none: it was not solved
  std::vector<CellId> tight;      // printed figures at a bound that holds it back, the most first
};

Verdict LookAtWhole(const Model& model, const std::vector<Interval>& printed, CellId id, End end);

}  // namespace obt::reporting::disclosure
