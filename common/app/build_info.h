// Which software this is.
#pragma once

#include <string>

#include "common/obs/metrics.h"

namespace obt::app {

// Of the suite, e.g. "0.9.0".
const char* Version();
// obt_build_info: 1, with what was built from what, by which compiler.
obs::Metrics::Reading AddBuildMetric(obs::Metrics& metrics, const std::string& service);

}  // namespace obt::app
