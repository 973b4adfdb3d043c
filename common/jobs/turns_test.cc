#include "common/jobs/turns.h"

#include "gtest/gtest.h"

namespace obt::jobs {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'728'907'200);

TEST(TurnsTest, OneThatFailsWaitsTwiceAsLongEachTimeAndKeepsNobodyElseWaiting) {
  Turns turns;
  EXPECT_TRUE(turns.MayTry("one", kNow));
  EXPECT_EQ(turns.UntilNext(kNow), absl::InfiniteDuration());
  absl::Time now = kNow;
  for (const int seconds : {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
    EXPECT_EQ(turns.Failed("one", now), absl::Seconds(seconds));
    EXPECT_FALSE(turns.MayTry("one", now + absl::Seconds(seconds) - absl::Milliseconds(1)));
    EXPECT_TRUE(turns.MayTry("other", now));
    EXPECT_EQ(turns.UntilNext(now), absl::Seconds(seconds));
    EXPECT_EQ(turns.waiting(), 1u);
    now += absl::Seconds(seconds);
    EXPECT_TRUE(turns.MayTry("one", now));
    EXPECT_EQ(turns.UntilNext(now + absl::Seconds(1)), absl::ZeroDuration());
  }
  turns.Succeeded("one");
  EXPECT_EQ(turns.waiting(), 0u);
  EXPECT_EQ(turns.Failed("one", now), absl::Seconds(1)) << "failures in a row count";
}

TEST(TurnsTest, TheFirstOfThoseThatWaitIsNext) {
  Turns turns;
  turns.Failed("one", kNow);
  turns.Failed("one", kNow);
  turns.Failed("other", kNow + absl::Milliseconds(500));
  EXPECT_EQ(turns.UntilNext(kNow + absl::Milliseconds(500)), absl::Seconds(1));
}

TEST(TurnsTest, WhoIsDueAndGoneIsWaitedForNoLonger) {
  Turns turns;
  turns.Failed("one", kNow);
  turns.Failed("other", kNow);
  turns.Failed("other", kNow);
  turns.ForgetDue(kNow + absl::Seconds(1));
  EXPECT_EQ(turns.waiting(), 1u);
  EXPECT_EQ(turns.UntilNext(kNow + absl::Seconds(1)), absl::Seconds(1));
}

TEST(TurnsTest, AClockThatIsSetBackMakesNobodyWaitLonger) {
  Turns turns;
  turns.Failed("one", kNow);
  EXPECT_TRUE(turns.MayTry("one", kNow - absl::Hours(1)));
}

}  // namespace
}  // namespace obt::jobs
