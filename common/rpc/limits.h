// How large a call may be, on both sides of it, and how long it may take. Stated here and nowhere else.
#pragma once

namespace obt::rpc {

inline constexpr int kMaxRequestBytes = 1 << 20;  // a larger one is INVALID_ARGUMENT, REQUEST_TOO_LARGE
// Of a request as it is read at all. gRPC itself refuses a larger one with RESOURCE_EXHAUSTED and no reason,
// before it belongs to a method: no metric counts it, and sending it again does not help.
inline constexpr int kMaxRequestBytesRead = 4 << 20;
// Of a call's metadata: names and values, and 32 for each pair. Larger is INVALID_ARGUMENT,
// METADATA_TOO_LARGE.
inline constexpr int kMaxMetadataBytes = 8 << 10;
inline constexpr int kMaxMetadataBytesRead = 32 << 10;  // as for requests: beyond it gRPC itself refuses
inline constexpr int kMaxResponseBytes = 4 << 20;       // what gRPC's clients take unless told otherwise
inline constexpr int kMaxPageBytes = 3 << 20;           // a list ends its page before it is as large
inline constexpr int kMaxTimeoutMs = 60'000;            // the longest that an RPC's policy states

static_assert(kMaxRequestBytesRead == 4 * kMaxRequestBytes);
static_assert(kMaxMetadataBytesRead == 4 * kMaxMetadataBytes);
static_assert(kMaxPageBytes < kMaxResponseBytes);

}  // namespace obt::rpc
