#include "common/base/mutex.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <thread>
#include <vector>

namespace obt {
namespace {

TEST(Mutex, OneThreadAtATimeHoldsIt) {
  Mutex mutex;
  int count = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10'000; ++i) {
        MutexLock lock(mutex);
        ++count;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(count, 40'000);
}

TEST(Mutex, AConditionWaitsOnTheNativeLock) {
  Mutex mutex;
  std::condition_variable changed;
  bool ready = false;
  std::thread other([&] {
    MutexLock lock(mutex);
    ready = true;
    changed.notify_one();
  });
  {
    MutexLock lock(mutex);
    changed.wait(lock.native(), [&] { return ready; });
    EXPECT_TRUE(ready);
  }
  other.join();
}

}  // namespace
}  // namespace obt
