#include "services/identity/import/turns.h"

#include "gtest/gtest.h"

namespace obt::identity {
namespace {

const ImportId kOne = *ParseId<ImportId>("01890a5d-ac96-774b-bcce-b302099a8057");
const ImportId kOther = *ParseId<ImportId>("01890a5d-ac96-774b-bcce-b302099a8058");
const absl::Time kNow = absl::FromUnixSeconds(1'728'907'200);

TEST(ImportTurnsTest, OneThatFailsWaitsTwiceAsLongEachTimeAndKeepsNobodyElseWaiting) {
  ImportTurns turns;
  EXPECT_TRUE(turns.MayTry(kOne, kNow));
  EXPECT_EQ(turns.UntilNext(kNow), absl::InfiniteDuration());
  absl::Time now = kNow;
  for (const int seconds : {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
    EXPECT_EQ(turns.Failed(kOne, now), absl::Seconds(seconds));
    EXPECT_FALSE(turns.MayTry(kOne, now + absl::Seconds(seconds) - absl::Milliseconds(1)));
    EXPECT_TRUE(turns.MayTry(kOther, now));
    EXPECT_EQ(turns.UntilNext(now), absl::Seconds(seconds));
    EXPECT_EQ(turns.waiting(), 1u);
    now += absl::Seconds(seconds);
    EXPECT_TRUE(turns.MayTry(kOne, now));
    EXPECT_EQ(turns.UntilNext(now + absl::Seconds(1)), absl::ZeroDuration());
  }
  turns.Succeeded(kOne);
  EXPECT_EQ(turns.waiting(), 0u);
  EXPECT_EQ(turns.Failed(kOne, now), absl::Seconds(1)) << "failures in a row count";
}

TEST(ImportTurnsTest, TheFirstOfThoseThatWaitIsNext) {
  ImportTurns turns;
  turns.Failed(kOne, kNow);
  turns.Failed(kOne, kNow);
  turns.Failed(kOther, kNow + absl::Milliseconds(500));
  EXPECT_EQ(turns.UntilNext(kNow + absl::Milliseconds(500)), absl::Seconds(1));
}

TEST(ImportTurnsTest, WhoIsDueAndGoneIsWaitedForNoLonger) {
  ImportTurns turns;
  turns.Failed(kOne, kNow);
  turns.Failed(kOther, kNow);
  turns.Failed(kOther, kNow);
  turns.ForgetDue(kNow + absl::Seconds(1));
  EXPECT_EQ(turns.waiting(), 1u);
  EXPECT_EQ(turns.UntilNext(kNow + absl::Seconds(1)), absl::Seconds(1));
}

TEST(ImportTurnsTest, AClockThatIsSetBackMakesNobodyWaitLonger) {
  ImportTurns turns;
  turns.Failed(kOne, kNow);
  EXPECT_TRUE(turns.MayTry(kOne, kNow - absl::Hours(1)));
}

}  // namespace
}  // namespace obt::identity
