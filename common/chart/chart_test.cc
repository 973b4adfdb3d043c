#include "common/chart/chart.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "common/chart/text.h"

namespace obt::chart {
namespace {

using ::testing::AllOf;
using ::testing::DoubleEq;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

Chart Of(std::vector<double> values, bool curves = true) {
  Chart chart{"Started", "people", "", curves};
  for (size_t i = 0; i < values.size(); ++i) chart.labels.push_back("w" + std::to_string(i));
  chart.series.push_back({"all", std::move(values)});
  return chart;
}

std::vector<std::string> TextsOf(const std::vector<Tick>& ticks) {
  std::vector<std::string> texts;
  for (const Tick& tick : ticks) texts.push_back(tick.text);
  return texts;
}

TEST(ChartTest, TicksAreRoundAndBeginAtZero) {
  const std::vector<std::pair<double, std::vector<std::string>>> cases = {
      {6804, {"0", "2,000", "4,000", "6,000", "8,000"}},
      {5, {"0", "1", "2", "3", "4", "5"}},
      {3, {"0", "1", "2", "3"}},
      {1, {"0", "1"}},
      {100, {"0", "20", "40", "60", "80", "100"}},
      {477230, {"0", "100,000", "200,000", "300,000", "400,000", "500,000"}},
      {0.7, {"0", "0.2", "0.4", "0.6", "0.8"}}};
  for (const auto& [most, ticks] : cases) {
    const Plot plot = LayOut(Of({most / 2 < 1 ? 0 : std::floor(most / 2), most}), 10);
    EXPECT_EQ(TextsOf(plot.values), ticks) << most;
    EXPECT_EQ(plot.low, 0) << most;
    EXPECT_GE(plot.high, most);
    EXPECT_THAT(plot.values.front().at, DoubleEq(0));
    EXPECT_THAT(plot.values.back().at, DoubleEq(1));
  }
}

TEST(ChartTest, PerCentIsWrittenAtTicksAndValues) {
  Chart chart = Of({12.34, 34});
  chart.percent = true;
  EXPECT_THAT(TextsOf(LayOut(chart, 10).values), ElementsAre("0 %", "10 %", "20 %", "30 %", "40 %"));
  EXPECT_EQ(Written(chart, 12.34), "12.3 %");
  EXPECT_EQ(Written(chart, kNone), "–");
}

TEST(ChartTest, NegativeValuesStandBelowZero) {
  const Plot plot = LayOut(Of({-1500, 3000}), 10);
  EXPECT_THAT(TextsOf(plot.values), ElementsAre("-2,000", "-1,000", "0", "1,000", "2,000", "3,000"));
  EXPECT_THAT(plot.At(0), DoubleNear(0.4, 1e-9));
  EXPECT_EQ(Written(Of({1}), -1234.56), "-1,234.6");
}

TEST(ChartTest, AllZerosLieOnTheAxis) {
  const Plot plot = LayOut(Of({0, 0, 0}), 10);
  EXPECT_THAT(TextsOf(plot.values), ElementsAre("0", "1"));
  for (const Point& point : plot.runs[0][0]) EXPECT_EQ(point.y, 0);
  EXPECT_FALSE(chart::IsEmpty(Of({0, 0, 0}))) << "nothing happened, and that is known";
}

TEST(ChartTest, OnePointStandsInTheMiddle) {
  const Plot plot = LayOut(Of({7}), 10);
  ASSERT_THAT(plot.runs[0], SizeIs(1));
  ASSERT_THAT(plot.runs[0][0], SizeIs(1));
  EXPECT_EQ(plot.runs[0][0][0].x, 0.5);
  EXPECT_THAT(plot.labels, SizeIs(1));
}

TEST(ChartTest, WhatIsNotKnownLeavesAGap) {
  const Plot plot = LayOut(Of({kNone, 1, 2, kNone, 3, kNone}), 10);
  ASSERT_THAT(plot.runs[0], SizeIs(2));
  EXPECT_THAT(plot.runs[0][0], SizeIs(2));
  EXPECT_THAT(plot.runs[0][1], SizeIs(1));
  EXPECT_THAT(plot.runs[0][0][0].x, DoubleNear(0.2, 1e-9));
  EXPECT_EQ(LastOf(Of({1, 3, kNone}).series[0]), 3);
  EXPECT_EQ(SumOf(Of({1, 3, kNone}).series[0]), 4);
}

TEST(ChartTest, ThereAreNoMoreLabelsThanThereIsRoomFor) {
  EXPECT_THAT(TextsOf(LayOut(Of({1, 2, 3, 4, 5, 6, 7}), 3).labels), ElementsAre("w0", "w3", "w6"));
  EXPECT_THAT(LayOut(Of({1, 2, 3}), 0).labels, SizeIs(1));
}

TEST(ChartTest, WithoutAnyValueItIsEmpty) {
  EXPECT_TRUE(chart::IsEmpty(Of({})));
  EXPECT_TRUE(chart::IsEmpty(Of({kNone, kNone})));
  EXPECT_TRUE(chart::IsEmpty(Chart()));
  EXPECT_THAT(LayOut(Chart(), 10).runs, IsEmpty());
}

TEST(ChartTest, TheWordsHaveEveryValue) {
  EXPECT_EQ(Described(Of({1, kNone, 2500})), "Curves of people. all: w0 1, w1 –, w2 2,500. ");
  EXPECT_THAT(Described(Of({}, false)), HasSubstr(kNothing));
}

TEST(ChartTest, ASeriesSaysWhatStandsForWhatIsNotKnown) {
  Chart chart = Of({1, kNone, kNone}, false);
  chart.series[0].instead = {"not asked for", "[c]"};
  EXPECT_EQ(Described(chart), "Bars of people. all: w0 1, w1 [c], w2 –. ");
  EXPECT_THAT(AsText(chart, 40), AllOf(HasSubstr(" [c]\n"), HasSubstr(" –\n")));
}

}  // namespace
}  // namespace obt::chart
