// What holds for every RPC of every service, checked over the descriptors so that a new RPC is covered the
// day it is bound.
#include "tests/integration/every_rpc.h"

#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "common/rpc/limits.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "tests/integration/random_message.h"

namespace obt::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

TEST_F(EveryRpcTest, RefusesAMissingExpiredTamperedOrForeignToken) {
  const Deployment& deployment = world->deployment();
  std::string tampered = deployment.Token({.client = "everything"});
  tampered[tampered.size() - 10] = tampered[tampered.size() - 10] == 'A' ? 'B' : 'A';
  const std::vector<std::pair<std::string, std::string>> tokens = {
      {"", "TOKEN_MISSING"},
      {deployment.Token({.client = "everything", .life = absl::Hours(-1)}), "TOKEN_EXPIRED"},
      {tampered, "TOKEN_SIGNATURE"},
      {deployment.Token({.client = "everything", .audience = "other"}), "TOKEN_AUDIENCE"}};
  for (const auto& [token, reason] : tokens) {
    std::map<std::string, std::unique_ptr<rpc::Client>> clients;
    for (const Rpc& rpc : EveryRpc()) {
      std::unique_ptr<rpc::Client>& client = clients[rpc.service];
      if (client == nullptr) client = deployment.ClientWithToken(rpc.service, token);
      EXPECT_THAT(Invoke(*client, rpc, *rpc.NewRequest()),
                  StatusIs(absl::StatusCode::kUnauthenticated, reason))
          << rpc.method->full_name();
    }
  }
}

TEST_F(EveryRpcTest, RefusesAClientWithoutTheGrant) {
  for (const Rpc& rpc : EveryRpc()) {
    if (rpc.policy().any_client()) continue;
    EXPECT_THAT(Invoke(ClientTo(rpc, "nothing"), rpc, *rpc.NewRequest()),
                StatusIs(absl::StatusCode::kPermissionDenied, "ROLE_MISSING"))
        << rpc.method->full_name();
  }
}

TEST_F(EveryRpcTest, RefusesARequestThatIsTooLargeWithAReason) {
  for (const Rpc& rpc : EveryRpc()) {
    const std::unique_ptr<Message> request = rpc.NewRequest();
    request->GetReflection()
        ->MutableUnknownFields(request.get())
        ->AddLengthDelimited(99'999, std::string(rpc::kMaxRequestBytes + 1, 'x'));
    EXPECT_THAT(Invoke(ClientTo(rpc, "everything"), rpc, *request),
                StatusIs(absl::StatusCode::kInvalidArgument, "REQUEST_TOO_LARGE"))
        << rpc.method->full_name();
  }
}

// A conversation of the team of dwp, with a change agreed in it.
ideas::v1::LogConversationResponse LogConversation(World& world, const std::string& team_id) {
  ideas::v1::LogConversationRequest request;
  request.set_team_id(team_id);
  *request.mutable_held_on() = DateOf(2024, 11, 4);
  request.set_attendance(3);
  ideas::v1::AgreedChange& change = *request.add_changes();
  change.mutable_text()->set_title("Print at the desk");
  change.mutable_terms()->set_visibility(ideas::v1::VISIBILITY_CROSS_GOVERNMENT);
  *change.mutable_try_by() = DateOf(2024, 11, 30);
  return world.Must<ideas::v1::LogConversationResponse>(request, "everything");
}

// Strings nobody may send, enum values nobody defined, negative page sizes.
std::set<std::string> FillWithFaults(Message& request) {
  // Free of rules by nature: opaque bytes that are compared, never stored.
  static const std::set<std::string> kExempt = {"page_token"};
  std::set<std::string> faults;
  const auto* type = request.GetDescriptor();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor& field = *type->field(i);
    if (field.is_repeated() || kExempt.count(field.name()) > 0) continue;
    if (field.type() == FieldDescriptor::TYPE_STRING) {
      request.GetReflection()->SetString(&request, &field, std::string(5000, 'A') + '\x01');
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      request.GetReflection()->SetEnumValue(&request, &field, 999);
    } else if (field.name() == "page_size") {
      request.GetReflection()->SetInt32(&request, &field, -1);
    } else {
      continue;
    }
    faults.insert(field.name());
  }
  return faults;
}

