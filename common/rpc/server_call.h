// One call on its way through a service: what came, what is known of it, and what goes back. Owned by whoever
// works on it next; finished exactly once.
#pragma once

#include <any>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "common/rpc/call.h"
#include "common/rpc/call_metrics.h"
#include "common/rpc/policy.h"
#include "common/rpc/router.h"
#include "google/protobuf/arena.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"

namespace obt::rpc {

// A bound method with everything resolved that a call would otherwise have to look up.
struct BoundMethod {
  Method method;
  Policy policy;
  std::string path;  // "/obt.x.v1.Service/Method"
  MethodMetrics metrics;
  const google::protobuf::FieldDescriptor* request_id = nullptr;   // commands that may carry one
  const google::protobuf::FieldDescriptor* item_status = nullptr;  // of a batch's result
  std::string item_field;                                          // name of a batch's items, for violations
};

struct ServerCall {
  ServerCall(const BoundMethod& bound_method, grpc::CallbackServerContext* server_context,
             grpc::ByteBuffer* reply_bytes)
      : bound(bound_method),
        context(server_context),
        reply(reply_bytes),
        reactor(server_context->DefaultReactor()) {}

  const BoundMethod& bound;
  grpc::CallbackServerContext* const context;
  grpc::ByteBuffer* const reply;
  grpc::ServerUnaryReactor* const reactor;
  const std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();

  google::protobuf::Arena arena;  // holds the request
  const Message* request = nullptr;
  std::unique_ptr<Message> response;
  Call call;
  std::any facts;                  // what Prepare brought
  std::string request_id, digest;  // of an idempotent command
  uint64_t replayed_sequence = 0;  // of a kept reply; 0: decided now
  std::chrono::steady_clock::time_point parked_until;

  // Batches.
  std::vector<Message*> results;
  std::vector<absl::Status> refused;  // item by item
};

using CallPtr = std::unique_ptr<ServerCall>;

}  // namespace obt::rpc
