#include "common/base/ids.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "common/base/mutex.h"

namespace obt {
namespace {

constexpr char kText[] = "0192a3b4-c5d6-7e8f-9012-3456789abcde";

TEST(Id, ReadsItsOwnText) {
  const PersonId id = NewId<PersonId>(absl::FromUnixMillis(1'728'900'000'123));
  const std::string text = ToText(id);
  EXPECT_EQ(text.size(), 36u);
  ASSERT_TRUE(ParseId<PersonId>(text).has_value());
  EXPECT_EQ(*ParseId<PersonId>(text), id);
  EXPECT_EQ(ToText(*ParseId<PersonId>(kText)), kText);
}

TEST(Id, ReadsItsOwnBytes) {
  const TeamId id = NewId<TeamId>(absl::Now());
  EXPECT_EQ(id.view().size(), 16u);
  ASSERT_TRUE(IdFromBytes<TeamId>(id.view()).has_value());
  EXPECT_EQ(*IdFromBytes<TeamId>(id.view()), id);
  EXPECT_FALSE(IdFromBytes<TeamId>(id.view().substr(1)).has_value());
  EXPECT_FALSE(IdFromBytes<TeamId>("").has_value());
}

TEST(Id, NothingButTheCanonicalTextParses) {
  const char* const wrong[] = {
      "",
      "0192a3b4-c5d6-7e8f-9012-3456789abcd",    // one short
      "0192a3b4-c5d6-7e8f-9012-3456789abcdef",  // one long
      "0192A3B4-C5D6-7E8F-9012-3456789ABCDE",   // upper case
      "0192a3b4c5d67e8f90123456789abcde",       // no hyphens
      "0192a3b4-c5d6-7e8f-90123-456789abcde",   // a hyphen moved
      "{192a3b4-c5d6-7e8f-9012-3456789abcd}",   // braces
      "0192a3b4-c5d6-7e8f-9012-3456789abcdg",   // no hexadecimal digit
      " 192a3b4-c5d6-7e8f-9012-3456789abcde",   // a blank
      "0192a3b4_c5d6_7e8f_9012_3456789abcde",   // underscores
  };
  for (const char* text : wrong) EXPECT_FALSE(ParseId<PersonId>(text).has_value()) << text;
  EXPECT_FALSE(ParseId<PersonId>(absl::string_view("0192a3b4-c5d6-7e8f-9012-3456789abcd\0", 36)).has_value());
}

TEST(Id, HasTheVersionAndVariantOfAUuidOfVersion7) {
  for (int i = 0; i < 1'000; ++i) {
    const std::string text = ToText(NewId<JobId>(absl::Now()));
    EXPECT_EQ(text[14], '7');
    EXPECT_NE(absl::string_view("89ab").find(text[19]), absl::string_view::npos) << text;
  }
}

TEST(Id, SortsByTheMillisecondOfItsMaking) {
  PersonId last = NewId<PersonId>(absl::UnixEpoch());
  for (int64_t millis : {1, 2, 255, 256, 65'536, 1'700'000'000, 2'000'000'000}) {
    const PersonId next = NewId<PersonId>(absl::FromUnixMillis(millis));
    EXPECT_LT(last, next);
    EXPECT_LT(ToText(last), ToText(next));
    last = next;
  }
}

TEST(Id, ATimeBefore1970CountsAs1970) {
  EXPECT_EQ(ToText(NewId<PersonId>(absl::FromUnixSeconds(-5))).substr(0, 13), "00000000-0000");
}

TEST(Id, IdsOfManyThreadsAndOneMillisecondAllDiffer) {
  constexpr int kPerThread = 5'000;
  const absl::Time now = absl::Now();
  Mutex mutex;
  std::set<std::string> all;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      std::vector<std::string> mine;
      for (int i = 0; i < kPerThread; ++i) mine.push_back(ToText(NewId<PersonId>(now)));
      MutexLock lock(mutex);
      all.insert(mine.begin(), mine.end());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(all.size(), 4u * kPerThread);
}

TEST(Id, WorksAsAHashKey) {
  absl::flat_hash_set<PersonId> set;
  const PersonId id = NewId<PersonId>(absl::Now());
  set.insert(id);
  set.insert(id);
  EXPECT_EQ(set.size(), 1u);
  EXPECT_TRUE(set.contains(id));
  EXPECT_FALSE(set.contains(PersonId()));
}

}  // namespace
}  // namespace obt
