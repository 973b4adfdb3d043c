// Asks a service for its health by the public protocol grpc.health.v1, which needs no token.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "common/rpc/client.h"

namespace obt::ctl {

// "SERVING", "NOT_SERVING", or "UNREACHABLE".
std::string HealthOf(const rpc::Client& client, absl::Duration timeout);

}  // namespace obt::ctl
