// A thread for each further core, to help with a long loop. Whoever asks works too, and waits for nobody who
// has not begun. One loop is helped at a time: who asks meanwhile works alone. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "common/base/mutex.h"

namespace obt::aggregator {

class Crew {
 public:
  explicit Crew(size_t helpers);
  ~Crew();
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  // The helpers and whoever asks.
  size_t workers() const { return helpers_.size() + 1; }
  // Calls work(worker, part) once for each of so many parts and returns when all are done. Calls of one
  // worker, a number below workers(), never overlap.
  using Work = absl::FunctionRef<void(size_t worker, size_t part)>;
  void Share(size_t parts, Work work);

 private:
  struct Loop {
    Work work;
    size_t parts;
    std::atomic<size_t> next{0};
    size_t helping = 0;  // helpers at work; under mutex_
    void Run(size_t worker) {
      for (size_t part = next++; part < parts; part = next++) work(worker, part);
    }
  };
  void Help(size_t worker);

  Mutex mutex_;
  std::condition_variable begun_, left_;
  Loop* loop_ ABSL_GUARDED_BY(mutex_) = nullptr;
  uint64_t loops_ ABSL_GUARDED_BY(mutex_) = 0;  // begun so far
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> helpers_;
};

}  // namespace obt::aggregator
