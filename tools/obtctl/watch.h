// obtctl watch: what it shows of a programme at one moment. Pure.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "obt/identity/v1/programme.pb.h"
#include "tools/obtctl/figures.h"
#include "tools/obtctl/status.h"

namespace obt::ctl {

struct Sight {
  absl::Time now;
  absl::Time asked = absl::InfinitePast();  // when the figures were; never yet
  std::string trouble;                      // why they are not those of now; empty: they are
  std::optional<identity::v1::Programme> programme;
  QueryMetricsResponse funnel, first;  // without grouping; as they are, and when the watch began
  QueryMetricsResponse flow;           // by day, new in each
  aggregator::v1::GetFreshnessResponse freshness;
  States services;
};

// Lines narrower than `width`, each with its end.
std::string FrameOf(const std::string& programme_id, const Sight& sight, size_t width);

}  // namespace obt::ctl
