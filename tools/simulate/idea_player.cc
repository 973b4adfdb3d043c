#include "tools/simulate/idea_player.h"

#include <condition_variable>

#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"
#include "common/base/status.h"
#include "tools/simulate/lanes.h"
#include "tools/simulate/persistence.h"

namespace obt::simulate {
namespace {

// Lets a step begin when all it needs is done.
class Turns {
 public:
  explicit Turns(int64_t done) : done_(static_cast<size_t>(done)) {}

  // False: its turn will not come any more.
  bool Await(size_t place) {
    MutexLock lock(mutex_);
    changed_.wait(lock.native(), [&] { return failed_ || done_ >= place; });
    return !failed_;
  }
  void Reached(int64_t done) {
    MutexLock lock(mutex_);
    done_ = static_cast<size_t>(done);
    changed_.notify_all();
  }
  void Fail() {
    MutexLock lock(mutex_);
    failed_ = true;
    changed_.notify_all();
  }

 private:
  Mutex mutex_;
  std::condition_variable changed_;
  size_t done_ ABSL_GUARDED_BY(mutex_);
  bool failed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace

absl::StatusOr<PlayReport> PlayIdeas(ctl::Session& session, const IdeaStage& stage, int64_t from,
                                     const std::function<absl::Status(int64_t)>& keep) {
  Counter counter;
  Turns turns(from);
  const auto send = [&](size_t place, size_t) -> absl::Status {
    if (!turns.Await(stage.steps[place].after)) return absl::CancelledError("a step before it failed");
    const absl::Status status = MakeStep(session, stage, place);
    if (status.ok()) {
      counter.Acknowledge();
      return status;
    }
    if (!IsPassing(status)) {
      counter.Refuse(absl::StrCat("step ", place), status);
      return absl::OkStatus();
    }
    turns.Fail();
    return status;
  };
  OBT_RETURN_IF_ERROR(SendStream(
      {"playing ideas", "steps", stage.steps.size(), from, stage.lanes, 1}, send,
      [&](int64_t done) { turns.Reached(done); }, keep));
  return counter.Report();
}

}  // namespace obt::simulate
