// What leaves the service tells nothing but rounded counts, and never enough to know one of them.
#include "services/aggregator/surveys/protect.h"

#include <map>
#include <random>
#include <set>
#include <tuple>

#include "gtest/gtest.h"

namespace obt::aggregator {
namespace {

// So many who were positive both times, only before, only after, never.
Tally Of(uint32_t both, uint32_t ceased, uint32_t became, uint32_t never) {
  Tally tally;
  tally.matched[3][3] = both;
  tally.matched[3][1] = ceased;
  tally.matched[1][3] = became;
  tally.matched[1][1] = never;
  tally.before = tally.after = tally.Matched();
  return tally;
}

TEST(SurveyProtection, ARowNeedsTenPeopleAndFiveOnEitherSide) {
  struct Case {
    Tally tally;
    bool shown;
  };
  for (const Case& c : {Case{Of(5, 0, 0, 5), true}, Case{Of(4, 0, 0, 5), false}, Case{Of(5, 0, 0, 4), false},
                        Case{Of(4, 0, 1, 20), false}, Case{Of(4, 1, 0, 20), false},
                        Case{Of(4, 1, 1, 20), true}, Case{Of(20, 0, 1, 4), false},
                        Case{Of(20, 1, 0, 4), false}, Case{Of(20, 1, 1, 4), true}, Case{Tally(), false}}) {
    EXPECT_EQ(MayShowShares(c.tally), c.shown);
    const v1::SurveyResult result = Protect(c.tally, Showing::kSpreads);
    EXPECT_EQ(result.withheld(), !c.shown);
    if (c.shown) continue;
    v1::SurveyResult nothing;
    nothing.set_withheld(true);
    EXPECT_EQ(result.SerializeAsString(), nothing.SerializeAsString());
  }
}

TEST(SurveyProtection, WhatIsToBeWithheldIsWithheldHoweverLargeItIs) {
  EXPECT_TRUE(Protect(Of(500, 20, 80, 400), Showing::kNothing).withheld());
}

TEST(SurveyProtection, FiguresAreMadeFromRoundedCounts) {
  Tally tally = Of(30, 4, 29, 60);  // 123 matched, before 34, after 59
  tally.before = 138;
  tally.after = 127;
  const v1::SurveyResult result = Protect(tally, Showing::kShares);
  EXPECT_EQ(result.matched(), 125);
  EXPECT_EQ(result.before(), 140);
  EXPECT_EQ(result.after(), 125);
  EXPECT_EQ(result.positive_before().percent(), 28) << "35 of 125, not 34 of 123";
  EXPECT_EQ(result.positive_after().percent(), 48) << "60 of 125";
  EXPECT_EQ(result.positive_before().low_percent(), 21) << "Wilson of 35 and 125: 0.2088 to 0.3643";
  EXPECT_EQ(result.positive_before().high_percent(), 36);
  EXPECT_EQ(result.change_points(), 20);
  EXPECT_EQ(result.significance(), v1::SIGNIFICANCE_BELOW_0_001);
  EXPECT_EQ(result.distribution_before_size(), 0) << "nobody gave 1";
}

TEST(SurveyProtection, TheBandNeverSaysMoreThanTheRoundedCountsDo) {
  // 2 and 23 are the least even that print 0 and 25.
  EXPECT_LT(McNemarP(0, 23), 0.001);
  EXPECT_LT(McNemarP(2, 23), 0.001);
  EXPECT_EQ(Protect(Of(20, 0, 25, 20), Showing::kShares).significance(), v1::SIGNIFICANCE_BELOW_0_001);
  EXPECT_LT(McNemarP(0, 12), 0.001);
  EXPECT_GT(McNemarP(2, 8), 0.05);
  for (const uint32_t ceased : {0, 1, 2}) {
    for (const uint32_t became : {8, 10, 12}) {
      EXPECT_EQ(Protect(Of(20, ceased, became, 20), Showing::kShares).significance(),
                v1::SIGNIFICANCE_NOT_SIGNIFICANT);
    }
  }
}

TEST(SurveyProtection, ADistributionIsShownWholeOrNotAtAll) {
  Tally tally;
  for (size_t i = 0; i < kPoints; ++i) tally.matched[i][i] = 7;
  tally.before = tally.after = 35;
  const v1::SurveyResult shown = Protect(tally, Showing::kSpreads);
  ASSERT_EQ(shown.distribution_before_size(), 5);
  ASSERT_EQ(shown.distribution_after_size(), 5);
  for (const int32_t people : shown.distribution_before()) EXPECT_EQ(people, 5);
  EXPECT_EQ(Protect(tally, Showing::kShares).distribution_before_size(), 0);
  tally.matched[0][0] = 4;
  ++tally.matched[1][0];  // 4 and 5 give 1
  const v1::SurveyResult withheld = Protect(tally, Showing::kSpreads);
  EXPECT_FALSE(withheld.withheld());
  EXPECT_EQ(withheld.distribution_before_size(), 0);
  EXPECT_EQ(withheld.distribution_after_size(), 0);
}

// Whoever reads a row cannot tell any count behind it: several fit, of everything that is counted.
TEST(SurveyProtection, ManyCountsPrintEveryRow) {
  constexpr uint32_t kMost = 37;  // of the people; all that print 35
  struct Fitting {
    std::set<uint32_t> matched, before, after, became, ceased;
  };
  std::map<std::tuple<int, int, int, int>, Fitting> rows;
  for (uint32_t both = 0; both <= kMost; ++both) {
    for (uint32_t ceased = 0; both + ceased <= kMost; ++ceased) {
      for (uint32_t became = 0; both + ceased + became <= kMost; ++became) {
        for (uint32_t never = 0; both + ceased + became + never <= kMost; ++never) {
          const uint32_t matched = both + ceased + became + never;
          if (matched < kMinMatched || both + ceased < kMinSide || both + became < kMinSide ||
              never + became < kMinSide || never + ceased < kMinSide) {
            continue;
          }
          const v1::SurveyResult row = Protect(Of(both, ceased, became, never), Showing::kShares);
          Fitting& fitting = rows[{row.matched(), row.positive_before().percent(),
                                   row.positive_after().percent(), row.significance()}];
          fitting.matched.insert(matched);
          fitting.before.insert(both + ceased);
          fitting.after.insert(both + became);
          fitting.became.insert(became);
          fitting.ceased.insert(ceased);
        }
      }
    }
  }
  EXPECT_GT(rows.size(), 50u);
  for (const auto& [row, fitting] : rows) {
    for (const auto* const counts :
         {&fitting.matched, &fitting.before, &fitting.after, &fitting.became, &fitting.ceased}) {
      EXPECT_GE(counts->size(), 2u) << std::get<0>(row) << " people, " << std::get<1>(row) << " % before, "
                                    << std::get<2>(row) << " % after, band " << std::get<3>(row);
    }
  }
}

bool IsOfGrid(const v1::SurveyResult& result) {
  const auto is_multiple = [](int32_t count) { return count % 5 == 0 && count >= 5; };
  bool all = is_multiple(result.matched()) && is_multiple(result.before()) && is_multiple(result.after());
  for (const int32_t count : result.distribution_before()) all = all && is_multiple(count);
  for (const int32_t count : result.distribution_after()) all = all && is_multiple(count);
  return all;
}

// The counts a row shows, as they are rounded, and which limits they keep.
std::vector<int64_t> Rounded(const Tally& tally) {
  const SurveyCounts counts = CountsOf(tally);
  std::vector<int64_t> all = {tally.before, tally.after, counts.matched, counts.positive_before,
                              counts.positive_after};
  if (MayShowSpreads(tally)) {
    all.insert(all.end(), counts.spread_before.begin(), counts.spread_before.end());
    all.insert(all.end(), counts.spread_after.begin(), counts.spread_after.end());
  }
  for (int64_t& count : all) count = (count + 2) / 5;
  all.push_back(MayShowShares(tally));
  all.push_back(MayShowSpreads(tally));
  return all;
}

// One answer more, one less, or another: unless that crosses an edge of the rounding, the row is the same to
// the byte, but for the band, which may fall or rise by one.
TEST(SurveyProtection, OneAnswerChangesNoRowWithinTheEdgesOfTheRounding) {
  std::mt19937 random(20241014);
  const auto draw = [&](uint32_t below) { return random() % below; };
  int compared = 0, same = 0;
  for (int round = 0; round < 5'000; ++round) {
    Tally tally;
    for (uint32_t people = draw(120); people > 0; --people)
      tally.Add(static_cast<uint8_t>(draw(6)), static_cast<uint8_t>(draw(6)));
    Tally other = tally;
    if (draw(2) == 0) {
      other.Add(static_cast<uint8_t>(draw(6)), static_cast<uint8_t>(draw(6)));
    } else {
      uint32_t& leaves = other.matched[draw(5)][draw(5)];
      if (leaves == 0) continue;
      --leaves;
      ++other.matched[draw(5)][draw(5)];
    }
    v1::SurveyResult one = Protect(tally, Showing::kSpreads), another = Protect(other, Showing::kSpreads);
    EXPECT_TRUE(one.withheld() || IsOfGrid(one)) << one.ShortDebugString();
    ++compared;
    if (Rounded(tally) != Rounded(other)) continue;
    ++same;
    EXPECT_LE(std::abs(one.significance() - another.significance()), 1);
    one.clear_significance();
    another.clear_significance();
    EXPECT_EQ(one.SerializeAsString(), another.SerializeAsString());
  }
  EXPECT_GT(same, compared / 3);
}

}  // namespace
}  // namespace obt::aggregator
