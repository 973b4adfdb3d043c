#include "tests/bench/load.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/mutex.h"
#include "obt/admin/v1/admin.pb.h"

namespace obt::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Loop {
  explicit Loop(const LoadPlan& load_plan) : plan(load_plan) {}

  // Starts the next call, or counts this lane as finished.
  void Next() {
    const int64_t n = issued.fetch_add(1);
    if (Clock::now() >= end || (plan.limit >= 0 && n >= plan.limit)) {
      MutexLock lock(mutex);
      if (--lanes == 0) idle.notify_all();
      return;
    }
    const std::unique_ptr<google::protobuf::Message> request = plan.request(n);
    const std::shared_ptr<google::protobuf::Message> response(plan.response->New());
    const Clock::time_point begin = Clock::now();
    rpc::CallOptions options;
    options.timeout = absl::Seconds(60);
    options.acting_for = plan.acting_for;
    plan.client->Start(*request, response.get(), options, [this, response, begin](absl::Status status) {
      Count(status, *response, begin);
      Next();
    });
  }

  void Count(const absl::Status& status, const google::protobuf::Message& response, Clock::time_point begin) {
    const double ms = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    const bool good = status.ok() && (!plan.check || plan.check(response));
    MutexLock lock(mutex);
    ++result.calls;
    if (!good) ++result.failed;
    if (!status.ok() && result.first_failure.ok()) result.first_failure = status;
    times.push_back(static_cast<float>(ms));
  }

  const LoadPlan& plan;
  Clock::time_point end;
  std::atomic<int64_t> issued{0};
  Mutex mutex;
  std::condition_variable idle;
  int lanes ABSL_GUARDED_BY(mutex) = 0;
  LoadResult result ABSL_GUARDED_BY(mutex);
  std::vector<float> times ABSL_GUARDED_BY(mutex);
};

}  // namespace

LoadResult Run(const LoadPlan& plan) {
  Loop loop(plan);
  const Clock::time_point begin = Clock::now();
  loop.end = begin + absl::ToChronoNanoseconds(plan.length);
  loop.lanes = plan.in_flight;
  for (int i = 0; i < plan.in_flight; ++i) loop.Next();
  MutexLock lock(loop.mutex);
  while (loop.lanes > 0) loop.idle.wait(lock.native());
  LoadResult result = loop.result;
  result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  if (loop.times.empty()) return result;
  std::sort(loop.times.begin(), loop.times.end());
  result.p50_ms = loop.times[loop.times.size() / 2];
  result.p99_ms = loop.times[loop.times.size() * 99 / 100];
  result.most_ms = loop.times.back();
  return result;
}

void Check(const LoadResult& result) {
  if (result.failed > 0)
    Die(absl::StrCat(result.failed, " calls failed, first: ", result.first_failure.ToString()));
}

LoadPlan NoOp(const rpc::Client& client, int in_flight) {
  LoadPlan plan;
  plan.client = &client;
  plan.in_flight = in_flight;
  plan.request = [](int64_t) { return std::make_unique<admin::v1::GetBuildInfoRequest>(); };
  plan.response = &admin::v1::GetBuildInfoResponse::default_instance();
  return plan;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

}  // namespace obt::bench
