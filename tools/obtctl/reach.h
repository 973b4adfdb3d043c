// Whether something listens at an address, told at once: a call would wait for its deadline. Blocks for a
// second at most.
#pragma once

#include <string>

namespace obt::ctl {

// "127.0.0.1:41234"; host names and IPv6 in brackets work as well.
bool IsReachable(const std::string& address);

}  // namespace obt::ctl
