#include "common/rules/benefits.h"

#include <gtest/gtest.h>

namespace obt::rules {
namespace {

using ideas::v1::Benefit;

Benefit BenefitOf(ideas::v1::BenefitKind kind, int64_t before, int64_t after, ideas::v1::Per per) {
  Benefit benefit;
  benefit.set_kind(kind);
  benefit.set_before_thousandths(before);
  benefit.set_after_thousandths(after);
  benefit.set_per(per);
  return benefit;
}

TEST(Benefits, AYearHasAsManyPeriodsAsTheContractSays) {
  const struct {
    ideas::v1::Per per;
    int64_t a_year;
    bool once;
  } kRows[] = {{ideas::v1::PER_DAY, 220'000, false},
               {ideas::v1::PER_WEEK, 44'000, false},
               {ideas::v1::PER_MONTH, 12'000, false},
               {ideas::v1::PER_YEAR, 1'000, false},
               {ideas::v1::PER_ONCE, 1'000, true}};
  for (const auto& row : kRows) {
    const auto improvement =
        ImprovementOf(BenefitOf(ideas::v1::BENEFIT_KIND_STAFF_TIME, 3'000, 2'000, row.per));
    ASSERT_TRUE(improvement.has_value()) << ideas::v1::Per_Name(row.per);
    EXPECT_EQ(improvement->thousandths, row.a_year) << ideas::v1::Per_Name(row.per);
    EXPECT_EQ(improvement->once, row.once) << ideas::v1::Per_Name(row.per);
  }
}

TEST(Benefits, WhichWayIsBetterIsAPartOfTheKind) {
  using ideas::v1::PER_YEAR;
  EXPECT_EQ(ImprovementOf(BenefitOf(ideas::v1::BENEFIT_KIND_STAFF_TIME, 1'000, 3'000, PER_YEAR))->thousandths,
            -2'000);
  EXPECT_EQ(ImprovementOf(BenefitOf(ideas::v1::BENEFIT_KIND_MONEY, 3'000, 1'000, PER_YEAR))->thousandths,
            2'000);
  EXPECT_EQ(ImprovementOf(BenefitOf(ideas::v1::BENEFIT_KIND_CASES, 1'000, 3'000, PER_YEAR))->thousandths,
            2'000);
}

TEST(Benefits, WaitingTimeAndQualityDoNotAddUp) {
  for (const auto kind : {ideas::v1::BENEFIT_KIND_WAITING_TIME, ideas::v1::BENEFIT_KIND_QUALITY}) {
    EXPECT_FALSE(AddsUp(kind));
    EXPECT_FALSE(ImprovementOf(BenefitOf(kind, 5'000, 2'000, ideas::v1::PER_ONCE)).has_value());
  }
}

TEST(Benefits, TheLargestAmountDoesNotOverflow) {
  EXPECT_EQ(ImprovementOf(BenefitOf(ideas::v1::BENEFIT_KIND_MONEY, 1'000'000'000'000, 0, ideas::v1::PER_DAY))
                ->thousandths,
            220'000'000'000'000);
}

}  // namespace
}  // namespace obt::rules
