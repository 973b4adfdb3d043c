#include "tools/obtctl/session.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "common/base/files.h"
#include "common/cli/command_line.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/health.h"
#include "tools/obtctl/place.h"
#include "tools/obtctl/prose.h"
#include "tools/obtctl/standard_output.h"

namespace obt::ctl {
namespace {

using google::protobuf::Message;

constexpr absl::string_view kDefaultClient = "admin";

// What COLUMNS says, or the terminal; 0 where nobody looks, which is as wide as it needs.
size_t WidthOfTerminal() {
  size_t width = 0;
  const char* columns = std::getenv("COLUMNS");
  if (columns != nullptr && absl::SimpleAtoi(columns, &width)) return width;
  winsize window = {};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 ? window.ws_col : 0;
}

// What is sent as metadata must be one word of visible letters.
absl::Status CheckToken(absl::string_view token, absl::string_view where) {
  const bool visible = std::all_of(token.begin(), token.end(),
                                   [](char c) { return absl::ascii_isgraph(static_cast<unsigned char>(c)); });
  if (!token.empty() && visible) return absl::OkStatus();
  return UsageError(absl::StrCat(where, token.empty() ? " is empty" : " holds something else than a token",
                                 "; mint one: obtctl token mint --client ID"));
}

// Why the file of a token cannot be read; empty when it can be.
std::string WhyNotReadable(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return "it is a directory";
  return access(path.c_str(), R_OK) == 0 ? "" : std::strerror(errno);
}

absl::Status RunCommand(const Program& program, const ParsedLine& parsed) {
  OBT_RETURN_IF_ERROR(LoadLondon());
  OBT_ASSIGN_OR_RETURN(SessionSettings settings, SettingsOf(parsed.arguments));
  Session session(std::move(settings));
  return program.runs[parsed.command - program.commands.data()](session, parsed.arguments);
}

}  // namespace

absl::StatusOr<std::string> Session::Place() const {
  if (!settings_.place.empty()) return settings_.place;
  return UsageError(
      "there is no .obt directory here or above; go to the project's directory or name one with --dir");
}

absl::StatusOr<std::string> Session::EndpointsFile() const {
  if (!settings_.endpoints_file.empty()) return settings_.endpoints_file;
  OBT_ASSIGN_OR_RETURN(const std::string place, PresentPlace());
  return EndpointsPath(place);
}

absl::StatusOr<std::string> Session::PresentPlace() const {
  OBT_ASSIGN_OR_RETURN(std::string place, Place());
  std::error_code fault;
  const std::filesystem::file_status found = std::filesystem::status(place, fault);
  if (std::filesystem::is_directory(found)) return place;
  absl::string_view why = std::filesystem::exists(found) ? "is not a directory" : "does not exist";
  if (fault && fault != std::errc::no_such_file_or_directory) why = "cannot be looked into";
  return UsageError(absl::StrCat(place, " ", why,
                                 "; --dir names the directory that tools/quickstart makes, .obt by default"));
}

absl::StatusOr<std::map<std::string, std::string>> Session::Endpoints() const {
  OBT_ASSIGN_OR_RETURN(const std::string file, EndpointsFile());
  absl::StatusOr<std::map<std::string, std::string>> endpoints = rpc::ReadEndpoints(file);
  if (endpoints.ok() && endpoints->empty())
    return UnreachableError(absl::StrCat("no service has told where it listens in ", file));
  return endpoints;
}

absl::StatusOr<rpc::TokenSource> Session::Token() const {
  if (!settings_.token.empty()) {
    OBT_RETURN_IF_ERROR(CheckToken(settings_.token, "$OBT_TOKEN"));
    return rpc::TokenSource([token = settings_.token] { return token; });
  }
  std::string path = settings_.token_file;
  if (path.empty()) {
    OBT_ASSIGN_OR_RETURN(const std::string place, PresentPlace());
    path = TokenPath(place, kDefaultClient);
  }
  if (access(path.c_str(), F_OK) != 0 && errno == ENOENT) {
    return UsageError(
        absl::StrCat("there is no token at ", path, "; mint one: obtctl token mint --client ID"));
  }
  const std::string why = WhyNotReadable(path);
  if (why.empty()) {
    OBT_RETURN_IF_ERROR(CheckToken(absl::StripAsciiWhitespace(ReadFile(path).value_or("")), path));
    return rpc::TokenFromFile(path);
  }
  return UsageError(absl::StrCat("the token at ", path, " cannot be read: ", why,
                                 "; call as its owner, or with another one: --token-file FILE, --as CLIENT"));
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

absl::Status Session::Call(const Message& request, Message& answer, const Whom& whom) {
  // "identity" of obt.identity.v1.
  const std::vector<std::string> package = absl::StrSplit(request.GetDescriptor()->file()->package(), '.');
  OBT_ASSIGN_OR_RETURN(const rpc::Client* client,
                       Client(whom.service.empty() ? package.at(1) : whom.service));
  rpc::CallOptions options;
  options.timeout = settings_.timeout;
  options.acting_for = whom.person;
  return client->Invoke(request, answer, options);
}

absl::Status Session::EachPage(Message& request, Message& page, const Whom& whom, int64_t most,
                               absl::FunctionRef<int64_t()> take) {
  constexpr int64_t kPage = 500;
  const auto field = [](const Message& of, const char* name) {
    return of.GetDescriptor()->FindFieldByName(name);
  };
  const auto* size = field(request, "page_size");
  const auto* token = field(request, "page_token");
  std::string next;
  int64_t taken = 0;
  do {
    const int64_t wanted = most == 0 ? kPage : std::min(kPage, most - taken);
    if (size != nullptr) request.GetReflection()->SetInt32(&request, size, static_cast<int32_t>(wanted));
    OBT_RETURN_IF_ERROR(Call(request, page, whom));
    taken += take();
    if (token == nullptr) break;
    next = page.GetReflection()->GetString(page, field(page, "next_page_token"));
    request.GetReflection()->SetString(&request, token, next);
  } while (!next.empty() && (most == 0 || taken < most));
  return absl::OkStatus();
}

void Session::Print(const Table& table) const {
  switch (settings_.output) {
    case Output::kJson:
      return PutOut(table.AsJson());
    case Output::kCsv: {
      const std::string text = table.AsCsv(settings_.raw);
      return PutOut(isatty(STDOUT_FILENO) != 0 ? Printable(text, "\r\n\t") : text);
    }
    case Output::kTable:
      return PutOut(Printable(table.AsText(Width()), "\n"));
  }
}

void Session::Tell(absl::string_view text) const {
  const absl::string_view kept("\n\x02\x03", 3);
  PutOut(ShowMarks(Printable(text, kept), isatty(STDOUT_FILENO) != 0));
}

size_t Session::Width() const { return settings_.wide ? 0 : WidthOfTerminal(); }

void Session::Write(absl::string_view line) const { PutOut(absl::StrCat(Printable(line, "\n"), "\n")); }

void Session::Say(absl::string_view sentence) const {
  if (ForPrograms()) return;
  Write(sentence);
  FlushOut();
}

void Session::Announce(absl::string_view sentence) const {
  if (!ForPrograms()) return Say(sentence);
  std::fputs(absl::StrCat(Printable(sentence), "\n").c_str(), stderr);
}

const Message* AnswerTo(const Message& request) {
  const google::protobuf::FileDescriptor* file = request.GetDescriptor()->file();
  const std::string name =
      absl::StrCat(absl::StripSuffix(request.GetDescriptor()->name(), "Request"), "Response");
  const google::protobuf::Descriptor* type = file->FindMessageTypeByName(name);
  if (type == nullptr) Die(absl::StrCat(name, " is not in ", file->name()));
  return google::protobuf::MessageFactory::generated_factory()->GetPrototype(type);
}

absl::StatusOr<bool> Await(absl::Duration patience, absl::FunctionRef<absl::StatusOr<bool>()> look) {
  const absl::Time deadline = absl::Now() + patience;
  for (;;) {
    OBT_ASSIGN_OR_RETURN(const bool there, look());
    if (there || absl::Now() > deadline) return there;
    absl::SleepFor(absl::Milliseconds(100));
  }
}

std::vector<Option> SessionOptions() {
  return {
      Text("dir", "DIR",
           "The .obt directory of keys, tokens and endpoints; default: the nearest one upwards"),
      Text("endpoints", "FILE", "JSON object of services and addresses; default: endpoints.json in .obt"),
      Text("token-file", "FILE",
           "File with the token to call with; default: $OBT_TOKEN, else .obt/tokens/admin.token"),
      Text("as", "CLIENT", "Call with .obt/tokens/CLIENT.token"),
      Number("timeout", "SECONDS", "How long a call may take", 10).Between(1, 3600),
      OneOf("o,output", {"table", "json", "csv"}, "How to print the answer", "table"),
      Flag("wide", "Show every column of a table, however narrow the terminal"),
      Flag("raw", "Leave texts of CSV as they are, also those that spreadsheets run as formulas"),
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
    if (absl::StrContains(arguments.Text("as"), '/'))
      return UsageError("--as names a client; a file is named with --token-file");
    settings.token_file = TokenPath(settings.place, arguments.Text("as"));
  }
  const char* token = std::getenv("OBT_TOKEN");
  if (settings.token_file.empty() && token != nullptr) settings.token = token;
  settings.timeout = absl::Seconds(arguments.Number("timeout"));
  settings.wide = arguments.Flag("wide");
  settings.raw = arguments.Flag("raw");
  const std::string output = arguments.Text("output");
  settings.output = output == "json" ? Output::kJson : output == "csv" ? Output::kCsv : Output::kTable;
  return settings;
}

int RunProgram(const Program& program, int argc, char** argv) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  BeginOut();
  const ParsedLine parsed = ParseCommandLine(program, std::vector<std::string>(argv + 1, argv + argc));
  if (parsed.command == nullptr) return cli::Tell(program, parsed);
  const absl::Status status = RunCommand(program, parsed);
  const absl::Status written = EndOut();
  for (const absl::Status& each : {status, written}) {
    if (!each.ok()) std::fputs(DescribeFailure(program.name, each).c_str(), stderr);
  }
  return ExitCodeOf(status.ok() ? written : status);
}

}  // namespace obt::ctl
