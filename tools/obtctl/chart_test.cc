#include "tools/obtctl/chart.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "tools/obtctl/failure.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = aggregator::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsNan;
using ::testing::Not;
using ::testing::SizeIs;

class ChartOfTest : public ::testing::Test {
 protected:
  ChartOfTest() {
    query_.set_programme_id("obt-2024");
    page_.set_marking("NOT_FOR_PUBLICATION");
    *page_.mutable_as_of() = DateOf("2024-12-14");
  }
  void Group(Dimension by, const std::vector<std::string>& codes, const std::vector<uint32_t>& index,
             const std::vector<std::string>& names = {}) {
    v1::Dictionary& dimension = *page_.add_dimensions();
    dimension.set_dimension(by);
    for (const std::string& code : codes) dimension.add_codes(code);
    for (const std::string& name : names) dimension.add_names(name);
    for (const uint32_t slot : index) dimension.add_index(slot);
  }
  v1::MeasureColumn& Measured(Measure measure, const std::vector<int64_t>& values,
                              const std::string& band = "") {
    v1::MeasureColumn& column = *page_.add_measures();
    column.set_measure(measure);
    column.set_band(band);
    for (const int64_t value : values) column.add_values(value);
    return column;
  }
  chart::Chart Made() {
    const absl::StatusOr<chart::Chart> chart = ChartOf({page_}, query_);
    return chart.ok() ? *chart : chart::Chart{std::string(chart.status().message())};
  }

  QueryMetricsRequest query_;
  QueryMetricsResponse page_;
};

TEST_F(ChartOfTest, WeeksBecomeCurvesOfEachGroup) {
  Group(v1::DIMENSION_DEPARTMENT, {"dwp", "moj"}, {0, 0, 1, 1}, {"Work and Pensions", "Justice"});
  Group(v1::DIMENSION_WEEK, {"2024-10-14", "2024-10-21"}, {0, 1, 0, 1});
  Measured(v1::MEASURE_LEARNING_STARTED, {1, 2, 3, 4});
  const chart::Chart chart = Made();
  EXPECT_TRUE(chart.curves);
  EXPECT_EQ(chart.title, "Learning started by department and week");
  EXPECT_EQ(chart.unit, "people, up to the end of each week from 2024-10-14 to 2024-10-21");
  EXPECT_EQ(chart.note, "obt-2024 up to 14 December 2024; NOT_FOR_PUBLICATION");
  EXPECT_THAT(chart.labels, ElementsAre("14 Oct", "21 Oct"));
  ASSERT_THAT(chart.series, SizeIs(2));
  EXPECT_EQ(chart.series[0].name, "Work and Pensions");
  EXPECT_THAT(chart.series[1].values, ElementsAre(3, 4));
}

TEST_F(ChartOfTest, SeveralMeasuresOfSeveralGroupsAreNamedByBoth) {
  Group(v1::DIMENSION_MONTH, {"2024-10"}, {0, 0});
  Group(v1::DIMENSION_GRADE, {"HEO", "SEO"}, {0, 1});
  Measured(v1::MEASURE_LEARNING_STARTED, {1, 2});
  Measured(v1::MEASURE_LEARNING_COMPLETED, {0, 1});
  query_.set_accumulation(v1::ACCUMULATION_NEW);
  const chart::Chart chart = Made();
  EXPECT_THAT(chart.labels, ElementsAre("Oct 2024"));
  EXPECT_THAT(chart.unit, HasSubstr("people, new in each month"));
  ASSERT_THAT(chart.series, SizeIs(4));
  EXPECT_EQ(chart.series[3].name, "SEO: learning completed");
}

TEST_F(ChartOfTest, OtherGroupsBecomeBarsInTheirOrderAlsoWhereTwoShareAName) {
  Group(v1::DIMENSION_ORGANISATION, {"b", "a", "c"}, {0, 1, 2}, {"Agency", "Agency", ""});
  Measured(v1::MEASURE_CONVERSED, {5, 7, 1});
  const chart::Chart chart = Made();
  EXPECT_FALSE(chart.curves);
  EXPECT_EQ(chart.unit, "people");
  EXPECT_THAT(chart.labels, ElementsAre("Agency", "Agency", "c"));
  ASSERT_THAT(chart.series, SizeIs(1));
  EXPECT_THAT(chart.series[0].values, ElementsAre(5, 7, 1));
}

TEST_F(ChartOfTest, ASecondGroupingMakesBarsBesideEachOtherAndWhereNobodyIsIsNothing) {
  Group(v1::DIMENSION_DEPARTMENT, {"dwp", "moj"}, {0, 1, 1});
  Group(v1::DIMENSION_GRADE, {"HEO", "SEO"}, {0, 0, 1});
  Measured(v1::MEASURE_CONVERSED, {5, 7, 1});
  const chart::Chart chart = Made();
  ASSERT_THAT(chart.series, SizeIs(2));
  EXPECT_EQ(chart.series[1].name, "SEO");
  EXPECT_THAT(chart.series[1].values, ElementsAre(0, 1));
}

