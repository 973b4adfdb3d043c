// Serves gRPC reflection, so that grpcurl and its like need no proto files: v1, and v1alpha for older tools.
// Both speak the same words; it lists and describes every service of the server, health and itself included.
#pragma once

#include <memory>

namespace grpc {
class ServerBuilderOption;
}

namespace obt::app {

// For ServerBuilder::SetOption.
std::unique_ptr<grpc::ServerBuilderOption> Reflection();

}  // namespace obt::app
