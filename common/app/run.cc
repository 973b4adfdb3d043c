// The commands of a service's program.
#include "CLI/CLI.hpp"
#include "absl/debugging/symbolize.h"
#include "absl/synchronization/mutex.h"
#include "common/app/flags.h"
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
  CLI::App app("One Big Thing: the " + spec.name + " service", "obt-" + spec.name);
  app.require_subcommand(1);
  app.set_version_flag("--version", "obt-" + spec.name + " " + OBT_VERSION);
  ServerOptions options;
  std::string admin_client;
  CLI::App* const init = app.add_subcommand("init", "Make an empty store; once, in an empty directory");
  init->add_option("--data", options.data, "Directory of the store")->required()->type_name("DIR");
  if (spec.seed_admin)
    init->add_option("--admin-client", admin_client, "Client id that gets the first grant")->required();
  CLI::App* const serve = app.add_subcommand("serve", "Serve until SIGTERM");
  serve->add_option("--data", options.data, "Directory of the store")->required()->type_name("DIR");
  AddFlags(*serve, options);
  serve
      ->add_option("--backups", options.backups, "Directory for backups, best on another disk; default: none")
      ->type_name("DIR");
  if (const std::optional<int> ended = ParseFlags(app, argc, argv); ended.has_value()) return *ended;
  if (serve->parsed()) return Serve(spec, options);
  if (spec.seed_admin) {
    if (const absl::Status known = CheckAdminClient(admin_client); !known.ok()) return Fail(known);
  }
  const absl::Status made = InitStore(spec, options, admin_client);
  return made.ok() ? 0 : Fail(made);
}

}  // namespace obt::app
