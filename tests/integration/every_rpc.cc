#include "tests/integration/every_rpc.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/rpc/grpc_status.h"
#include "google/rpc/status.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt_services.h"
#include "obt_tree.h"

namespace obt::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;

constexpr char kNobody[] = "01890a5d-ac96-774b-bcce-b302099a8057";
// What common/app serves in every process.
const std::set<std::string> kOfEveryProcess = {"admin", "feed"};

std::unique_ptr<Message> New(const Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

// The proto services of the suite, in the order of their files.
std::vector<const google::protobuf::ServiceDescriptor*> ProtoServices() {
  namespace fs = std::filesystem;
  const fs::path root = fs::path(OBT_SOURCE_DIR) / "protos";
  std::set<std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / "obt")) {
    if (entry.path().extension() == ".proto") files.insert(fs::relative(entry.path(), root).string());
  }
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const std::string& name : files) {
    const auto* const file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(name);
    if (file == nullptr) Die(absl::StrCat(name, " is linked into no service"));
    for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

void Add(const std::string& process, const google::protobuf::ServiceDescriptor& service,
         std::vector<Rpc>& all) {
  for (int i = 0; i < service.method_count(); ++i) all.push_back({process, service.method(i)});
}

}  // namespace

std::unique_ptr<Message> Rpc::NewRequest() const { return New(method->input_type()); }

std::unique_ptr<Message> Rpc::NewResponse() const { return New(method->output_type()); }

std::vector<Rpc> EveryRpc() {
  std::set<std::string> without(kServiceNames.begin(), kServiceNames.end());
  std::vector<Rpc> all;
  for (const auto* service : ProtoServices()) {
    const std::vector<std::string> package = absl::StrSplit(service->file()->package(), '.');
    if (kOfEveryProcess.count(package[1]) > 0) {
      for (const std::string process : kServiceNames) Add(process, *service, all);
      continue;
    }
    if (std::find(kServiceNames.begin(), kServiceNames.end(), package[1]) == kServiceNames.end())
      Die(absl::StrCat(service->full_name(), " belongs to no service of the suite"));
    Add(package[1], *service, all);
    without.erase(package[1]);
  }
  if (!without.empty()) Die(absl::StrCat(*without.begin(), " has no RPCs of its own"));
  return all;
}

bool IsFaultOfOurs(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss || code == absl::StatusCode::kUnimplemented;
}

std::vector<absl::Status> StatusesOf(const Message& response) {
  const auto* const results = response.GetDescriptor()->FindFieldByName("results");
  if (results == nullptr || results->message_type() == nullptr) return {};
  const auto* const own = results->message_type()->FindFieldByName("status");
  if (own == nullptr || own->message_type() != google::rpc::Status::descriptor()) return {};
  std::vector<absl::Status> statuses;
  for (int i = 0; i < response.GetReflection()->FieldSize(response, results); ++i) {
    const Message& result = response.GetReflection()->GetRepeatedMessage(response, results, i);
    google::rpc::Status status;
    status.CopyFrom(result.GetReflection()->GetMessage(result, own));
    statuses.push_back(rpc::FromProto(status));
  }
  return statuses;
}

absl::Status Invoke(const rpc::Client& client, const Rpc& rpc, const Message& request, Message* response,
                    rpc::CallOptions options) {
  const std::unique_ptr<Message> own = rpc.NewResponse();
  options.retry = false;
  return client.Invoke(request, response == nullptr ? *own : *response, options);
}

void EveryRpcTest::SetUpTestSuite() {
  world = std::make_unique<World>();
  world->CreateClient("nothing");
  world->CreateClient("everything");
  for (int role = options::v1::ROLE_INTEGRATION; role < options::v1::Role_ARRAYSIZE; ++role) {
    const std::string organisation = role <= options::v1::ROLE_ORGANISATION_ADMIN ? "dwp" : "";
    world->CreateClient(ClientOf(role), static_cast<options::v1::Role>(role), organisation);
    world->Grant("everything", static_cast<options::v1::Role>(role), organisation);
  }
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
  const std::string person = world->CreatePerson("jobcentre", "anna");
  const auto import = [](const char* organisation) {
    return world->StartImport(organisation, identity::v1::IMPORT_MODE_DELTA);
  };
  things = {{options::v1::SCOPE_KIND_ORGANISATION, {"jobcentre", "hmrc", "nowhere"}},
            {options::v1::SCOPE_KIND_PERSON, {person, world->CreatePerson("hmrc", "otto"), kNobody}},
            {options::v1::SCOPE_KIND_TEAM,
             {world->CreateTeam("dwp", person), world->CreateTeam("hmrc", person), kNobody}},
            {options::v1::SCOPE_KIND_OWNED, {import("dwp"), import("hmrc"), kNobody}}};
  world->CatchUp();
}

void EveryRpcTest::TearDownTestSuite() { world.reset(); }

std::string EveryRpcTest::ClientOf(int role) { return absl::StrCat("role-", role); }

}  // namespace obt::testing
