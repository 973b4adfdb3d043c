#include "services/aggregator/crew.h"

#include <memory>
#include <numeric>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace obt::aggregator {
namespace {

using ::testing::Each;

// Shares a loop and says how often each part was done.
std::vector<int> TimesDone(Crew& crew, size_t parts) {
  const auto times = std::make_unique<std::atomic<int>[]>(parts);
  std::vector<int> at_work(crew.workers(), 0);  // not atomic: calls of one worker must not overlap
  crew.Share(parts, [&](size_t worker, size_t part) {
    ++at_work.at(worker);
    times[part].fetch_add(1, std::memory_order_relaxed);
  });
  EXPECT_EQ(static_cast<size_t>(std::accumulate(at_work.begin(), at_work.end(), 0)), parts);
  return std::vector<int>(times.get(), times.get() + parts);
}

TEST(Crew, EveryPartIsDoneOnce) {
  Crew crew(3);
  for (size_t parts = 0; parts < 300; ++parts) ASSERT_THAT(TimesDone(crew, parts), Each(1));
}

TEST(Crew, WithoutHelpersTheAskerDoesItAll) {
  Crew crew(0);
  EXPECT_EQ(crew.workers(), 1u);
  EXPECT_THAT(TimesDone(crew, 100), Each(1));
}

TEST(Crew, AHelperWorksBesideTheAsker) {
  Crew crew(1);
  Mutex mutex;
  std::condition_variable met;
  size_t there = 0;
  // Neither part ends before both have begun.
  crew.Share(2, [&](size_t, size_t) {
    MutexLock lock(mutex);
    ++there;
    met.notify_all();
    while (there < 2) met.wait(lock.native());
  });
  EXPECT_EQ(there, 2u);
}

TEST(Crew, ManyMayAskAtOnce) {
  Crew crew(2);
  std::vector<std::thread> askers;
  for (int asker = 0; asker < 4; ++asker) {
    askers.emplace_back([&crew] {
      for (int i = 0; i < 500; ++i) ASSERT_THAT(TimesDone(crew, 20), Each(1));
    });
  }
  for (std::thread& asker : askers) asker.join();
}

TEST(Crew, AnAskerFromWithinALoopWorksAlone) {
  Crew crew(1);
  std::atomic<int> done = 0;
  crew.Share(4, [&](size_t, size_t) { crew.Share(4, [&](size_t, size_t) { ++done; }); });
  EXPECT_EQ(done, 16);
}

}  // namespace
}  // namespace obt::aggregator
