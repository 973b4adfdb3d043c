#include "common/rpc/policy.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "obt/options/v1/options.pb.h"

namespace obt::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr int kDefaultTimeoutMs = 10'000;

absl::Status Nonsense(const google::protobuf::MethodDescriptor& method, absl::string_view why) {
  return absl::FailedPreconditionError(absl::StrCat(method.full_name(), ": ", why));
}

absl::StatusOr<std::vector<const FieldDescriptor*>> Resolve(const google::protobuf::MethodDescriptor& method,
                                                            absl::string_view path) {
  std::vector<const FieldDescriptor*> fields;
  const Descriptor* message = method.input_type();
  for (absl::string_view name : absl::StrSplit(path, '.')) {
    const FieldDescriptor* field = message == nullptr ? nullptr : message->FindFieldByName(std::string(name));
    if (field == nullptr) return Nonsense(method, absl::StrCat("scope names no field: ", path));
    fields.push_back(field);
    message = field->message_type();
  }
  if (fields.back()->cpp_type() != FieldDescriptor::CPPTYPE_STRING)
    return Nonsense(method, "scope must end at a string");
  return fields;
}

}  // namespace

absl::StatusOr<Policy> ReadPolicy(const google::protobuf::MethodDescriptor& method, bool batch) {
  if (!method.options().HasExtension(options::v1::rpc)) return Nonsense(method, "the proto states no policy");
  const options::v1::RpcPolicy& stated = method.options().GetExtension(options::v1::rpc);
  Policy policy;
  policy.roles = auth::RoleSet::Of(stated.roles());
  policy.any_client = stated.any_client();
  if (policy.roles.empty() != policy.any_client)
    return Nonsense(method, "name roles or any_client, not both, not neither");
  policy.timeout = absl::Milliseconds(stated.timeout_ms() > 0 ? stated.timeout_ms() : kDefaultTimeoutMs);
  if (stated.scope().empty()) return policy;
  OBT_ASSIGN_OR_RETURN(policy.path, Resolve(method, stated.scope()));
  if (policy.path.front()->is_repeated()) {
    if (!batch) return Nonsense(method, "only batches have a scope through a repeated field");
    policy.path.erase(policy.path.begin());
  }
  policy.path_text = stated.scope();
  if (absl::EndsWith(stated.scope(), "organisation_code")) {
    policy.kind = ScopeKind::kOrganisation;
  } else if (absl::EndsWith(stated.scope(), "person_id")) {
    policy.kind = ScopeKind::kPerson;
  } else {
    return Nonsense(method, absl::StrCat("scope is neither an organisation nor a person: ", stated.scope()));
  }
  return policy;
}

const std::string& ScopeValue(const Policy& policy, const google::protobuf::Message& message,
                              std::string& scratch) {
  const google::protobuf::Message* at = &message;
  for (size_t i = 0; i + 1 < policy.path.size(); ++i) {
    at = &at->GetReflection()->GetMessage(*at, policy.path[i]);
  }
  return at->GetReflection()->GetStringReference(*at, policy.path.back(), &scratch);
}

}  // namespace obt::rpc
