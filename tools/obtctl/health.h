// Whether services are there, and their health by the public protocol grpc.health.v1, which needs no token.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "common/rpc/client.h"

namespace obt::ctl {

// Whether something listens at an address, "127.0.0.1:41234", told at once: a call would wait for its
// deadline. Host names and IPv6 in brackets work as well. Blocks for a second at most.
bool IsReachable(const std::string& address);

inline constexpr char kServing[] = "SERVING", kNotServing[] = "NOT_SERVING", kUnreachable[] = "UNREACHABLE";

// Keeps its connections, so that asking again and again is cheap. One thread.
class HealthProbe {
 public:
  // kServing, kNotServing or kUnreachable, within a few seconds.
  std::string HealthAt(const std::string& address);

 private:
  std::map<std::string, std::unique_ptr<const rpc::Client>> clients_;
};

}  // namespace obt::ctl
