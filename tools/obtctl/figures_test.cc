#include "tools/obtctl/figures.h"

#include <gmock/gmock.h>

#include <limits>

#include "absl/strings/str_split.h"
#include "common/base/files.h"
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

TEST(FiguresTest, WhatIsNotDefinedIsLeftOutAndSaidBelow) {
  QueryMetricsResponse page = Page();
  v1::MeasureColumn& undefined = *page.add_measures();
  undefined.set_measure(v1::MEASURE_IN_SCOPE);
  undefined.set_not_defined("IN_SCOPE is known by organisation and time only");
  page.mutable_rates(0)->clear_values();
  page.mutable_rates(0)->set_not_defined("the same");
  EXPECT_EQ(TableOf({page}).AsCsv(),
            "department,department_name,learning_started,minutes_bands_1-59\r\n"
            "unknown,unknown,3,1\r\n"
            "home-office,Home Office,40,2\r\n");
  EXPECT_EQ(NoteOnUndefined(page), "left out: IN_SCOPE is known by organisation and time only");
}

TEST(FiguresTest, NarrowTablesHaveOneValueARowAndWideOnesAColumnAPeriod) {
  EXPECT_EQ(NarrowOf({Page()}).AsCsv(),
            "department,measure,value\r\n"
            "unknown,learning_started,3\r\n"
            "home-office,learning_started,40\r\n"
            "unknown,minutes_bands 1-59,1\r\n"
            "home-office,minutes_bands 1-59,2\r\n");
  QueryMetricsResponse page;
  v1::Dictionary& department = *page.add_dimensions();
  department.set_dimension(v1::DIMENSION_DEPARTMENT);
  v1::Dictionary& month = *page.add_dimensions();
  month.set_dimension(v1::DIMENSION_MONTH);
  for (const char* code : {"dwp", "moj"}) department.add_codes(code);
  for (const char* code : {"2024-10", "2024-11"}) month.add_codes(code);
  v1::MeasureColumn& started = *page.add_measures();
  started.set_measure(v1::MEASURE_LEARNING_STARTED);
  for (const uint32_t i : {0u, 1u, 2u, 3u}) {
    department.add_index(i / 2);
    month.add_index(i % 2);
    started.add_values(10 * i);
  }
  EXPECT_EQ(WideOf({page}).AsCsv(),
            "department,measure,2024-10,2024-11\r\n"
            "dwp,learning_started,0,10\r\n"
            "moj,learning_started,20,30\r\n");
}

TEST(FiguresTest, PagesFollowEachOther) { EXPECT_THAT(TableOf({Page(), Page()}).rows(), SizeIs(4)); }

TEST(FiguresTest, AnAnswerWithoutGroupingIsOneRow) {
  QueryMetricsResponse page;
  v1::MeasureColumn& started = *page.add_measures();
  started.set_measure(v1::MEASURE_LEARNING_STARTED);
  started.add_values(43);
  EXPECT_EQ(TableOf({page}).AsCsv(), "learning_started\r\n43\r\n");
}

TEST(FiguresTest, ARateThatMayExceedOneIsNamed) {
  QueryMetricsResponse page = Page();
  EXPECT_EQ(NoteOnRates(page), "");
  page.mutable_rates(0)->set_may_exceed_one(true);
  EXPECT_THAT(NoteOnRates(page), ::testing::StartsWith("may exceed 100 %: learning_started/in_scope; "));
}

// The real sizes of some departments, and how wide the funnel is drawn.
class FunnelWidthTest : public ::testing::Test {
 protected:
  static QueryMetricsResponse Answer(const std::vector<std::pair<const char*, int64_t>>& groups) {
    const std::vector<std::pair<v1::Measure, int>> measures = {
        {v1::MEASURE_IN_SCOPE, 1000},          {v1::MEASURE_REGISTERED, 930},
        {v1::MEASURE_PRE_SURVEY, 251},         {v1::MEASURE_LEARNING_STARTED, 335},
        {v1::MEASURE_LEARNING_COMPLETED, 272}, {v1::MEASURE_POST_SURVEY, 160},
        {v1::MEASURE_LEARNING_MINUTES, 33'100}};
    const std::vector<std::pair<int, int>> rates = {{3, 0}, {4, 0}, {4, 3}, {2, 0}, {5, 4}, {1, 0}};
    QueryMetricsResponse page;
    if (groups.size() > 1) page.add_dimensions()->set_dimension(v1::DIMENSION_DEPARTMENT);
    for (const auto& [measure, per_mille] : measures) page.add_measures()->set_measure(measure);
    for (const auto& [numerator, denominator] : rates) {
      page.add_rates()->set_numerator(measures[numerator].first);
      page.mutable_rates()->rbegin()->set_denominator(measures[denominator].first);
    }
    for (const auto& [name, people] : groups) {
      if (page.dimensions_size() > 0) {
        v1::Dictionary& dictionary = *page.mutable_dimensions(0);
        dictionary.add_index(dictionary.codes_size());
        dictionary.add_codes(name);
        dictionary.add_names(name);
      }
      for (size_t i = 0; i < measures.size(); ++i)
        page.mutable_measures(static_cast<int>(i))->add_values(people * measures[i].second / 1000);
      for (size_t i = 0; i < rates.size(); ++i) {
        page.mutable_rates(static_cast<int>(i))
            ->add_values(1.0 * measures[rates[i].first].second / measures[rates[i].second].second);
      }
    }
    return page;
  }
  static Table Funnel() {
    Table table = FunnelTable({Answer({{"Ministry of Housing, Communities and Local Government", 3'935},
                                       {"Ministry of Justice", 96'500},
                                       {"Department for Work and Pensions", 95'260}})},
                              {Answer({{"", 513'230}})});
    table.SetTitle("Learning funnel");
    table.AddNote(
        "2 bodies are in scope with nobody registered: Wilton Park (87); Government Legal Department (12)");
    return table;
  }
};

TEST_F(FunnelWidthTest, ItReadsWellAt80And100And160Columns) {
  const auto file = ReadFile(OBT_SOURCE_DIR "/tools/obtctl/funnel.md");
  ASSERT_TRUE(file.ok()) << file.status();
  const std::vector<std::string> blocks = absl::StrSplit(*file, "```\n");
  size_t block = 1;
  for (const size_t width : {80, 100, 160}) {
    const std::string text = Funnel().AsText(width);
    EXPECT_EQ(text, blocks.at(block));
    for (const absl::string_view line : absl::StrSplit(text, '\n')) EXPECT_LE(WidthOf(line), width);
    block += 2;
  }
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
  EXPECT_GT(files->lists[0].list.mappings_size(), 0);
}

TEST(ReferenceFilesTest, AMissingDirectoryIsAUsageError) {
  EXPECT_FALSE(ReadReferenceFiles("/nowhere").ok());
}

}  // namespace
}  // namespace obt::ctl
