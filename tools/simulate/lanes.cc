#include "tools/simulate/lanes.h"

#include <set>
#include <thread>
#include <vector>

#include "common/base/mutex.h"

namespace obt::simulate {
namespace {

class Pieces {
 public:
  Pieces(size_t first, size_t count, const std::function<void(size_t)>& advance)
      : next_(first), count_(count), prefix_(first), advance_(advance) {}

  // False when there is nothing left to start.
  bool Take(size_t& piece) {
    MutexLock lock(mutex_);
    if (!failure_.ok() || next_ >= count_) return false;
    piece = next_++;
    return true;
  }

  void Done(size_t piece, absl::Status status) {
    MutexLock lock(mutex_);
    failure_.Update(status);
    if (!status.ok()) return;
    done_.insert(piece);
    while (!done_.empty() && *done_.begin() == prefix_) {
      done_.erase(done_.begin());
      ++prefix_;
    }
    advance_(prefix_);
  }

  absl::Status failure() {
    MutexLock lock(mutex_);
    return failure_;
  }

 private:
  Mutex mutex_;
  size_t next_ ABSL_GUARDED_BY(mutex_);
  const size_t count_;
  size_t prefix_ ABSL_GUARDED_BY(mutex_);
  std::set<size_t> done_ ABSL_GUARDED_BY(mutex_);  // beyond the prefix
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  const std::function<void(size_t)>& advance_;
};

}  // namespace

absl::Status RunInLanes(size_t first, size_t count, size_t lanes,
                        const std::function<absl::Status(size_t)>& work,
                        const std::function<void(size_t)>& advance) {
  Pieces pieces(first, count, advance);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < lanes; ++i) {
    threads.emplace_back([&pieces, &work] {
      size_t piece = 0;
      while (pieces.Take(piece)) pieces.Done(piece, work(piece));
    });
  }
  for (std::thread& thread : threads) thread.join();
  return pieces.failure();
}

}  // namespace obt::simulate
