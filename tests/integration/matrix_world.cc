#include "tests/integration/matrix_world.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/testing/local_caller.h"
#include "tests/integration/releases.h"

namespace obt::testing {
namespace {

using google::protobuf::Message;

const char* CodeOf(Relation relation) {
  switch (relation) {
    case Relation::kOwn:
      return "jobcentre";
    case Relation::kChild:
      return "leeds";
    case Relation::kSibling:
      return "pensions";
    case Relation::kParent:
      return "dwp";
    case Relation::kForeign:
      break;
  }
  return "hmrc";
}

bool IsOfAnOrganisation(int role) {
  return role >= options::v1::ROLE_INTEGRATION && role <= options::v1::ROLE_ORGANISATION_ADMIN;
}

constexpr char kUnknownPersonId[] = "01890a5d-ac96-774b-bcce-b302099a8058";
constexpr char kConversation[] =
    " held_on { year: 2024 month: 11 day: 4 } attendance: 3 changes { text { title: 'Print at the desk' } "
    "terms "
    "{ visibility: VISIBILITY_TEAM } try_by { year: 2024 month: 11 day: 30 } }";
constexpr char kPlan[] =
    " plan { hypothesis: 'h' measure: 'm' first_day { year: 2024 month: 11 day: 10 } last_day { year: 2024 "
    "month: 12 day: 10 } }";
constexpr char kStory[] = " text { title: 't' story: 's' learnt: 'l' }";

std::string Field(const std::string& name, const std::string& value) {
  return absl::StrCat(name, ": '", value, "' ");
}

}  // namespace

std::string Caller::name() const { return absl::StrCat("role-", role, everywhere ? "-everywhere" : ""); }

std::vector<Caller> EveryCaller() {
  std::vector<Caller> callers;
  for (int role = 0; role < options::v1::Role_ARRAYSIZE; ++role) {
    if (IsOfAnOrganisation(role)) callers.push_back({role, true});
    callers.push_back({role});
  }
  return callers;
}

MatrixWorld::MatrixWorld() {
  world_.CreateOrganisation("leeds", "jobcentre", false);
  world_.CreateOrganisation("pensions", "dwp", false);
  world_.CreateOrganisation("attic", "");
  for (const char* const code : {"leeds", "pensions"}) {
    Do(world_, "SetHeadcounts",
       absl::StrCat("programme_id: 'obt-2024' headcounts { organisation_code: '", code,
                    "' dated { year: 2024 month: 4 day: 1 } headcount: 100 source: 'test' }"));
  }
  PutSurveyBefore(world_);
  MakeClients();
  MakePeople();
  for (const Relation relation : kRelations) MakeThings(relation);
  // What was adopted is told to everybody no longer, and so are its adoptions.
  Do(world_, "WithdrawCaseStudy", absl::StrCat(Field("case_study_id", case_study_), "reason: 'r'"));
  world_.CatchUp();
  MakeCommonThings();
}

void MatrixWorld::MakeClients() {
  for (const Caller& caller : EveryCaller()) {
    const auto role = static_cast<options::v1::Role>(caller.role);
    if (caller.role == 0 || caller.everywhere) {
      world_.CreateClient(caller.name());
    } else {
      world_.CreateClient(caller.name(), role, IsOfAnOrganisation(role) ? CodeOf(Relation::kOwn) : "");
    }
    if (!caller.everywhere) continue;
    Do(world_, "GrantRole",
       absl::StrCat(Field("client_id", caller.name()), "grant { role: ", options::v1::Role_Name(role),
                    " everywhere: true }"));
  }
}

void MatrixWorld::MakePeople() {
  const std::string own = CodeOf(Relation::kOwn);
  people_ = {{Acting::kNobody, ""},
             {Acting::kBystander, world_.CreatePerson(own, "berta")},
             {Acting::kMember, world_.CreatePerson(own, "mona")},
             {Acting::kFacilitator, world_.CreatePerson(own, "fred")},
             {Acting::kOutsider, world_.CreatePerson(CodeOf(Relation::kForeign), "otto")},
             {Acting::kUnknown, kUnknownPersonId}};
  writer_ = world_.CreatePerson(own, "wanda");
}

void MatrixWorld::MakeThings(Relation relation) {
  const std::string code = CodeOf(relation), programme = Field("programme_id", "obt-2024");
  const auto team = [&] {
    return FirstOf(
        *Do(world_, "CreateTeam",
            absl::StrCat("team { ", programme, Field("organisation_code", code), Field("name", "t"),
                         Field("facilitator_ids", PersonOf(Acting::kFacilitator)),
                         Field("facilitator_ids", PersonOf(Acting::kOutsider)),
                         Field("member_ids", PersonOf(Acting::kMember)), Field("member_ids", writer_), "}")),
        "team_id");
  };
  things_[{"organisation_code", relation}] = code;
  things_[{"person_id", relation}] = world_.CreatePerson(code, "clerk");
  things_[{"import_id", relation}] = world_.StartImport(code, identity::v1::IMPORT_MODE_DELTA);
  if (case_study_.empty()) {
    MakeStory(relation, team());
    case_study_ = things_[{"case_study_id", relation}];
    Do(world_, "PublishCaseStudy", Field("case_study_id", case_study_));
  }
  things_[{"team_id", relation}] = team();
  MakeStory(relation, things_[{"team_id", relation}]);
  const std::string adopted =
      absl::StrCat(Field("case_study_id", case_study_), Field("team_id", things_[{"team_id", relation}]));
  things_[{"adoption_id", relation}] =
      FirstOf(*Do(world_, "AdoptCaseStudy", adopted, "dwp", PersonOf(Acting::kFacilitator)), "adoption_id");
}

void MatrixWorld::MakeStory(Relation relation, const std::string& team) {
  const auto make = [&](const std::string& rpc, const std::string& text, const std::string& id,
                        const std::string& person) -> const std::string& {
    const std::unique_ptr<Message> made = Do(world_, rpc, text, "dwp", person);
    return things_[{id, relation}] = FirstOf(*made, id);
  };
  const std::string& leader = PersonOf(Acting::kFacilitator);
  const std::unique_ptr<Message> logged =
      Do(world_, "LogConversation", absl::StrCat(Field("team_id", team), kConversation), "dwp", leader);
  things_[{"conversation_id", relation}] = FirstOf(*logged, "conversation_id");
  const std::string idea = FirstOf(*logged, "idea_id");
  for (const char* const field : {"idea_id", "survivor_id", "target_id", "item_id"})
    things_[{field, relation}] = idea;
  const std::string experiment =
      make("PlanExperiment", absl::StrCat(Field("idea_id", idea), kPlan), "experiment_id", leader);
  const std::string of_experiment = Field("experiment_id", experiment);
  Do(world_, "StartExperiment", absl::StrCat(of_experiment, "started_on { year: 2024 month: 11 day: 12 }"),
     "dwp", leader);
  Do(world_, "ConcludeExperiment",
     absl::StrCat(of_experiment, "result { outcome: OUTCOME_WORKED learnt: 'l' }"), "dwp", leader);
  const std::string case_study =
      make("DraftCaseStudy", absl::StrCat(of_experiment, kStory), "case_study_id", leader);
  Do(world_, "SubmitCaseStudy", Field("case_study_id", case_study), "dwp", leader);
  make("AddComment", absl::StrCat(Field("target_id", idea), "text: 'c'"), "comment_id", writer_);
  make("ReportContent", absl::StrCat(Field("target_id", idea), "reason: 'r'"), "report_id", writer_);
}

void MatrixWorld::MakeCommonThings() {
  Releases releases(world_);
  common_["reporting release_id"] = releases.Published("2024-10-27");
  table_ = releases.Tables(common_["reporting release_id"]).at(0).outline().table_id();
  common_["aggregator verify_id"] = world_.Recount().verify_id();
  for (const Rpc& rpc : EveryRpc()) {
    if (rpc.method->name() == "OpenSnapshot")
      common_[absl::StrCat(rpc.service, " snapshot_id")] =
          Begin(rpc, Caller{options::v1::ROLE_SERVICE}.name(), "snapshot_id");
    if (rpc.method->name() == "VerifyStore") verifying_.emplace(rpc.service, rpc);
  }
}

std::string MatrixWorld::Begin(const Rpc& rpc, const std::string& client, const std::string& field) {
  const std::unique_ptr<Message> response = rpc.NewResponse();
  const absl::Status status =
      Invoke(world_.ClientTo(rpc.service, client), rpc, *rpc.NewRequest(), response.get());
  if (!status.ok()) Die(absl::StrCat(rpc.method->full_name(), ": ", status.ToString()));
  return FirstOf(*response, field);
}

absl::Status MatrixWorld::Ask(const Rpc& rpc, const Caller& caller, Acting acting, const Message& request,
                              Message& response) {
  return rpc::LocalCaller(world_.server(rpc.service).router(), caller.name(), PersonOf(acting))
      .Invoke(request, response);
}

std::string MatrixWorld::Find(const Rpc& rpc, Named named, const std::string& field, Relation relation) {
  switch (named) {
    case Named::kNothing:
      return "";
    case Named::kOrganisation:
      return CodeOf(relation);
    case Named::kPerson:
      return things_.at({"person_id", relation});
    case Named::kSnapshot:
      return FirstOf(
          *Do(world_, "OpenMetricsSnapshot", "", Caller{options::v1::ROLE_CENTRAL_REPORTER}.name()),
          "snapshot_id");
    case Named::kCommon:
      if (field == "verification_id") return Begin(verifying_.at(rpc.service), "operator", field);
      return common_.at(absl::StrCat(rpc.service, " ", field));
    default:
      return things_.at({field, relation});
  }
}

}  // namespace obt::testing
