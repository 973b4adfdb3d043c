#include "tests/integration/world.h"

#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status.h"
#include "common/rpc/grpc_status.h"
#include "obt/admin/v1/admin.pb.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/identity/v1/access.pb.h"
#include "obt/identity/v1/organisation.pb.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/identity/v1/reference.pb.h"
#include "obt/identity/v1/team.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt_service_specs.h"
#include "obt_services.h"
#include "obt_tree.h"

namespace obt::testing {

google::type::Date DateOf(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

World::World(Mode mode, const Clock& clock, const std::vector<std::string>& services,
             const std::string& binaries)
    : mode_(mode),
      binaries_(binaries.empty() ? absl::StrCat(OBT_BINARY_DIR, "/bin") : binaries),
      deployment_(&clock) {
  Start("identity");
  for (const std::string service : kServiceNames) {
    if (service != "identity") CreateClient(service, options::v1::ROLE_SERVICE);
  }
  Load();
  for (const std::string& service : services) {
    if (service != "identity") Start(service);
  }
  learning::v1::PutCourseRequest course;
  course.mutable_course()->set_programme_id("obt-2024");
  course.mutable_course()->set_course_id("masterclass");
  course.mutable_course()->set_title("Innovation Masterclass");
  course.mutable_course()->set_required(true);
  for (const char* module : {"m1", "m2", "extra"}) {
    learning::v1::Module* made = course.mutable_course()->add_modules();
    made->set_module_id(module);
    made->set_title(module);
    made->set_expected_minutes(30);
    made->set_required(module != absl::string_view("extra"));
  }
  Must<learning::v1::PutCourseResponse>(course);
  course.mutable_course()->set_programme_id("obt-2023");
  Must<learning::v1::PutCourseResponse>(course);
  if (std::find(services.begin(), services.end(), "aggregator") != services.end()) CatchUp();
}

void World::Load() {
  CreateOrganisation("dwp", "");
  CreateOrganisation("jobcentre", "dwp", false);
  CreateOrganisation("hmrc", "");
  const auto list = [this](identity::v1::ReferenceKind kind, const std::vector<std::string>& codes) {
    identity::v1::PutReferenceListRequest request;
    request.mutable_list()->set_kind(kind);
    for (const std::string& code : codes) {
      identity::v1::ReferenceEntry* entry = request.mutable_list()->add_entries();
      entry->set_code(code);
      entry->set_name(code);
    }
    Must<identity::v1::PutReferenceListResponse>(request);
  };
  list(identity::v1::REFERENCE_KIND_GRADE, {"EO", "HEO", "UNKNOWN"});
  list(identity::v1::REFERENCE_KIND_PROFESSION, {"POLICY", "UNKNOWN"});
  list(identity::v1::REFERENCE_KIND_REGION, {"LONDON", "UNKNOWN"});
  list(identity::v1::REFERENCE_KIND_LEARNING_TYPE, {"VIDEO", "OTHER", "UNKNOWN"});
  const auto programme = [this](const char* id, int year, bool target) {
    identity::v1::CreateProgrammeRequest request;
    identity::v1::Programme& made = *request.mutable_programme();
    made.set_programme_id(id);
    made.set_title(id);
    *made.mutable_first_day() = DateOf(year, target ? 9 : 10, target ? 4 : 14);
    *made.mutable_last_day() = DateOf(year + 1, 2, 14);
    if (target) *made.mutable_counting_from_day() = DateOf(year, 4, 1);
    if (target) made.set_target_minutes(420);
    made.add_minute_band_bounds(60);
    made.add_minute_band_bounds(420);
    Must<identity::v1::CreateProgrammeResponse>(request);
    identity::v1::SetHeadcountsRequest headcounts;
    headcounts.set_programme_id(id);
    for (const char* organisation : {"dwp", "jobcentre", "hmrc"}) {
      identity::v1::Headcount* headcount = headcounts.add_headcounts();
      headcount->set_organisation_code(organisation);
      *headcount->mutable_dated() = DateOf(year, 4, 1);
      headcount->set_headcount(100);
      headcount->set_source("test");
    }
    Must<identity::v1::SetHeadcountsResponse>(headcounts);
  };
  programme("obt-2023", 2023, true);
  programme("obt-2024", 2024, false);
  CreateClient("dwp", options::v1::ROLE_INTEGRATION, "dwp");
  CreateClient("hmrc", options::v1::ROLE_INTEGRATION, "hmrc");
  CreateClient("reporter", options::v1::ROLE_CENTRAL_REPORTER);
  CreateClient("operator", options::v1::ROLE_OPERATOR);
}

const rpc::Client& World::ClientFor(const google::protobuf::Message& request, const std::string& client) {
  const std::vector<std::string> package = absl::StrSplit(request.GetDescriptor()->file()->package(), '.');
  return ClientTo(package[1], client);
}

const rpc::Client& World::ClientTo(const std::string& service, const std::string& client) {
  MutexLock lock(mutex_);
  std::unique_ptr<rpc::Client>& made = clients_[absl::StrCat(service, "/", client)];
  if (made == nullptr) made = deployment_.ClientTo(service, client);
  return *made;
}

void World::CreateClient(const std::string& client) {
  identity::v1::CreateClientRequest create;
  create.set_client_id(client);
  create.set_title(client);
  Must<identity::v1::CreateClientResponse>(create);
}

void World::CreateClient(const std::string& client, options::v1::Role role, const std::string& organisation) {
  CreateClient(client);
  Grant(client, role, organisation);
}

void World::Grant(const std::string& client, options::v1::Role role, const std::string& organisation) {
  identity::v1::GrantRoleRequest grant;
  grant.set_client_id(client);
  grant.mutable_grant()->set_role(role);
  grant.mutable_grant()->set_organisation_code(organisation);
  Must<identity::v1::GrantRoleResponse>(grant);
  CatchUpDirectories();
}

// A service that is asked by a client it does not know looks for it in identity first.
void World::CatchUpDirectories() {
  std::set<std::string> followers;
  for (const auto& [name, server] : servers_) {
    if (server != nullptr) followers.insert(name);
  }
  for (const auto& [name, process] : processes_) followers.insert(name);
  followers.erase("identity");
  for (const std::string& name : followers) {
    const absl::Status refused = ClientTo(name, "nobody")
                                     .Call<admin::v1::GetBuildInfoResponse>(admin::v1::GetBuildInfoRequest())
                                     .status();
    if (ReasonOf(refused) != "CLIENT_UNKNOWN") Die(absl::StrCat(name, ": ", refused.ToString()));
  }
}

void World::CreateOrganisation(const std::string& code, const std::string& parent, bool department) {
  identity::v1::CreateOrganisationRequest request;
  request.mutable_organisation()->set_code(code);
  request.mutable_organisation()->set_name(code);
  request.mutable_organisation()->set_parent_code(parent);
  request.mutable_organisation()->set_kind(department ? identity::v1::ORGANISATION_KIND_DEPARTMENT
                                                      : identity::v1::ORGANISATION_KIND_EXECUTIVE_AGENCY);
  Must<identity::v1::CreateOrganisationResponse>(request);
}

std::string World::CreatePerson(const std::string& organisation, const std::string& name) {
  identity::v1::CreatePersonRequest request;
  request.set_organisation_code(organisation);
  request.set_name(name);
  request.set_email(absl::StrCat(name, "@", organisation, ".gov.uk"));
  request.set_hr_id(name);
  request.set_grade("EO");
  *request.mutable_from_day() = DateOf(2024, 4, 1);
  return Must<identity::v1::CreatePersonResponse>(request).person().person_id();
}

std::string World::CreateTeam(const std::string& organisation, const std::string& facilitator) {
  identity::v1::CreateTeamRequest request;
  request.mutable_team()->set_programme_id("obt-2024");
  request.mutable_team()->set_organisation_code(organisation);
  request.mutable_team()->set_name("team");
  request.mutable_team()->add_facilitator_ids(facilitator);
  return Must<identity::v1::CreateTeamResponse>(request).team().team_id();
}

std::string World::StartImport(const std::string& organisation, identity::v1::ImportMode mode,
                               const std::string& client) {
  identity::v1::StartImportRequest request;
  request.set_organisation_code(organisation);
  request.set_mode(mode);
  return Must<identity::v1::StartImportResponse>(request, client).import().import_id();
}

learning::v1::LearningEvent World::Event(const std::string& person, const std::string& id,
                                         learning::v1::Verb verb, const std::string& module, absl::Time at,
                                         int minutes) {
  learning::v1::LearningEvent event;
  event.set_programme_id("obt-2024");
  event.set_source("csl");
  event.set_source_event_id(id);
  event.set_person_id(person);
  event.set_verb(verb);
  event.mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(at));
  if (minutes > 0) event.set_minutes(minutes);
  if (!module.empty()) {
    event.mutable_module()->set_course_id("masterclass");
    event.mutable_module()->set_module_id(module);
  }
  return event;
}

absl::Status World::Record(const std::string& client, const learning::v1::LearningEvent& event) {
  learning::v1::RecordLearningRequest request;
  *request.add_events() = event;
  const auto response = Call<learning::v1::RecordLearningResponse>(request, client);
  if (!response.ok()) return response.status();
  return rpc::FromProto(response->results(0).status());
}

void World::CatchUp() {
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  std::map<std::string, uint64_t> ends;
  while (true) {
    const auto fresh = Call<aggregator::v1::GetFreshnessResponse>(aggregator::v1::GetFreshnessRequest());
    bool done = fresh.ok() && !fresh->feeds().empty();
    for (int i = 0; done && i < fresh->feeds_size(); ++i) {
      const std::string& source = fresh->feeds(i).source();
      if (ends.count(source) == 0) ends[source] = EndOf(source);
      done = fresh->feeds(i).applied_sequence() >= ends[source];
    }
    if (done) return;
    if (absl::Now() > deadline)
      Die(absl::StrCat("the aggregator did not catch up: ", fresh.status().ToString()));
    std::this_thread::yield();
  }
}

aggregator::v1::Verification World::Recount() {
  auto verification =
      Must<aggregator::v1::StartVerifyResponse>(aggregator::v1::StartVerifyRequest(), "operator")
          .verification();
  while (verification.state() == aggregator::v1::VERIFY_STATE_RUNNING) {
    aggregator::v1::GetVerifyRequest request;
    request.set_verify_id(verification.verify_id());
    verification = Must<aggregator::v1::GetVerifyResponse>(request, "operator").verification();
  }
  return verification;
}

app::Server& World::server(const std::string& name) { return *servers_.at(name); }

void World::Start(const std::string& name) {
  const std::string admin = name == "identity" ? "admin" : "";
  if (mode_ == Mode::kInProcess) {
    servers_[name] = deployment_.Start(SpecOf(name), admin);
    return;
  }
  const app::ServerOptions options = deployment_.OptionsOf(name);
  std::ofstream(options.token_file) << deployment_.Token({.client = name});
  const std::string binary = absl::StrCat(binaries_, "/obt-", name);
  const std::string log = absl::StrCat(deployment_.path(), "/", name, ".log");
  if (!std::filesystem::exists(options.data)) {
    std::vector<std::string> init = {binary, "init", "--data", options.data};
    if (!admin.empty()) init.insert(init.end(), {"--admin-client", admin});
    if (Process(init, log).Wait() != 0) Die(absl::StrCat(name, ": init failed, see ", log));
  }
  processes_[name] = std::make_unique<Process>(
      std::vector<std::string>{binary, "serve", "--data", options.data, "--endpoints", options.endpoints,
                               "--trust", options.trust, "--token-file", options.token_file, "--backups",
                               options.backups},
      log);
}

void World::Restart(const std::string& name, bool kill) {
  Stop(name, kill);
  Start(name);
}

void World::Stop(const std::string& name, bool kill) {
  if (mode_ == Mode::kInProcess) {
    servers_[name].reset();
  } else if (kill) {
    Kill({name});
  } else {
    processes_[name]->Signal(SIGTERM);
    processes_[name]->Wait();
  }
}

std::vector<int> World::Kill(const std::vector<std::string>& names) {
  std::vector<int> endings;
  for (const std::string& name : names) processes_[name]->Signal(SIGKILL);
  for (const std::string& name : names) endings.push_back(processes_[name]->Wait());
  return endings;
}

void World::PrintLogs() const {
  constexpr int64_t kBytes = 3000;
  for (const auto& [name, process] : processes_) {
    std::ifstream log(absl::StrCat(deployment_.path(), "/", name, ".log"), std::ios::ate);
    log.seekg(std::max<int64_t>(0, static_cast<int64_t>(log.tellg()) - kBytes));
    std::stringstream text;
    text << log.rdbuf();
    std::fprintf(stderr, "---- %s\n%s\n", name.c_str(), text.str().c_str());
  }
}

uint64_t World::EndOf(const std::string& service) {
  std::unique_ptr<rpc::Client> client = deployment_.ClientTo(service, "admin");
  const auto told = client->Call<admin::v1::GetBuildInfoResponse>(admin::v1::GetBuildInfoRequest());
  if (!told.ok()) Die(absl::StrCat(service, ": ", told.status().ToString()));
  return told->sequence();
}

}  // namespace obt::testing
