#include "tests/integration/every_rpc.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/rpc/grpc_status.h"
#include "google/protobuf/text_format.h"
#include "google/rpc/status.pb.h"
#include "obt_services.h"
#include "obt_tree.h"

namespace obt::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

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

std::unique_ptr<Message> Do(World& world, const std::string& name, const std::string& text,
                            const std::string& client, const std::string& person) {
  static const auto& all = *new std::vector<Rpc>(EveryRpc());
  const auto rpc =
      std::find_if(all.begin(), all.end(), [&](const Rpc& one) { return one.method->name() == name; });
  if (rpc == all.end()) Die(absl::StrCat("there is no RPC ", name));
  const std::unique_ptr<Message> request = rpc->NewRequest();
  if (!google::protobuf::TextFormat::ParseFromString(text, request.get()))
    Die(absl::StrCat(name, ": not a request: ", text));
  std::unique_ptr<Message> response = rpc->NewResponse();
  rpc::CallOptions options;
  options.acting_for = person;
  const absl::Status status =
      Invoke(world.ClientTo(rpc->service, client), *rpc, *request, response.get(), options);
  if (!status.ok()) Die(absl::StrCat(name, " ", text, ": ", status.ToString()));
  return response;
}

std::string FirstOf(const Message& message, const std::string& name) {
  std::vector<const FieldDescriptor*> fields;
  const auto& reflection = *message.GetReflection();
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* const field : fields) {
    if (field->name() == name && !field->is_repeated()) return reflection.GetString(message, field);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const Message& within = field->is_repeated() ? reflection.GetRepeatedMessage(message, field, 0)
                                                 : reflection.GetMessage(message, field);
    std::string found = FirstOf(within, name);
    if (!found.empty()) return found;
  }
  return "";
}

void PutSurveyBefore(World& world) {
  Do(world, "PutSurvey",
     "survey { programme_id: 'obt-2024' survey_id: 'before' kind: SURVEY_KIND_PRE title: 'Before' questions "
     "{ "
     "question_id: 'skills' construct: 'skills' wording: 'How far do you agree?' scale: 5 text_allowed: true "
     "} }");
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
  PutSurveyBefore(*world);
  const std::string person = world->CreatePerson("jobcentre", "anna");
  const auto import = [](const char* organisation) {
    return world->StartImport(organisation, identity::v1::IMPORT_MODE_DELTA);
  };
  things = {{options::v1::SCOPE_KIND_ORGANISATION, {"jobcentre", "hmrc", "nowhere"}},
            {options::v1::SCOPE_KIND_PERSON, {person, world->CreatePerson("hmrc", "otto"), kUnknownId}},
            {options::v1::SCOPE_KIND_TEAM,
             {world->CreateTeam("dwp", person), world->CreateTeam("hmrc", person), kUnknownId}},
            {options::v1::SCOPE_KIND_OWNED, {import("dwp"), import("hmrc"), kUnknownId}}};
  world->CatchUp();
}

void EveryRpcTest::TearDownTestSuite() { world.reset(); }

std::string EveryRpcTest::ClientOf(int role) { return absl::StrCat("role-", role); }

}  // namespace obt::testing
