#include "common/app/process.h"

#include <algorithm>
#include <csignal>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/app/build_info.h"
#include "common/app/reflection.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/obs/log.h"
#include "common/obs/process_metrics.h"
#include "common/rpc/limits.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"

namespace obt::app {
namespace {

constexpr absl::Duration kDrain = absl::Seconds(5);
constexpr absl::Duration kTidyEvery = absl::Hours(1);

std::string WithPort(const std::string& address, int port) {
  return absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
}

// HOST:PORT, with an IPv6 host in brackets.
bool IsAddress(absl::string_view address) {
  const size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos || colon == 0) return false;
  const absl::string_view host = address.substr(0, colon), port = address.substr(colon + 1);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (!bracketed && host.find_first_of(":[]/ ") != absl::string_view::npos) return false;
  uint32_t number = 0;
  const bool digits = !port.empty() && std::all_of(port.begin(), port.end(), absl::ascii_isdigit);
  return digits && absl::SimpleAtoi(port, &number) && number <= 65'535;
}

absl::Status CheckAddress(absl::string_view flag, const std::string& address) {
  if (IsAddress(address)) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument, "ADDRESS_MALFORMED",
               absl::StrCat(flag,
                            " must be HOST:PORT with a port of 0 to 65535, e.g. 127.0.0.1:50051 or "
                            "[::1]:50051; it is \"",
                            address, "\""));
}

// Port 0 asks for the port of last time first, so that peers, clients and scrapers find a restarted process
// at once; `entry` is its name in the endpoints file.
std::vector<std::string> AddressesToTry(const std::string& asked, const std::string& endpoints,
                                        const std::string& entry) {
  std::vector<std::string> addresses;
  if (absl::EndsWith(asked, ":0") && !endpoints.empty()) {
    const absl::StatusOr<std::map<std::string, std::string>> known = rpc::ReadEndpoints(endpoints);
    const auto found = known.ok() ? known->find(entry) : std::map<std::string, std::string>::const_iterator();
    int port = 0;
    if (known.ok() && found != known->end() &&
        absl::SimpleAtoi(found->second.substr(found->second.rfind(':') + 1), &port) && port > 0)
      addresses.push_back(WithPort(asked, port));
  }
  addresses.push_back(asked);
  return addresses;
}

}  // namespace

Process::Process(std::string name, const ProcessOptions& options)
    : name_(std::move(name)), options_(options), readings_(obs::AddProcessMetrics(metrics_)) {
  readings_.push_back(AddBuildMetric(metrics_, name_));
}
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

absl::Status Process::CheckOptions() const {
  OBT_RETURN_IF_ERROR(CheckAddress("--listen", options_.listen));
  return options_.metrics.empty() ? absl::OkStatus() : CheckAddress("--metrics", options_.metrics);
}

absl::Status Process::Listen(const std::vector<grpc::Service*>& services) {
  OBT_RETURN_IF_ERROR(CheckOptions());
  grpc::EnableDefaultHealthCheckService(true);
  for (const std::string& candidate : AddressesToTry(options_.listen, options_.endpoints, name_)) {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 1000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 5'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, rpc::kMaxMetadataBytesRead);
    builder.SetMaxReceiveMessageSize(rpc::kMaxRequestBytesRead);
    builder.SetMaxSendMessageSize(rpc::kMaxResponseBytes);
    builder.AddListeningPort(candidate, grpc::InsecureServerCredentials(), &port);
    builder.SetOption(Reflection());
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
  const std::string entry = absl::StrCat(name_, "-metrics");
  if (!options_.metrics.empty()) OBT_RETURN_IF_ERROR(ShowMetrics(entry));
  if (options_.endpoints.empty()) return absl::OkStatus();
  OBT_RETURN_IF_ERROR(rpc::PublishEndpoint(options_.endpoints, name_, address_));
  if (metrics_address_.empty()) return absl::OkStatus();
  return rpc::PublishEndpoint(options_.endpoints, entry, metrics_address_);
}

absl::Status Process::ShowMetrics(const std::string& entry) {
  absl::StatusOr<int> port;
  for (const std::string& candidate : AddressesToTry(options_.metrics, options_.endpoints, entry)) {
    port = metrics_.StartExposer(candidate);
    if (port.ok()) break;
  }
  OBT_RETURN_IF_ERROR(port.status());
  metrics_address_ = WithPort(options_.metrics, *port);
  return absl::OkStatus();
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

std::vector<cli::Option> ProcessFlags() {
  const ProcessOptions usual;
  return {cli::Text("listen", "ADDRESS", "Where it is called; port 0: that of last time if free, else any",
                    usual.listen),
          cli::Text("metrics", "ADDRESS", "Where Prometheus reads /metrics; port 0 likewise; '': nowhere",
                    usual.metrics)
              .OrNone(),
          cli::Required("endpoints", "FILE", "JSON file that maps services to addresses"),
          cli::Required("trust", "FILE", "JSON file of the issuers whose tokens are taken: docs/tokens.md"),
          cli::Text("token-file", "FILE", "This service's own token, for calling its peers"),
          cli::Flag("log-calls", "Log every call, not only refused and slow ones")};
}

void TakeFlags(const cli::Arguments& given, ProcessOptions& options) {
  options.listen = given.Text("listen");
  options.metrics = given.Text("metrics");
  options.endpoints = given.Text("endpoints");
  options.trust = given.Text("trust");
  options.token_file = given.Text("token-file");
  if (given.Flag("log-calls")) obs::SetLogThreshold(obs::Severity::kDebug);
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
