// Who may call what, and how far they reach: every RPC by every role, from the policies its proto states.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/rpc/grpc_status.h"
#include "common/rpc/policy.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/rpc/status.pb.h"
#include "obt/identity/v1/import.pb.h"
#include "obt/identity/v1/team.pb.h"
#include "tests/integration/every_rpc.h"
#include "tests/integration/world.h"

namespace obt::testing {
namespace {

using google::protobuf::Message;
using options::v1::Role;
using options::v1::RpcPolicy;

// A valid request of every RPC that has a scope or needs a person; $S stands for the value its scope is
// checked against.
const std::map<std::string, std::string>& Requests() {
  static const auto* const requests = new std::map<std::string, std::string>{
      {"CreatePerson", "organisation_code: '$S' name: 'N' email: 'n@dwp.gov.uk'"},
      {"GetPerson", "person_id: '$S'"},
      {"BatchGetPeople", "person_ids: '$S'"},
      {"FindPerson", "organisation_code: '$S' hr_id: '1'"},
      {"ListPeople", "organisation_code: '$S'"},
      {"UpdatePerson", "person_id: '$S' grade: 'EO' update_mask { paths: 'grade' }"},
      {"MovePerson",
       "person_id: '$S' to_organisation_code: 'dwp' effective { year: 2024 month: 10 day: 14 }"},
      {"MarkLeft", "person_id: '$S'"},
      {"Reinstate", "person_id: '$S'"},
      {"CorrectStays",
       "person_id: '$S' stays { organisation_code: 'dwp' from { year: 2024 month: 4 day: 1 } }"},
      {"StartImport", "organisation_code: '$S' mode: IMPORT_MODE_DELTA"},
      {"ImportPeople", "import_id: '$S' rows { hr_id: '1' }"},
      {"FinishImport", "import_id: '$S'"},
      {"GetImport", "import_id: '$S'"},
      {"ListImportResults", "import_id: '$S'"},
      {"CancelImport", "import_id: '$S'"},
      {"CreateTeam",
       "team { programme_id: 'obt-2024' organisation_code: '$S' name: 'N' facilitator_ids: '$P' }"},
      {"BatchCreateTeams",
       "teams { programme_id: 'obt-2024' organisation_code: '$S' team_key: 'k' name: 'N' "
       "facilitator_ids: '$P' }"},
      {"GetTeam", "team_id: '$S'"},
      {"ListTeams", "programme_id: 'obt-2024' organisation_code: '$S'"},
      {"UpdateTeam", "team_id: '$S' name: 'M' update_mask { paths: 'name' }"},
      {"CloseTeam", "team_id: '$S'"},
      {"UpdateOrganisation", "organisation_code: '$S' local_plan { team_size: 8 }"},
      {"RecordLearning",
       "events { programme_id: 'obt-2024' source: 'csl' source_event_id: '1' person_id: '$S' verb: "
       "VERB_STARTED "
       "module { course_id: 'masterclass' module_id: 'm1' } occurred_at { seconds: 1728907200 } }"},
      {"RetractLearning",
       "programme_id: 'obt-2024' source: 'csl' source_event_id: '2' person_id: '$S' "
       "target_source_event_id: '1' occurred_at { seconds: 1728907200 }"},
      {"GetLearnerRecord", "programme_id: 'obt-2024' person_id: '$S'"},
      {"BatchGetLearnerRecords", "programme_id: 'obt-2024' person_ids: '$S'"},
      {"ListLearningEvents", "programme_id: 'obt-2024' person_id: '$S'"},
      {"BatchSubmitSurveyResponses",
       "responses { programme_id: 'obt-2024' survey_id: 'before' person_id: '$S' "
       "answered_at { seconds: 1728907200 } }"},
      {"SubmitSurveyResponse",
       "programme_id: 'obt-2024' survey_id: 'before' answered_at { seconds: 1728907200 }"},
      {"GetSurveyResponse", "programme_id: 'obt-2024' survey_id: 'before'"},
      {"WithdrawSurveyResponse",
       "programme_id: 'obt-2024' survey_id: 'before' withdrawn_at { seconds: 1728907200 }"},
      {"GetPersonProgress", "programme_id: 'obt-2024' person_id: '$S'"},
      {"ListCohort", "programme_id: 'obt-2024' organisation_code: '$S' done: STEP_START_LEARNING"}};
  return *requests;
}

constexpr char kNobody[] = "01890a5d-ac96-774b-bcce-b302099a8057";

// Things of dwp, things of hmrc and things that do not exist, by what a scope names.
struct Things {
  std::string inside, outside, unknown;
};

class RoleMatrix : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world = new World();
    clients = new std::map<std::string, std::unique_ptr<rpc::Client>>();
    for (int role = 1; role < options::v1::Role_ARRAYSIZE; ++role) {
      const bool of_organisation = role <= options::v1::ROLE_ORGANISATION_ADMIN;
      world->CreateClient(ClientOf(role), static_cast<Role>(role), of_organisation ? "dwp" : "");
    }
    person = new std::string(world->CreatePerson("jobcentre", "anna"));
    const std::string other = world->CreatePerson("hmrc", "otto");
    things = new std::map<options::v1::ScopeKind, Things>{
        {options::v1::SCOPE_KIND_ORGANISATION, {"jobcentre", "hmrc", "nowhere"}},
        {options::v1::SCOPE_KIND_PERSON, {*person, other, kNobody}},
        {options::v1::SCOPE_KIND_TEAM, {Team("dwp"), Team("hmrc"), kNobody}},
        {options::v1::SCOPE_KIND_OWNED, {Import("dwp"), Import("hmrc"), kNobody}}};
    world->CatchUp();
  }
  static void TearDownTestSuite() {
    delete clients;
    delete world;
    delete person;
    delete things;
  }
  static std::string Team(const std::string& organisation) {
    identity::v1::CreateTeamRequest make;
    make.mutable_team()->set_programme_id("obt-2024");
    make.mutable_team()->set_organisation_code(organisation);
    make.mutable_team()->set_name("team");
    make.mutable_team()->add_facilitator_ids(*person);
    return world->Must<identity::v1::CreateTeamResponse>(make).team().team_id();
  }
  static std::string Import(const std::string& organisation) {
    identity::v1::StartImportRequest start;
    start.set_organisation_code(organisation);
    start.set_mode(identity::v1::IMPORT_MODE_DELTA);
    return world->Must<identity::v1::StartImportResponse>(start).import().import_id();
  }
  static std::string ClientOf(int role) { return absl::StrCat("role-", role); }
  static const RpcPolicy& PolicyOf(const Rpc& rpc) {
    return rpc.method->options().GetExtension(options::v1::rpc);
  }
  static absl::Status Call(const Rpc& rpc, const std::string& client, const Message& request,
                           Message& response) {
    rpc::CallOptions options;
    options.retry = false;
    std::unique_ptr<rpc::Client>& made = (*clients)[rpc.service + client];
    if (made == nullptr) made = world->deployment().ClientTo(rpc.service, client);
    return made->Invoke(request, response, options);
  }
  // What the RPC answers about the thing; of items the item's answer.
  static absl::Status Ask(const Rpc& rpc, int role, const std::string& thing) {
    const auto text = Requests().find(rpc.method->name());
    if (text == Requests().end()) {
      ADD_FAILURE() << rpc.method->full_name() << ": give it a valid request in Requests()";
      return absl::OkStatus();
    }
    const std::unique_ptr<Message> request = rpc.NewRequest(), response = rpc.NewResponse();
    const std::string filled = absl::StrReplaceAll(text->second, {{"$S", thing}, {"$P", *person}});
    if (!google::protobuf::TextFormat::ParseFromString(filled, request.get()))
      ADD_FAILURE() << rpc.method->full_name() << ": not a request: " << filled;
    const absl::Status status = Call(rpc, ClientOf(role), *request, *response);
    const auto* const results = response->GetDescriptor()->FindFieldByName("results");
    const auto* const own = results == nullptr || results->message_type() == nullptr
                                ? nullptr
                                : results->message_type()->FindFieldByName("status");
    if (!status.ok() || own == nullptr || response->GetReflection()->FieldSize(*response, results) == 0)
      return status;
    const Message& result = response->GetReflection()->GetRepeatedMessage(*response, results, 0);
    google::rpc::Status told;
    told.CopyFrom(result.GetReflection()->GetMessage(result, own));
    return rpc::FromProto(told);
  }
  static World* world;
  static std::map<std::string, std::unique_ptr<rpc::Client>>* clients;
  static std::string* person;
  static std::map<options::v1::ScopeKind, Things>* things;
};
World* RoleMatrix::world = nullptr;
std::map<std::string, std::unique_ptr<rpc::Client>>* RoleMatrix::clients = nullptr;
std::string* RoleMatrix::person = nullptr;
std::map<options::v1::ScopeKind, Things>* RoleMatrix::things = nullptr;

