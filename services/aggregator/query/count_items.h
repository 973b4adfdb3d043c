// The pass over items, beside the one over people: what each counts for, on which day and in which column,
// and where its team's lead organisation puts it. Items are few; one thread goes over them.
#pragma once

#include <string>
#include <vector>

#include "services/aggregator/query/cells.h"
#include "services/aggregator/query/count.h"

namespace obt::aggregator {

// Adds up the measures of items in their columns; leaves the others alone.
template <typename Cells>
void CountItems(const Pass& pass, std::vector<Counted<Cells>>& counted);

}  // namespace obt::aggregator
