#include "services/reporting/bundle/summary.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/reporting/bundle/exhibit.h"
#include "services/reporting/bundle/testing/content.h"

namespace obt::reporting::bundle {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using Content = store::v1::ReleaseContent;

std::vector<std::string> IdsOf(const Content& content) {
  std::vector<std::string> ids;
  for (const Exhibit& exhibit : ExhibitsOf(content)) ids.push_back(exhibit.id);
  return ids;
}

void RemoveTable(Content& content, const std::string& id) {
  for (int i = content.tables_size(); i-- > 0;) {
    if (content.tables(i).outline().table_id() == id) content.mutable_tables()->DeleteSubrange(i, 1);
  }
}

TEST(SummaryTest, WhatIsNotThereIsLeftOut) {
  Content content = SmallContent();
  EXPECT_THAT(IdsOf(content), ElementsAre("steps", "weeks", "departments"));
  RemoveTable(content, "weekly");
  EXPECT_THAT(IdsOf(content), ElementsAre("steps", "departments"));
  content.mutable_tables(0)->mutable_outline()->mutable_measures(2)->set_name("another");
  EXPECT_THAT(IdsOf(content), ElementsAre("steps"));
  content.mutable_tables(0)->mutable_rows()->DeleteSubrange(0, 1);
  EXPECT_THAT(IdsOf(content), IsEmpty());
  EXPECT_THAT(HeadlinesOf(content), IsEmpty());
  content.clear_tables();
  EXPECT_THAT(Summary(content), AllOf(HasSubstr("<h1>One Big Thing 2024: statistics"), Not(HasSubstr("<svg")),
                                      HasSubstr("</html>"), Not(HasSubstr("Headline"))));
}

TEST(SummaryTest, HeadlinesAreOfTheWholeNation) {
  const std::vector<Headline> headlines = HeadlinesOf(SmallContent());
  ASSERT_THAT(headlines, SizeIs(3));
  EXPECT_EQ(headlines[0].title, "Participants");
  EXPECT_EQ(headlines[0].figure.value(), 12'345);
  EXPECT_EQ(headlines[2].unit, "per cent");
}

TEST(SummaryTest, AMarkerStandsInTheTableThePictureAndAmongHeadlines) {
  Content content = SmallContent();
  v1::Table& funnel = *content.mutable_tables(0);
  for (v1::TableRow& row : *funnel.mutable_rows()) {
    if (row.codes(0) == "none") continue;
    row.mutable_figures(2)->clear_value();
    row.mutable_figures(2)->set_marker(v1::MARKER_CONFIDENTIAL);
  }
  const Exhibit exhibit = ExhibitsOf(content)[2];
  EXPECT_EQ(exhibit.rows[0].name, "None") << "what is withheld comes last";
  EXPECT_TRUE(std::isnan(exhibit.chart.series[0].values[1]));
  EXPECT_EQ(exhibit.chart.series[0].instead[1], "[c]");
  EXPECT_EQ(exhibit.rows[1].figures[0], "[c]");
  EXPECT_THAT(Summary(content), AllOf(HasSubstr("<dd>[c] <span>per cent</span>"), HasSubstr("Unknown [c]"),
                                      HasSubstr("Confidential: withheld so that nobody can be identified.")));
}

TEST(SummaryTest, DepartmentsAreThoseWithTheMostParticipantsTheHighestShareFirst) {
  const Exhibit exhibit = ExhibitsOf(LargeContent())[2];
  ASSERT_THAT(exhibit.rows, SizeIs(kMostDepartments));
  EXPECT_THAT(exhibit.chart.title, HasSubstr(": the 12 with the most participants"));
  EXPECT_THAT(exhibit.chart.note, HasSubstr("All departments are in the spreadsheet."));
  for (size_t i = 1; i < exhibit.rows.size(); ++i)
    EXPECT_GE(exhibit.chart.series[0].values[i - 1], exhibit.chart.series[0].values[i]);
}

TEST(SummaryTest, WeeksAreTheLastOnesAndShortInThePicture) {
  Content content = LargeContent();
  v1::Table& weekly = *content.mutable_tables(4);
  ASSERT_EQ(weekly.outline().table_id(), "weekly");
  const v1::TableRow first = weekly.rows(0);
  for (int i = 0; i < 5; ++i) {
    *weekly.add_rows() = first;
    weekly.mutable_rows()->rbegin()->set_codes(1, absl::StrCat("2025-01-", 13 + i));
    weekly.mutable_rows()->rbegin()->set_names(1, "later\nstill");
  }
  const Exhibit exhibit = ExhibitsOf(content)[1];
  ASSERT_THAT(exhibit.rows, SizeIs(kMostWeeks));
  EXPECT_EQ(exhibit.rows[0].name, "2024-09-30");
  EXPECT_EQ(exhibit.chart.labels[0], "30 Sep");
  EXPECT_EQ(exhibit.chart.labels.back(), "17 Jan");
  EXPECT_THAT(exhibit.chart.title, HasSubstr(", the last 20 weeks"));
  EXPECT_THAT(exhibit.chart.series, SizeIs(3));
}

TEST(SummaryTest, TextsAreEscapedAndNothingComesFromElsewhere) {
  const std::string html = Summary(SmallContent());
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">&lt;b&gt;&amp;&quot;Ops&quot;&lt;/b&gt;</th>"));
  EXPECT_THAT(html, HasSubstr("came &lt;late&gt;, &amp; was wrong."));
  for (const char* barred :
       {"<b>", "<script", "<link", "<img", "url(", "@import", " src=", " href=", "javascript"})
    EXPECT_THAT(html, Not(HasSubstr(barred)));
}

TEST(SummaryTest, ManyNotesDoNotFillPages) {
  Content content = SmallContent();
  for (int i = 0; i < 9; ++i) content.add_notes(absl::StrCat("A note, number ", i));
  EXPECT_THAT(Summary(content), AllOf(HasSubstr("number 3"), Not(HasSubstr("number 4")),
                                      HasSubstr("More notes are in the release notes.")));
}

}  // namespace
}  // namespace obt::reporting::bundle
