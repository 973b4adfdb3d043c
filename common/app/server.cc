// Brings a service up and down in order.
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/app/admin_service.h"
#include "common/app/host.h"
#include "common/app/store_jobs.h"
#include "common/app/store_metrics.h"
#include "common/auth/token.h"
#include "common/base/days.h"
#include "common/base/status.h"
#include "common/feed/feed_service.h"
#include "common/obs/log.h"
#include "common/rpc/executor.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"
#include "obt/identity/v1/person.pb.h"

namespace obt::app {
namespace {

constexpr int kMaxRequestBytes = 1 << 20;
constexpr int kMaxResponseBytes = 8 << 20;
constexpr size_t kExecutorQueue = 8192;
constexpr absl::Duration kAskIdentity = absl::Seconds(3);
constexpr std::chrono::milliseconds kLookForFeeds{5};
constexpr absl::Duration kDrain = absl::Seconds(5);

std::vector<const store::TableRef*> TablesOf(const ServiceSpec& spec) {
  std::vector<const store::TableRef*> tables = spec.tables;
  for (const store::TableRef* table : feed::DirectoryTables()) tables.push_back(table);
  tables.push_back(&feed::kCursors);
  return tables;
}

store::Options StoreOptions(const ServiceSpec& spec, const ServerOptions& options) {
  store::Options made;
  made.path = options.data;
  made.tables = TablesOf(spec);
  made.clock = options.clock;
  made.cache_bytes = options.cache_bytes;
  return made;
}

// Port 0 asks for the port of last time first, so that peers and clients find a restarted service at once.
std::vector<std::string> AddressesToTry(const std::string& listen, const std::string& endpoints,
                                        const std::string& name) {
  std::vector<std::string> addresses;
  if (absl::EndsWith(listen, ":0") && !endpoints.empty()) {
    const absl::StatusOr<std::map<std::string, std::string>> known = rpc::ReadEndpoints(endpoints);
    if (known.ok() && known->count(name) > 0) addresses.push_back(known->at(name));
  }
  addresses.push_back(listen);
  return addresses;
}

}  // namespace

absl::Status InitStore(const ServiceSpec& spec, const ServerOptions& options,
                       const std::string& admin_client) {
  const store::Options store_options = StoreOptions(spec, options);
  OBT_RETURN_IF_ERROR(store::Store::Init(store_options));
  if (admin_client.empty()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const std::unique_ptr<store::Store> made, store::Store::Open(store_options));
  return made->Execute([&](store::Txn& txn) { return spec.seed_admin(txn, admin_client); }).status();
}

struct Server::Core final : Host {
  Core(const ServiceSpec& service_spec, const ServerOptions& server_options)
      : spec(service_spec),
        options(server_options),
        executor(std::max(2u, std::thread::hardware_concurrency()), kExecutorQueue),
        directory_(spec.owns_directory ? feed::Directory::Learner()
                                       : [this](const std::vector<PersonId>& people, absl::Time deadline) {
                                           return Learn(people, deadline);
                                         }) {}

  store::Store& store() override { return *store_; }
  rpc::Router& router() override { return *router_; }
  jobs::Jobs& jobs() override { return *jobs_; }
  obs::Metrics& metrics() override { return metrics_; }
  feed::Directory& directory() override { return directory_; }
  const Clock& clock() override { return *options.clock; }
  const rpc::Client& peer(const std::string& service) override {
    std::unique_ptr<rpc::Client>& client = peers[service];
    if (client == nullptr) {
      client = std::make_unique<rpc::Client>(rpc::AddressFromEndpoints(options.endpoints, service),
                                             rpc::TokenFromFile(options.token_file));
    }
    return *client;
  }
  feed::Consumer& Follow(feed::ConsumerOptions feed) override {
    feed.client = &peer(feed.source);
    feed.store = store_.get();
    consumers.push_back(std::make_unique<feed::Consumer>(std::move(feed)));
    AddFeedMetrics(metrics_, *consumers.back(), *options.clock, readings);
    return *consumers.back();
  }
  void OnStop(std::function<void()> stop) override { stops.push_back(std::move(stop)); }

  absl::Status Start();
  absl::Status OpenStore();
  absl::Status BuildServices();
  absl::Status Listen();
  void FollowDirectory();
  void WaitUntilHealthy();
  absl::Status Learn(const std::vector<PersonId>& people, absl::Time deadline);
  const feed::Consumer* IdentityFeed() const;
  void Stop();

