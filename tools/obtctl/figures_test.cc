#include "tools/obtctl/figures.h"

#include <gmock/gmock.h>

#include <limits>

#include "obt_tree.h"
#include "tools/obtctl/reference_files.h"

namespace obt::ctl {
namespace {

namespace v1 = aggregator::v1;
using ::testing::SizeIs;

// Two departments; the second is unknown and has no name.
QueryMetricsResponse Page() {
  QueryMetricsResponse page;
  v1::Dictionary& dimension = *page.add_dimensions();
  dimension.set_dimension(v1::DIMENSION_DEPARTMENT);
  for (const char* code : {"home-office", "unknown"}) dimension.add_codes(code);
  for (const char* name : {"Home Office", ""}) dimension.add_names(name);
  for (const uint32_t index : {1, 0}) dimension.add_index(index);
  v1::MeasureColumn& started = *page.add_measures();
  started.set_measure(v1::MEASURE_LEARNING_STARTED);
  for (const int64_t value : {3, 40}) started.add_values(value);
  v1::MeasureColumn& band = *page.add_measures();
  band.set_measure(v1::MEASURE_MINUTES_BANDS);
  band.set_band("1-59");
  for (const int64_t value : {1, 2}) band.add_values(value);
  v1::RateColumn& rate = *page.add_rates();
  rate.set_numerator(v1::MEASURE_LEARNING_STARTED);
  rate.set_denominator(v1::MEASURE_IN_SCOPE);
  for (const double value : {std::numeric_limits<double>::quiet_NaN(), 0.5}) rate.add_values(value);
  return page;
}

TEST(FiguresTest, GroupsBecomeRowsWithCodesNamesBandsAndRates) {
  EXPECT_EQ(TableOf({Page()}).AsCsv(),
            "department,department_name,learning_started,minutes_bands_1-59,learning_started_per_in_scope\r\n"
            "unknown,unknown,3,1,\r\n"
            "home-office,Home Office,40,2,0.5\r\n");
}

TEST(FiguresTest, PagesFollowEachOther) { EXPECT_THAT(TableOf({Page(), Page()}).rows(), SizeIs(4)); }

TEST(FiguresTest, AnAnswerWithoutGroupingIsOneRow) {
  QueryMetricsResponse page;
  v1::MeasureColumn& started = *page.add_measures();
  started.set_measure(v1::MEASURE_LEARNING_STARTED);
  started.add_values(43);
  EXPECT_EQ(TableOf({page}).AsCsv(), "learning_started\r\n43\r\n");
  EXPECT_EQ(ValueOf(page, v1::MEASURE_LEARNING_STARTED, 0), 43);
  EXPECT_EQ(ValueOf(page, v1::MEASURE_IN_SCOPE, 0), 0);
}

TEST(FiguresTest, RatesNameBothMeasures) {
  const absl::StatusOr<v1::RateRequest> rate = ParseRate("learning_started/in_scope");
  ASSERT_TRUE(rate.ok()) << rate.status();
  EXPECT_EQ(rate->numerator(), v1::MEASURE_LEARNING_STARTED);
  EXPECT_EQ(rate->denominator(), v1::MEASURE_IN_SCOPE);
  EXPECT_FALSE(ParseRate("learning_started").ok());
  EXPECT_FALSE(ParseRate("learning_started/shoes").ok());
}

TEST(ReferenceFilesTest, TheFilesOfTheProjectAreRead) {
  const absl::StatusOr<ReferenceFiles> files = ReadReferenceFiles(OBT_SOURCE_DIR "/deploy/reference");
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_THAT(files->organisations, SizeIs(67));
  EXPECT_THAT(files->lists, SizeIs(4));
  EXPECT_THAT(files->programmes, SizeIs(2));
  EXPECT_THAT(files->headcounts.at("obt-2024"), SizeIs(66));
  ASSERT_THAT(files->courses, SizeIs(2));
  EXPECT_EQ(files->programmes[0].target_minutes(), 420);
  EXPECT_FALSE(files->programmes[1].has_target_minutes());
  EXPECT_EQ(files->courses[1].course_id(), "innovation-masterclass");
  ASSERT_THAT(files->surveys, SizeIs(2));
  EXPECT_EQ(files->surveys[0].survey_id(), "post-survey");
  EXPECT_EQ(files->surveys[1].questions(0).baseline().positive_per_mille(), 426);
  EXPECT_EQ(files->surveys[1].questions(1).baseline().positive_per_mille(), 750);
  EXPECT_GT(files->lists[0].mappings_size(), 0);
}

TEST(ReferenceFilesTest, AMissingDirectoryIsAUsageError) {
  EXPECT_FALSE(ReadReferenceFiles("/nowhere").ok());
}

}  // namespace
}  // namespace obt::ctl
