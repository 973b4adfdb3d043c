// The attacker without a solver: from what is printed, and from what must hold, to what each cell can still
// be, one relation after the other until nothing narrows. What it finds is true; it does not find everything.
// A second opinion to the audit, and what a pipeline can run on a bundle. Pure.
#pragma once

#include <vector>

#include "services/reporting/disclosure/model.h"

namespace obt::reporting::disclosure {

// For each cell. The printed bounds, narrowed; or others that somebody knows.
std::vector<Interval> Propagate(const Model& model, Eyes eyes);
std::vector<Interval> Propagate(const Model& model, std::vector<Interval> known);

// A protected cell of which more can be told than may be.
struct Breach {
  CellId cell;
  Interval known;
  bool exact() const { return known.low == known.high; }
};
// Those that propagation finds.
std::vector<Breach> BreachesIn(const Model& model, Eyes eyes);
// Those that somebody finds, of other cells, who knows some exactly, as an organisation does its own. Of sums
// that own cells are part of nothing is said: that they are no less is no news of others. `known`: what
// propagation finds for everybody.
std::vector<Breach> BreachesFor(const Model& model, const std::vector<Interval>& known,
                                const std::vector<CellId>& own);

}  // namespace obt::reporting::disclosure
