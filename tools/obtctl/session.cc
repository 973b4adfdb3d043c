#include "tools/obtctl/session.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "common/base/days.h"
#include "tools/obtctl/command_line.h"
#include "tools/obtctl/exit_code.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/files.h"
#include "tools/obtctl/place.h"
#include "tools/obtctl/reach.h"

namespace obt::ctl {
namespace {

constexpr absl::string_view kDefaultClient = "admin";

}  // namespace

absl::StatusOr<std::string> Session::Place() const {
  if (!settings_.place.empty()) return settings_.place;
  return UsageError(
      "there is no .obt directory here or above; go to the project's directory or name one with --dir");
}

absl::StatusOr<std::string> Session::EndpointsFile() const {
  if (!settings_.endpoints_file.empty()) return settings_.endpoints_file;
  OBT_ASSIGN_OR_RETURN(const std::string place, Place());
  return EndpointsPath(place);
}

absl::StatusOr<std::map<std::string, std::string>> Session::Endpoints() const {
  OBT_ASSIGN_OR_RETURN(const std::string file, EndpointsFile());
  absl::StatusOr<std::map<std::string, std::string>> endpoints = rpc::ReadEndpoints(file);
  if (endpoints.ok() && endpoints->empty())
    return UnreachableError(absl::StrCat("no service has told where it listens in ", file));
  return endpoints;
}

absl::StatusOr<rpc::TokenSource> Session::Token() const {
  if (!settings_.token.empty()) return rpc::TokenSource([token = settings_.token] { return token; });
  std::string path = settings_.token_file;
  if (path.empty()) {
    OBT_ASSIGN_OR_RETURN(const std::string place, Place());
    path = TokenPath(place, kDefaultClient);
  }
  if (!ReadFile(path).ok()) {
    return UsageError(
        absl::StrCat("there is no token at ", path, "; mint one: obtctl token mint --client ID"));
  }
  return rpc::TokenFromFile(path);
}

absl::StatusOr<const rpc::Client*> Session::Client(const std::string& service) {
  MutexLock lock(mutex_);
  std::unique_ptr<const rpc::Client>& client = clients_[service];
  if (client != nullptr) return client.get();
  OBT_ASSIGN_OR_RETURN(const auto endpoints, Endpoints());
  const auto found = endpoints.find(service);
  if (found == endpoints.end()) {
    return UnreachableError(absl::StrCat("the ", service, " service has not told where it listens"));
  }
  if (!IsReachable(found->second)) {
    return UnreachableError(absl::StrCat("the ", service, " service does not answer at ", found->second));
  }
  OBT_ASSIGN_OR_RETURN(rpc::TokenSource token, Token());
  OBT_ASSIGN_OR_RETURN(std::string file, EndpointsFile());
  client = std::make_unique<const rpc::Client>(rpc::AddressFromEndpoints(std::move(file), service),
                                               std::move(token));
  return client.get();
}

void Session::Print(const Table& table) const {
  std::string text;
  switch (settings_.output) {
    case Output::kTable:
      text = table.AsText();
      break;
    case Output::kJson:
      text = table.AsJson();
      break;
    case Output::kCsv:
      text = table.AsCsv();
      break;
  }
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void Session::Write(absl::string_view line) const {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
}

void Session::Say(absl::string_view sentence) const {
  if (settings_.output == Output::kTable) Write(sentence);
}

std::string Session::ServiceOf(const google::protobuf::Message& request) {
  return std::vector<std::string>(absl::StrSplit(request.GetDescriptor()->file()->package(), '.')).at(1);
}

std::vector<Option> SessionOptions() {
  return {
      Text("dir", "DIR",
           "The .obt directory of keys, tokens and endpoints; default: the nearest one upwards"),
      Text("endpoints", "FILE", "JSON object of services and addresses; default: endpoints.json in .obt"),
      Text("token-file", "FILE",
           "File with the token to call with; default: $OBT_TOKEN, else .obt/tokens/admin.token"),
      Text("as", "CLIENT", "Call with .obt/tokens/CLIENT.token"),
      Number("timeout", "SECONDS", "How long a call may take", 10),
      OneOf("o,output", {"table", "json", "csv"}, "How to print the answer", "table"),
  };
}

absl::StatusOr<SessionSettings> SettingsOf(const Arguments& arguments) {
  SessionSettings settings;
  std::error_code ignored;
  settings.place = arguments.Text("dir");
  if (settings.place.empty()) settings.place = FindPlace(std::filesystem::current_path(ignored).string());
  settings.endpoints_file = arguments.Text("endpoints");
  settings.token_file = arguments.Text("token-file");
  if (arguments.Given("as")) {
    if (arguments.Given("token-file")) return UsageError("--as and --token-file exclude each other");
    if (settings.place.empty()) return UsageError("--as needs a .obt directory; name it with --dir");
    settings.token_file = TokenPath(settings.place, arguments.Text("as"));
  }
  const char* token = std::getenv("OBT_TOKEN");
  if (settings.token_file.empty() && token != nullptr) settings.token = token;
  if (arguments.Number("timeout") < 1) return UsageError("--timeout must be at least 1 second");
  settings.timeout = absl::Seconds(arguments.Number("timeout"));
  const std::string output = arguments.Text("output");
  settings.output = output == "json" ? Output::kJson : output == "csv" ? Output::kCsv : Output::kTable;
  return settings;
}

int RunProgram(const Program& program, int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const ParsedLine parsed = ParseCommandLine(program, std::vector<std::string>(argv + 1, argv + argc));
  if (parsed.command == nullptr) {
    std::fputs(parsed.message.c_str(), parsed.exit_code == kExitOk ? stdout : stderr);
    return parsed.exit_code;
  }
  absl::Status status = LoadLondon();
  absl::StatusOr<SessionSettings> settings = SettingsOf(parsed.arguments);
  status.Update(settings.status());
  if (status.ok()) {
    Session session(*std::move(settings));
    status = parsed.command->run(session, parsed.arguments);
  }
  std::fflush(stdout);
  if (!status.ok()) std::fputs(DescribeFailure(program.name, status).c_str(), stderr);
  return ExitCodeOf(status);
}

}  // namespace obt::ctl
