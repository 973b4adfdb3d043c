// Sends items as batches until every item has its own answer: what meets a passing failure is sent again,
// alone with its like. Counts what became of those of a plan, over all lanes.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/mutex.h"
#include "common/base/status.h"
#include "common/rpc/grpc_status.h"
#include "tools/simulate/persistence.h"

namespace obt::simulate {

struct PlayReport {
  int64_t acknowledged = 0;
  int64_t conflicts = 0;             // expected: none
  int64_t refused = 0;               // expected: none
  std::vector<std::string> samples;  // of what was refused
  absl::Duration took;
};

// Thread-safe.
class Counter {
 public:
  void Acknowledge() { ++acknowledged_; }
  void Refuse(absl::string_view what, const absl::Status& status) {
    constexpr size_t kSamples = 5;
    MutexLock lock(mutex_);
    ++(absl::IsAborted(status) ? conflicts_ : refused_);
    if (samples_.size() < kSamples) samples_.push_back(absl::StrCat(what, ": ", status.message()));
  }
  PlayReport Report() {
    MutexLock lock(mutex_);
    return {acknowledged_, conflicts_, refused_, samples_, absl::Now() - began_};
  }

 private:
  const absl::Time began_ = absl::Now();
  std::atomic<int64_t> acknowledged_ = 0;
  Mutex mutex_;
  int64_t conflicts_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t refused_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::string> samples_ ABSL_GUARDED_BY(mutex_);
};

// `fill(item, request)` adds an item to a request or says why it cannot; `take(item, result, status)` is told
// of each that has its answer. An error of theirs ends the sending.
template <typename Request, typename Response, typename Fill, typename Take>
absl::Status SendBatch(ctl::Session& session, const std::string& service, std::vector<size_t> items,
                       Fill fill, Take take) {
  constexpr int kMaxResends = 50;
  for (int times = 0; !items.empty(); ++times) {
    if (times > 0) absl::SleepFor(BackOff(times));
    Request request;
    for (const size_t item : items) OBT_RETURN_IF_ERROR(fill(item, request));
    Response response;
    OBT_RETURN_IF_ERROR(AskUntilAnswered(session, service, request, response));
    if (response.results_size() != static_cast<int>(items.size())) {
      return absl::InternalError("a batch was answered with another number of results than items");
    }
    std::vector<size_t> again;
    absl::Status passing;
    for (size_t k = 0; k < items.size(); ++k) {
      const auto& result = response.results(static_cast<int>(k));
      const absl::Status status = rpc::FromProto(result.status());
      if (!IsPassing(status)) {
        OBT_RETURN_IF_ERROR(take(items[k], result, status));
        continue;
      }
      passing = status;
      again.push_back(items[k]);
    }
    if (times > kMaxResends) return passing;
    items = std::move(again);
  }
  return absl::OkStatus();
}

// Counts each item; `name(item)` is what to call it.
template <typename Name>
auto CountedBy(Counter& counter, Name name) {
  return [&counter, name](size_t item, const auto&, const absl::Status& status) {
    if (status.ok()) {
      counter.Acknowledge();
    } else {
      counter.Refuse(name(item), status);
    }
    return absl::OkStatus();
  };
}

}  // namespace obt::simulate
