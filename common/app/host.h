// The composition root: what every service's main() is made of, and what in-process tests start. A Server
// opens the store, follows feeds, binds the services and listens; Run adds flags and signals around one.
//
//   int main(int argc, char** argv) {
//     obt::app::ServiceSpec spec{.name = "learning", .tables = obt::learning::Tables()};
//     spec.build = [](obt::app::Host& host) {
//       host.Own(std::make_unique<obt::learning::LearningService>(host.directory()))->BindTo(host.router());
//       return absl::OkStatus();
//     };
//     return obt::app::Run(argc, argv, spec);
//   }
//
// `<binary> init --data DIR` makes the store; `<binary> serve --data DIR ...` serves until SIGTERM.
// Up: metrics, executor, store, router, server, feeds, healthy. Down: unhealthy, router drains, server,
// feeds, store, executor.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/clock.h"
#include "common/feed/consumer.h"
#include "common/feed/directory.h"
#include "common/jobs/jobs.h"
#include "common/obs/metrics.h"
#include "common/rpc/client.h"
#include "common/rpc/router.h"
#include "common/store/store.h"

namespace obt::app {

// What a service builds itself from.
class Host {
 public:
  virtual ~Host() = default;
  virtual store::Store& store() = 0;
  virtual rpc::Router& router() = 0;
  // Where kinds of jobs are added while building; they run from then on until the service stops.
  virtual jobs::Jobs& jobs() = 0;
  virtual obs::Metrics& metrics() = 0;
  virtual feed::Directory& directory() = 0;
  virtual const Clock& clock() = 0;
  // A client to another service of the suite, with this service's token; its address comes from the endpoints
  // file.
  virtual const rpc::Client& peer(const std::string& service) = 0;
  // Follows a peer's feed; `client` and `store` are filled in. Services that do not follow identity
  // themselves get their directory kept by the host.
  virtual feed::Consumer& Follow(feed::ConsumerOptions options) = 0;
  // Runs when stopping, before the server and the feeds end, newest first: for jobs with threads of their
  // own.
  virtual void OnStop(std::function<void()> stop) = 0;
  // Keeps something alive until everything has stopped.
  template <typename T>
  T* Own(std::unique_ptr<T> thing) {
    T* const raw = thing.get();
    owned_.push_back(std::shared_ptr<void>(std::move(thing)));
    return raw;
  }

 protected:
  std::vector<std::shared_ptr<void>> owned_;
};

struct ServiceSpec {
  std::string name;  // "learning"
  std::vector<const store::TableRef*>
      tables;  // the service's own; directory, cursors and store tables are added
  std::vector<const store::TableRef*> published;  // tables readable through feed snapshots
  bool owns_directory = false;  // identity: the directory tables are its own, nothing is followed
  std::function<absl::Status(Host&)> build;  // makes the services and binds them
  // Writes the first grant; makes `init --admin-client ID` a flag of this service.
  std::function<absl::Status(store::Txn&, const std::string& client_id)> seed_admin = nullptr;
};

struct ServerOptions {
  std::string data;                     // store directory
  std::string listen = "127.0.0.1:0";   // port 0: the port of last time if it is free, else any
  std::string metrics = "127.0.0.1:0";  // Prometheus; empty: none
  std::string endpoints;  // JSON file this service writes its address into and finds its peers in
  std::string keys;       // public keys of token issuers: PEM file or directory
  std::string issuer = "obt-dev";
  std::string audience = "one-big-thing";
  std::string token_file;  // this service's own token, for calls to its peers
  std::string backups;     // where backups of the store go; empty: none are made
  const Clock* clock = &SystemClock::Get();
  size_t cache_bytes = 256u << 20;
};

// Makes an empty store for the service.
absl::Status InitStore(const ServiceSpec& spec, const ServerOptions& options,
                       const std::string& admin_client);

// A running service.
class Server {
 public:
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServiceSpec& spec, const ServerOptions& options);
  ~Server();
  void Stop();  // in order, without losing anything acknowledged; idempotent
  const std::string& address() const;
  const std::string& metrics_address() const;
  Host& host();
  // Now and then: drops what is too old.
  void Tidy();

 private:
  struct Core;
  explicit Server(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

int Run(int argc, char** argv, const ServiceSpec& spec);

}  // namespace obt::app
