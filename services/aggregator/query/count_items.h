// The pass over items, beside the one over people: what each counts for, on which day and in which column,
// and where its team's lead organisation puts it.
#pragma once

#include <string>
#include <vector>

#include "services/aggregator/query/cells.h"
#include "services/aggregator/query/count.h"
#include "services/aggregator/query/worker_pool.h"

namespace obt::aggregator {

// Adds up the measures of items in their columns; leaves the others alone. With a pool, where there are many
// items, each measure is counted by whoever is free.
template <typename Cells>
void CountItems(const Pass& pass, WorkerPool* pool, std::vector<Counted<Cells>>& counted);

}  // namespace obt::aggregator
