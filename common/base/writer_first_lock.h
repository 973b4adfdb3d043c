// A shared lock that prefers the writer: once one waits, no new reader comes in, so that queries without end
// cannot keep changes out. Works with std::shared_lock and std::unique_lock.
#pragma once

#include <condition_variable>

#include "common/base/mutex.h"

namespace obt {

class WriterFirstLock {
 public:
  void lock() {
    MutexLock guard(mutex_);
    ++writers_waiting_;
    while (readers_ > 0 || writing_) writer_may_.wait(guard.native());
    --writers_waiting_;
    writing_ = true;
  }
  void unlock() {
    {
      const MutexLock guard(mutex_);
      writing_ = false;
    }
    writer_may_.notify_one();
    readers_may_.notify_all();
  }
  void lock_shared() {
    MutexLock guard(mutex_);
    while (writers_waiting_ > 0 || writing_) readers_may_.wait(guard.native());
    ++readers_;
  }
  void unlock_shared() {
    bool last;
    {
      const MutexLock guard(mutex_);
      last = --readers_ == 0;
    }
    if (last) writer_may_.notify_one();
  }

 private:
  Mutex mutex_;
  std::condition_variable readers_may_, writer_may_;
  int readers_ ABSL_GUARDED_BY(mutex_) = 0;
  int writers_waiting_ ABSL_GUARDED_BY(mutex_) = 0;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace obt
