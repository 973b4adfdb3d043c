// Binding: methods become entries of grpc::Service objects whose requests and replies are plain bytes, so
// that gRPC's templates are instantiated once for the whole suite.
#include "common/rpc/router.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/router_core.h"
#include "google/protobuf/descriptor.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/impl/codegen/rpc_service_method.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/codegen/service_type.h"

namespace obt::rpc {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;

const google::protobuf::ServiceDescriptor& FindService(const std::string& name) {
  const auto* service = DescriptorPool::generated_pool()->FindServiceByName(name);
  if (service == nullptr) Die(absl::StrCat("there is no proto service ", name));
  return *service;
}

class ByteService final : public grpc::Service {
 public:
  explicit ByteService(RouterCore& core) : core_(core) {}
  void Serve(const BoundMethod& bound) {
    AddMethod(new grpc::internal::RpcServiceMethod(bound.path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC,
                                                   nullptr));
    MarkMethodCallback(
        count_++, new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
                      [this, &bound](grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                     grpc::ByteBuffer* reply) {
                        auto call = std::make_unique<ServerCall>(bound, context, reply);
                        grpc::ServerUnaryReactor* const reactor = call->reactor;
                        core_.Begin(std::move(call), *request);
                        return reactor;
                      }));
  }

 private:
  RouterCore& core_;
  int count_ = 0;
};

void ResolveBatch(BoundMethod& bound) {
  const auto* request = bound.method.request->GetDescriptor();
  for (int i = 0; i < request->field_count(); ++i) {
    if (request->field(i)->is_repeated() && request->field(i)->message_type() == bound.method.item_type) {
      bound.item_field = request->field(i)->name();
    }
  }
  const std::unique_ptr<Message> response(bound.method.response->New());
  bound.item_status = bound.method.add_result(*response).GetDescriptor()->FindFieldByName("status");
  if (bound.item_status == nullptr ||
      bound.item_status->message_type() != google::rpc::Status::descriptor()) {
    Die(absl::StrCat(bound.path, ": a batch's result needs a google.rpc.Status status"));
  }
}

}  // namespace

Binding& Binding::Add(Method method) {
  const auto* proto = FindService(service_).FindMethodByName(method.name);
  const std::string path = absl::StrCat("/", service_, "/", method.name);
  if (proto == nullptr) Die(absl::StrCat("there is no RPC ", path));
  if (proto->input_type() != method.request->GetDescriptor() ||
      proto->output_type() != method.response->GetDescriptor()) {
    Die(absl::StrCat(path, " is bound with other types than its proto has"));
  }
  RouterCore& core = *router_.core_;
  for (const auto& bound : core.methods) {
    if (bound->path == path) Die(absl::StrCat(path, " is bound twice"));
  }
  auto bound = std::make_unique<BoundMethod>();
  bound->path = path;
  absl::StatusOr<Policy> policy = ReadPolicy(*proto, method.kind == Method::Kind::kBatch);
  if (!policy.ok()) Die(policy.status().message());
  bound->policy = *std::move(policy);
  bound->metrics = MakeMethodMetrics(*core.options.metrics, service_, method.name);
  bound->method = std::move(method);
  if (bound->method.kind == Method::Kind::kCommand) {
    bound->request_id = bound->method.request->GetDescriptor()->FindFieldByName("request_id");
  }
  if (bound->method.kind == Method::Kind::kBatch) ResolveBatch(*bound);
  core.methods.push_back(std::move(bound));
  return *this;
}

Method& Binding::last() { return router_.core_->methods.back()->method; }

void Binding::Done() {
  RouterCore& core = *router_.core_;
  auto service = std::make_unique<ByteService>(core);
  const auto& proto = FindService(service_);
  for (int i = 0; i < proto.method_count(); ++i) {
    const std::string path = absl::StrCat("/", service_, "/", proto.method(i)->name());
    bool found = false;
    for (const auto& bound : core.methods) {
      if (bound->path != path) continue;
      service->Serve(*bound);
      found = true;
    }
    if (!found) Die(absl::StrCat(path, " is not bound"));
  }
  core.services.push_back(std::move(service));
}

Router::Router(RouterOptions options) : core_(std::make_unique<RouterCore>(std::move(options))) {}
Router::~Router() = default;
Binding Router::Bind(absl::string_view service) { return Binding(*this, service); }
void Router::Open() { core_->open.store(true); }
void Router::Wake() { core_->Wake(); }
void Router::Drain() { core_->Drain(); }

std::vector<grpc::Service*> Router::services() {
  std::vector<grpc::Service*> all;
  for (const auto& service : core_->services) all.push_back(service.get());
  return all;
}

}  // namespace obt::rpc
