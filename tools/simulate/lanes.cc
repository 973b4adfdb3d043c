#include "tools/simulate/lanes.h"

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "tools/obtctl/progress_bar.h"

namespace obt::simulate {
namespace {

constexpr absl::Duration kKeepEvery = absl::Seconds(1);

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

absl::Status SendStream(const Stream& stream, const std::function<absl::Status(size_t, size_t)>& send,
                        const std::function<void(int64_t)>& reached,
                        const std::function<absl::Status(int64_t)>& keep) {
  ctl::ProgressBar bar(stream.label, static_cast<int64_t>(stream.items), stream.unit, stream.from);
  absl::Time kept = absl::Now();
  absl::Status keeping;
  int64_t done = stream.from;
  const auto work = [&](size_t piece) {
    return send(piece * stream.batch, std::min(stream.items, (piece + 1) * stream.batch));
  };
  const auto advance = [&](size_t prefix) {
    done = static_cast<int64_t>(std::min(stream.items, prefix * stream.batch));
    reached(done);
    bar.Set(done);
    if (absl::Now() - kept < kKeepEvery) return;
    kept = absl::Now();
    keeping.Update(keep(done));
  };
  const size_t batches = (stream.items + stream.batch - 1) / stream.batch;
  absl::Status status =
      RunInLanes(static_cast<size_t>(stream.from) / stream.batch, batches, stream.lanes, work, advance);
  if (status.ok()) bar.Finish();
  status.Update(keep(done));
  status.Update(keeping);
  return status;
}

}  // namespace obt::simulate
