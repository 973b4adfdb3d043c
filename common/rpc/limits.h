// How large a call may be, on both sides of it.
#pragma once

namespace obt::rpc {

inline constexpr int kMaxRequestBytes = 1 << 20;
inline constexpr int kMaxResponseBytes = 4 << 20;  // what gRPC's clients take unless told otherwise

}  // namespace obt::rpc
