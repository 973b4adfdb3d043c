#include "common/base/status.h"

#include <gtest/gtest.h>

#include <memory>

#include "common/base/clock.h"

namespace obt {
namespace {

absl::StatusOr<std::unique_ptr<int>> Half(int value) {
  if (value % 2 != 0) return absl::InvalidArgumentError("odd");
  return std::make_unique<int>(value / 2);
}

absl::StatusOr<int> Quarter(int value) {
  OBT_ASSIGN_OR_RETURN(const std::unique_ptr<int> half, Half(value));
  OBT_ASSIGN_OR_RETURN(const std::unique_ptr<int> quarter, Half(*half));
  return *quarter;
}

absl::Status CheckQuarter(int value, bool& reached_end) {
  OBT_RETURN_IF_ERROR(Quarter(value).status());
  reached_end = true;
  return absl::OkStatus();
}

TEST(StatusMacros, AssignTakesTheValueAlsoOfTypesThatOnlyMove) {
  ASSERT_TRUE(Quarter(12).ok());
  EXPECT_EQ(*Quarter(12), 3);
}

TEST(StatusMacros, AFailureReturnsAtOnceAndUnchanged) {
  EXPECT_EQ(Quarter(6).status(), absl::InvalidArgumentError("odd"));
  bool reached_end = false;
  EXPECT_EQ(CheckQuarter(7, reached_end), absl::InvalidArgumentError("odd"));
  EXPECT_FALSE(reached_end);
  EXPECT_TRUE(CheckQuarter(8, reached_end).ok());
  EXPECT_TRUE(reached_end);
}

TEST(SystemClock, IsOneClockThatTellsTheTimeOfNow) {
  const absl::Time before = absl::Now();
  const absl::Time now = SystemClock::Get().Now();
  EXPECT_LE(before, now);
  EXPECT_LE(now, absl::Now());
  EXPECT_EQ(&SystemClock::Get(), &SystemClock::Get());
}

}  // namespace
}  // namespace obt
