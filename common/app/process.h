// What every program of the suite is made of, with a store or without: flags, signals, metrics, log, the
// other services of the deployment, a listener with its health, and the order in which all that ends.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "common/base/clock.h"
#include "common/base/mutex.h"
#include "common/cli/command.h"
#include "common/obs/metrics.h"
#include "common/rpc/client.h"

namespace grpc {
class Server;
class Service;
}  // namespace grpc

namespace obt::app {

struct ProcessOptions {
  std::string listen = "127.0.0.1:0";   // port 0: the port of last time if it is free, else any
  std::string metrics = "127.0.0.1:0";  // Prometheus, its port likewise; empty: none
  std::string endpoints;   // JSON file this process writes its address into and finds its peers in
  std::string trust;       // JSON file that says whose tokens are taken
  std::string token_file;  // this process's own token, for calls to its peers
  const Clock* clock = &SystemClock::Get();
};

class Process {
 public:
  Process(std::string name, const ProcessOptions& options);
  ~Process();

  obs::Metrics& metrics() { return metrics_; }
  const Clock& clock() const { return *options_.clock; }
  // A client to another service of the suite, with this process's token; its address comes from the endpoints
  // file. Thread-safe.
  const rpc::Client& peer(const std::string& service);

  // INVALID_ARGUMENT when an address cannot be one; before anything is opened.
  absl::Status CheckOptions() const;
  // Listens, not healthy yet, shows metrics, and writes both addresses into the endpoints file.
  absl::Status Listen(const std::vector<grpc::Service*>& services);
  void BecomeHealthy();
  void BecomeUnhealthy();
  // Ends the listener, which `services` outlive, and the metrics.
  void Stop();

  const std::string& address() const { return address_; }
  const std::string& metrics_address() const { return metrics_address_; }

 private:
  absl::Status Publish();
  absl::Status ShowMetrics(const std::string& entry);

  const std::string name_;
  const ProcessOptions options_;
  obs::Metrics metrics_;
  std::vector<obs::Metrics::Reading> readings_;
  Mutex peers_mutex_;
  std::map<std::string, std::unique_ptr<rpc::Client>> peers_ ABSL_GUARDED_BY(peers_mutex_);
  std::unique_ptr<grpc::Server> server_;
  std::string address_, metrics_address_;
};

// The flags every program has, and what was given for them.
std::vector<cli::Option> ProcessFlags();
void TakeFlags(const cli::Arguments& given, ProcessOptions& options);
// The life of a program from `start`, before which it has no threads, to SIGTERM or SIGINT; `tidy` runs now
// and then. Returns the exit code.
int RunUntilSignal(const std::string& name, absl::FunctionRef<absl::Status()> start,
                   absl::FunctionRef<void()> tidy, absl::FunctionRef<void()> stop);
// Logs why a program cannot start; the exit code.
int Fail(const absl::Status& status);

}  // namespace obt::app
