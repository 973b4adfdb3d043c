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
#include "tests/chaos/kill_book.h"
#include "tests/chaos/serving.h"

namespace obt::testing {
namespace {

constexpr int kRestarts = 40;          // of each service
constexpr int64_t kDoneBetween = 300;  // by the service before it is killed again
constexpr absl::Duration kPatience = absl::Minutes(2);

class BenchedWorld {
 public:
  BenchedWorld(std::string place, std::string bin)
      : place_(std::move(place)), bin_(std::move(bin)), book_(tally_) {
    const absl::Time started = absl::Now();
    for (const char* const service : kServiceNames) Start(service);
    AwaitServing(endpoints(), {"identity", "learning", "aggregator"}, started);
    FindPeople();
  }

  // The times of one service's restarts while all three are under load.
  std::vector<absl::Duration> Restart(Service service) {
    const std::string name = kServiceNames[service];
    std::vector<absl::Duration> times;
    for (int i = 0; i < kRestarts; ++i) {
      if (!book_.AwaitDone(service, book_.done(service) + kDoneBetween, kPatience))
        Die(absl::StrCat(name, ": the load does not go on"));
      processes_[name]->Signal(SIGKILL);
      processes_[name]->Wait();
      const absl::Time started = absl::Now();
      Start(name);
      times.push_back(AwaitServing(endpoints(), {name}, started).front());
    }
    return times;
  }

  // Until told to stop; whatever is refused meanwhile is none of its business.
  void Load(Service service, int number, const std::atomic<bool>& stop) {
    const std::unique_ptr<rpc::Client> client =
        ClientTo(service, service == kAggregator ? "admin" : "simulator");
    for (int64_t n = 0; !stop.load(); ++n) {
      const std::string id = absl::StrCat("bench-", absl::ToUnixMicros(begin_), "-", number, "-", n);
      absl::Status status;
      if (service == kIdentity) status = CreatePerson(*client, id);
      if (service == kLearning) status = Record(*client, id, people_[n % people_.size()]);
      if (service == kAggregator) status = Ask(*client);
      if (status.ok()) {
        book_.Did(service);
      } else if (!absl::IsUnavailable(status) && !absl::IsDeadlineExceeded(status)) {
        Die(status.ToString());
      }
    }
  }

 private:
  std::string endpoints() const { return absl::StrCat(place_, "/endpoints.json"); }

  void Start(const std::string& name) {
    processes_[name] = std::make_unique<Process>(
        std::vector<std::string>{absl::StrCat(bin_, "/obt-", name), "serve", "--data",
                                 absl::StrCat(place_, "/data/", name), "--endpoints", endpoints(), "--keys",
                                 absl::StrCat(place_, "/keys/public"), "--token-file",
                                 absl::StrCat(place_, "/tokens/", name, ".token")},
        absl::StrCat(place_, "/logs/", name, ".log"));
  }

  std::unique_ptr<rpc::Client> ClientTo(Service service, const std::string& client) const {
    return std::make_unique<rpc::Client>(
        rpc::AddressFromEndpoints(endpoints(), kServiceNames[service]),
        rpc::TokenFromFile(absl::StrCat(place_, "/tokens/", client, ".token")));
  }

  void FindPeople() {
    identity::v1::ListPeopleRequest request;
    request.set_page_size(500);
    const auto page = ClientTo(kIdentity, "admin")->Call<identity::v1::ListPeopleResponse>(request);
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
  KillBook book_;
  std::map<std::string, std::unique_ptr<Process>> processes_;
  std::vector<std::string> people_;
  std::string organisation_;
};

}  // namespace

int RunRestartBench(const std::string& place, const std::string& bin) {
  BenchedWorld world(place, bin);
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (int i = 0; i < 2 * kServices; ++i)
    threads.emplace_back([&world, &stop, i] { world.Load(static_cast<Service>(i % kServices), i, stop); });
  for (int i = 0; i < kServices; ++i) {
    const std::vector<absl::Duration> times = world.Restart(static_cast<Service>(i));
    std::printf("restart service=%s restarts=%zu p50_ms=%.0f p99_ms=%.0f\n", kServiceNames[i], times.size(),
                PercentileMs(times, 50), PercentileMs(times, 99));
    std::fflush(stdout);
  }
  stop.store(true);
  for (std::thread& thread : threads) thread.join();
  return 0;
}

}  // namespace obt::testing
