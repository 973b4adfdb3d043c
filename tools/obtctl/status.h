// Which services answer, and how far the aggregator is behind them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "obt/aggregator/v1/metrics.pb.h"
#include "tools/obtctl/health.h"
#include "tools/obtctl/session.h"

namespace obt::ctl {

struct ServiceState {
  std::string address;
  std::string metrics;
  std::string health = kUnreachable;
};
using States = std::map<std::string, ServiceState>;

// Of the services that have told where they listen, and those that are wanted.
States Look(const Session& session, const std::vector<std::string>& wanted, HealthProbe& probe);

// Those that do not serve.
std::vector<std::string> NotServing(const States& states);

// "identity 0, learning 12 (0.4 s), ideas 3 (2.0 s; not connected)": changes behind each source.
std::string LagsIn(const aggregator::v1::GetFreshnessResponse& freshness);

}  // namespace obt::ctl
