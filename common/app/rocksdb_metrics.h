// What RocksDB tells of itself, for whoever looks after a store: the cache, what is in memory, flushes,
// compaction, stalled writes and files, read at scrape time.
#pragma once

#include <vector>

#include "common/obs/metrics.h"
#include "common/store/store.h"

namespace obt::app {

std::vector<obs::Metrics::Reading> AddRocksMetrics(obs::Metrics& metrics, const store::Store& store);

}  // namespace obt::app
