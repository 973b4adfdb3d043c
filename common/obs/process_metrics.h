// The numbers every dashboard knows of a process: time, memory and open files, as Linux tells them, read at
// scrape time.
#pragma once

#include <vector>

#include "common/obs/metrics.h"

namespace obt::obs {

std::vector<Metrics::Reading> AddProcessMetrics(Metrics& metrics);

}  // namespace obt::obs
