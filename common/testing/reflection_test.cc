// Reflection as grpcurl, buf curl and older tools ask for it: both versions, over the wire.
#include <memory>
#include <string>
#include <vector>

#include "common/testing/deployment.h"
#include "common/testing/tiny_service.h"
#include "common/testing/wire.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/descriptor_database.h"
#include "grpc/reflection/v1/reflection.pb.h"
#include "grpc/reflection/v1alpha/reflection.pb.h"

namespace obt::testing {
namespace {

using ::testing::Contains;
using ::testing::IsSupersetOf;
using ::testing::SizeIs;

struct V1 {
  using Request = grpc::reflection::v1::ServerReflectionRequest;
  using Response = grpc::reflection::v1::ServerReflectionResponse;
  static constexpr char kPath[] = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
};
struct V1Alpha {
  using Request = grpc::reflection::v1alpha::ServerReflectionRequest;
  using Response = grpc::reflection::v1alpha::ServerReflectionResponse;
  static constexpr char kPath[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
};

template <typename Version>
class Reflection : public ::testing::Test {
 protected:
  using Request = typename Version::Request;
  using Response = typename Version::Response;

  std::vector<Response> Ask(const std::vector<Request>& requests) {
    std::vector<const google::protobuf::Message*> said;
    for (const Request& request : requests) said.push_back(&request);
    return Wire(server->address()).Converse<Response>(Version::kPath, said);
  }
  static Request ForSymbol(const std::string& name) {
    Request request;
    request.set_file_containing_symbol(name);
    return request;
  }
  std::vector<std::string> Services() {
    Request request;
    request.set_list_services("*");
    std::vector<std::string> names;
    for (const Response& answer : Ask({request})) {
      for (const auto& service : answer.list_services_response().service()) names.push_back(service.name());
    }
    return names;
  }
  // What reflection gives of a service and what it needs, and nothing else.
  struct Description {
    google::protobuf::SimpleDescriptorDatabase files;
    google::protobuf::DescriptorPool pool{&files};
  };
  // nullptr if that is not whole.
  const google::protobuf::ServiceDescriptor* Describe(const std::string& name, Description& description) {
    for (const Response& answer : Ask({ForSymbol(name)})) {
      for (const std::string& bytes : answer.file_descriptor_response().file_descriptor_proto()) {
        google::protobuf::FileDescriptorProto file;
        EXPECT_TRUE(file.ParseFromString(bytes));
        EXPECT_TRUE(description.files.Add(file)) << file.name() << " comes once";
      }
    }
    return description.pool.FindServiceByName(name);
  }

  Deployment deployment;
  std::unique_ptr<app::Server> server = deployment.Start(TinySpec(), "admin");
};
using Versions = ::testing::Types<V1, V1Alpha>;
TYPED_TEST_SUITE(Reflection, Versions);

TYPED_TEST(Reflection, ListsEveryServiceWithHealthAndItself) {
  EXPECT_THAT(this->Services(),
              IsSupersetOf({"grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection",
                            "grpc.reflection.v1alpha.ServerReflection", "obt.admin.v1.AdminService",
                            "obt.feed.v1.FeedService", "obt.testing.v1.TinyService"}));
}

TYPED_TEST(Reflection, DescribesEveryServiceItLists) {
  const std::vector<std::string> services = this->Services();
  ASSERT_FALSE(services.empty());
  for (const std::string& name : services) {
    typename TestFixture::Description description;
    const google::protobuf::ServiceDescriptor* const service = this->Describe(name, description);
    ASSERT_NE(service, nullptr) << name;
    EXPECT_GT(service->method_count(), 0) << name;
  }
}

TYPED_TEST(Reflection, HealthHasItsCheckAndItsWatch) {
  typename TestFixture::Description description;
  const google::protobuf::ServiceDescriptor* const health =
      this->Describe("grpc.health.v1.Health", description);
  ASSERT_NE(health, nullptr);
  ASSERT_NE(health->FindMethodByName("Check"), nullptr);
  ASSERT_NE(health->FindMethodByName("Watch"), nullptr);
  EXPECT_TRUE(health->FindMethodByName("Watch")->server_streaming());
}

TYPED_TEST(Reflection, AnswersEachQuestionOfAConversation) {
  std::vector<typename TypeParam::Request> asked(6);
  asked[0].set_file_by_filename("obt/testing/v1/tiny.proto");
  asked[1].set_file_containing_symbol("obt.testing.v1.TinyService.PutNumber");
  asked[2].set_file_containing_symbol("obt.testing.v1.Nothing");
  asked[3].mutable_file_containing_extension()->set_containing_type("google.protobuf.MethodOptions");
  asked[3].mutable_file_containing_extension()->set_extension_number(52001);
  asked[4].set_all_extension_numbers_of_type("google.protobuf.MethodOptions");
  for (auto& request : asked) request.set_host("here");
  const auto answers = this->Ask(asked);
  ASSERT_THAT(answers, SizeIs(6));
  for (size_t i = 0; i < answers.size(); ++i) {
    EXPECT_EQ(answers[i].valid_host(), "here");
    EXPECT_EQ(answers[i].original_request().SerializeAsString(), asked[i].SerializeAsString()) << i;
  }
  for (const size_t i : {0, 1, 3})
    EXPECT_GT(answers[i].file_descriptor_response().file_descriptor_proto_size(), 0) << i;
  EXPECT_EQ(answers[2].error_response().error_code(), 5) << "NOT_FOUND";
  EXPECT_THAT(answers[4].all_extension_numbers_response().extension_number(), Contains(52001));
  EXPECT_EQ(answers[5].error_response().error_code(), 3) << "INVALID_ARGUMENT: it asks nothing";
}

}  // namespace
}  // namespace obt::testing
