// Policies that make no sense are refused with a sentence.
#include "common/rpc/policy.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace obt::rpc {
namespace {

using ::testing::HasSubstr;

constexpr char kSample[] = R"(
  name: 'sample.proto' package: 'obt.sample.v1' syntax: 'proto3'
  dependency: 'obt/options/v1/options.proto'
  message_type { name: 'Item' field { name: 'person_id' number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
                 field { name: 'count' number: 2 type: TYPE_INT32 label: LABEL_OPTIONAL }
                 field { name: 'ids' number: 3 type: TYPE_STRING label: LABEL_REPEATED } }
  message_type { name: 'DoRequest'
                 field { name: 'items' number: 1 type: TYPE_MESSAGE type_name: '.obt.sample.v1.Item'
                         label: LABEL_REPEATED }
                 field { name: 'organisation_code' number: 2 type: TYPE_STRING label: LABEL_OPTIONAL }
                 field { name: 'person_ids' number: 3 type: TYPE_STRING label: LABEL_REPEATED } }
  message_type { name: 'DoResponse' }
  service { name: 'SampleService'
            method { name: 'Do' input_type: 'DoRequest' output_type: 'DoResponse' } })";

// What is said of a method with this policy; "" of a good one.
std::string FaultOf(const std::string& policy) {
  google::protobuf::FileDescriptorProto file;
  if (!google::protobuf::TextFormat::ParseFromString(kSample, &file)) return "the sample cannot be read";
  if (!policy.empty()) {
    options::v1::RpcPolicy* const stated =
        file.mutable_service(0)->mutable_method(0)->mutable_options()->MutableExtension(options::v1::rpc);
    if (!google::protobuf::TextFormat::ParseFromString(policy, stated)) return "the policy cannot be read";
  }
  google::protobuf::DescriptorPool pool(google::protobuf::DescriptorPool::generated_pool());
  const google::protobuf::FileDescriptor* const built = pool.BuildFile(file);
  if (built == nullptr) return "the sample cannot be built";
  return std::string(ReadPolicy(*built->service(0)->method(0)).status().message());
}

constexpr char kStaff[] = "roles: ROLE_INTEGRATION ";

TEST(Policy, GoodOnesAreRead) {
  for (const char* policy : {
           "any_client: true",
           "roles: ROLE_CENTRAL_ADMIN",
           "roles: ROLE_INTEGRATION person: PERSON_RULE_REQUIRED",
           "roles: ROLE_INTEGRATION scope_kind: SCOPE_KIND_NARROWED",
           "roles: ROLE_INTEGRATION scope: 'organisation_code' scope_kind: SCOPE_KIND_ORGANISATION",
           "roles: ROLE_INTEGRATION scope: 'items.person_id' scope_kind: SCOPE_KIND_PERSON",
           "roles: ROLE_INTEGRATION scope: 'person_ids' scope_kind: SCOPE_KIND_PERSON",
       }) {
    EXPECT_EQ(FaultOf(policy), "") << policy;
  }
}

TEST(Policy, EveryRpcSaysWhoMayCallIt) {
  EXPECT_THAT(FaultOf(""), HasSubstr("states no policy"));
  EXPECT_THAT(FaultOf("timeout_ms: 5"), HasSubstr("roles or any_client"));
  EXPECT_THAT(FaultOf("roles: ROLE_SERVICE any_client: true"), HasSubstr("roles or any_client"));
  EXPECT_THAT(FaultOf("roles: [ROLE_SERVICE, ROLE_SERVICE]"), HasSubstr("twice"));
  EXPECT_THAT(FaultOf("roles: [ROLE_SERVICE, ROLE_UNSPECIFIED]"), HasSubstr("does not exist"));
  EXPECT_THAT(FaultOf("roles: ROLE_SERVICE timeout_ms: -1"), HasSubstr("negative"));
}

TEST(Policy, AForgottenScopeIsAFault) {
  EXPECT_THAT(FaultOf(kStaff), HasSubstr("name the scope's field"));
  EXPECT_THAT(FaultOf(absl::StrCat(kStaff, "scope: 'person_ids'")), HasSubstr("go together"));
  EXPECT_THAT(FaultOf(absl::StrCat(kStaff, "scope_kind: SCOPE_KIND_PERSON")), HasSubstr("go together"));
  EXPECT_THAT(FaultOf(absl::StrCat(kStaff, "scope: 'person_ids' scope_kind: SCOPE_KIND_NARROWED")),
              HasSubstr("go together"));
  EXPECT_THAT(FaultOf("any_client: true scope: 'person_ids' scope_kind: SCOPE_KIND_PERSON"),
              HasSubstr("no scope"));
}

TEST(Policy, AScopeIsAPathToAText) {
  const auto fault = [](const char* scope) {
    return FaultOf(absl::StrCat(kStaff, "scope: '", scope, "' scope_kind: SCOPE_KIND_PERSON"));
  };
  EXPECT_THAT(fault("things.person_id"), HasSubstr("names no field"));
  EXPECT_THAT(fault("organisation_code.person_id"), HasSubstr("names no field"));
  EXPECT_THAT(fault("items.nobody"), HasSubstr("names no field"));
  EXPECT_THAT(fault("items.count"), HasSubstr("end at a string"));
  EXPECT_THAT(fault("items.ids"), HasSubstr("only a request's own field may repeat"));
}

}  // namespace
}  // namespace obt::rpc
