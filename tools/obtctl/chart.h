// obtctl chart: what a question for figures was answered, as a chart. Pure.
#pragma once

#include "absl/status/statusor.h"
#include "common/chart/chart.h"
#include "tools/obtctl/figures.h"

namespace obt::ctl {

// Curves where there is a grouping by time, else bars by the first grouping: of the rates where there are
// any, else of the measures. What is not defined, and what has no axis in common, is an error that says why.
absl::StatusOr<chart::Chart> ChartOf(const Figures& pages, const QueryMetricsRequest& query);

}  // namespace obt::ctl
