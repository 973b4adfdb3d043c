// Which rows are withheld so that nobody gets at a small one by taking larger ones from each other. Pure.
#pragma once

#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "services/aggregator/surveys/protect.h"

namespace obt::aggregator {

// A group and what it consists of: each of its people is in exactly one part. Indexes of tallies.
struct Line {
  size_t whole = 0;
  std::vector<size_t> parts;
};
using Lines = std::vector<Line>;

// How much of each tally may be shown. A group that is too small shows nothing. Of a line in which something
// is withheld at least two members are, and the parts that are might be shown as one: what is left when the
// others are taken from the whole tells no more than a row that is shown. The smallest parts are withheld
// first, the whole last. The same then of distributions.
//
// Lines come in stages: what one has decided to show, later ones do not withhold.
std::vector<Showing> Withhold(absl::Span<const Tally> tallies, absl::Span<const Lines> stages);

}  // namespace obt::aggregator
