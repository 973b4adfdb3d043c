// What commands that ask for figures have in common: their options, and the steps of the funnel.
#pragma once

#include <vector>

#include "tools/obtctl/figures.h"

namespace obt::ctl {

// From learning to what other teams adopted.
inline constexpr Measure kFunnelSteps[] = {aggregator::v1::MEASURE_LEARNING_STARTED,
                                           aggregator::v1::MEASURE_LEARNING_COMPLETED,
                                           aggregator::v1::MEASURE_CONVERSED,
                                           aggregator::v1::MEASURE_CHANGES_AGREED,
                                           aggregator::v1::MEASURE_EXPERIMENTS_STARTED,
                                           aggregator::v1::MEASURE_CASE_STUDIES,
                                           aggregator::v1::MEASURE_ADOPTIONS};

// Of whom and up to which day.
std::vector<Option> ReasonOptions();
// Everything a question for figures may say.
std::vector<Option> QueryOptions();

}  // namespace obt::ctl
