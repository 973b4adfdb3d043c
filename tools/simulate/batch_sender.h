// Sends items of a plan as batches until every item has its own answer: what meets a passing failure is sent
// again, alone with its like. Counts what became of them, over all lanes.
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
    return {acknowledged_, conflicts_, refused_, samples_};
  }

 private:
  std::atomic<int64_t> acknowledged_ = 0;
  Mutex mutex_;
  int64_t conflicts_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t refused_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::string> samples_ ABSL_GUARDED_BY(mutex_);
};

// `fill(item, request)` adds an item to a request or says why it cannot; `name(item)` is what to call it.
template <typename Request, typename Response, typename Fill, typename Name>
absl::Status SendBatch(ctl::Session& session, std::vector<size_t> items, Counter& counter, Fill fill,
                       Name name) {
  constexpr int kMaxResends = 50;
  for (int times = 0; !items.empty(); ++times) {
    if (times > 0) absl::SleepFor(BackOff(times));
    Request request;
    for (const size_t item : items) OBT_RETURN_IF_ERROR(fill(item, request));
    Response response;
    OBT_RETURN_IF_ERROR(AskUntilAnswered(session, "learning", request, response));
    if (response.results_size() != static_cast<int>(items.size())) {
      return absl::InternalError("a batch was answered with another number of results than items");
    }
    std::vector<size_t> again;
    absl::Status passing;
    for (size_t k = 0; k < items.size(); ++k) {
      const absl::Status status = rpc::FromProto(response.results(static_cast<int>(k)).status());
      if (status.ok()) {
        counter.Acknowledge();
      } else if (IsPassing(status)) {
        passing = status;
        again.push_back(items[k]);
      } else {
        counter.Refuse(name(items[k]), status);
      }
    }
    if (times > kMaxResends) return passing;
    items = std::move(again);
  }
  return absl::OkStatus();
}

}  // namespace obt::simulate
