#include "tests/bench/query/ours.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/mutex.h"
#include "obt/learning/v1/learning.pb.h"
#include "tests/bench/load.h"

namespace obt::bench::query {
namespace {

using Clock = std::chrono::steady_clock;
namespace v1 = aggregator::v1;

constexpr int kBatchesASecond = 10;

double MsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

rpc::CallOptions Patient() {
  rpc::CallOptions options;
  options.timeout = absl::Seconds(60);
  return options;
}

// Minutes on the way, in a module of the programme.
learning::v1::LearningEvent EventOf(const World& world, const std::string& run, int64_t n) {
  learning::v1::LearningEvent event;
  event.set_programme_id("obt-2024");
  event.set_source("csl");
  event.set_source_event_id(absl::StrCat("bench-", run, "-", n));
  event.set_person_id(world.people[static_cast<size_t>(n * 7919) % world.people.size()]);
  event.mutable_module()->set_course_id("innovation-masterclass");
  event.mutable_module()->set_module_id("test-and-learn");
  event.set_verb(learning::v1::VERB_PROGRESSED);
  event.mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(StartOfDay(world.first + 1)) + n % 3'000'000);
  event.set_minutes(static_cast<int>(1 + n % 60));
  return event;
}

void Record(const rpc::Client& learning, const learning::v1::RecordLearningRequest& request) {
  const auto recorded = learning.Call<learning::v1::RecordLearningResponse>(request, Patient());
  if (!recorded.ok()) Die(recorded.status().ToString());
  for (const auto& result : recorded->results()) {
    if (result.status().code() != 0) Die(absl::StrCat("RecordLearning: ", result.status().message()));
  }
}

}  // namespace

double Latencies::Percentile(double percent) const {
  std::vector<double> sorted = ms;
  std::sort(sorted.begin(), sorted.end());
  return sorted[std::min(sorted.size() - 1,
                         static_cast<size_t>(static_cast<double>(sorted.size()) * percent / 100))];
}

std::unique_ptr<google::protobuf::Message> Ours::Answer(const Asked& asked) const {
  std::unique_ptr<google::protobuf::Message> response(asked.response->New());
  const absl::Status answered = client_.Invoke(*asked.request, *response, Patient());
  if (!answered.ok()) Die(answered.ToString());
  return response;
}

double Ours::Ask(const Asked& asked) const {
  const Clock::time_point begin = Clock::now();
  Answer(asked);
  return MsSince(begin);
}

Latencies Ours::AskSimple(absl::Duration length) const {
  const std::vector<Question> questions = SimpleQuestions();
  Latencies latencies;
  const Clock::time_point begin = Clock::now();
  for (size_t i = 0; MsSince(begin) < absl::ToDoubleMilliseconds(length); ++i) {
    const Question& question = questions[i % questions.size()];
    latencies.ms.push_back(
        Ask(query::Ask(question, world_, static_cast<int>(i / questions.size()) % kVariants)));
  }
  return latencies;
}

double Ours::AskAtOnce(int callers, const std::vector<Question>& questions, absl::Duration length) const {
  LoadPlan plan;
  plan.client = &client_;
  plan.in_flight = callers;
  plan.length = length;
  plan.request = [&](int64_t n) {
    const Question& question = questions[static_cast<size_t>(n) % questions.size()];
    const int variant = static_cast<int>(n / static_cast<int64_t>(questions.size()) % kVariants);
    const Asked asked = query::Ask(question, world_, variant);
    std::unique_ptr<google::protobuf::Message> request(asked.request->New());
    request->CopyFrom(*asked.request);
    return request;
  };
  plan.response = query::Ask(questions.front(), world_, 0).response;
  const LoadResult result = Run(plan);
  Check(result);
  return result.rate();
}

Latencies Ours::AskTheSame(int times) const {
  const Asked asked = query::Ask(AllQuestions().front(), world_, 0);
  Latencies latencies;
  for (int i = 0; i < times; ++i) latencies.ms.push_back(Ask(asked));
  return latencies;
}

uint64_t Ours::AppliedOf(const std::string& source) const {
  const auto freshness = client_.Call<v1::GetFreshnessResponse>(v1::GetFreshnessRequest(), Patient());
  if (!freshness.ok()) Die(freshness.status().ToString());
  for (const auto& feed : freshness->feeds()) {
    if (feed.source() == source) return feed.applied_sequence();
  }
  return 0;
}

std::vector<Question> SimpleQuestions() {
  std::vector<Question> simple;
  for (const Question& question : AllQuestions()) {
    if (question.group_by.size() == 1) simple.push_back(question);
  }
  return simple;
}

double WhileLearning(const rpc::Client& learning, const World& world, int changes_a_second,
                     const std::function<void()>& run) {
  const std::string name = ToText(NewId<JobId>(absl::Now()));
  Mutex mutex;
  std::condition_variable ended;
  bool stop = false;
  int64_t recorded = 0;
  const Clock::time_point begin = Clock::now();
  std::thread writer([&] {
    const int batch = changes_a_second / kBatchesASecond;
    MutexLock lock(mutex);
    for (Clock::time_point next = begin; !stop; next += std::chrono::milliseconds(1000 / kBatchesASecond)) {
      if (ended.wait_until(lock.native(), next, [&] { return stop; })) return;
      learning::v1::RecordLearningRequest request;
      for (int i = 0; i < batch; ++i) *request.add_events() = EventOf(world, name, recorded++);
      lock.native().unlock();
      Record(learning, request);
      lock.native().lock();
    }
  });
  run();
  const double seconds = MsSince(begin) / 1e3;
  {
    MutexLock lock(mutex);
    stop = true;
  }
  ended.notify_all();
  writer.join();
  return static_cast<double>(recorded) / seconds;
}

}  // namespace obt::bench::query
