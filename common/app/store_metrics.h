// The numbers of a store, read at scrape time.
#pragma once

#include <vector>

#include "common/obs/metrics.h"
#include "common/store/store.h"

namespace obt::app {

std::vector<obs::Metrics::Reading> AddStoreMetrics(obs::Metrics& metrics, const store::Store& store);

}  // namespace obt::app
