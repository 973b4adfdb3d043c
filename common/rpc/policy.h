// The access policy of an RPC, read once from the proto's options and checked for sense. Immutable.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/auth/rights.h"
#include "common/base/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace obt::rpc {

enum class ScopeKind { kNone, kOrganisation, kPerson };

struct Policy {
  auth::RoleSet roles;
  bool any_client = false;
  absl::Duration timeout;
  ScopeKind kind = ScopeKind::kNone;
  // The scope field, from the request's top; for batches from the item's top.
  std::vector<const google::protobuf::FieldDescriptor*> path;
  std::string path_text;
};

// FAILED_PRECONDITION with a sentence when the method has no policy or one that makes no sense.
absl::StatusOr<Policy> ReadPolicy(const google::protobuf::MethodDescriptor& method, bool batch);

// The value of the scope field; empty when unset.
const std::string& ScopeValue(const Policy& policy, const google::protobuf::Message& message,
                              std::string& scratch);

}  // namespace obt::rpc
