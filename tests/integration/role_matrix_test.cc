// Who may call what, and how far they reach: every RPC by every role, from the policies its proto states.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/rpc/policy.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "tests/integration/every_rpc.h"
#include "tests/integration/valid_requests.h"

namespace obt::testing {
namespace {

using google::protobuf::Message;
using options::v1::RpcPolicy;

class RoleMatrix : public EveryRpcTest {
 protected:
  // What the RPC answers about the thing; of items the item's answer.
  static absl::Status Ask(const Rpc& rpc, int role, const std::string& thing) {
    const bool needs_person = rpc.policy().person() == options::v1::PERSON_RULE_REQUIRED;
    return AskFor(rpc, role, thing, needs_person ? Bystander() : "");
  }
  // The same in a call made for somebody.
  static absl::Status AskFor(const Rpc& rpc, int role, const std::string& thing, const std::string& person) {
    const auto asked = ValidRequests().find(rpc.method->name());
    if (asked == ValidRequests().end()) {
      ADD_FAILURE() << rpc.method->full_name() << ": give it a valid request in ValidRequests()";
      return absl::OkStatus();
    }
    const std::unique_ptr<Message> request = rpc.NewRequest(), response = rpc.NewResponse();
    const std::string text = absl::StrReplaceAll(
        asked->second.text, {{"$S", thing}, {"$P", Of(options::v1::SCOPE_KIND_PERSON).inside}});
    if (!google::protobuf::TextFormat::ParseFromString(text, request.get()))
      ADD_FAILURE() << rpc.method->full_name() << ": not a request: " << text;
    rpc::CallOptions options;
    options.acting_for = person;
    const absl::Status status = Invoke(ClientTo(rpc, ClientOf(role)), rpc, *request, response.get(), options);
    const std::vector<absl::Status> items = StatusesOf(*response);
    return items.empty() ? status : items[0];
  }
  static bool IsItsOwnReason(const Rpc& rpc, const absl::Status& status) {
    return absl::c_linear_search(ValidRequests().at(rpc.method->name()).reasons, ReasonOf(status));
  }
  // Somebody of dwp who is in no team.
  static std::string Bystander() {
    static const std::string person = [] {
      std::string made = world->CreatePerson("jobcentre", "berta");
      world->CatchUp();
      return made;
    }();
    return person;
  }
  // That the thing is reached: the RPC does what it is for, or refuses it for its own reason.
  static void ExpectReached(const Rpc& rpc, int role, const std::string& thing) {
    const absl::Status status = Ask(rpc, role, thing);
    EXPECT_TRUE(status.ok() || IsItsOwnReason(rpc, status))
        << rpc.method->full_name() << " " << options::v1::Role_Name(role) << ": " << status;
  }
};

TEST_F(RoleMatrix, EveryRpcStatesAPolicyThatMakesSense) {
  for (const Rpc& rpc : EveryRpc()) EXPECT_OK(rpc::ReadPolicy(*rpc.method)) << rpc.method->full_name();
}

TEST_F(RoleMatrix, TheRolesOfThePolicyMayCallAndNoOthers) {
  for (const Rpc& rpc : EveryRpc()) {
    for (int role = 1; role < options::v1::Role_ARRAYSIZE; ++role) {
      const bool may = rpc.policy().any_client() || absl::c_linear_search(rpc.policy().roles(), role);
      const absl::Status status = Invoke(ClientTo(rpc, ClientOf(role)), rpc, *rpc.NewRequest());
      const std::string which =
          absl::StrCat(rpc.method->full_name(), " ", options::v1::Role_Name(role), ": ", status.ToString());
      EXPECT_EQ(ReasonOf(status) == "ROLE_MISSING", !may) << which;
      EXPECT_FALSE(IsFaultOfOurs(status.code()) || absl::IsUnavailable(status)) << which;
    }
  }
}

TEST_F(RoleMatrix, RolesOfAnOrganisationReachItsSubtreeAndNothingElse) {
  for (const Rpc& rpc : EveryRpc()) {
    const RpcPolicy& policy = rpc.policy();
    if (policy.scope().empty()) continue;
    const Things& of = Of(policy.scope_kind());
    for (const int role : policy.roles()) {
      if (role > options::v1::ROLE_ORGANISATION_ADMIN) continue;
      const std::string which = absl::StrCat(rpc.method->full_name(), " ", options::v1::Role_Name(role));
      const absl::Status outside = Ask(rpc, role, of.outside), unknown = Ask(rpc, role, of.unknown);
      if (policy.scope_kind() == options::v1::SCOPE_KIND_ORGANISATION) {
        EXPECT_THAT(outside, StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE")) << which;
        EXPECT_THAT(unknown, StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE")) << which;
      } else {
        EXPECT_THAT(outside, StatusIs(absl::StatusCode::kNotFound)) << which;
        EXPECT_EQ(ReasonOf(outside), ReasonOf(unknown)) << which;
        EXPECT_EQ(absl::StrReplaceAll(outside.message(), {{of.outside, of.unknown}}), unknown.message())
            << which;
      }
      EXPECT_FALSE(IsItsOwnReason(rpc, outside)) << which;
      ExpectReached(rpc, role, of.inside);
    }
  }
}

TEST_F(RoleMatrix, OtherRolesReachEverything) {
  for (const Rpc& rpc : EveryRpc()) {
    if (rpc.policy().scope().empty()) continue;
    for (const int role : rpc.policy().roles()) {
      if (role > options::v1::ROLE_ORGANISATION_ADMIN)
        ExpectReached(rpc, role, Of(rpc.policy().scope_kind()).outside);
    }
  }
}

TEST_F(RoleMatrix, WhatNeedsAPersonIsRefusedWithoutOne) {
  for (const Rpc& rpc : EveryRpc()) {
    if (rpc.policy().person() != options::v1::PERSON_RULE_REQUIRED) continue;
    const bool scoped = !rpc.policy().scope().empty();
    const std::string thing = scoped ? Of(rpc.policy().scope_kind()).inside : "";
    EXPECT_THAT(AskFor(rpc, rpc.policy().roles(0), thing, ""),
                StatusIs(absl::StatusCode::kInvalidArgument, "PERSON_MISSING"))
        << rpc.method->full_name();
  }
}

}  // namespace
}  // namespace obt::testing
