// Agreement with an independent implementation. The figures are SciPy 1.10.1's, of Debian 12, printed with 17
// digits (python3-scipy; scipy.stats.binomtest):
//   p:        binomtest(min(b, c), b + c, 0.5).pvalue
//   interval: binomtest(k, n).proportion_ci(0.95, method="wilson")
#include "services/aggregator/surveys/statistics.h"

#include "gtest/gtest.h"
#include "services/aggregator/surveys/tally.h"

namespace obt::aggregator {
namespace {

constexpr double kAgreement = 1e-9;

struct Split {
  uint64_t one_way, other_way;
  double p;
};
constexpr Split kSplits[] = {
    {0, 1, 1},
    {5, 0, 0.0625},
    {1, 5, 0.21875},
    {0, 6, 0.03125},
    {3, 15, 0.007537841796875},
    {12, 0, 0.00048828125},
    {4, 12, 0.076812744140625},
    {10, 10, 1},
    {25, 40, 0.081681533941540027},
    {100, 150, 0.0018833009350761704},
    {1000, 1100, 0.030720707864242486},
    {5000, 5200, 0.048787963126822327},
    {49850, 50400, 0.08293098771624359},
    {124000, 125000, 0.045283651347601567},
    {249000, 251000, 0.0046983950118881131},
    {250000, 250000, 1},
    {200000, 300000, 0},
};

TEST(SurveyStatistics, TheMcNemarTestAgreesWithSciPy) {
  for (const Split& split : kSplits) {
    EXPECT_NEAR(McNemarP(split.one_way, split.other_way), split.p, kAgreement)
        << split.one_way << " " << split.other_way;
    EXPECT_EQ(McNemarP(split.one_way, split.other_way), McNemarP(split.other_way, split.one_way));
  }
}

TEST(SurveyStatistics, WhereNobodyChangedAnyChangeIsChance) { EXPECT_EQ(McNemarP(0, 0), 1); }

struct Share {
  uint64_t count, all;
  double low, high;
};
constexpr Share kShares[] = {
    {0, 10, 0, 0.27753279986288926},
    {5, 10, 0.236593090512564, 0.76340690948743606},
    {10, 10, 0.72246720013711085, 1},
    {5, 15, 0.15176324439714725, 0.58286452261480226},
    {40, 95, 0.32673818387833531, 0.52150363510158149},
    {426, 1000, 0.39569209510456627, 0.45687426515129592},
    {1, 500000, 3.5304919711120219e-07, 1.1329778686072605e-05},
    {123456, 477230, 0.25745237898668599, 0.25993725269584927},
    {499995, 500000, 0.99997658870464146, 0.99999572859040131},
};

TEST(SurveyStatistics, WilsonsIntervalAgreesWithSciPy) {
  for (const Share& share : kShares) {
    const Interval interval = WilsonOf(share.count, share.all);
    EXPECT_NEAR(interval.low, share.low, kAgreement) << share.count << " of " << share.all;
    EXPECT_NEAR(interval.high, share.high, kAgreement) << share.count << " of " << share.all;
  }
}

TEST(SurveyStatistics, ATallyIsCountedByHand) {
  Tally tally;
  tally.Add(2, 4);
  tally.Add(2, 4);
  tally.Add(5, 5);
  tally.Add(4, 1);
  tally.Add(3, 0);
  tally.Add(0, 5);
  tally.Add(0, 0);
  EXPECT_EQ(tally.before, 5u);
  EXPECT_EQ(tally.after, 5u);
  const SurveyCounts counts = CountsOf(tally);
  EXPECT_EQ(counts.matched, 4u);
  EXPECT_EQ(counts.spread_before, (Spread{0, 2, 0, 1, 1}));
  EXPECT_EQ(counts.spread_after, (Spread{1, 0, 0, 2, 1}));
  EXPECT_EQ(counts.positive_before, 2u);
  EXPECT_EQ(counts.positive_after, 3u);
  EXPECT_EQ(counts.became_positive, 2u);
  EXPECT_EQ(counts.ceased_to_be, 1u);
  const SurveyFigures figures = FiguresOf(tally);
  EXPECT_NEAR(figures.share_before, 0.5, kAgreement);
  EXPECT_NEAR(figures.share_after, 0.75, kAgreement);
  EXPECT_NEAR(figures.mean_change, (2 + 2 + 0 - 3) / 4.0, kAgreement);
  EXPECT_NEAR(figures.p, 1, kAgreement);
  EXPECT_EQ(FiguresOf(Tally()).p, 1);
}

TEST(SurveyStatistics, PeopleBetweenTwoTalliesAreAtLeastThoseWhoDiffer) {
  Tally one;
  for (int i = 0; i < 4; ++i) one.Add(2, 4);
  Tally other = one;
  EXPECT_EQ(PeopleBetween(one, other), 0u);
  other.Add(1, 1);
  EXPECT_EQ(PeopleBetween(one, other), 1u);
  --other.matched[1][3];  // who had given 2 and 4 now gives 2 and 5: one person, not two
  ++other.matched[1][4];
  EXPECT_EQ(PeopleBetween(one, other), 2u);
  EXPECT_EQ(PeopleBetween(other, one), 2u);
  other.Add(0, 3);  // changes nothing of those who did both
  EXPECT_EQ(PeopleBetween(one, other), 2u);
}

}  // namespace
}  // namespace obt::aggregator