TEST_F(ChartOfTest, WhatIsNewAndWhatThereIsAreNotDrawnTogether) {
  Group(v1::DIMENSION_WEEK, {"2024-10-14"}, {0});
  Measured(v1::MEASURE_REGISTERED, {9});
  Measured(v1::MEASURE_LEARNING_STARTED, {4});
  EXPECT_THAT(Made().unit, HasSubstr("up to the end of each week"));
  query_.set_accumulation(v1::ACCUMULATION_NEW);
  EXPECT_EQ(ExitCodeOf(ChartOf({page_}, query_).status()), kExitUsage);
}

TEST_F(ChartOfTest, WithoutGroupsEachMeasureIsABar) {
  Measured(v1::MEASURE_REGISTERED, {9});
  Measured(v1::MEASURE_LEARNING_STARTED, {4});
  EXPECT_THAT(Made().labels, ElementsAre("registered", "learning started"));
}

TEST_F(ChartOfTest, RatesAreDrawnInPerCentWithoutWhatTheyAreOf) {
  Group(v1::DIMENSION_GRADE, {"HEO", "SEO"}, {0, 1});
  Measured(v1::MEASURE_LEARNING_STARTED, {1, 0});
  Measured(v1::MEASURE_LEARNING_MINUTES, {1, 0});
  v1::RateColumn& rate = *page_.add_rates();
  rate.set_numerator(v1::MEASURE_LEARNING_STARTED);
  rate.set_denominator(v1::MEASURE_REGISTERED);
  for (const double value : {0.25, std::numeric_limits<double>::quiet_NaN()}) rate.add_values(value);
  const chart::Chart chart = Made();
  EXPECT_TRUE(chart.percent);
  ASSERT_THAT(chart.series, SizeIs(1));
  EXPECT_EQ(chart.series[0].name, "learning started / registered");
  EXPECT_THAT(chart.series[0].values, ElementsAre(25, IsNan()));
}

TEST_F(ChartOfTest, OfTooManyTheLargestAreDrawnAndItIsSaid) {
  std::vector<std::string> codes;
  std::vector<int64_t> values;
  for (size_t i = 0; i < 9; ++i) {
    codes.push_back(std::string(1, static_cast<char>('a' + i)));
    values.push_back(static_cast<int64_t>(i));
  }
  Group(v1::DIMENSION_WEEK, {"2024-10-14"}, std::vector<uint32_t>(9, 0));
  Group(v1::DIMENSION_REGION, codes, {0, 1, 2, 3, 4, 5, 6, 7, 8});
  Measured(v1::MEASURE_CONVERSED, values);
  const chart::Chart chart = Made();
  ASSERT_THAT(chart.series, SizeIs(chart::kMostSeries));
  EXPECT_EQ(chart.series[0].name, "d") << "in their order";
  EXPECT_EQ(chart.series[5].name, "i");
  EXPECT_THAT(chart.note, HasSubstr("the 6 largest of 9; obt-2024"));
}

TEST_F(ChartOfTest, ThousandthsAreDrawnInTheirUnit) {
  Measured(v1::MEASURE_BENEFITS_A_YEAR, {1500}, "STAFF_TIME hours");
  const chart::Chart chart = Made();
  EXPECT_EQ(chart.unit, "hours");
  EXPECT_EQ(chart.title, "Benefits a year");
  EXPECT_THAT(chart.labels, ElementsAre("staff time hours"));
  EXPECT_THAT(chart.series[0].values, ElementsAre(1.5));
}

TEST_F(ChartOfTest, WhatHasNoAxisInCommonIsRefused) {
  Measured(v1::MEASURE_LEARNING_MINUTES, {1});
  Measured(v1::MEASURE_CONVERSED, {1});
  EXPECT_EQ(Made().title, "minutes and people have no axis in common: draw them apart");
  EXPECT_EQ(ExitCodeOf(ChartOf({page_}, query_).status()), kExitUsage);
}

TEST_F(ChartOfTest, WhatIsNotDefinedIsAnErrorThatSaysWhy) {
  Measured(v1::MEASURE_IN_SCOPE, {}).set_not_defined("IN_SCOPE is known by organisation and time only");
  EXPECT_EQ(Made().title, "IN_SCOPE is known by organisation and time only");
  EXPECT_EQ(ExitCodeOf(ChartOf({page_}, query_).status()), kExitRefused);
}

TEST_F(ChartOfTest, AnAnswerWithoutGroupsIsEmpty) {
  Group(v1::DIMENSION_WEEK, {}, {});
  Measured(v1::MEASURE_CONVERSED, {});
  EXPECT_TRUE(chart::IsEmpty(Made()));
}

}  // namespace
}  // namespace obt::ctl