  const ServiceSpec spec;
  const ServerOptions options;
  obs::Metrics metrics_;
  rpc::Executor executor;
  feed::Directory directory_;
  std::atomic<bool> built{false};  // router and jobs may be woken
  std::unique_ptr<auth::TokenVerifier> verifier;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<rpc::Router> router_;
  std::unique_ptr<jobs::Jobs> jobs_;
  std::map<std::string, std::unique_ptr<rpc::Client>> peers;
  std::vector<std::unique_ptr<feed::Consumer>> consumers;
  std::vector<std::function<void()>> stops;
  std::vector<obs::Metrics::Reading> readings;
  std::unique_ptr<grpc::Server> server;
  std::thread health;
  std::atomic<bool> stopping{false};
  std::string address, metrics_address;
};

absl::Status Server::Core::Start() {
  OBT_RETURN_IF_ERROR(LoadLondon());
  OBT_ASSIGN_OR_RETURN(verifier, auth::TokenVerifier::Load(options.keys, options.issuer, options.audience));
  OBT_RETURN_IF_ERROR(OpenStore());
  OBT_RETURN_IF_ERROR(BuildServices());
  OBT_RETURN_IF_ERROR(Listen());
  FollowDirectory();
  if (!options.metrics.empty()) {
    OBT_ASSIGN_OR_RETURN(const int port, metrics_.StartExposer(options.metrics));
    metrics_address = absl::StrCat(options.metrics.substr(0, options.metrics.rfind(':')), ":", port);
  }
  health = std::thread([this] { WaitUntilHealthy(); });
  if (!options.endpoints.empty()) {
    OBT_RETURN_IF_ERROR(rpc::PublishEndpoint(options.endpoints, spec.name, address));
    if (!metrics_address.empty()) {
      OBT_RETURN_IF_ERROR(
          rpc::PublishEndpoint(options.endpoints, absl::StrCat(spec.name, "-metrics"), metrics_address));
    }
  }
  return absl::OkStatus();
}

absl::Status Server::Core::OpenStore() {
  store::Options store_options = StoreOptions(spec, options);
  store_options.dispatch = [this](absl::AnyInvocable<void()> task) { executor.Run(std::move(task)); };
  store_options.on_commit = [this](const store::Txn& written) {
    if (!built.load()) return;
    router_->Wake();
    jobs_->OnCommit(written);
  };
  OBT_ASSIGN_OR_RETURN(store_, store::Store::Open(std::move(store_options)));
  readings = AddStoreMetrics(metrics_, *store_);
  return absl::OkStatus();
}

absl::Status Server::Core::BuildServices() {
  rpc::RouterOptions router_options;
  router_options.service = spec.name;
  router_options.store = store_.get();
  router_options.access = &directory_;
  router_options.verifier = verifier.get();
  router_options.metrics = &metrics_;
  router_options.executor = &executor;
  router_options.clock = options.clock;
  router_ = std::make_unique<rpc::Router>(std::move(router_options));
  jobs_ = std::make_unique<jobs::Jobs>(*store_, *options.clock, metrics_);
  StoreJobs* const store_jobs =
      Own(std::make_unique<StoreJobs>(*jobs_, *store_, options.backups, *options.clock));
  Own(std::make_unique<AdminService>(spec.name, *store_, *store_jobs, options.clock->Now()))
      ->BindTo(*router_);
  Own(std::make_unique<feed::FeedService>(spec.published))->BindTo(*router_);
  OBT_RETURN_IF_ERROR(spec.build(*this));
  built.store(true);
  jobs_->Start();
  return absl::OkStatus();
}

absl::Status Server::Core::Listen() {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  for (const std::string& candidate : AddressesToTry(options.listen, options.endpoints, spec.name)) {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 1000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 20'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 5'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    builder.SetMaxReceiveMessageSize(kMaxRequestBytes);
    builder.SetMaxSendMessageSize(kMaxResponseBytes);
    builder.AddListeningPort(candidate, grpc::InsecureServerCredentials(), &port);
    for (grpc::Service* service : router_->services()) builder.RegisterService(service);
    server = builder.BuildAndStart();
    if (server == nullptr || port == 0) continue;
    server->GetHealthCheckService()->SetServingStatus(false);
    address = absl::StrCat(candidate.substr(0, candidate.rfind(':')), ":", port);
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kUnavailable, "LISTEN_FAILED",
               absl::StrCat("cannot listen on ", options.listen, "; is the port taken?"));
}

const feed::Consumer* Server::Core::IdentityFeed() const {
  for (const auto& consumer : consumers) {
    if (consumer->position().source == "identity") return consumer.get();
  }
  return nullptr;
}

void Server::Core::FollowDirectory() {
  if (spec.owns_directory || IdentityFeed() != nullptr) return;
  feed::ConsumerOptions feed;
  feed.source = "identity";
  feed.apply = [](absl::Span<const store::v1::Change> changes, store::Txn& txn) {
    for (const store::v1::Change& change : changes) OBT_RETURN_IF_ERROR(feed::Directory::Apply(change, txn));
    return absl::OkStatus();
  };
  Follow(std::move(feed));
}

// Serving needs a directory: one that was loaded from disk will do; an empty one waits until it has caught up
// with where identity was at first contact.
void Server::Core::WaitUntilHealthy() {
  std::map<std::string, uint64_t> targets;
  for (const auto& consumer : consumers) {
    const feed::FeedPosition at = consumer->position();
    if (at.applied > 0) targets[at.source] = at.applied;
  }
  while (!stopping.load()) {
    bool ready = true;
    for (const auto& consumer : consumers) {
      const feed::FeedPosition at = consumer->position();
      if (at.connected) targets.emplace(at.source, at.source_last);
      ready = ready && targets.count(at.source) > 0 && at.applied >= targets[at.source];
    }
    if (ready) {
      router_->Open();
      server->GetHealthCheckService()->SetServingStatus(true);
      obs::Log(obs::Severity::kInfo, "serving", {{"service", spec.name}, {"address", address}});
      return;
    }
    std::this_thread::sleep_for(kLookForFeeds);
  }
}

// Identity tells whether it knows the people and as of which change; then they only have to arrive here.
absl::Status Server::Core::Learn(const std::vector<PersonId>& people, absl::Time deadline) {
  rpc::CallOptions call;
  call.timeout = std::min(kAskIdentity, deadline - options.clock->Now());
  uint64_t known_at = 0;
  for (size_t begin = 0; begin < people.size(); begin += 500) {
    identity::v1::BatchGetPeopleRequest request;
    for (size_t i = begin; i < std::min(begin + 500, people.size()); ++i)
      request.add_person_ids(ToText(people[i]));
    rpc::CallFacts facts;
    OBT_ASSIGN_OR_RETURN(const auto response,
                         peer("identity").Call<identity::v1::BatchGetPeopleResponse>(request, call, &facts));
    for (const auto& result : response.results()) {
      if (result.status().code() == 0) known_at = std::max(known_at, facts.as_of);
    }
  }
  const feed::Consumer* const feed = IdentityFeed();
  const absl::Time until = absl::Now() + std::min(absl::Seconds(30), deadline - options.clock->Now());
  if (known_at == 0 || feed->WaitFor(known_at, until)) return absl::OkStatus();
  return Error(absl::StatusCode::kUnavailable, "DIRECTORY_BEHIND",
               "identity knows the person but its changes have not arrived here yet; try again");
}

void Server::Core::Stop() {
  if (stopping.exchange(true)) return;
  if (health.joinable()) health.join();
  if (server != nullptr) server->GetHealthCheckService()->SetServingStatus(false);
  if (jobs_ != nullptr) jobs_->Stop();
  for (auto stop = stops.rbegin(); stop != stops.rend(); ++stop) (*stop)();
  if (router_ != nullptr) router_->Drain();
  if (server != nullptr) server->Shutdown(std::chrono::system_clock::now() + absl::ToChronoSeconds(kDrain));
  for (const auto& consumer : consumers) consumer->Stop();
  if (store_ != nullptr) store_->Stop();
  executor.Stop();
  metrics_.StopExposer();
}

Server::Server(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Server::~Server() {
  Stop();
  // What was built last may use what was built before it.
  core_->server.reset();
  core_->consumers.clear();
  core_->router_.reset();
}
void Server::Stop() { core_->Stop(); }
const std::string& Server::address() const { return core_->address; }
const std::string& Server::metrics_address() const { return core_->metrics_address; }
Host& Server::host() { return *core_; }

void Server::Tidy() {
  const absl::StatusOr<int> pruned = store::PruneReplies(*core_->store_, core_->options.clock->Now());
  if (!pruned.ok())
    obs::Log(obs::Severity::kWarning, "pruning failed", {{"why", pruned.status().ToString()}});
  malloc_trim(0);
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServiceSpec& spec, const ServerOptions& options) {
  auto core = std::make_unique<Core>(spec, options);
  const absl::Status started = core->Start();
  std::unique_ptr<Server> server(new Server(std::move(core)));
  OBT_RETURN_IF_ERROR(started);
  return server;
}

}  // namespace obt::app
