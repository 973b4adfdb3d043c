// Where the services of a deployment listen: a small JSON file, service name to address, that every service
// writes its own entry of when it starts and every client reads. Replaced atomically under a lock; thread-
// and process-safe.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace obt::rpc {

// {"identity": "127.0.0.1:41234", ...}. A missing file is an empty map.
absl::StatusOr<std::map<std::string, std::string>> ReadEndpoints(const std::string& file);
absl::Status PublishEndpoint(const std::string& file, const std::string& service, const std::string& address);

// Gives the address for the next call; empty while it is not known.
using AddressSource = std::function<std::string()>;
// Follows a service's entry, looking at the file at most five times a second.
AddressSource AddressFromEndpoints(std::string file, std::string service);

}  // namespace obt::rpc
