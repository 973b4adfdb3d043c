#include "common/app/reflection.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "grpc/health/v1/health.pb.h"
#include "grpc/reflection/v1/reflection.pb.h"
#include "grpc/reflection/v1alpha/reflection.pb.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/impl/codegen/rpc_service_method.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "grpcpp/impl/server_builder_option.h"
#include "grpcpp/impl/server_builder_plugin.h"
#include "grpcpp/impl/server_initializer.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "grpcpp/support/proto_buffer_writer.h"
#include "grpcpp/support/server_callback.h"

namespace obt::app {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;
using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;

constexpr const char* kPaths[] = {"/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
                                  "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"};
constexpr const char* kNames[] = {"grpc.reflection.v1.ServerReflection",
                                  "grpc.reflection.v1alpha.ServerReflection"};

// Their descriptors are there only if something of theirs is used.
void LinkDescriptors() {
  grpc::health::v1::HealthCheckRequest::descriptor();
  grpc::reflection::v1alpha::ServerReflectionRequest::descriptor();
}

// What is asked is answered from the descriptors of this program. Immutable.
class Descriptions {
 public:
  explicit Descriptions(std::vector<std::string> services) : services_(std::move(services)) {}

  ServerReflectionResponse Answer(const ServerReflectionRequest& request) const {
    ServerReflectionResponse response;
    response.set_valid_host(request.host());
    *response.mutable_original_request() = request;
    switch (request.message_request_case()) {
      case ServerReflectionRequest::kFileByFilename:
        AddFile(pool_.FindFileByName(request.file_by_filename()), response);
        break;
      case ServerReflectionRequest::kFileContainingSymbol:
        AddFile(pool_.FindFileContainingSymbol(request.file_containing_symbol()), response);
        break;
      case ServerReflectionRequest::kFileContainingExtension:
        AddFile(FileOfExtension(request.file_containing_extension()), response);
        break;
      case ServerReflectionRequest::kAllExtensionNumbersOfType:
        AddExtensions(request.all_extension_numbers_of_type(), response);
        break;
      case ServerReflectionRequest::kListServices:
        for (const std::string& name : services_)
          response.mutable_list_services_response()->add_service()->set_name(name);
        break;
      default:
        Refuse(grpc::StatusCode::INVALID_ARGUMENT, "the request asks nothing that is known", response);
    }
    return response;
  }

 private:
  static void Refuse(grpc::StatusCode code, const std::string& why, ServerReflectionResponse& response) {
    response.mutable_error_response()->set_error_code(code);
    response.mutable_error_response()->set_error_message(why);
  }

  // A file and what it imports, each once.
  void AddFile(const FileDescriptor* file, ServerReflectionResponse& response) const {
    if (file == nullptr)
      return Refuse(grpc::StatusCode::NOT_FOUND, "there is nothing of this name", response);
    std::set<const FileDescriptor*> seen = {file};
    std::vector<const FileDescriptor*> files = {file};
    for (size_t i = 0; i < files.size(); ++i) {
      google::protobuf::FileDescriptorProto proto;
      files[i]->CopyTo(&proto);
      response.mutable_file_descriptor_response()->add_file_descriptor_proto(proto.SerializeAsString());
      for (int j = 0; j < files[i]->dependency_count(); ++j) {
        if (seen.insert(files[i]->dependency(j)).second) files.push_back(files[i]->dependency(j));
      }
    }
  }

  const FileDescriptor* FileOfExtension(const grpc::reflection::v1::ExtensionRequest& asked) const {
    const auto* const type = pool_.FindMessageTypeByName(asked.containing_type());
    const auto* const extension =
        type == nullptr ? nullptr : pool_.FindExtensionByNumber(type, asked.extension_number());
    return extension == nullptr ? nullptr : extension->file();
  }

  void AddExtensions(const std::string& name, ServerReflectionResponse& response) const {
    const auto* const type = pool_.FindMessageTypeByName(name);
    if (type == nullptr)
      return Refuse(grpc::StatusCode::NOT_FOUND, "there is no message of this name", response);
    std::vector<const google::protobuf::FieldDescriptor*> extensions;
    pool_.FindAllExtensions(type, &extensions);
    auto& answer = *response.mutable_all_extension_numbers_response();
    answer.set_base_type_name(name);
    for (const auto* const extension : extensions) answer.add_extension_number(extension->number());
  }

  const DescriptorPool& pool_ = *DescriptorPool::generated_pool();
  const std::vector<std::string> services_;
};

// One client's questions, one after the other; ends with the client's last, or with the call.
class Conversation final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit Conversation(std::shared_ptr<const Descriptions> descriptions)
      : descriptions_(std::move(descriptions)) {
    StartRead(&question_);
  }
  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    ServerReflectionRequest request;
    grpc::ProtoBufferReader reader(&question_);
    if (!reader.status().ok() || !request.ParseFromZeroCopyStream(&reader))
      return Finish({grpc::StatusCode::INVALID_ARGUMENT, "the request is not a valid protobuf message"});
    bool own = false;
    answer_.Clear();
    const grpc::Status written = grpc::GenericSerialize<grpc::ProtoBufferWriter, google::protobuf::Message>(
        descriptions_->Answer(request), &answer_, &own);
    if (!written.ok()) return Finish(written);
    StartWrite(&answer_);
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    question_.Clear();
    StartRead(&question_);
  }
  void OnDone() override { delete this; }

 private:
  const std::shared_ptr<const Descriptions> descriptions_;
  grpc::ByteBuffer question_, answer_;
};

class ReflectionService final : public grpc::Service {
 public:
  ReflectionService() {
    int count = 0;
    for (const char* path : kPaths) {
      AddMethod(
          new grpc::internal::RpcServiceMethod(path, grpc::internal::RpcMethod::BIDI_STREAMING, nullptr));
      MarkMethodCallback(count++, new grpc::internal::CallbackBidiHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
                                      [this](grpc::CallbackServerContext*) {
                                        MutexLock lock(mutex_);
                                        return new Conversation(descriptions_);
                                      }));
    }
  }
  void Describe(std::vector<std::string> services) {
    MutexLock lock(mutex_);
    descriptions_ = std::make_shared<const Descriptions>(std::move(services));
  }

 private:
  Mutex mutex_;
  std::shared_ptr<const Descriptions> descriptions_ ABSL_GUARDED_BY(mutex_) =
      std::make_shared<const Descriptions>(std::vector<std::string>());
};

class Plugin final : public grpc::ServerBuilderPlugin {
 public:
  std::string name() override { return "obt reflection"; }
  void InitServer(grpc::ServerInitializer* server) override { server->RegisterService(service_); }
  // By now every service is registered; gRPC's own health is not on its list.
  void Finish(grpc::ServerInitializer* server) override {
    std::set<std::string> names(std::begin(kNames), std::end(kNames));
    names.insert("grpc.health.v1.Health");
    for (const std::string& name : *server->GetServiceList()) names.insert(name);
    service_->Describe({names.begin(), names.end()});
  }
  void ChangeArguments(const std::string&, void*) override {}

 private:
  const std::shared_ptr<ReflectionService> service_ = std::make_shared<ReflectionService>();
};

class Option final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    plugins->push_back(std::make_unique<Plugin>());
  }
};

}  // namespace

std::unique_ptr<grpc::ServerBuilderOption> Reflection() {
  LinkDescriptors();
  return std::make_unique<Option>();
}

}  // namespace obt::app
