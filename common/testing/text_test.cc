// Texts at the router's edge: one that is bad costs its item alone and is named; what looks the same is the
// same; and what bears the token is told from its scheme.
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/grpc_status.h"
#include "common/testing/deployment.h"
#include "common/testing/local_caller.h"
#include "common/testing/status_matchers.h"
#include "common/testing/tiny_service.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"

namespace obt::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kHalfAPair[] = "half a pair \xED\xA0\xBC";
constexpr char kPutNumber[] = "/obt.testing.v1.TinyService/PutNumber";

class Text : public ::testing::Test {
 protected:
  static v1::PutNumbersRequest Three(const std::string& middle) {
    v1::PutNumbersRequest request;
    for (const std::string& name : {std::string("first"), middle, std::string("third")}) {
      v1::Number* item = request.add_items();
      item->set_organisation_code("dwp");
      item->set_name(name);
    }
    return request;
  }
  static std::vector<int> CodesOf(const v1::PutNumbersResponse& response) {
    std::vector<int> codes;
    for (const auto& result : response.results()) codes.push_back(result.status().code());
    return codes;
  }
  static v1::PutNumberRequest Put(const std::string& name, const std::string& request_id = "") {
    v1::PutNumberRequest request;
    request.set_organisation_code("dwp");
    request.set_name(name);
    request.set_request_id(request_id);
    return request;
  }
  // Bytes to PutNumber, with this header.
  absl::Status Send(const std::string& bytes, const std::string& authorization) {
    grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub(
        grpc::CreateChannel(server->address(), grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    context.AddMetadata("authorization", authorization);
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer reply;
    std::promise<grpc::Status> answered;
    stub.UnaryCall(&context, kPutNumber, grpc::StubOptions(), &request, &reply,
                   [&answered](grpc::Status status) { answered.set_value(std::move(status)); });
    return rpc::FromGrpc(answered.get_future().get());
  }
  Deployment deployment;
  std::unique_ptr<app::Server> server = deployment.Start(TinySpec(), "admin");
  std::unique_ptr<rpc::Client> dwp = deployment.ClientTo("tiny", "dwp");
};

TEST_F(Text, OneBadTextOfABatchCostsItsItemAlone) {
  ::testing::internal::CaptureStderr();
  for (const bool local : {false, true}) {
    const v1::PutNumbersRequest request = Three(kHalfAPair);
    const auto response =
        local ? rpc::LocalCaller(server->router(), "dwp").Call<v1::PutNumbersResponse>(request)
              : dwp->Call<v1::PutNumbersResponse>(request);
    ASSERT_OK(response);
    EXPECT_THAT(CodesOf(*response), ElementsAre(0, 3, 0));
    EXPECT_EQ(response->results(1).status().message(), "items[1].name: must be valid UTF-8");
  }
  EXPECT_EQ(server->store().Now().sequence(), 4u);
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), Not(HasSubstr("UTF-8")));
}

TEST_F(Text, OfOneRequestEachBadTextIsNamed) {
  v1::PutNumberRequest request = Put("\xC3", "\xFF");
  request.set_organisation_code("dw\xEB");
  const absl::Status status = dwp->Call<v1::PutNumberResponse>(request).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(status, ViolatesFields(ElementsAre("organisation_code", "name", "request_id")));
  for (const FieldViolation& fault : ViolationsOf(status))
    EXPECT_EQ(fault.description, "must be valid UTF-8") << fault.field;
}

TEST_F(Text, AnEntryOfAQueryThatIsNoIdIsRefusedAlone) {
  const std::string unknown = ToText(NewId<PersonId>(absl::Now()));
  v1::GetPeopleNumbersRequest request;
  for (const std::string& id : {unknown, std::string("\xFF"), std::string("nobody"), unknown})
    request.add_person_ids(id);
  ASSERT_OK_AND_ASSIGN(const auto response, dwp->Call<v1::GetPeopleNumbersResponse>(request));
  ASSERT_EQ(response.results_size(), 4);
  EXPECT_EQ(response.results(1).status().message(), "person_ids[1]: must be valid UTF-8");
  EXPECT_THAT(rpc::FromProto(response.results(2).status()), ViolatesFields(ElementsAre("person_ids[2]")));
  for (const int i : {0, 3})
    EXPECT_EQ(response.results(i).status().code(), static_cast<int>(absl::StatusCode::kNotFound));
}

TEST_F(Text, WhatLooksTheSameIsTheSameRequestAndIsKeptInOneForm) {
  ASSERT_OK(dwp->Call<v1::PutNumberResponse>(Put("Zoe\xCC\x88", "r1")));
  rpc::CallFacts again;
  ASSERT_OK(dwp->Call<v1::PutNumberResponse>(Put("Zo\xC3\xAB", "r1"), {}, &again));
  EXPECT_EQ(again.sequence, 1u) << "a retry";
  v1::GetNumberRequest get;
  get.set_name("Zo\xC3\xAB");
  ASSERT_OK_AND_ASSIGN(const auto got, dwp->Call<v1::GetNumberResponse>(get));
  EXPECT_EQ(got.number().name(), "Zo\xC3\xAB");
  ASSERT_OK(dwp->Call<v1::PutNumbersResponse>(Three("Zoe\xCC\x88s")));
  get.set_name("Zo\xC3\xABs");
  EXPECT_OK(dwp->Call<v1::GetNumberResponse>(get));
}

TEST_F(Text, BytesThatAreNoMessageAreMalformed) {
  ASSERT_OK(dwp->Call<v1::PutNumberResponse>(Put("a")));  // by now it serves
  const std::string token = absl::StrCat("Bearer ", deployment.Token({.client = "dwp"}));
  const std::string bad_text = Put(kHalfAPair).SerializeAsString();
  EXPECT_THAT(Send(bad_text, token), StatusIs(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  for (const std::string& bytes : {bad_text.substr(0, bad_text.size() - 1), bad_text + "\x0C",
                                   std::string("\x0A\xFF\xFF\xFF\xFF\x07"), std::string(1'000'000, '\x0B')}) {
    EXPECT_THAT(Send(bytes, token), StatusIs(absl::StatusCode::kInvalidArgument, "MALFORMED_REQUEST"));
  }
}

TEST_F(Text, TheSchemeOfATokenIsReadInAnyCase) {
  ASSERT_OK(dwp->Call<v1::PutNumberResponse>(Put("a")));  // by now it serves
  const std::string token = deployment.Token({.client = "dwp"}), request = Put("b").SerializeAsString();
  for (const char* scheme : {"Bearer ", "bearer ", "BEARER ", "bEaReR ", "Bearer   "})
    EXPECT_OK(Send(request, absl::StrCat(scheme, token))) << scheme;
  EXPECT_OK(Send(request, absl::StrCat("bearer ", token, "  ")));
  for (const char* scheme : {"", "Bearer", "Basic ", "Bearer: ", "Token "}) {
    EXPECT_THAT(Send(request, absl::StrCat(scheme, token)),
                StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_MISSING"))
        << scheme;
  }
  EXPECT_THAT(Send(request, "Bearer"), StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_MISSING"));
  EXPECT_THAT(Send(request, "bearer nonsense"),
              StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_MALFORMED"));
}

}  // namespace
}  // namespace obt::testing