TEST_F(EveryRpcTest, NamesEveryFaultyFieldAtOnce) {
  for (const Rpc& rpc : EveryRpc()) {
    const std::unique_ptr<Message> request = rpc.NewRequest();
    const std::set<std::string> faults = FillWithFaults(*request);
    if (faults.empty()) continue;
    const absl::Status status = Invoke(ClientTo(rpc, "everything"), rpc, *request);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"))
        << rpc.method->full_name();
    std::set<std::string> named;
    for (const FieldViolation& violation : ViolationsOf(status)) named.insert(violation.field);
    for (const std::string& fault : faults) {
      EXPECT_EQ(named.count(fault), 1u) << rpc.method->full_name() << " does not name " << fault;
    }
  }
}

bool Acceptable(const absl::Status& status) {
  return !IsFaultOfOurs(status.code()) && !absl::IsUnauthenticated(status);
}

TEST_F(EveryRpcTest, SurvivesRandomRequests) {
  const char* given = std::getenv("OBT_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
  std::cout << "seed: OBT_SEED=" << seed << std::endl;
  const std::string person = Of(options::v1::SCOPE_KIND_PERSON).inside;
  const auto conversation = LogConversation(*world, Of(options::v1::SCOPE_KIND_TEAM).inside);
  RandomMessage random(seed, {{"organisation_code", "dwp"},
                              {"organisation_code", "jobcentre"},
                              {"organisation_codes", "dwp"},
                              {"programme_id", "obt-2024"},
                              {"programme_id", "obt-2023"},
                              {"person_id", person},
                              {"person_ids", person},
                              {"facilitator_ids", person},
                              {"member_ids", person},
                              {"team_id", Of(options::v1::SCOPE_KIND_TEAM).inside},
                              {"import_id", world->StartImport("dwp", identity::v1::IMPORT_MODE_SNAPSHOT)},
                              {"import_id", Of(options::v1::SCOPE_KIND_OWNED).inside},
                              {"conversation_id", conversation.conversation_id()},
                              {"idea_id", conversation.ideas(0).idea_id()},
                              {"target_id", conversation.ideas(0).idea_id()},
                              {"theme_codes", "letters"},
                              {"course_id", "masterclass"},
                              {"module_id", "m1"},
                              {"survey_id", "before"},
                              {"question_id", "skills"},
                              {"construct", "skills"},
                              {"client_id", "dwp"},
                              {"grade", "EO"},
                              {"grades", "EO"},
                              {"profession", "POLICY"},
                              {"region", "LONDON"},
                              {"code", "dwp"},
                              {"kind", "people"},
                              {"source", "csl"},
                              {"source", "identity"}});
  constexpr int kTimes = 60;
  rpc::CallOptions options;
  options.timeout = absl::Milliseconds(400);
  for (const Rpc& rpc : EveryRpc()) {
    for (int i = 0; i < kTimes; ++i) {
      const std::unique_ptr<Message> request = rpc.NewRequest(), response = rpc.NewResponse();
      random.Fill(*request);
      options.acting_for = i % 2 == 0 ? person : "";
      const absl::Status status = Invoke(ClientTo(rpc, "everything"), rpc, *request, response.get(), options);
      ASSERT_TRUE(Acceptable(status)) << rpc.method->full_name() << ": " << status << "\n"
                                      << request->ShortDebugString();
      for (const absl::Status& item : StatusesOf(*response))
        EXPECT_TRUE(Acceptable(item)) << rpc.method->full_name() << " " << item;
    }
  }
}

}  // namespace
}  // namespace obt::testing
