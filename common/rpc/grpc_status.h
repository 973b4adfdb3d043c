// The one translation between absl::Status and what travels: gRPC's status with google.rpc details, and the
// google.rpc.Status inside batch results. INTERNAL and UNKNOWN keep their text for the log; texts are
// clipped. Pure.
#pragma once

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

namespace obt::rpc {

google::rpc::Status ToProto(const absl::Status& status);
absl::Status FromProto(const google::rpc::Status& status);
grpc::Status ToGrpc(const absl::Status& status);
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace obt::rpc
