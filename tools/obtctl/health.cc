#include "tools/obtctl/health.h"

#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "tools/obtctl/reach.h"

namespace obt::ctl {
namespace {

// The part of grpc/health/v1/health.proto that is asked for here; the protocol is not one of ours and will
// not change.
class HealthProtocol {
 public:
  HealthProtocol() : factory_(&pool_) {
    google::protobuf::FileDescriptorProto file;
    file.set_name("grpc/health/v1/health.proto");
    file.set_package("grpc.health.v1");
    file.set_syntax("proto3");
    AddField(*file.add_message_type(), "HealthCheckRequest", "service",
             google::protobuf::FieldDescriptorProto::TYPE_STRING);
    AddField(*file.add_message_type(), "HealthCheckResponse", "status",
             google::protobuf::FieldDescriptorProto::TYPE_INT32);
    google::protobuf::ServiceDescriptorProto& service = *file.add_service();
    service.set_name("Health");
    google::protobuf::MethodDescriptorProto& method = *service.add_method();
    method.set_name("Check");
    method.set_input_type(".grpc.health.v1.HealthCheckRequest");
    method.set_output_type(".grpc.health.v1.HealthCheckResponse");
    file_ = pool_.BuildFile(file);
  }

  std::unique_ptr<google::protobuf::Message> NewRequest() { return New(0); }
  std::unique_ptr<google::protobuf::Message> NewResponse() { return New(1); }
  static int StatusIn(const google::protobuf::Message& response) {
    return response.GetReflection()->GetInt32(response, response.GetDescriptor()->field(0));
  }

 private:
  static void AddField(google::protobuf::DescriptorProto& message, const char* message_name,
                       const char* field_name, google::protobuf::FieldDescriptorProto::Type type) {
    message.set_name(message_name);
    google::protobuf::FieldDescriptorProto& field = *message.add_field();
    field.set_name(field_name);
    field.set_number(1);
    field.set_type(type);
    field.set_label(google::protobuf::FieldDescriptorProto::LABEL_OPTIONAL);
  }

  std::unique_ptr<google::protobuf::Message> New(int place) {
    return std::unique_ptr<google::protobuf::Message>(
        factory_.GetPrototype(file_->message_type(place))->New());
  }

  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
  const google::protobuf::FileDescriptor* file_;
};

constexpr int kServing = 1;
constexpr absl::Duration kTimeout = absl::Seconds(2);

std::string Ask(const rpc::Client& client) {
  static HealthProtocol& protocol = *new HealthProtocol;
  const std::unique_ptr<google::protobuf::Message> request = protocol.NewRequest();
  const std::unique_ptr<google::protobuf::Message> response = protocol.NewResponse();
  rpc::CallOptions options;
  options.timeout = kTimeout;
  if (!client.Invoke(*request, *response, options).ok()) return "UNREACHABLE";
  return HealthProtocol::StatusIn(*response) == kServing ? "SERVING" : "NOT_SERVING";
}

}  // namespace

std::string HealthProbe::HealthAt(const std::string& address) {
  if (!IsReachable(address)) return "UNREACHABLE";
  std::unique_ptr<const rpc::Client>& client = clients_[address];
  if (client == nullptr) client = std::make_unique<const rpc::Client>(address, [] { return std::string(); });
  return Ask(*client);
}

}  // namespace obt::ctl
