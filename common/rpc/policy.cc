#include "common/rpc/policy.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace obt::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr int kDefaultTimeoutMs = 10'000;

absl::Status Nonsense(const google::protobuf::MethodDescriptor& method, absl::string_view why) {
  return absl::FailedPreconditionError(absl::StrCat(method.full_name(), ": ", why));
}

// The fields a scope's path leads through.
absl::Status Resolve(const google::protobuf::MethodDescriptor& method, Policy& policy) {
  const Descriptor* message = method.input_type();
  const FieldDescriptor* field = nullptr;
  for (absl::string_view name : absl::StrSplit(policy.path_text, '.')) {
    field = message == nullptr ? nullptr : message->FindFieldByName(std::string(name));
    if (field == nullptr) return Nonsense(method, absl::StrCat("scope names no field: ", policy.path_text));
    if (field->is_repeated() && field->containing_type() != method.input_type())
      return Nonsense(method,
                      absl::StrCat("only a request's own field may repeat in a scope: ", policy.path_text));
    if (field->is_repeated()) policy.items = field;
    if (!field->is_repeated()) policy.path.push_back(field);
    message = field->message_type();
  }
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) return absl::OkStatus();
  return Nonsense(method, "scope must end at a string");
}

}  // namespace

const google::protobuf::MethodDescriptor* FindRpc(const Descriptor& request) {
  const google::protobuf::FileDescriptor& file = *request.file();
  for (int s = 0; s < file.service_count(); ++s) {
    for (int m = 0; m < file.service(s)->method_count(); ++m) {
      if (file.service(s)->method(m)->input_type() == &request) return file.service(s)->method(m);
    }
  }
  return nullptr;
}

std::string PathOf(const google::protobuf::MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

absl::StatusOr<Policy> ReadPolicy(const google::protobuf::MethodDescriptor& method) {
  if (!method.options().HasExtension(options::v1::rpc)) return Nonsense(method, "the proto states no policy");
  const options::v1::RpcPolicy& stated = method.options().GetExtension(options::v1::rpc);
  Policy policy;
  policy.roles = auth::RoleSet::Of(stated.roles());
  policy.any_client = stated.any_client();
  if (policy.roles.empty() != policy.any_client)
    return Nonsense(method, "name roles or any_client, not both, not neither");
  if (policy.roles.size() != stated.roles_size())
    return Nonsense(method, "names a role twice, or one that does not exist");
  if (stated.timeout_ms() < 0) return Nonsense(method, "has a negative timeout");
  policy.timeout = absl::Milliseconds(stated.timeout_ms() > 0 ? stated.timeout_ms() : kDefaultTimeoutMs);
  policy.person_required = stated.person() == options::v1::PERSON_RULE_REQUIRED;
  policy.kind = stated.scope_kind();
  policy.facilitators_only = stated.facilitators_only();
  policy.path_text = stated.scope();
  const bool narrowed = policy.kind == options::v1::SCOPE_KIND_NARROWED;
  if (stated.scope().empty() != (narrowed || policy.kind == options::v1::SCOPE_KIND_UNSPECIFIED))
    return Nonsense(method, "scope and scope_kind go together: the field, and what it names");
  if (policy.any_client && !stated.scope().empty())
    return Nonsense(method, "any_client leaves no scope to check");
  const bool of_organisations = !policy.roles.And(auth::kOrganisationRoles).empty();
  if (of_organisations && stated.scope().empty() && !narrowed && !policy.person_required) {
    return Nonsense(method,
                    "an organisation role reaches its own part of the tree: name the scope's field, or state "
                    "SCOPE_KIND_NARROWED where the handler narrows its answer");
  }
  if (!stated.scope().empty()) OBT_RETURN_IF_ERROR(Resolve(method, policy));
  return policy;
}

std::string ScopeValue(const Policy& policy, const google::protobuf::Message& message) {
  if (policy.path.empty()) return "";
  const google::protobuf::Message* at = &message;
  for (size_t i = 0; i + 1 < policy.path.size(); ++i) {
    at = &at->GetReflection()->GetMessage(*at, policy.path[i]);
  }
  return at->GetReflection()->GetString(*at, policy.path.back());
}

std::string ScopeValue(const Policy& policy, const google::protobuf::Message& request, int item) {
  if (policy.path.empty()) return request.GetReflection()->GetRepeatedString(request, policy.items, item);
  return ScopeValue(policy, request.GetReflection()->GetRepeatedMessage(request, policy.items, item));
}

}  // namespace obt::rpc
