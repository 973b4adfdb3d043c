#include "common/cli/numbers.h"

#include <gmock/gmock.h>

#include <utility>
#include <vector>

#include "obt/common/v1/common.pb.h"
#include "obt/identity/v1/organisation.pb.h"
#include "obt/learning/v1/learning.pb.h"

namespace obt::cli {
namespace {

TEST(ParseNumberTest, DigitsAndGroupsOfThreeAreNumbers) {
  const std::vector<std::pair<const char*, int64_t>> cases = {
      {"0", 0},
      {"30", 30},
      {"-5", -5},
      {"007", 7},
      {"1,000", 1000},
      {"12,345,678", 12'345'678},
      {"-1,000", -1000},
      {"9223372036854775807", std::numeric_limits<int64_t>::max()},
      {"-9223372036854775808", std::numeric_limits<int64_t>::min()},
      {"9,223,372,036,854,775,807", std::numeric_limits<int64_t>::max()},
  };
  for (const auto& [text, number] : cases) EXPECT_EQ(*ParseNumber(text), number) << text;
}

TEST(ParseNumberTest, NothingElseIs) {
  for (const char* text : {"",
                           " ",
                           " 5",
                           "5 ",
                           "5x",
                           "x",
                           "1e3",
                           "0x10",
                           "1,0,0",
                           "1,00",
                           "1,0000",
                           ",100",
                           "100,",
                           "1,,000",
                           "1234,567",
                           ",",
                           "-",
                           "--5",
                           "+5",
                           "5.0",
                           "5.",
                           "\u0663",
                           "\uff15",
                           "1_000",
                           "1'000",
                           "1 000",
                           "9223372036854775808",
                           "-9223372036854775809",
                           "18446744073709551616",
                           "99999999999999999999999",
                           "nan",
                           "inf",
                           "5\n"}) {
    EXPECT_EQ(ParseNumber(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
  EXPECT_EQ(ParseNumber("0x10", {1, 12'000}).status().message(),
            "must be a whole number from 1 to 12,000, not 0x10");
  EXPECT_EQ(ParseNumber("-1", {0, std::numeric_limits<int64_t>::max()}).status().message(),
            "must be a whole number from 0 on, not -1");
  EXPECT_EQ(ParseNumber("x").status().message(), "must be a whole number, not x");
}

TEST(ParseNumberTest, BothEndsOfARangeAreInIt) {
  for (const char* text : {"1", "12,000", "12000"}) EXPECT_TRUE(ParseNumber(text, {1, 12'000}).ok()) << text;
  for (const char* text : {"0", "12001", "-1", "4294967326", "4294967297"})
    EXPECT_FALSE(ParseNumber(text, {1, 12'000}).ok()) << text;
}

TEST(RangeOfTest, IsWhatTheRuleSaysElseTheType) {
  const Range minutes = RangeOf(*learning::v1::LearningEvent::descriptor()->FindFieldByName("minutes"));
  EXPECT_EQ(minutes.least, 1);
  EXPECT_EQ(minutes.most, 12'000);
  const Range team = RangeOf(*identity::v1::LocalPlan::descriptor()->FindFieldByName("team_size"));
  EXPECT_EQ(team.least, 0);
  EXPECT_EQ(team.most, 1000);
  const Range sequence = RangeOf(*common::v1::SequencePoint::descriptor()->FindFieldByName("sequence"));
  EXPECT_EQ(sequence.least, 0);
}

TEST(ParseThousandthsTest, DecimalsAreExactAndReadBack) {
  const std::vector<std::pair<const char*, int64_t>> cases = {
      {"0", 0},
      {"10", 10'000},
      {"1.5", 1'500},
      {"0.001", 1},
      {"0.1", 100},
      {"12.050", 12'050},
      {"1,234.5", 1'234'500},
      {"007", 7'000},
      {"0.3", 300},
      {"2.675", 2'675},
      {"9,007,199,254,740.993", 9'007'199'254'740'993},
  };
  for (const auto& [text, thousandths] : cases) {
    const absl::StatusOr<int64_t> parsed = ParseThousandths(text);
    ASSERT_TRUE(parsed.ok()) << text;
    EXPECT_EQ(*parsed, thousandths) << text;
    EXPECT_EQ(*ParseThousandths(WithDecimals(thousandths)), thousandths) << text;
  }
  EXPECT_EQ(WithDecimals(1'234'500), "1,234.5");
  EXPECT_EQ(WithDecimals(12'050), "12.05");
  EXPECT_EQ(WithDecimals(10'000), "10");
}

TEST(ParseThousandthsTest, WhatIsLessThanAThousandthOrNoNumberIsRefused) {
  for (const char* text : {"", ".", ".5", "5.", "1.2345", "1.5.0", "-1", "+1", "1e3", "1,00", "1.,5", "1. 5",
                           "x", "0x1", "\u0663", "9223372036854775808", "9223372036854775.808"}) {
    const absl::StatusOr<int64_t> parsed = ParseThousandths(text);
    EXPECT_FALSE(parsed.ok()) << text;
    EXPECT_THAT(std::string(parsed.status().message()),
                ::testing::StartsWith("must be a number with at most three decimals"));
  }
}

}  // namespace
}  // namespace obt::cli
