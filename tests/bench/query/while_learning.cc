#include "tests/bench/query/while_learning.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/mutex.h"

namespace obt::bench::query {
namespace {

using Steady = std::chrono::steady_clock;

void Fill(const World& world, const std::string& run, int64_t n, learning::v1::LearningEvent& event) {
  event.set_programme_id("obt-2024");
  event.set_source("csl");
  event.set_source_event_id(absl::StrCat("bench-", run, "-", n));
  event.set_person_id(world.people[static_cast<size_t>(n * 7919) % world.people.size()]);
  event.mutable_self_recorded()->set_title("A talk");
  event.mutable_self_recorded()->set_learning_type("EVENT_DEPT");
  event.set_verb(learning::v1::VERB_COMPLETED);
  event.mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(StartOfDay(world.first + 1)) +
                                           n * 7919 % 3'000'000);  // over five weeks
  event.set_minutes(1);
}

learning::v1::RecordLearningResponse Record(const rpc::Client& learning,
                                            const learning::v1::RecordLearningRequest& request) {
  rpc::CallOptions options;
  options.timeout = absl::Seconds(60);
  const auto recorded = learning.Call<learning::v1::RecordLearningResponse>(request, options);
  if (!recorded.ok()) Die(recorded.status().ToString());
  for (const auto& result : recorded->results()) {
    if (result.status().code() != 0) Die(absl::StrCat("RecordLearning: ", result.status().message()));
  }
  return *recorded;
}

}  // namespace

double WhileLearning(const rpc::Client& learning, const World& world, const Pace& pace,
                     const std::function<void()>& run,
                     const std::function<void(const learning::v1::RecordLearningResponse&)>& told) {
  const std::string name = ToText(NewId<JobId>(absl::Now()));
  Mutex mutex;
  std::condition_variable ended;
  bool stop = false;
  std::atomic<int64_t> recorded = 0;
  const Steady::time_point begin = Steady::now();
  const auto call_by_turns = [&](int caller) {
    for (int64_t call = caller;; call += pace.callers) {
      const auto due =
          begin + std::chrono::microseconds(call * pace.batch * 1'000'000 / pace.events_a_second);
      {
        MutexLock lock(mutex);
        if (ended.wait_until(lock.native(), due, [&] { return stop; })) return;
      }
      learning::v1::RecordLearningRequest request;
      for (int i = 0; i < pace.batch; ++i) Fill(world, name, call * pace.batch + i, *request.add_events());
      const learning::v1::RecordLearningResponse response = Record(learning, request);
      recorded += pace.batch;
      if (told) told(response);
    }
  };
  std::vector<std::thread> callers;
  for (int i = 0; i < pace.callers; ++i) callers.emplace_back(call_by_turns, i);
  run();
  const double seconds = std::chrono::duration<double>(Steady::now() - begin).count();
  const auto in_time = static_cast<double>(recorded);
  {
    MutexLock lock(mutex);
    stop = true;
  }
  ended.notify_all();
  for (std::thread& caller : callers) caller.join();
  return in_time / seconds;
}

}  // namespace obt::bench::query
