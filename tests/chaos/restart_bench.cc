#include "tests/chaos/restart_bench.h"

#include <signal.h>

#include <atomic>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/rpc/client.h"
#include "common/testing/process.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/identity/v1/organisation.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/learning/v1/learning.pb.h"
#include "obt_services.h"
#include "tests/chaos/kill_record.h"
#include "tests/chaos/serving.h"

namespace obt::testing {
namespace {

constexpr int kRestarts = 40;          // of each service
constexpr int64_t kDoneBetween = 300;  // by the service before it is killed again
constexpr absl::Duration kPatience = absl::Minutes(2);

class BenchedWorld {
 public:
  BenchedWorld(std::string place, std::string bin)
      : place_(std::move(place)), bin_(std::move(bin)), record_(tally_) {
    const absl::Time started = absl::Now();
    for (const std::string service : kServiceNames) Start(service);
    AwaitServing(endpoints(), {kServiceNames.begin(), kServiceNames.end()}, started);
    FindPeople();
    for (const auto& [service, calls] : calls_) record_.AddLoad(service);
  }

  // Two callers of each service that is called at all.
  std::vector<std::thread> Load(const std::atomic<bool>& stop) {
    std::vector<std::thread> threads;
    for (int number = 0; number < 2; ++number) {
      for (const auto& [service, calls] : calls_)
        threads.emplace_back([this, number, &stop, name = service] { Load(name, number, stop); });
    }
    return threads;
  }

  // The times of one service's restarts while all are under load.
  std::vector<absl::Duration> Restart(const std::string& name) {
    std::vector<absl::Duration> times;
    for (int i = 0; i < kRestarts; ++i) {
      if (!record_.AwaitDone(name, record_.done(name) + kDoneBetween, kPatience))
        Die(absl::StrCat(name, ": the load does not go on"));
      processes_[name]->Signal(SIGKILL);
      processes_[name]->Wait();
      const absl::Time started = absl::Now();
      Start(name);
      times.push_back(AwaitServing(endpoints(), {name}, started).front());
    }
    return times;
  }

 private:
  // What is called, and as whom.
  struct Calls {
    std::string client;
    std::function<absl::Status(const rpc::Client&, const std::string& id, int64_t n)> call;
  };

  // Until told to stop; whatever is refused meanwhile is none of its business.
  void Load(const std::string& service, int number, const std::atomic<bool>& stop) {
    const Calls& calls = calls_.at(service);
    const std::unique_ptr<rpc::Client> client = ClientTo(service, calls.client);
    for (int64_t n = 0; !stop.load(); ++n) {
      const std::string id = absl::StrCat("bench-", absl::ToUnixMicros(begin_), "-", number, "-", n);
      const absl::Status status = calls.call(*client, id, n);
      if (status.ok()) {
        record_.Did(service);
      } else if (!absl::IsUnavailable(status) && !absl::IsDeadlineExceeded(status)) {
        Die(status.ToString());
      }
    }
  }

  std::string endpoints() const { return absl::StrCat(place_, "/endpoints.json"); }

  void Start(const std::string& name) {
    processes_[name] = std::make_unique<Process>(
        std::vector<std::string>{absl::StrCat(bin_, "/obt-", name), "serve", "--data",
                                 absl::StrCat(place_, "/data/", name), "--endpoints", endpoints(), "--trust",
                                 absl::StrCat(place_, "/keys/public/trust.json"), "--token-file",
                                 absl::StrCat(place_, "/tokens/", name, ".token")},
        absl::StrCat(place_, "/logs/", name, ".log"));
  }

  std::unique_ptr<rpc::Client> ClientTo(const std::string& service, const std::string& client) const {
    return std::make_unique<rpc::Client>(
        rpc::AddressFromEndpoints(endpoints(), service),
        rpc::TokenFromFile(absl::StrCat(place_, "/tokens/", client, ".token")));
  }

  void FindPeople() {
    identity::v1::ListPeopleRequest request;
    request.set_page_size(500);
    const auto page = ClientTo("identity", "admin")->Call<identity::v1::ListPeopleResponse>(request);
    if (!page.ok() || page->people().empty())
      Die(absl::StrCat("nobody is there: ", page.status().ToString()));
    for (const auto& person : page->people()) people_.push_back(person.facts().person_id());
    organisation_ = page->people(0).facts().stays().rbegin()->organisation_code();
  }

  absl::Status CreatePerson(const rpc::Client& client, const std::string& id) const {
    identity::v1::CreatePersonRequest request;
    request.set_organisation_code(organisation_);
    request.set_name("somebody");
    request.set_email(absl::StrCat(id, "@example.gov.uk"));
    request.set_request_id(id);
    return client.Call<identity::v1::CreatePersonResponse>(request).status();
  }

  absl::Status Record(const rpc::Client& client, const std::string& id, const std::string& person) const {
    learning::v1::RecordLearningRequest request;
    learning::v1::LearningEvent& event = *request.add_events();
    event.set_programme_id("obt-2024");
    event.set_source("bench");
    event.set_source_event_id(id);
    event.set_person_id(person);
    event.set_verb(learning::v1::VERB_PROGRESSED);
    event.set_minutes(1);
    event.mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(begin_));
    event.mutable_module()->set_course_id("innovation-masterclass");
    event.mutable_module()->set_module_id("test-and-learn");
    return client.Call<learning::v1::RecordLearningResponse>(request).status();
  }

  static absl::Status Ask(const rpc::Client& client) {
    aggregator::v1::QueryMetricsRequest request;
    request.set_programme_id("obt-2024");
    request.add_measures(aggregator::v1::MEASURE_REGISTERED);
    request.add_group_by(aggregator::v1::DIMENSION_GRADE);
    return client.Call<aggregator::v1::QueryMetricsResponse>(request).status();
  }

  const std::string place_, bin_;
  const absl::Time begin_ = absl::Now();
  KillTally tally_;
  KillRecord record_;
  std::map<std::string, std::unique_ptr<Process>> processes_;
  const std::map<std::string, Calls> calls_ = {
      {"identity",
       {"simulator",
        [this](const auto& client, const std::string& id, int64_t) { return CreatePerson(client, id); }}},
      {"learning",
       {"simulator", [this](const auto& client, const std::string& id,
                            int64_t n) { return Record(client, id, people_[n % people_.size()]); }}},
      {"aggregator", {"admin", [](const auto& client, const std::string&, int64_t) { return Ask(client); }}}};
  std::vector<std::string> people_;
  std::string organisation_;
};

}  // namespace

int RunRestartBench(const std::string& place, const std::string& bin) {
  BenchedWorld world(place, bin);
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads = world.Load(stop);
  for (const char* const service : kServiceNames) {
    const std::vector<absl::Duration> times = world.Restart(service);
    std::printf("restart service=%s restarts=%zu p50_ms=%.0f p99_ms=%.0f\n", service, times.size(),
                PercentileMs(times, 50), PercentileMs(times, 99));
    std::fflush(stdout);
  }
  stop.store(true);
  for (std::thread& thread : threads) thread.join();
  return 0;
}

}  // namespace obt::testing
