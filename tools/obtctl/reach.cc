#include "tools/obtctl/reach.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace obt::ctl {
namespace {

constexpr int kPatienceMs = 1'000;

bool CanConnect(const addrinfo& target) {
  const int socket =
      ::socket(target.ai_family, target.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, target.ai_protocol);
  if (socket < 0) return false;
  bool connected = connect(socket, target.ai_addr, target.ai_addrlen) == 0;
  if (!connected && errno == EINPROGRESS) {
    pollfd waiting = {socket, POLLOUT, 0};
    int fault = 0;
    socklen_t size = sizeof(fault);
    connected = poll(&waiting, 1, kPatienceMs) == 1 &&
                getsockopt(socket, SOL_SOCKET, SO_ERROR, &fault, &size) == 0 && fault == 0;
  }
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

}  // namespace obt::ctl
