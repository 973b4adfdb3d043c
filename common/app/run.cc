// The commands of a service's program.
#include "CLI/CLI.hpp"
#include "absl/debugging/symbolize.h"
#include "absl/synchronization/mutex.h"
#include "common/app/server.h"
#include "common/base/status.h"
#include "common/obs/log.h"

namespace obt::app {
namespace {

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
      spec.name, start, [&] { server->Tidy(); }, [&] { server->Stop(); });
}

}  // namespace

int Run(int argc, char** argv, const ServiceSpec& spec) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  CLI::App app("One Big Thing: the " + spec.name + " service");
  app.require_subcommand(1);
  ServerOptions options;
  std::string admin_client;
  CLI::App* const init = app.add_subcommand("init", "Make an empty store; once, in an empty directory");
  init->add_option("--data", options.data, "Directory of the store")->required();
  if (spec.seed_admin)
    init->add_option("--admin-client", admin_client, "Client id that gets the first grant")->required();
  CLI::App* const serve = app.add_subcommand("serve", "Serve until SIGTERM");
  serve->add_option("--data", options.data, "Directory of the store")->required();
  AddFlags(*serve, options);
  serve->add_option("--backups", options.backups,
                    "Directory for backups, best on another disk; default: none");
  CLI11_PARSE(app, argc, argv);
  if (serve->parsed()) return Serve(spec, options);
  if (spec.seed_admin) {
    if (const absl::Status known = CheckAdminClient(admin_client); !known.ok()) return Fail(known);
  }
  const absl::Status made = InitStore(spec, options, admin_client);
  return made.ok() ? 0 : Fail(made);
}

}  // namespace obt::app
