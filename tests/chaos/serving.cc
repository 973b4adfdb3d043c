#include "tests/chaos/serving.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "common/base/mutex.h"
#include "common/rpc/endpoints.h"
#include "tools/obtctl/health.h"

namespace obt::testing {
namespace {

constexpr absl::Duration kLook = absl::Milliseconds(2);
constexpr absl::Duration kPatience = absl::Minutes(1);

}  // namespace

void Pause(absl::Duration time) {
  Mutex mutex;
  std::condition_variable never;
  const auto until = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(time);
  MutexLock lock(mutex);
  while (never.wait_until(lock.native(), until) != std::cv_status::timeout) {
  }
}

std::vector<absl::Duration> AwaitServing(const std::string& endpoints,
                                         const std::vector<std::string>& services, absl::Time started) {
  // New connections: one that was refused waits before it tries again.
  ctl::HealthProbe probe;
  std::vector<absl::Duration> took(services.size(), absl::ZeroDuration());
  for (size_t serving = 0; serving < services.size(); Pause(kLook)) {
    const auto addresses = rpc::ReadEndpoints(endpoints);
    for (size_t i = 0; i < services.size(); ++i) {
      if (took[i] > absl::ZeroDuration() || !addresses.ok() || addresses->count(services[i]) == 0) continue;
      if (probe.HealthAt(addresses->at(services[i])) != "SERVING") continue;
      took[i] = absl::Now() - started;
      ++serving;
    }
    if (absl::Now() - started > kPatience)
      Die(absl::StrCat(services.size() - serving, " services do not come back within a minute"));
  }
  return took;
}

double PercentileMs(std::vector<absl::Duration> times, double percent) {
  if (times.empty()) return 0;
  std::sort(times.begin(), times.end());
  const size_t rank = static_cast<size_t>(std::ceil(percent / 100 * static_cast<double>(times.size())));
  return absl::ToDoubleMilliseconds(times[std::max<size_t>(rank, 1) - 1]);
}

}  // namespace obt::testing
