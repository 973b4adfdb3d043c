#include "common/rpc/call_metrics.h"

#include <string>

#include "common/rpc/limits.h"

namespace obt::rpc {
namespace {

// As gRPC spells its codes in the metrics of every language.
constexpr const char* kCodes[17] = {
    "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
    "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
    "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
    "DataLoss", "Unauthenticated"};

}  // namespace

MethodMetrics MakeMethodMetrics(obs::Metrics& metrics, absl::string_view service, absl::string_view method) {
  const obs::Labels labels = {
      {"grpc_type", "unary"}, {"grpc_service", std::string(service)}, {"grpc_method", std::string(method)}};
  MethodMetrics made;
  made.started = metrics.AddCounter("grpc_server_started_total", "Calls begun.", labels);
  made.seconds =
      metrics.AddHistogram("grpc_server_handling_seconds", "Time from a call's arrival to its reply.", labels,
                           obs::LatencyBounds(kMaxTimeoutMs / 1000.0));
  for (size_t code = 0; code < made.handled.size(); ++code) {
    obs::Labels coded = labels;
    coded["grpc_code"] = kCodes[code];
    made.handled[code] = metrics.AddCounter("grpc_server_handled_total", "Calls answered, by code.", coded);
  }
  return made;
}

}  // namespace obt::rpc
