#include "tools/obtctl/health.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "grpc/health/v1/health.pb.h"

namespace obt::ctl {
namespace {

bool CanConnect(const addrinfo& target) {
  const timeval patience = {1, 0};
  const int socket = ::socket(target.ai_family, target.ai_socktype | SOCK_CLOEXEC, target.ai_protocol);
  if (socket < 0) return false;
  const bool connected = setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) == 0 &&
                         connect(socket, target.ai_addr, target.ai_addrlen) == 0;
  close(socket);
  return connected;
}

}  // namespace

bool IsReachable(const std::string& address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) return false;
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), address.c_str() + colon + 1, &hints, &found) != 0) return false;
  bool reachable = false;
  for (const addrinfo* each = found; each != nullptr && !reachable; each = each->ai_next)
    reachable = CanConnect(*each);
  freeaddrinfo(found);
  return reachable;
}

std::string HealthProbe::HealthAt(const std::string& address) {
  if (!IsReachable(address)) return kUnreachable;
  std::unique_ptr<const rpc::Client>& client = clients_[address];
  if (client == nullptr) client = std::make_unique<const rpc::Client>(address, [] { return std::string(); });
  rpc::CallOptions options;
  options.timeout = absl::Seconds(2);
  const auto answer =
      client->Call<grpc::health::v1::HealthCheckResponse>(grpc::health::v1::HealthCheckRequest(), options);
  if (!answer.ok()) return kUnreachable;
  return answer->status() == grpc::health::v1::HealthCheckResponse::SERVING ? kServing : kNotServing;
}

}  // namespace obt::ctl
