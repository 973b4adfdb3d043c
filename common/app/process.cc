#include "common/app/process.h"

#include <csignal>

#include "CLI/CLI.hpp"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/obs/log.h"
#include "common/rpc/limits.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"

namespace obt::app {
namespace {

constexpr absl::Duration kDrain = absl::Seconds(5);
constexpr absl::Duration kTidyEvery = absl::Hours(1);

// Port 0 asks for the port of last time first, so that peers and clients find a restarted service at once.
std::vector<std::string> AddressesToTry(const ProcessOptions& options, const std::string& name) {
  std::vector<std::string> addresses;
  if (absl::EndsWith(options.listen, ":0") && !options.endpoints.empty()) {
    const absl::StatusOr<std::map<std::string, std::string>> known = rpc::ReadEndpoints(options.endpoints);
    if (known.ok() && known->count(name) > 0) addresses.push_back(known->at(name));
  }
  addresses.push_back(options.listen);
  return addresses;
}

std::string WithPort(const std::string& address, int port) {
  return absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
}

}  // namespace

Process::Process(std::string name, const ProcessOptions& options)
    : name_(std::move(name)), options_(options) {}
Process::~Process() = default;

const rpc::Client& Process::peer(const std::string& service) {
  MutexLock lock(peers_mutex_);
  std::unique_ptr<rpc::Client>& client = peers_[service];
  if (client == nullptr) {
    client = std::make_unique<rpc::Client>(rpc::AddressFromEndpoints(options_.endpoints, service),
                                           rpc::TokenFromFile(options_.token_file));
  }
  return *client;
}

absl::Status Process::Listen(const std::vector<grpc::Service*>& services) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  for (const std::string& candidate : AddressesToTry(options_, name_)) {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 1000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 5'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    builder.SetMaxReceiveMessageSize(rpc::kMaxRequestBytes);
    builder.SetMaxSendMessageSize(rpc::kMaxResponseBytes);
    builder.AddListeningPort(candidate, grpc::InsecureServerCredentials(), &port);
    for (grpc::Service* service : services) builder.RegisterService(service);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port == 0) continue;
    server_->GetHealthCheckService()->SetServingStatus(false);
    address_ = WithPort(candidate, port);
    return Publish();
  }
  return Error(absl::StatusCode::kUnavailable, "LISTEN_FAILED",
               absl::StrCat("cannot listen on ", options_.listen, "; is the port taken?"));
}

absl::Status Process::Publish() {
  if (!options_.metrics.empty()) {
    OBT_ASSIGN_OR_RETURN(const int port, metrics_.StartExposer(options_.metrics));
    metrics_address_ = WithPort(options_.metrics, port);
  }
  if (options_.endpoints.empty()) return absl::OkStatus();
  OBT_RETURN_IF_ERROR(rpc::PublishEndpoint(options_.endpoints, name_, address_));
  if (metrics_address_.empty()) return absl::OkStatus();
  return rpc::PublishEndpoint(options_.endpoints, absl::StrCat(name_, "-metrics"), metrics_address_);
}

void Process::BecomeHealthy() {
  server_->GetHealthCheckService()->SetServingStatus(true);
  obs::Log(obs::Severity::kInfo, "serving", {{"service", name_}, {"address", address_}});
}

void Process::BecomeUnhealthy() {
  if (server_ != nullptr) server_->GetHealthCheckService()->SetServingStatus(false);
}

void Process::Stop() {
  if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now() + absl::ToChronoSeconds(kDrain));
  server_.reset();
  metrics_.StopExposer();
}

void AddFlags(CLI::App& command, ProcessOptions& options) {
  command.add_option("--listen", options.listen, "Address; port 0: that of last time if free, else any")
      ->capture_default_str();
  command.add_option("--metrics", options.metrics, "Address of /metrics for Prometheus; '': none")
      ->capture_default_str()
      ->type_name("[ADDRESS]");
  command.add_option("--endpoints", options.endpoints, "JSON file that maps services to addresses")
      ->required()
      ->type_name("FILE");
  command.add_option("--keys", options.keys, "PEM file or directory with the token issuers' public keys")
      ->required()
      ->type_name("FILE");
  command.add_option("--issuer", options.issuer, "Accepted issuer of tokens")->capture_default_str();
  command.add_option("--audience", options.audience, "Accepted audience of tokens")->capture_default_str();
  command.add_option("--token-file", options.token_file, "This service's own token, for calling its peers")
      ->type_name("FILE");
  command.add_flag_callback(
      "--log-calls", [] { obs::SetLogThreshold(obs::Severity::kDebug); },
      "Log every call, not only refused and slow ones");
}

int Fail(const absl::Status& status) {
  obs::Log(obs::Severity::kError, "cannot start", {{"reason", ReasonOf(status)}, {"why", status.message()}});
  return 1;
}

int RunUntilSignal(const std::string& name, absl::FunctionRef<absl::Status()> start,
                   absl::FunctionRef<void()> tidy, absl::FunctionRef<void()> stop) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  sigprocmask(SIG_BLOCK, &signals, nullptr);  // before any thread exists
  if (const absl::Status started = start(); !started.ok()) return Fail(started);
  timespec patience{};
  patience.tv_sec = absl::ToInt64Seconds(kTidyEvery);
  tidy();
  while (sigtimedwait(&signals, nullptr, &patience) < 0) tidy();
  stop();
  obs::Log(obs::Severity::kInfo, "stopped", {{"service", name}});
  return 0;
}

}  // namespace obt::app
