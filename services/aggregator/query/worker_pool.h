// A thread for each further core, to help with long loops. Whoever asks works too and waits for nobody who
// has not begun. Helpers leave as soon as a second one asks: then every core has a loop of its own.
// Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "common/base/mutex.h"

namespace obt::aggregator {

class WorkerPool {
 public:
  using Work = absl::FunctionRef<void(size_t worker, size_t part)>;

  explicit WorkerPool(size_t helpers);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // The helpers and whoever asks.
  size_t count() const { return helpers_.size() + 1; }
  // Calls work(worker, part) once for each of so many parts, on up to `workers` threads, and returns when all
  // are done. Within one Share the calls of one worker, a number below `workers`, never overlap; the asker is
  // worker 0. `work` must not wait for a lock that the asker holds, or for one that waits for it.
  void Share(size_t parts, size_t workers, Work work) noexcept;

 private:
  // One Share, on the asker's stack.
  struct Loop {
    Work work;
    size_t parts;
    size_t workers;
    std::atomic<size_t> next_part{0};
    std::atomic<bool> alone{false};  // helpers are to leave
    size_t joined = 1, helping = 0;  // under mutex_: workers so far, helpers at work
  };
  void Help();
  Loop* Join(uint64_t& last_loop, size_t& worker);  // nullptr at the end
  void Leave(Loop& loop);

  Mutex mutex_;
  std::condition_variable wake_, left_;
  size_t askers_ ABSL_GUARDED_BY(mutex_) = 0;
  Loop* loop_ ABSL_GUARDED_BY(mutex_) = nullptr;  // of the only asker
  uint64_t loops_ ABSL_GUARDED_BY(mutex_) = 0;    // that could be joined, so far
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> helpers_;
};

}  // namespace obt::aggregator
