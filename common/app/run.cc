// The commands of a service's program.
#include "absl/debugging/symbolize.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/app/build_info.h"
#include "common/app/server.h"
#include "common/base/status.h"
#include "common/cli/command_line.h"
#include "common/obs/log.h"

namespace obt::app {
namespace {

constexpr char kInit[] = "init";

int Serve(const ServiceSpec& spec, const ServerOptions& options) {
  std::unique_ptr<Server> server;
  const auto start = [&]() -> absl::Status {
    OBT_ASSIGN_OR_RETURN(server, Server::Start(spec, options));
    obs::Log(
        obs::Severity::kInfo, "listening",
        {{"service", spec.name}, {"address", server->address()}, {"metrics", server->metrics_address()}});
    return absl::OkStatus();
  };
  return RunUntilSignal(
      spec.name, start, [&] { server->Tidy(); },
      [&] {
        server->Stop();
        server->LeaveOwned();
      });
}

}  // namespace

cli::Program ProgramOf(const ServiceSpec& spec) {
  const cli::Option data = cli::Required("data", "DIR", "Directory of the store");
  cli::Program program;
  program.name = absl::StrCat("obt-", spec.name);
  program.version = Version();
  program.about = absl::StrCat("One Big Thing: the ", spec.name, " service");
  const std::string place = absl::StrCat("--data /var/lib/obt/", spec.name);
  cli::Command init = {kInit,
                       "Make an empty store; once, in an empty directory",
                       absl::StrCat("Example:\n  ", program.name, " init ", place,
                                    spec.seed_admin ? " --admin-client admin" : ""),
                       {data}};
  if (spec.seed_admin)
    init.options.push_back(cli::Required("admin-client", "ID", "Client that gets the first grant"));
  cli::Command serve = {
      "serve", "Serve until SIGTERM",
      absl::StrCat("Example:\n  ", program.name, " serve ", place,
                   " --endpoints /run/obt/endpoints.json \\\n      --trust /etc/obt/trust.json --token-file "
                   "/etc/obt/",
                   spec.name, ".token"),
      ProcessFlags()};
  serve.options.insert(serve.options.begin(), data);
  serve.options.push_back(
      cli::Text("backups", "DIR", "Directory for backups, best on another disk; default: none"));
  program.commands = {std::move(init), std::move(serve)};
  return program;
}

int Run(int argc, char** argv, const ServiceSpec& spec) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const cli::Program program = ProgramOf(spec);
  const cli::ParsedLine line = cli::ParseCommandLine(program, {argv + 1, argv + argc});
  if (line.command == nullptr) return cli::Tell(program, line);
  ServerOptions options;
  options.data = line.arguments.Text("data");
  if (line.command->path == kInit) {
    const std::string admin = spec.seed_admin ? line.arguments.Text("admin-client") : "";
    const absl::Status made = InitStore(spec, options, admin);
    return made.ok() ? cli::kExitOk : Fail(made);
  }
  TakeFlags(line.arguments, options);
  options.backups = line.arguments.Text("backups");
  return Serve(spec, options);
}

}  // namespace obt::app
