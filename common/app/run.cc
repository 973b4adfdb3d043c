// Flags and signals around a Server.
#include <csignal>
#include <iostream>

#include "CLI/CLI.hpp"
#include "absl/debugging/symbolize.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/app/host.h"
#include "common/obs/log.h"

namespace obt::app {
namespace {

constexpr absl::Duration kTidyEvery = absl::Hours(1);

int Fail(const absl::Status& status) {
  obs::Log(obs::Severity::kError, "cannot start", {{"reason", ReasonOf(status)}, {"why", status.message()}});
  return 1;
}

// Waits for SIGTERM or SIGINT; tidies the store now and then.
void WaitForSignal(const sigset_t& signals, Server& server) {
  timespec patience{};
  patience.tv_sec = absl::ToInt64Seconds(kTidyEvery);
  server.Tidy();
  while (sigtimedwait(&signals, nullptr, &patience) < 0) server.Tidy();
}

int Serve(const ServiceSpec& spec, const ServerOptions& options) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigprocmask(SIG_BLOCK, &signals, nullptr);  // before any thread exists
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Start(spec, options);
  if (!server.ok()) return Fail(server.status());
  obs::Log(
      obs::Severity::kInfo, "listening",
      {{"service", spec.name}, {"address", (*server)->address()}, {"metrics", (*server)->metrics_address()}});
  WaitForSignal(signals, **server);
  (*server)->Stop();
  obs::Log(obs::Severity::kInfo, "stopped", {{"service", spec.name}});
  return 0;
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
  serve->add_option("--listen", options.listen, "Address; port 0: that of last time if free, else any")
      ->capture_default_str();
  serve->add_option("--metrics", options.metrics, "Address of /metrics for Prometheus")
      ->capture_default_str();
  serve->add_option("--endpoints", options.endpoints, "JSON file that maps services to addresses")
      ->required();
  serve->add_option("--keys", options.keys, "PEM file or directory with the token issuers' public keys")
      ->required();
  serve->add_option("--issuer", options.issuer, "Accepted issuer of tokens")->capture_default_str();
  serve->add_option("--audience", options.audience, "Accepted audience of tokens")->capture_default_str();
  serve->add_option("--token-file", options.token_file, "This service's own token, for calling its peers");
  serve->add_option("--backups", options.backups,
                    "Directory for backups, best on another disk; default: none");
  bool verbose = false;
  serve->add_flag("--log-calls", verbose, "Log every call, not only refused and slow ones");
  CLI11_PARSE(app, argc, argv);
  if (verbose) obs::SetLogThreshold(obs::Severity::kDebug);
  if (serve->parsed()) return Serve(spec, options);
  const absl::Status made = InitStore(spec, options, admin_client);
  return made.ok() ? 0 : Fail(made);
}

}  // namespace obt::app
