// A chart for a terminal, without colours. Pure.
#pragma once

#include <string>

#include "common/chart/chart.h"

namespace obt::chart {

// "████░░": so many letters of a whole.
std::string Bar(int full, int whole);

// At most so many letters wide, but at least 40; 0 means 80.
std::string AsText(const Chart& chart, size_t width);

}  // namespace obt::chart