TEST_F(RoleMatrix, EveryRpcStatesAPolicyThatMakesSense) {
  for (const Rpc& rpc : EveryRpc()) EXPECT_OK(rpc::ReadPolicy(*rpc.method)) << rpc.method->full_name();
}

TEST_F(RoleMatrix, TheRolesOfThePolicyMayCallAndNoOthers) {
  for (const Rpc& rpc : EveryRpc()) {
    for (int role = 1; role < options::v1::Role_ARRAYSIZE; ++role) {
      const bool may = PolicyOf(rpc).any_client() || absl::c_linear_search(PolicyOf(rpc).roles(), role);
      const std::unique_ptr<Message> response = rpc.NewResponse();
      const absl::Status status = Call(rpc, ClientOf(role), *rpc.NewRequest(), *response);
      EXPECT_EQ(ReasonOf(status) == "ROLE_MISSING", !may)
          << rpc.method->full_name() << " " << options::v1::Role_Name(role) << ": " << status;
    }
  }
}

TEST_F(RoleMatrix, RolesOfAnOrganisationReachItsSubtreeAndNothingElse) {
  for (const Rpc& rpc : EveryRpc()) {
    const RpcPolicy& policy = PolicyOf(rpc);
    if (policy.scope().empty()) continue;
    const Things& of = things->at(policy.scope_kind());
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
        EXPECT_EQ(absl::StrReplaceAll(outside.message(), {{of.outside, kNobody}}), unknown.message())
            << which;
      }
      const absl::Status inside = Ask(rpc, role, of.inside);
      EXPECT_NE(ReasonOf(inside), ReasonOf(outside)) << which << ": " << inside;
    }
  }
}

TEST_F(RoleMatrix, WhatNeedsAPersonIsRefusedWithoutOne) {
  for (const Rpc& rpc : EveryRpc()) {
    if (PolicyOf(rpc).person() != options::v1::PERSON_RULE_REQUIRED) continue;
    EXPECT_THAT(Ask(rpc, PolicyOf(rpc).roles(0), ""),
                StatusIs(absl::StatusCode::kInvalidArgument, "PERSON_MISSING"))
        << rpc.method->full_name();
  }
}

}  // namespace
}  // namespace obt::testing
