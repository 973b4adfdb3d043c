// Every measure by every grouping of up to two dimensions, and every filter there is. For tests.
#pragma once

#include <string>
#include <vector>

#include "obt/aggregator/v1/metrics.pb.h"

namespace obt::testing {

std::vector<aggregator::v1::QueryMetricsRequest> MetricsQuestions(const std::string& programme_id);

}  // namespace obt::testing
