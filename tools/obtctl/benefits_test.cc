#include "tools/obtctl/benefits.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tools/obtctl/failure.h"

namespace obt::ctl {
namespace {

using ::testing::HasSubstr;

TEST(BenefitTest, WhatIsTypedIsKeptExactlyAndToldInWords) {
  struct Case {
    const char* typed;
    int64_t before, after;
    const char* told;
  };
  const std::vector<Case> cases = {
      {"staff_time:10h->6h/week", 10'000, 6'000, "staff time from 10 hours a week to 6, estimated"},
      {"staff-time: 1 hours -> 0.25 hours/day", 1'000, 250,
       "staff time from 1 hour a day to 0.25, estimated"},
      {"money:£1,200->£800.50/month", 120'000'000, 80'050'000,
       "money from £1,200 a month to £800.50, estimated"},
      {"money:90p->0.125p/year", 90'000, 125, "money from 90p a year to 0.125p, estimated"},
      {"cases:40->55 items/week", 40'000, 55'000, "cases from 40 items a week to 55, estimated"},
      {"waiting_time:12d->5.5d", 12'000, 5'500, "waiting time from 12 days to 5.5, estimated"},
      {"quality:3.2->4.1/once", 3'200, 4'100, "quality from 3.2 to 4.1, estimated"},
      {"quality:3.2->4.1/year", 3'200, 4'100, "quality from 3.2 to 4.1, estimated"},
  };
  for (const Case& each : cases) {
    const absl::StatusOr<ideas::v1::Benefit> benefit = ParseBenefit(each.typed);
    ASSERT_TRUE(benefit.ok()) << each.typed << ": " << benefit.status();
    EXPECT_EQ(benefit->before_thousandths(), each.before) << each.typed;
    EXPECT_EQ(benefit->after_thousandths(), each.after) << each.typed;
    EXPECT_FALSE(benefit->measured());
    EXPECT_EQ(InWords(*benefit), each.told);
  }
  ideas::v1::Benefit measured = *ParseBenefit("staff_time:10h->6h/week");
  measured.set_measured(true);
  EXPECT_EQ(InWords(measured), "staff time from 10 hours a week to 6, measured");
}

TEST(BenefitTest, WhatIsWrongIsSaid) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"", "is not KIND:BEFORE->AFTER[/PER] such as staff_time:10h->6h/week"},
      {"staff_time:10h-", "mind the quotes, for the shell takes > for itself"},
      {"10h->staff_time:6h", "is not KIND:BEFORE->AFTER[/PER]"},
      {"joy:1->2", "joy is not one of staff_time, money, cases, waiting_time, quality"},
      {"staff_time:10h->6h/fortnight", "fortnight is not one of once, day, week, month, year"},
      {"staff_time:10d->6d", "staff time is told in hours, not as 10d"},
      {"money:1200->800", "say pounds or pence: £1200 or 1200p"},
      {"money:£10p->£8", "money is told in pence, not as £10p"},
      {"cases:many->55", "cases is told in items, not as many"},
      {"cases:->55", "must be a number with at most three decimals, not nothing"},
      {"cases:1.2345->5", "an amount must be a number with at most three decimals, not 1.2345"},
      {"cases:-4->5", "must be a number with at most three decimals, not -4"},
      {"cases:1000000001->5", "is more than 1,000,000,000"},
      {"money:£10,000,001->£5", "is more than 10,000,000"},
  };
  for (const auto& [typed, said] : cases) {
    const absl::Status status = ParseBenefit(typed).status();
    EXPECT_EQ(ExitCodeOf(status), kExitUsage) << typed;
    EXPECT_THAT(status.message(), HasSubstr(said)) << typed;
  }
}

}  // namespace
}  // namespace obt::ctl
