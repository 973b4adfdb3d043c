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
#include "obt/options/v1/options.pb.h"

namespace obt::rpc {

struct Policy {
  auth::RoleSet roles;
  bool any_client = false;
  absl::Duration timeout;
  bool person_required = false;
  options::v1::ScopeKind kind = options::v1::SCOPE_KIND_UNSPECIFIED;
  bool facilitators_only = false;
  // The scope field, from the request's top. Where it leads through a repeated field, `items`, each of these
  // has a scope of its own, and the path begins at its top; it is empty where the items are the values.
  std::vector<const google::protobuf::FieldDescriptor*> path;
  const google::protobuf::FieldDescriptor* items = nullptr;
  std::string path_text;

  // Who reaches it may change with every command.
  bool of_team() const {
    return kind == options::v1::SCOPE_KIND_TEAM || kind == options::v1::SCOPE_KIND_OWNED;
  }
};

// The RPC that takes this request (every RPC has its own, declared in the same file); nullptr for other
// messages.
const google::protobuf::MethodDescriptor* FindRpc(const google::protobuf::Descriptor& request);
// "/obt.x.v1.Service/Method"
std::string PathOf(const google::protobuf::MethodDescriptor& method);

// FAILED_PRECONDITION with a sentence when the method has no policy or one that makes no sense.
absl::StatusOr<Policy> ReadPolicy(const google::protobuf::MethodDescriptor& method);

// The value of the scope field; empty when it is unset or there is none.
std::string ScopeValue(const Policy& policy, const google::protobuf::Message& message);
// The same of an item.
std::string ScopeValue(const Policy& policy, const google::protobuf::Message& request, int item);

}  // namespace obt::rpc
