#include "services/aggregator/query/worker_pool.h"

#include <atomic>
#include <condition_variable>
#include <memory>
#include <numeric>
#include <thread>
#include <vector>

#include "common/base/mutex.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace obt::aggregator {
namespace {

using ::testing::Each;

// Shares a loop and says how often each part was done.
std::vector<int> TimesDone(WorkerPool& pool, size_t parts, size_t workers) {
  const auto times = std::make_unique<std::atomic<int>[]>(parts);
  std::vector<int> at_work(workers, 0);  // not atomic: calls of one worker must not overlap
  pool.Share(parts, workers, [&](size_t worker, size_t part) {
    ++at_work.at(worker);
    times[part].fetch_add(1, std::memory_order_relaxed);
  });
  EXPECT_EQ(static_cast<size_t>(std::accumulate(at_work.begin(), at_work.end(), 0)), parts);
  return std::vector<int>(times.get(), times.get() + parts);
}

// What threads wait for.
class Flag {
 public:
  void Raise() {
    {
      MutexLock lock(mutex_);
      raised_ = true;
    }
    up_.notify_all();
  }
  void Await() {
    MutexLock lock(mutex_);
    while (!raised_) up_.wait(lock.native());
  }

 private:
  Mutex mutex_;
  std::condition_variable up_;
  bool raised_ ABSL_GUARDED_BY(mutex_) = false;
};

TEST(WorkerPool, EveryPartIsDoneOnce) {
  WorkerPool pool(3);
  for (size_t parts = 0; parts < 300; ++parts) ASSERT_THAT(TimesDone(pool, parts, 1 + parts % 5), Each(1));
}

TEST(WorkerPool, WithoutHelpersTheAskerDoesItAll) {
  WorkerPool pool(0);
  EXPECT_EQ(pool.count(), 1u);
  EXPECT_THAT(TimesDone(pool, 100, 1), Each(1));
}

TEST(WorkerPool, TheAskerWaitsForAHelperThatHasBegun) {
  WorkerPool pool(1);
  Flag helper_is_there, asker_is_done;
  bool done_by_helper = false;
  pool.Share(2, 2, [&](size_t worker, size_t) {
    if (worker == 0) {
      helper_is_there.Await();
      return asker_is_done.Raise();
    }
    helper_is_there.Raise();
    asker_is_done.Await();
    done_by_helper = true;
  });
  EXPECT_TRUE(done_by_helper);
}

TEST(WorkerPool, ASecondAskerSendsTheHelpersAwayAndWorksAlone) {
  WorkerPool pool(1);
  Flag helper_is_there, second_is_done;
  std::vector<int> parts_of(2, 0);
  std::thread first([&] {
    pool.Share(10, 2, [&](size_t worker, size_t) {
      if (++parts_of[worker] > 1) return;
      if (worker == 1) helper_is_there.Raise();
      second_is_done.Await();
    });
  });
  helper_is_there.Await();
  EXPECT_THAT(TimesDone(pool, 10, 2), Each(1));
  second_is_done.Raise();
  first.join();
  EXPECT_EQ(parts_of[1], 1) << "the helper ends its part and leaves";
  EXPECT_EQ(parts_of[0], 9);
}

TEST(WorkerPool, ManyMayAskAtOnce) {
  WorkerPool pool(2);
  std::vector<std::thread> askers;
  for (int asker = 0; asker < 4; ++asker) {
    askers.emplace_back([&pool] {
      for (int i = 0; i < 500; ++i) ASSERT_THAT(TimesDone(pool, 20, 3), Each(1));
    });
  }
  for (std::thread& asker : askers) asker.join();
}

TEST(WorkerPool, ALoopWithinALoopIsDone) {
  WorkerPool pool(1);
  std::atomic<int> done = 0;
  pool.Share(4, 2, [&](size_t, size_t) { pool.Share(4, 2, [&](size_t, size_t) { ++done; }); });
  EXPECT_EQ(done, 16);
}

TEST(WorkerPool, EndsBehindALoop) {
  for (int i = 0; i < 200; ++i) {
    WorkerPool pool(2);
    ASSERT_THAT(TimesDone(pool, 3, 3), Each(1));
  }
}

}  // namespace
}  // namespace obt::aggregator
