// How long a service takes from its restart after SIGKILL until it serves, in a world of tools/quickstart,
// under load.
#pragma once

#include <string>

namespace obt::testing {

// `place`: the world's directory, its services stopped; `bin`: the programs. Prints p50 and p99 of each
// service.
int RunRestartBench(const std::string& place, const std::string& bin);

}  // namespace obt::testing
