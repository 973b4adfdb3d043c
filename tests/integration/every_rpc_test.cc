// What holds for every RPC of every service, checked over the descriptors so that a new RPC is covered the
// day it is bound.
#include "tests/integration/every_rpc.h"

#include <cstdlib>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/rpc/status.pb.h"
#include "obt/identity/v1/import.pb.h"
#include "obt/identity/v1/team.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "tests/integration/random_message.h"
#include "tests/integration/world.h"

namespace obt::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

class EveryRpcTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world = new World();
    world->CreateClient("everything", options::v1::ROLE_CENTRAL_ADMIN);
    for (int role = options::v1::ROLE_INTEGRATION; role <= options::v1::ROLE_SERVICE; ++role) {
      identity::v1::GrantRoleRequest grant;
      grant.set_client_id("everything");
      grant.mutable_grant()->set_role(static_cast<options::v1::Role>(role));
      if (role <= options::v1::ROLE_ORGANISATION_ADMIN) grant.mutable_grant()->set_organisation_code("dwp");
      world->Must<identity::v1::GrantRoleResponse>(grant);
    }
    identity::v1::CreateClientRequest create;
    create.set_client_id("nothing");
    create.set_title("nothing");
    world->Must<identity::v1::CreateClientResponse>(create);
    learning::v1::PutSurveyRequest survey;
    survey.mutable_survey()->set_programme_id("obt-2024");
    survey.mutable_survey()->set_survey_id("before");
    survey.mutable_survey()->set_kind(learning::v1::SURVEY_KIND_PRE);
    survey.mutable_survey()->set_title("Before");
    learning::v1::SurveyQuestion& question = *survey.mutable_survey()->add_questions();
    question.set_question_id("skills");
    question.set_construct("skills");
    question.set_wording("How far do you agree?");
    question.set_scale(5);
    question.set_text_allowed(true);
    world->Must<learning::v1::PutSurveyResponse>(survey);
    person = new std::string(world->CreatePerson("jobcentre", "anna"));
    identity::v1::CreateTeamRequest make;
    make.mutable_team()->set_programme_id("obt-2024");
    make.mutable_team()->set_organisation_code("dwp");
    make.mutable_team()->set_name("team");
    make.mutable_team()->add_facilitator_ids(*person);
    team = new std::string(world->Must<identity::v1::CreateTeamResponse>(make).team().team_id());
    identity::v1::StartImportRequest start;
    start.set_organisation_code("dwp");
    start.set_mode(identity::v1::IMPORT_MODE_SNAPSHOT);
    import = new std::string(world->Must<identity::v1::StartImportResponse>(start).import().import_id());
    world->CatchUp();
  }
  static void TearDownTestSuite() {
    delete world;
    delete person;
    delete team;
    delete import;
  }
  static absl::Status CallWith(const rpc::Client& client, const Rpc& rpc, const Message& request,
                               Message* response = nullptr, absl::Duration timeout = absl::Seconds(20),
                               const std::string& acting_for = "") {
    const std::unique_ptr<Message> own = rpc.NewResponse();
    rpc::CallOptions options;
    options.retry = false;
    options.timeout = timeout;
    options.acting_for = acting_for;
    return client.Invoke(request, response == nullptr ? *own : *response, options);
  }
  static World* world;
  static std::string* person;
  static std::string* team;
  static std::string* import;
};
World* EveryRpcTest::world = nullptr;
std::string* EveryRpcTest::person = nullptr;
std::string* EveryRpcTest::team = nullptr;
std::string* EveryRpcTest::import = nullptr;

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
      EXPECT_THAT(CallWith(*client, rpc, *rpc.NewRequest()),
                  StatusIs(absl::StatusCode::kUnauthenticated, reason))
          << rpc.method->full_name();
    }
  }
}

TEST_F(EveryRpcTest, RefusesAClientWithoutTheGrant) {
  for (const Rpc& rpc : EveryRpc()) {
    const options::v1::RpcPolicy& policy = rpc.method->options().GetExtension(options::v1::rpc);
    if (policy.any_client()) continue;
    const std::unique_ptr<rpc::Client> client = world->deployment().ClientTo(rpc.service, "nothing");
    EXPECT_THAT(CallWith(*client, rpc, *rpc.NewRequest()),
                StatusIs(absl::StatusCode::kPermissionDenied, "ROLE_MISSING"))
        << rpc.method->full_name();
  }
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
    const std::unique_ptr<rpc::Client> client = world->deployment().ClientTo(rpc.service, "everything");
    const absl::Status status = CallWith(*client, rpc, *request);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"))
        << rpc.method->full_name();
    std::set<std::string> named;
    for (const FieldViolation& violation : ViolationsOf(status)) named.insert(violation.field);
    for (const std::string& fault : faults) {
      EXPECT_EQ(named.count(fault), 1u) << rpc.method->full_name() << " does not name " << fault;
    }
  }
}

bool Acceptable(absl::StatusCode code) {
  return code != absl::StatusCode::kInternal && code != absl::StatusCode::kUnknown &&
         code != absl::StatusCode::kDataLoss && code != absl::StatusCode::kUnauthenticated;
}

// The results of a batch carry statuses of their own.
void ExpectResultsAcceptable(const Message& response, const Rpc& rpc) {
  const FieldDescriptor* results = response.GetDescriptor()->FindFieldByName("results");
  if (results == nullptr || !results->is_repeated()) return;
  const FieldDescriptor* status = results->message_type()->FindFieldByName("status");
  if (status == nullptr || status->message_type() != google::rpc::Status::descriptor()) return;
  for (int i = 0; i < response.GetReflection()->FieldSize(response, results); ++i) {
    const Message& result = response.GetReflection()->GetRepeatedMessage(response, results, i);
    google::rpc::Status told;
    told.CopyFrom(result.GetReflection()->GetMessage(result, status));
    EXPECT_TRUE(Acceptable(static_cast<absl::StatusCode>(told.code())))
        << rpc.method->full_name() << told.ShortDebugString();
  }
}

TEST_F(EveryRpcTest, SurvivesRandomRequests) {
  const char* given = std::getenv("OBT_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device()();
  std::cout << "seed: OBT_SEED=" << seed << std::endl;
  RandomMessage random(seed, {{"organisation_code", "dwp"},
                              {"organisation_code", "jobcentre"},
                              {"organisation_codes", "dwp"},
                              {"programme_id", "obt-2024"},
                              {"programme_id", "obt-2023"},
                              {"person_id", *person},
                              {"person_ids", *person},
                              {"facilitator_ids", *person},
                              {"member_ids", *person},
                              {"team_id", *team},
                              {"import_id", *import},
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
  std::map<std::string, std::unique_ptr<rpc::Client>> clients;
  for (const Rpc& rpc : EveryRpc()) {
    std::unique_ptr<rpc::Client>& client = clients[rpc.service];
    if (client == nullptr) client = world->deployment().ClientTo(rpc.service, "everything");
    for (int i = 0; i < kTimes; ++i) {
      const std::unique_ptr<Message> request = rpc.NewRequest(), response = rpc.NewResponse();
      random.Fill(*request);
      const absl::Status status = CallWith(*client, rpc, *request, response.get(), absl::Milliseconds(400),
                                           i % 2 == 0 ? *person : "");
      ASSERT_TRUE(Acceptable(status.code())) << rpc.method->full_name() << ": " << status << "\n"
                                             << request->ShortDebugString();
      if (status.ok()) ExpectResultsAcceptable(*response, rpc);
    }
  }
}

}  // namespace
}  // namespace obt::testing
