// Keeps a running world busy until it is told to end (SIGTERM): learning is recorded at an even pace, and of
// each service one caller asks the same all the time, with a pause after each answer. Nobody gives up while a
// service is away: the client's presets try again, and a call that fails all the same ends this. Prints
// "busy" once everything was answered, and in the end what was done. Argument: the world's directory.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <thread>
#include <vector>

#include "common/base/error.h"
#include "common/base/mutex.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/ideas/v1/idea.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/identity/v1/programme.pb.h"
#include "tests/bench/query/ours.h"
#include "tests/bench/query/while_learning.h"

namespace obt::bench::query {
namespace {

constexpr Pace kPace = {1'000, 1, 16};
constexpr auto kPause = std::chrono::milliseconds(10);
constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr const char* kProgramme = "obt-2024";

template <typename Response>
Response Must(const rpc::Client& client, const google::protobuf::Message& request) {
  rpc::CallOptions patient;
  patient.timeout = kPatience;
  absl::StatusOr<Response> response = client.Call<Response>(request, patient);
  if (!response.ok()) Die(response.status().ToString());
  return *std::move(response);
}

// Some people and the first day that counts: what learning is recorded of.
World WorldOf(const rpc::Client& identity) {
  World world;
  identity::v1::ListPeopleRequest people;
  people.set_page_size(500);
  const auto listed = Must<identity::v1::ListPeopleResponse>(identity, people);
  for (const identity::v1::Person& person : listed.people())
    world.people.push_back(person.facts().person_id());
  identity::v1::GetProgrammeRequest programme;
  programme.set_programme_id(kProgramme);
  const auto found = Must<identity::v1::GetProgrammeResponse>(identity, programme);
  world.first = ParseDay(found.programme().counting_from_day()).value_or(0);
  return world;
}

// A caller that asks the same until it is deleted.
template <typename Response>
class Asking {
 public:
  Asking(const rpc::Client& client, const google::protobuf::Message& request)
      : caller_([this, &client, &request] {
          do {
            Must<Response>(client, request);
            ++answers_;
          } while (Pause());
        }) {}
  ~Asking() {
    {
      MutexLock lock(mutex_);
      stop_ = true;
    }
    stopped_.notify_all();
    caller_.join();
  }
  void WaitForAnswer() const {
    while (answers_ == 0) std::this_thread::yield();
  }
  long long answers() const { return answers_; }

 private:
  // False where it is time to stop.
  bool Pause() {
    MutexLock lock(mutex_);
    return !stopped_.wait_for(lock.native(), kPause,
                              [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return stop_; });
  }

  std::atomic<long long> answers_ = 0;
  Mutex mutex_;
  std::condition_variable stopped_;
  bool stop_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread caller_;  // last: it uses the others
};

int Main(const std::string& place) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);  // for every thread to come
  const auto identity = ClientTo(place, "identity", "admin"), ideas = ClientTo(place, "ideas", "admin"),
             aggregator = ClientTo(place, "aggregator", "admin"),
             learning = ClientTo(place, "learning", "simulator");
  const World world = WorldOf(*identity);
  if (world.people.empty()) Die("nobody is in this world");
  identity::v1::GetPersonRequest person;
  person.set_person_id(world.people.front());
  ideas::v1::SearchIdeasRequest search;
  search.mutable_question()->set_query("form");
  search.set_page_size(20);
  aggregator::v1::QueryMetricsRequest figures;
  figures.set_programme_id(kProgramme);
  figures.add_group_by(aggregator::v1::DIMENSION_DEPARTMENT);
  figures.add_measures(aggregator::v1::MEASURE_LEARNING_STARTED);
  long long people = 0, searches = 0, answers = 0;
  const double recorded = WhileLearning(*learning, world, kPace, [&] {
    Asking<identity::v1::GetPersonResponse> of_people(*identity, person);
    Asking<ideas::v1::SearchIdeasResponse> of_ideas(*ideas, search);
    Asking<aggregator::v1::QueryMetricsResponse> of_figures(*aggregator, figures);
    of_people.WaitForAnswer();
    of_ideas.WaitForAnswer();
    of_figures.WaitForAnswer();
    std::puts("busy");
    std::fflush(stdout);
    int signal = 0;
    sigwait(&ends, &signal);
    people = of_people.answers();
    searches = of_ideas.answers();
    answers = of_figures.answers();
  });
  std::printf("no call failed; %.0f of %d events a second,\n", recorded, kPace.events_a_second);
  std::printf("%lld people, %lld searches and %lld figures were answered\n", people, searches, answers);
  return 0;
}

}  // namespace
}  // namespace obt::bench::query

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: obt-bench-busy WORLD\n");
    return 2;
  }
  return obt::bench::query::Main(argv[1]);
}
