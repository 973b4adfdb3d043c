// One call on its way through a service: what came, what is known of it, and what goes back. Owned by whoever
// works on it next; finished exactly once. Where it came from, gRPC or this process, is known to its subclass
// alone.
#pragma once

#include <any>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "common/base/normal_form.h"
#include "common/rpc/audited.h"
#include "common/rpc/call.h"
#include "common/rpc/call_metrics.h"
#include "common/rpc/policy.h"
#include "common/rpc/router.h"

namespace obt::rpc {

// How a service tells whose something is.
struct Owned {
  OwnerOf owner_of = nullptr;
  absl::Status not_found;
};

// A bound method with everything resolved that a call would otherwise have to look up.
struct BoundMethod {
  Method method;
  Policy policy;
  const google::protobuf::MethodDescriptor* proto = nullptr;
  std::string path;  // "/obt.x.v1.Service/Method"
  MethodMetrics metrics;
  Audited audited;
  const Message* request = nullptr;  // prototypes
  const Message* response = nullptr;
  const FreeTexts* texts = nullptr;                               // of the request
  const google::protobuf::FieldDescriptor* request_id = nullptr;  // commands that may carry one
  const Owned* owned = nullptr;                                   // of a scope of that kind
  // Of batches, and of queries with a scope per item: the items, their results and what each result has to
  // say of its item.
  const google::protobuf::FieldDescriptor* items = nullptr;
  const google::protobuf::FieldDescriptor* results = nullptr;
  const google::protobuf::FieldDescriptor* item_status = nullptr;
};

struct ServerCall {
  explicit ServerCall(const BoundMethod& bound_method) : bound(bound_method) {}
  virtual ~ServerCall() = default;
  // Who calls, proved.
  virtual absl::StatusOr<std::string> ClientId(absl::Time now) = 0;
  // The request as it came, which lives as long as the call.
  virtual absl::StatusOr<Message*> Request() = 0;
  // The last touch of everything that belongs to the caller.
  virtual void Answer(const absl::Status& status, uint64_t sequence) = 0;

  // Of a batch.
  const Message& Item(int i) const {
    return request->GetReflection()->GetRepeatedMessage(*request, bound.items, i);
  }

  const BoundMethod& bound;
  const std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();

  absl::string_view person, traceparent;            // metadata
  absl::Time asked_until = absl::InfiniteFuture();  // the caller's deadline, by the system's clock

  const Message* request = nullptr;
  std::unique_ptr<Message> response;
  Call call;
  std::any prepared;
  std::string request_id, digest;  // of an idempotent command
  uint64_t replayed_sequence = 0;  // of a kept reply; 0: decided now
  bool is_entered = false;         // an export has its audit entry
  bool caught_up = false;          // the directory has been brought up to date for this call
  std::chrono::steady_clock::time_point parked_until;
  std::vector<absl::Status> refused;  // items, one by one
};

using CallPtr = std::unique_ptr<ServerCall>;

}  // namespace obt::rpc
