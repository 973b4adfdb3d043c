// All services of the suite over real gRPC and real stores, in one process or as the real binaries, with a
// small world in them: two departments, an agency, the programmes and a course. For tests.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/base/mutex.h"
#include "common/rpc/client.h"
#include "common/testing/deployment.h"
#include "common/testing/process.h"
#include "google/protobuf/message.h"
#include "google/type/date.pb.h"
#include "obt/aggregator/v1/verify.pb.h"
#include "obt/identity/v1/import.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/learning/v1/learning.pb.h"
#include "obt/options/v1/options.pb.h"
#include "obt_services.h"

namespace obt::testing {

google::type::Date DateOf(int year, int month, int day);

class World {
 public:
  enum class Mode { kInProcess, kBinaries };
  // Starts the services with the clients they need and the reference data above. `binaries`: where the
  // programs lie; empty: where they are built.
  explicit World(Mode mode = Mode::kInProcess, const Clock& clock = SystemClock::Get(),
                 const std::vector<std::string>& services = {kServiceNames.begin(), kServiceNames.end()},
                 const std::string& binaries = "");

  // A call that must succeed; aborts with the error otherwise.
  template <typename Response>
  Response Must(const google::protobuf::Message& request, const std::string& client = "admin") {
    absl::StatusOr<Response> response = Call<Response>(request, client);
    if (!response.ok())
      Die(std::string(request.GetDescriptor()->name()) + ": " + response.status().ToString());
    return *std::move(response);
  }
  template <typename Response>
  absl::StatusOr<Response> Call(const google::protobuf::Message& request, const std::string& client = "admin",
                                rpc::CallFacts* facts = nullptr) {
    return ClientFor(request, client).Call<Response>(request, {}, facts);
  }
  // By the package of the request.
  const rpc::Client& ClientFor(const google::protobuf::Message& request, const std::string& client);

  // The same client for all calls, made once.
  const rpc::Client& ClientTo(const std::string& service, const std::string& client);

  void CreateClient(const std::string& client);
  void CreateClient(const std::string& client, options::v1::Role role, const std::string& organisation = "");
  // Counts in every service that runs when this returns.
  void Grant(const std::string& client, options::v1::Role role, const std::string& organisation);
  void CreateOrganisation(const std::string& code, const std::string& parent, bool department = true);
  // Returns the person id; the stay begins on 1 April 2024.
  std::string CreatePerson(const std::string& organisation, const std::string& name);
  // Of obt-2024; returns the team's id.
  std::string CreateTeam(const std::string& organisation, const std::string& facilitator);
  // Returns the import's id.
  std::string StartImport(const std::string& organisation, identity::v1::ImportMode mode,
                          const std::string& client = "admin");
  // A learning event of a module, as of a time; returns its result's status.
  absl::Status Record(const std::string& client, const learning::v1::LearningEvent& event);
  learning::v1::LearningEvent Event(const std::string& person, const std::string& id, learning::v1::Verb verb,
                                    const std::string& module, absl::Time at, int minutes = 0);
  // Waits until the aggregator has applied everything the sources have now.
  void CatchUp();
  // The aggregator counts everything again; how that ended.
  aggregator::v1::Verification Recount();

  Deployment& deployment() { return deployment_; }
  app::Server& server(const std::string& name);                                    // in process only
  int PidOf(const std::string& name) const { return processes_.at(name)->pid(); }  // binaries only
  // Ends a service, cleanly or with SIGKILL (binaries only), and starts it again; makes its store if there is
  // none.
  void Restart(const std::string& name, bool kill = false);
  void Stop(const std::string& name, bool kill = false);
  // Binaries only: SIGKILL to all of them at once. What each ended with: minus the signal, or its exit code.
  std::vector<int> Kill(const std::vector<std::string>& names);
  // Starts it without waiting until it serves. A process dies with the thread that started it.
  void Start(const std::string& name);
  // Binaries only: the last lines that each wrote to its log, on stderr.
  void PrintLogs() const;
  // The last durable sequence of a service.
  uint64_t EndOf(const std::string& service);

 private:
  void Load();
  void CatchUpDirectories();

  const Mode mode_;
  const std::string binaries_;
  Deployment deployment_;
  std::map<std::string, std::unique_ptr<app::Server>> servers_;
  std::map<std::string, std::unique_ptr<Process>> processes_;
  Mutex mutex_;
  std::map<std::string, std::unique_ptr<rpc::Client>> clients_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace obt::testing
