#include "tools/simulate/idea_player.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"
#include "common/base/status.h"
#include "tools/simulate/lanes.h"
#include "tools/simulate/persistence.h"

namespace obt::simulate {
namespace {

// Lets a step begin when what it needs is done.
class Turns {
 public:
  Turns(const std::vector<IdeaStep>& steps, int64_t done)
      : steps_(steps), done_(steps.size()), prefix_(static_cast<size_t>(done)) {
    std::fill_n(done_.begin(), prefix_, true);
  }

  // False: its turn will not come any more.
  bool Await(size_t place) {
    MutexLock lock(mutex_);
    if (failed_ || IsReady(steps_[place])) return !failed_;
    std::condition_variable turn;
    const auto waiting = waiting_.emplace(steps_[place].after, &turn);
    turn.wait(lock.native(), [&] { return failed_ || IsReady(steps_[place]); });
    waiting_.erase(waiting);
    return !failed_;
  }
  void Done(size_t place) {
    MutexLock lock(mutex_);
    done_[place] = true;
    while (prefix_ < done_.size() && done_[prefix_]) ++prefix_;
    Wake(waiting_.lower_bound(place + 1), waiting_.upper_bound(place + 1));
    Wake(waiting_.begin(), waiting_.upper_bound(prefix_));
  }
  void Fail() {
    MutexLock lock(mutex_);
    failed_ = true;
    Wake(waiting_.begin(), waiting_.end());
  }

 private:
  // By the place before which they wait.
  using Waiting = std::multimap<size_t, std::condition_variable*>;

  bool IsReady(const IdeaStep& step) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return prefix_ >= step.after || (!step.after_all && done_[step.after - 1]);
  }
  static void Wake(Waiting::iterator begin, Waiting::iterator end) {
    for (; begin != end; ++begin) begin->second->notify_one();
  }

  const std::vector<IdeaStep>& steps_;
  Mutex mutex_;
  Waiting waiting_ ABSL_GUARDED_BY(mutex_);
  std::vector<bool> done_ ABSL_GUARDED_BY(mutex_);  // By step.
  size_t prefix_ ABSL_GUARDED_BY(mutex_);           // So many are done from the first on.
  bool failed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace

absl::StatusOr<PlayReport> PlayIdeas(ctl::Session& session, const IdeaStage& stage, int64_t from,
                                     const std::function<absl::Status(int64_t)>& keep) {
  Counter counter;
  Turns turns(stage.steps, from);
  const auto send = [&](size_t place, size_t) -> absl::Status {
    if (!turns.Await(place)) return absl::CancelledError("a step before it failed");
    const absl::Status status = MakeStep(session, stage, place);
    if (IsPassing(status)) {
      turns.Fail();
      return status;
    }
    if (status.ok()) counter.Acknowledge();
    if (!status.ok()) counter.Refuse(absl::StrCat("step ", place), status);
    turns.Done(place);
    return absl::OkStatus();
  };
  OBT_RETURN_IF_ERROR(SendStream(
      {"playing ideas", "steps", stage.steps.size(), from, stage.lanes, 1}, send, [](int64_t) {}, keep));
  return counter.Report();
}

}  // namespace obt::simulate
