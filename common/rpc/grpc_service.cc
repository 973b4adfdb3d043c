// The router's edge towards gRPC: bound methods become entries of grpc::Service objects whose requests and
// replies are plain bytes, so that gRPC's templates are instantiated once for the whole suite.
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/auth/verifier.h"
#include "common/base/parse.h"
#include "common/rpc/grpc_status.h"
#include "common/rpc/limits.h"
#include "common/rpc/router_core.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/impl/codegen/rpc_service_method.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "grpcpp/support/proto_buffer_writer.h"
#include "grpcpp/support/server_callback.h"

namespace obt::rpc {
namespace {

// Of a header: the scheme in any case, then blanks (RFC 7235). Empty for any other.
absl::string_view BearerToken(absl::string_view credentials) {
  constexpr absl::string_view kScheme = "bearer ";
  if (!absl::StartsWithIgnoreCase(credentials, kScheme)) return "";
  return absl::StripAsciiWhitespace(credentials.substr(kScheme.size()));
}

// For a request that protobuf has refused.
bool ParseWithBadText(const grpc::ByteBuffer& buffer, Message& message) {
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return false;
  std::string bytes;
  for (const grpc::Slice& slice : slices)
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return obt::ParseWithBadText(bytes, message);
}

absl::Status TooLarge(absl::string_view reason, absl::string_view what, size_t bytes, int most,
                      absl::string_view remedy) {
  return Error(absl::StatusCode::kInvalidArgument, reason,
               absl::StrCat(what, " has ", bytes, " bytes, the most there can be are ", most, remedy));
}

class GrpcCall final : public ServerCall {
 public:
  GrpcCall(const RouterCore& core, const BoundMethod& method, grpc::CallbackServerContext* context,
           const grpc::ByteBuffer& request_bytes, grpc::ByteBuffer* reply)
      : ServerCall(method),
        reactor(context->DefaultReactor()),
        core_(core),
        context_(context),
        request_bytes_(request_bytes),
        reply_(reply) {
    person = Metadata("obt-person");
    traceparent = Metadata("traceparent");
    asked_until = absl::FromChrono(context->deadline());
  }

  absl::StatusOr<std::string> ClientId(absl::Time now) override {
    OBT_RETURN_IF_ERROR(CheckMetadata());
    const absl::string_view token = BearerToken(Metadata("authorization"));
    OBT_ASSIGN_OR_RETURN(auth::Claims claims, core_.options.verifier->Verify(token, now));
    return std::move(claims.client_id);
  }

  absl::StatusOr<Message*> Request() override {
    if (request_bytes_.Length() > size_t{kMaxRequestBytes}) {
      return TooLarge("REQUEST_TOO_LARGE", "the request", request_bytes_.Length(), kMaxRequestBytes,
                      "; send less at once");
    }
    Message* const parsed = bound.request->New(&arena_);
    grpc::ByteBuffer copy(request_bytes_);
    grpc::ProtoBufferReader reader(&copy);
    if (reader.status().ok() && parsed->ParseFromZeroCopyStream(&reader)) return parsed;
    if (ParseWithBadText(request_bytes_, *parsed)) return parsed;
    return Error(absl::StatusCode::kInvalidArgument, "MALFORMED_REQUEST",
                 "the request is not a valid protobuf message");
  }

  void Answer(const absl::Status& status, uint64_t sequence) override {
    grpc::Status answer = ToGrpc(status);
    if (status.ok()) {
      bool own = false;
      answer = grpc::GenericSerialize<grpc::ProtoBufferWriter, Message>(*response, reply_, &own);
      const bool query = bound.method.kind == Method::Kind::kQuery;
      context_->AddTrailingMetadata(query ? "obt-as-of" : "obt-sequence", absl::StrCat(sequence));
    }
    reactor->Finish(answer);
  }

  grpc::ServerUnaryReactor* const reactor;

 private:
  // As HTTP/2 counts it.
  absl::Status CheckMetadata() const {
    size_t bytes = 0;
    for (const auto& [name, value] : context_->client_metadata()) bytes += name.size() + value.size() + 32;
    if (bytes <= size_t{kMaxMetadataBytes}) return absl::OkStatus();
    return TooLarge("METADATA_TOO_LARGE", "the call's metadata", bytes, kMaxMetadataBytes, "");
  }

  absl::string_view Metadata(const char* name) const {
    const auto& all = context_->client_metadata();
    const auto found = all.find(name);
    return found == all.end() ? absl::string_view()
                              : absl::string_view(found->second.data(), found->second.size());
  }

  const RouterCore& core_;
  grpc::CallbackServerContext* const context_;
  const grpc::ByteBuffer& request_bytes_;
  grpc::ByteBuffer* const reply_;
  google::protobuf::Arena arena_;  // holds the request
};

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
                        auto call = std::make_unique<GrpcCall>(core_, bound, context, *request, reply);
                        grpc::ServerUnaryReactor* const reactor = call->reactor;
                        core_.Begin(std::move(call));
                        return reactor;
                      }));
  }

 private:
  RouterCore& core_;
  int count_ = 0;
};

}  // namespace

std::vector<std::shared_ptr<grpc::Service>> ServicesOf(RouterCore& core) {
  std::set<const google::protobuf::ServiceDescriptor*> protos;
  for (const auto& [request, bound] : core.methods) protos.insert(bound->proto->service());
  std::vector<std::shared_ptr<grpc::Service>> services;
  for (const google::protobuf::ServiceDescriptor* proto : protos) {
    auto service = std::make_unique<ByteService>(core);
    for (int i = 0; i < proto->method_count(); ++i) {
      const auto bound = core.methods.find(proto->method(i)->input_type());
      if (bound == core.methods.end()) Die(absl::StrCat(proto->method(i)->full_name(), " is not bound"));
      service->Serve(*bound->second);
    }
    services.push_back(std::move(service));
  }
  return services;
}

}  // namespace obt::rpc
