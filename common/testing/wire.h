// Calls a service as any client of gRPC does, with bytes of the test's own making. For tests only.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/grpc_status.h"
#include "google/protobuf/message.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/proto_buffer_reader.h"

namespace obt::testing {

class Wire {
 public:
  using Metadata = std::vector<std::pair<std::string, std::string>>;

  explicit Wire(const std::string& address) : channel_(Connect(address)), stub_(channel_) {}

  // One call; its answer's bytes.
  absl::StatusOr<grpc::ByteBuffer> Call(const std::string& path, const std::string& request,
                                        const Metadata& metadata) {
    grpc::ClientContext context;
    for (const auto& [name, value] : metadata) context.AddMetadata(name, value);
    grpc::Slice slice(request);
    grpc::ByteBuffer asked(&slice, 1), answer;
    grpc::CompletionQueue queue;
    const auto call = stub_.PrepareUnaryCall(&context, path, asked, &queue);
    call->StartCall();
    grpc::Status status;
    call->Finish(&answer, &status, this);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    if (!status.ok()) return rpc::FromGrpc(status);
    return answer;
  }

  // A conversation: what is said, one by one, and what came back for each.
  template <typename Answer>
  std::vector<Answer> Converse(const std::string& path,
                               const std::vector<const google::protobuf::Message*>& said) {
    grpc::ClientContext context;
    grpc::CompletionQueue queue;
    const auto call = stub_.PrepareCall(&context, path, &queue);
    void* tag = nullptr;
    bool ok = false;
    call->StartCall(this);
    queue.Next(&tag, &ok);
    std::vector<Answer> answers;
    for (const google::protobuf::Message* message : said) {
      grpc::Slice slice(message->SerializeAsString());
      call->Write(grpc::ByteBuffer(&slice, 1), this);
      if (!queue.Next(&tag, &ok) || !ok) break;
      grpc::ByteBuffer bytes;
      call->Read(&bytes, this);
      if (!queue.Next(&tag, &ok) || !ok) break;
      grpc::ProtoBufferReader reader(&bytes);
      Answer answer;
      if (answer.ParseFromZeroCopyStream(&reader)) answers.push_back(std::move(answer));
    }
    call->WritesDone(this);
    queue.Next(&tag, &ok);
    grpc::Status status;
    call->Finish(&status, this);
    queue.Next(&tag, &ok);
    return status.ok() ? answers : std::vector<Answer>();
  }

 private:
  static std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  }

  const std::shared_ptr<grpc::Channel> channel_;
  grpc::GenericStub stub_;
};

}  // namespace obt::testing
