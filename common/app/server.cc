#include "common/app/server.h"

#include <malloc.h>

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "common/app/admin_service.h"
#include "common/app/audit_service.h"
#include "common/app/store_jobs.h"
#include "common/app/store_metrics.h"
#include "common/base/days.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "common/feed/feed_service.h"
#include "common/obs/log.h"

namespace obt::app {
namespace {

constexpr size_t kExecutorQueue = 8192;
constexpr std::chrono::milliseconds kLookForFeeds{5};

std::vector<const store::TableRef*> TablesOf(const ServiceSpec& spec) {
  std::vector<const store::TableRef*> tables = spec.tables;
  for (const store::TableRef* table : feed::DirectoryTables(spec.directory)) tables.push_back(table);
  tables.push_back(&feed::kCursors);
  return tables;
}

store::Options StoreOptions(const ServiceSpec& spec, const ServerOptions& options) {
  store::Options made;
  made.path = options.data;
  made.service = spec.name;
  made.tables = TablesOf(spec);
  made.clock = options.clock;
  made.cache_bytes = options.cache_bytes;
  return made;
}

}  // namespace

absl::Status CheckAdminClient(absl::string_view id) {
  Violations out;
  validate::Code(out, "--admin-client", id, validate::Presence::kRequired);
  return out.ToStatus();
}

absl::Status InitStore(const ServiceSpec& spec, const ServerOptions& options,
                       const std::string& admin_client) {
  if (!admin_client.empty()) OBT_RETURN_IF_ERROR(CheckAdminClient(admin_client));
  const store::Options store_options = StoreOptions(spec, options);
  OBT_RETURN_IF_ERROR(store::Store::Init(store_options));
  if (admin_client.empty()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const std::unique_ptr<store::Store> made, store::Store::Open(store_options));
  return made
      ->Execute([&](store::Txn& txn) -> absl::Status {
        OBT_RETURN_IF_ERROR(spec.seed_admin(txn, admin_client));
        audit::v1::AuditEntry entry;  // nobody called
        entry.set_kind(audit::v1::AUDIT_KIND_ACCESS);
        entry.set_time_us(absl::ToUnixMicros(txn.commit_time()));
        entry.set_store_sequence(txn.sequence());
        audit::v1::AuditResource& client = *entry.add_resources();
        client.set_field("client_id");
        client.add_ids(admin_client);
        txn.Audit(entry);
        return absl::OkStatus();
      })
      .status();
}

Server::Server(const ServiceSpec& spec, const ServerOptions& options)
    : spec_(spec),
      options_(options),
      process_(spec.name, options),
      executor_(std::max(2u, std::thread::hardware_concurrency()), kExecutorQueue),
      directory_(
          spec.directory, spec.owns_directory
                              ? feed::Directory::CatchUpWith()
                              : [this](absl::Duration timeout) { return IdentityFeed()->CatchUp(timeout); }) {
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServiceSpec& spec, const ServerOptions& options) {
  std::unique_ptr<Server> server(new Server(spec, options));
  OBT_RETURN_IF_ERROR(server->Start());
  return server;
}

absl::Status Server::Start() {
  OBT_RETURN_IF_ERROR(process_.CheckOptions());
  OBT_RETURN_IF_ERROR(LoadLondon());
  OBT_ASSIGN_OR_RETURN(verifier_, auth::TokenVerifier::Load(options_.trust, metrics()));
  OBT_RETURN_IF_ERROR(OpenStore());
  OBT_RETURN_IF_ERROR(BuildServices());
  FollowDirectory();
  jobs_->Start();
  OBT_RETURN_IF_ERROR(process_.Listen(router_->services()));
  health_ = std::thread([this] { WaitUntilHealthy(); });
  return absl::OkStatus();
}

absl::Status Server::OpenStore() {
  store::Options store_options = StoreOptions(spec_, options_);
  store_options.dispatch = [this](absl::AnyInvocable<void()> task) { executor_.Run(std::move(task)); };
  store_options.on_commit = [this](const store::Txn& written) {
    if (!built_.load()) return;
    for (const auto& hook : commit_hooks_) hook(written);
    router_->Wake();
    jobs_->OnCommit(written);
  };
  OBT_ASSIGN_OR_RETURN(store_, store::Store::Open(std::move(store_options)));
  readings_ = AddStoreMetrics(metrics(), *store_);
  return absl::OkStatus();
}

absl::Status Server::BuildServices() {
  rpc::RouterOptions router_options;
  router_options.service = spec_.name;
  router_options.store = store_.get();
  router_options.access = &directory_;
  router_options.verifier = verifier_.get();
  router_options.metrics = &metrics();
  router_options.executor = &executor_;
  router_options.clock = options_.clock;
  router_ = std::make_unique<rpc::Router>(std::move(router_options));
  jobs_ = std::make_unique<jobs::Jobs>(*store_, clock(), metrics());
  StoreJobs* const store_jobs =
      Own(std::make_unique<StoreJobs>(*jobs_, *store_, options_.backups, clock(), spec_.sensitive));
  BindAdmin(*router_, *Own(std::make_unique<Build>(Build{spec_.name, clock().Now(), *store_})), *store_jobs);
  BindAudit(*router_);
  feed::BindFeed(*router_, *Own(std::make_unique<feed::Snapshots>(spec_.published)));
  OBT_RETURN_IF_ERROR(spec_.build(*this));
  built_.store(true);
  return absl::OkStatus();
}

feed::Consumer& Server::Follow(feed::ConsumerOptions feed) {
  feed.client = &peer(feed.source);
  feed.store = store_.get();
  consumers_.push_back(std::make_unique<feed::Consumer>(std::move(feed)));
  AddFeedMetrics(metrics(), *consumers_.back(), clock(), readings_);
  return *consumers_.back();
}

const feed::Consumer* Server::IdentityFeed() const {
  for (const auto& consumer : consumers_) {
    if (consumer->position().source == "identity") return consumer.get();
  }
  return nullptr;
}

void Server::FollowDirectory() {
  if (spec_.owns_directory || IdentityFeed() != nullptr) return;
  feed::ConsumerOptions feed;
  feed.source = "identity";
  feed.apply = [need = spec_.directory](absl::Span<const store::v1::Change> changes, store::Txn& txn) {
    for (const store::v1::Change& change : changes)
      OBT_RETURN_IF_ERROR(feed::Directory::Apply(change, txn, need));
    return absl::OkStatus();
  };
  Follow(std::move(feed));
}

// Serving needs a directory: one that was loaded from disk will do; an empty one waits until it has caught up
// with where identity was at first contact.
void Server::WaitUntilHealthy() {
  std::map<std::string, uint64_t> targets;
  for (const auto& consumer : consumers_) {
    const feed::FeedPosition at = consumer->position();
    if (at.applied > 0) targets[at.source] = at.applied;
  }
  while (!stopping_.load()) {
    bool ready = true;
    for (const auto& consumer : consumers_) {
      const feed::FeedPosition at = consumer->position();
      if (at.connected) targets.emplace(at.source, at.source_last);
      ready = ready && targets.count(at.source) > 0 && at.applied >= targets[at.source];
    }
    if (ready) {
      router_->Open();
      process_.BecomeHealthy();
      return;
    }
    std::this_thread::sleep_for(kLookForFeeds);
  }
}

Server::~Server() {
  Stop();
  // What was built last may use what was built before it.
  consumers_.clear();
  router_.reset();
}

void Server::Stop() {
  if (stopping_.exchange(true)) return;
  if (health_.joinable()) health_.join();
  process_.BecomeUnhealthy();
  if (jobs_ != nullptr) jobs_->Stop();
  if (router_ != nullptr) router_->Drain();
  process_.Stop();
  for (const auto& consumer : consumers_) consumer->Stop();
  for (const auto& hook : stop_hooks_) hook();
  if (store_ != nullptr) store_->Stop();
  executor_.Stop();
}

void Server::LeaveOwned() {
  static auto* const left = new std::vector<std::shared_ptr<void>>();
  left->insert(left->end(), owned_.begin(), owned_.end());
  owned_.clear();
}

void Server::Tidy() {
  const absl::StatusOr<int> pruned = store::PruneReplies(*store_, clock().Now());
  if (!pruned.ok())
    obs::Log(obs::Severity::kWarning, "pruning failed", {{"why", pruned.status().ToString()}});
  malloc_trim(0);
}

}  // namespace obt::app
