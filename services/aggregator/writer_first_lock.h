// A shared lock that prefers the writer: once one waits, no new reader comes in, so that queries without end cannot keep
// changes out. Works with std::shared_lock and std::unique_lock.
#pragma once

#include <condition_variable>
#include <mutex>

namespace obt::aggregator {

class WriterFirstLock {
 public:
  void lock() {
    std::unique_lock<std::mutex> guard(mutex_);
    ++writers_waiting_;
    writer_may_.wait(guard, [this] { return readers_ == 0 && !writing_; });
    --writers_waiting_;
    writing_ = true;
  }
  void unlock() {
    {
      const std::lock_guard<std::mutex> guard(mutex_);
      writing_ = false;
    }
    writer_may_.notify_one();
    readers_may_.notify_all();
  }
  void lock_shared() {
    std::unique_lock<std::mutex> guard(mutex_);
    readers_may_.wait(guard, [this] { return writers_waiting_ == 0 && !writing_; });
    ++readers_;
  }
  void unlock_shared() {
    bool last;
    {
      const std::lock_guard<std::mutex> guard(mutex_);
      last = --readers_ == 0;
    }
    if (last) writer_may_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable readers_may_, writer_may_;
  int readers_ = 0;
  int writers_waiting_ = 0;
  bool writing_ = false;
};

}  // namespace obt::aggregator
