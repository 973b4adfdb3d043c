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

}  // namespace
}  // namespace obt::cli
