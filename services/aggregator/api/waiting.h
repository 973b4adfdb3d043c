// For the Wait of every query that has `at_least`.
#pragma once

#include "absl/time/time.h"
#include "common/rpc/call.h"
#include "common/store/store.h"
#include "services/aggregator/ingest/engine.h"

namespace obt::aggregator {

template <typename Request>
absl::Duration WaitForPoints(const Request& request, const rpc::Call&, const obt::store::View&,
                             const Engine& engine) {
  return engine.WaitFor(request.at_least());
}

}  // namespace obt::aggregator
