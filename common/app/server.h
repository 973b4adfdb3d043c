// The composition root: what every service's main() is made of, and what in-process tests start. A Server is
// a Process with a store of its own, the feeds it follows, and a router over what the service binds.
//
//   int main(int argc, char** argv) { return obt::app::Run(argc, argv, obt::learning::Spec()); }
//
//   spec.build = [](obt::app::Server& server) {
//     obt::learning::BindEvents(server.router(), server.directory());
//     return absl::OkStatus();
//   };
//
// `<binary> init --data DIR` makes the store; `<binary> serve --data DIR ...` serves until SIGTERM.
// Up: executor, store, router, feeds, listener, metrics, healthy. Down: unhealthy, jobs, router drains,
// listener, metrics, feeds, stop hooks, store, executor.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/app/process.h"
#include "common/auth/verifier.h"
#include "common/feed/consumer.h"
#include "common/feed/directory.h"
#include "common/jobs/jobs.h"
#include "common/rpc/executor.h"
#include "common/rpc/router.h"
#include "common/store/store.h"

namespace obt::app {

class Server;

struct ServiceSpec {
  std::string name;  // "learning"
  // The service's own; the directory's, cursors and the store's are added.
  std::vector<const store::TableRef*> tables;
  std::vector<const store::TableRef*> published;  // tables readable through feed snapshots
  bool owns_directory = false;  // identity: the directory tables are its own, nothing is followed
  feed::DirectoryNeed directory = feed::DirectoryNeed::kPeople;  // what it must not hold it does not get
  std::function<absl::Status(Server&)> build;                    // makes the services and binds them
  // Writes the first grant; makes `init --admin-client ID` a flag of this service.
  std::function<absl::Status(store::Txn&, const std::string& client_id)> seed_admin = nullptr;
  // Why a backup of the store needs the care the store itself needs, in a sentence: it is marked with that.
  std::string sensitive = "";
};

struct ServerOptions : ProcessOptions {
  std::string data;     // store directory
  std::string backups;  // where backups of the store go; empty: none are made
  size_t cache_bytes = 256u << 20;
};

// Of `init --admin-client`: whether it can be the id of a client.
absl::Status CheckAdminClient(absl::string_view id);
// Makes an empty store for the service; nothing where the client's id cannot be one.
absl::Status InitStore(const ServiceSpec& spec, const ServerOptions& options,
                       const std::string& admin_client);

class Server {
 public:
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServiceSpec& spec, const ServerOptions& options);
  ~Server();
  void Stop();  // in order, without losing anything acknowledged; idempotent
  // Of a process that ends, after Stop: what is Owned goes with it, not piece by piece before. A search index
  // of 500 MB took half a second, under load several.
  void LeaveOwned();
  const std::string& address() const { return process_.address(); }
  const std::string& metrics_address() const { return process_.metrics_address(); }
  // Now and then: drops what is too old.
  void Tidy();

  // ---- what a service builds itself from ----
  store::Store& store() { return *store_; }
  rpc::Router& router() { return *router_; }
  // Where kinds of jobs are added while building; they run from then on until the service stops.
  jobs::Jobs& jobs() { return *jobs_; }
  obs::Metrics& metrics() { return process_.metrics(); }
  feed::Directory& directory() { return directory_; }
  const Clock& clock() { return process_.clock(); }
  // See Process.
  const rpc::Client& peer(const std::string& service) { return process_.peer(service); }
  // Follows a peer's feed; `client` and `store` are filled in. Services that do not follow identity
  // themselves get their directory kept by the server.
  feed::Consumer& Follow(feed::ConsumerOptions feed);
  // While building, for state in memory that was read from the store: `hook` is told of every commit once the
  // service is built, before queries that wait for it, jobs and replies go on. What is written while building
  // is not told, nor what a feed followed from there writes by then; calls, jobs and the directory come
  // later. See store::Options::on_commit.
  void OnCommit(std::function<void(const store::Txn& written)> hook) {
    commit_hooks_.push_back(std::move(hook));
  }
  // While building, for what has threads of its own that read the store: is called before that stops.
  void OnStop(std::function<void()> hook) { stop_hooks_.push_back(std::move(hook)); }
  // Keeps something alive until everything has stopped.
  template <typename T>
  T* Own(std::unique_ptr<T> thing) {
    T* const raw = thing.get();
    owned_.push_back(std::shared_ptr<void>(std::move(thing)));
    return raw;
  }

 private:
  Server(const ServiceSpec& spec, const ServerOptions& options);
  absl::Status Start();
  absl::Status OpenStore();
  absl::Status BuildServices();
  void FollowDirectory();
  void WaitUntilHealthy();
  const feed::Consumer* IdentityFeed() const;

  const ServiceSpec spec_;
  const ServerOptions options_;
  Process process_;
  std::vector<std::shared_ptr<void>> owned_;
  rpc::Executor executor_;
  feed::Directory directory_;
  std::vector<std::function<void(const store::Txn&)>> commit_hooks_;  // fixed once built
  std::vector<std::function<void()>> stop_hooks_;                     // likewise
  std::atomic<bool> built_{false};                                    // hooks, router and jobs are told
  std::unique_ptr<auth::TokenVerifier> verifier_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<rpc::Router> router_;
  std::unique_ptr<jobs::Jobs> jobs_;
  std::vector<std::unique_ptr<feed::Consumer>> consumers_;
  std::vector<obs::Metrics::Reading> readings_;
  std::thread health_;
  std::atomic<bool> stopping_{false};
};

// The command line of a service.
cli::Program ProgramOf(const ServiceSpec& spec);
// A service's main().
int Run(int argc, char** argv, const ServiceSpec& spec);

}  // namespace obt::app
