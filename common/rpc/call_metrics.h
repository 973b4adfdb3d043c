// The server metrics public dashboards know: grpc_server_started_total, grpc_server_handled_total and
// grpc_server_handling_seconds, one set of handles a method, resolved when it is bound and zero-initialised.
// Thread-safe.
#pragma once

#include <array>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/obs/metrics.h"

namespace obt::rpc {

struct MethodMetrics {
  obs::Counter started;
  std::array<obs::Counter, 17> handled;  // by status code
  obs::Histogram seconds;

  void Handled(absl::StatusCode code, double duration_seconds) const {
    handled[static_cast<size_t>(code) % handled.size()].Increment();
    seconds.Observe(duration_seconds);
  }
};

MethodMetrics MakeMethodMetrics(obs::Metrics& metrics, absl::string_view service, absl::string_view method);

}  // namespace obt::rpc
