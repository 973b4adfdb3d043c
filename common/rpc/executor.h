// A bounded pool of threads of our own: gRPC's few callback threads are shared by the whole process and must
// not wait. Thread-safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "common/base/mutex.h"

namespace obt::rpc {

using Task = absl::AnyInvocable<void()>;

class Executor {
 public:
  Executor(int threads, size_t queue_limit);
  ~Executor();  // runs what is queued, then ends
  // False, and the task is dropped, when the queue is full or the executor is stopping.
  bool TryRun(Task task);
  // For work that must not be lost, such as replies of finished commits: ignores the limit.
  void Run(Task task);
  void Stop();

 private:
  void Loop();
  const size_t queue_limit_;
  Mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace obt::rpc
