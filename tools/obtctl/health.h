// Asks services for their health by the public protocol grpc.health.v1, which needs no token. One thread.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "common/rpc/client.h"

namespace obt::ctl {

// Keeps its connections, so that asking again and again is cheap.
class HealthProbe {
 public:
  // "SERVING", "NOT_SERVING", or "UNREACHABLE", within a few seconds.
  std::string HealthAt(const std::string& address);

 private:
  std::map<std::string, std::unique_ptr<const rpc::Client>> clients_;
};

}  // namespace obt::ctl
