// What surveys show on a terminal.
#include "tools/obtctl/survey_bars.h"

#include <gmock/gmock.h>

#include <memory>

#include "absl/strings/str_split.h"
#include "obt/aggregator/v1/survey.pb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = aggregator::v1;
using ::testing::HasSubstr;
using ::testing::Not;

v1::QuerySurveysResponse Page() {
  v1::QuerySurveysResponse page;
  *page.mutable_as_of() = DateOf("2024-11-24");
  v1::SurveyConstruct& construct = *page.add_constructs();
  construct.set_construct("innovation-skills");
  construct.set_wording("I have the skills to turn ideas into something impactful");
  construct.mutable_baseline()->set_positive_per_mille(426);
  construct.mutable_baseline()->set_source("People Survey 2023");
  v1::SurveyResult& result = *page.add_results();
  result.set_construct("innovation-skills");
  result.set_before(1250);
  result.set_after(900);
  result.set_matched(805);
  result.mutable_positive_before()->set_percent(40);
  result.mutable_positive_before()->set_low_percent(37);
  result.mutable_positive_before()->set_high_percent(43);
  result.mutable_positive_after()->set_percent(61);
  result.mutable_positive_after()->set_low_percent(58);
  result.mutable_positive_after()->set_high_percent(64);
  result.set_change_points(21);
  result.set_significance(v1::SIGNIFICANCE_BELOW_0_001);
  return page;
}

std::string Told(const std::vector<v1::QuerySurveysResponse>& responses, size_t width = 0) {
  Pages pages;
  for (const auto& response : responses)
    pages.push_back(std::make_unique<v1::QuerySurveysResponse>(response));
  return TellSurveys(pages, Table({}), width);
}

TEST(SurveyBarsTest, ARowIsBarsBeforeAndAfterBesideWhatIsPublished) {
  EXPECT_EQ(Told({Page()}),
            "everybody\n"
            "  I have the skills to turn ideas into something impactful\n"
            "    before     ████████████████░░░░░░░░░░░░░░░░░░░░░░░░  40 %  (37 to 43)\n"
            "    after      ████████████████████████░░░░░░░░░░░░░░░░  61 %  (58 to 64)\n"
            "    elsewhere  █████████████████░░░░░░░░░░░░░░░░░░░░░░░  42.6 %\n"
            "    +21 points, p < 0.001; 805 answered both times, of 1,250 before and 900\n"
            "    after\n"
            "\n"
            "positive answers (4 or 5 of 5) of those who answered both times, up to 24\n"
            "November 2024, with 95 % intervals; counts are rounded to 5\n"
            "elsewhere: People Survey 2023\n");
}

TEST(SurveyBarsTest, AWithheldRowSaysSoAndWhy) {
  v1::QuerySurveysResponse page = Page(), second = Page();
  EXPECT_THAT(Told({page}), Not(HasSubstr("withheld")));
  v1::SurveyResult& result = *second.mutable_results(0);
  result.Clear();
  result.set_construct("innovation-skills");
  result.set_group_name("Home Office");
  result.set_attribute_name("Grade 7");
  result.set_withheld(true);
  EXPECT_THAT(Told({page, second}), HasSubstr("\nHome Office; Grade 7\n"
                                              "  I have the skills to turn ideas into something impactful\n"
                                              "    withheld\n"));
  EXPECT_THAT(Told({page, second}), HasSubstr("withheld: fewer than 10 people answered both times"));
}

TEST(SurveyBarsTest, ProgramsReadNothingInAWithheldRowAndZeroWhereNothingChanged) {
  v1::QuerySurveysResponse page = Page();
  page.mutable_results(0)->set_change_points(0);
  page.add_results()->set_withheld(true);
  for (const Verb& verb : AllVerbs()) {
    if (verb.path != "survey results") continue;
    EXPECT_THAT(LinesOf(verb.answer.rows, verb.answer.columns, page).AsCsv(),
                HasSubstr("false,805,1250,900,40,37,43,61,58,64,0,below_0_001,,\r\n"
                          ",,,,,true,,,,,,,,,,,,,\r\n"));
  }
}

TEST(SurveyBarsTest, NoLineIsWiderThanTheTerminal) {
  v1::QuerySurveysResponse page = Page();
  v1::SurveyResult& result = *page.mutable_results(0);
  result.mutable_positive_after()->set_percent(100);
  result.mutable_positive_after()->set_high_percent(100);
  result.set_group_name(std::string(70, 'x') + " and others");
  for (int i = 0; i < 5; ++i) {
    result.add_distribution_before(123'455);
    result.add_distribution_after(123'455);
  }
  for (const size_t width : {0, 80, 120}) {
    for (const absl::string_view line : absl::StrSplit(Told({page}, width), '\n'))
      EXPECT_LE(WidthOf(line), width == 0 ? 80 : width) << line;
  }
}

TEST(SurveyBarsTest, WithoutAnswersItSaysSo) {
  EXPECT_THAT(Told({v1::QuerySurveysResponse()}), HasSubstr("nobody has answered yet\n"));
}

}  // namespace
}  // namespace obt::ctl
