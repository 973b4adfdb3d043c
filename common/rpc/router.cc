#include "common/rpc/router.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/parse.h"
#include "common/rpc/router_core.h"
#include "google/protobuf/descriptor.h"
#include "google/rpc/status.pb.h"

namespace obt::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

const Message* PrototypeOf(const Descriptor* type) {
  return google::protobuf::MessageFactory::generated_factory()->GetPrototype(type);
}

// The repeated field whose messages have a google.rpc.Status status.
const FieldDescriptor* FindResults(const Descriptor* response) {
  for (int i = 0; i < response->field_count(); ++i) {
    const FieldDescriptor* const field = response->field(i);
    if (!field->is_repeated() || field->message_type() == nullptr) continue;
    const FieldDescriptor* const status = field->message_type()->FindFieldByName("status");
    if (status != nullptr && status->message_type() == google::rpc::Status::descriptor()) return field;
  }
  return nullptr;
}

void ResolveItems(BoundMethod& bound) {
  const Descriptor* const request = bound.method.request;
  bound.items = bound.policy.items;
  for (int i = 0; bound.method.item != nullptr && i < request->field_count(); ++i) {
    if (!request->field(i)->is_repeated() || request->field(i)->message_type() != bound.method.item) continue;
    if (bound.items != nullptr && bound.items != request->field(i))
      Die(absl::StrCat(bound.path, ": its items, and those its scope is checked for, are one field"));
    bound.items = request->field(i);
  }
  if (bound.items == nullptr) return;
  bound.results = FindResults(bound.proto->output_type());
  const bool fits = bound.results != nullptr && bound.method.kind != Method::Kind::kCommand &&
                    (bound.method.item == nullptr || bound.results->message_type() == bound.method.answer);
  if (!fits) {
    Die(absl::StrCat(bound.path,
                     ": what is checked item by item is a query or a batch, and each item's result has a "
                     "google.rpc.Status status"));
  }
  bound.item_status = bound.results->message_type()->FindFieldByName("status");
}

// What the proto says of access.
void ResolvePolicy(BoundMethod& bound, const RouterCore& core) {
  absl::StatusOr<Policy> policy = ReadPolicy(*bound.proto);
  if (!policy.ok()) Die(policy.status().message());
  bound.policy = *std::move(policy);
  const bool of_people = bound.policy.kind == options::v1::SCOPE_KIND_PERSON ||
                         bound.policy.kind == options::v1::SCOPE_KIND_TEAM || bound.policy.person_required;
  if (of_people && !core.options.access->HoldsPeople()) {
    Die(absl::StrCat(bound.path,
                     ": its policy is about people or teams, and this service's directory is TREE; "
                     "state PEOPLE"));
  }
  if (bound.policy.kind != options::v1::SCOPE_KIND_OWNED) return;
  const std::string& field =
      bound.policy.path.empty() ? bound.policy.items->name() : bound.policy.path.back()->name();
  const auto owned = core.owned.find(field);
  if (owned == core.owned.end())
    Die(absl::StrCat(bound.path, ": nobody says whose a ", field, " is; call Router::Owned before binding"));
  bound.owned = &owned->second;
}

}  // namespace

Router& Router::Owned(absl::string_view field, OwnerOf owner_of, absl::Status not_found) {
  core_->owned[std::string(field)] = {owner_of, std::move(not_found)};
  return *this;
}

Router& Router::Add(Method method) {
  auto bound = std::make_unique<BoundMethod>();
  bound->proto = FindRpc(*method.request);
  if (bound->proto == nullptr) Die(absl::StrCat(method.request->full_name(), " is the request of no RPC"));
  bound->path = PathOf(*bound->proto);
  if (method.item == nullptr && method.answer != bound->proto->output_type()) {
    Die(absl::StrCat(bound->path, " is bound with another response than its proto has"));
  }
  ResolvePolicy(*bound, *core_);
  bound->metrics =
      MakeMethodMetrics(*core_->options.metrics, bound->proto->service()->full_name(), bound->proto->name());
  bound->request = PrototypeOf(method.request);
  bound->texts = &FreeTextsOf(*method.request);
  bound->response = PrototypeOf(bound->proto->output_type());
  if (method.kind == Method::Kind::kCommand) {
    bound->request_id = method.request->FindFieldByName("request_id");
  }
  bound->method = std::move(method);
  ResolveItems(*bound);
  bound->audited = AuditedOf(*bound->proto, bound->method.kind != Method::Kind::kQuery, bound->results);
  const std::string path = bound->path;
  if (!core_->methods.emplace(bound->method.request, std::move(bound)).second) {
    Die(absl::StrCat(path, " is bound twice"));
  }
  return *this;
}

Router& Router::AddWait(const Descriptor* request, decltype(Method::wait) wait) {
  const auto bound = core_->methods.find(request);
  if (bound == core_->methods.end())
    Die(absl::StrCat(request->full_name(), ": bind the query before its wait"));
  bound->second->method.wait = std::move(wait);
  return *this;
}

Router::Router(RouterOptions options) : core_(std::make_unique<RouterCore>(std::move(options))) {
  SilenceProtobuf();  // what is wrong with a request its caller is told
}
Router::~Router() = default;
void Router::Open() { core_->open.store(true); }
void Router::Wake() { core_->Wake(); }
void Router::WriteAudit() { core_->trail.Flush(); }
void Router::Drain() { core_->Drain(); }

std::vector<grpc::Service*> Router::services() {
  if (core_->services.empty()) core_->services = ServicesOf(*core_);
  std::vector<grpc::Service*> all;
  for (const auto& service : core_->services) all.push_back(service.get());
  return all;
}

}  // namespace obt::rpc
