// What of surveys is told in a release: no more than the funnel beside it tells, and nothing of a later day.
#include "services/reporting/tables/surveys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/reporting/making/digests.h"
#include "services/reporting/making/make.h"
#include "services/reporting/tables/print.h"
#include "services/reporting/testing/answers.h"

namespace obt::reporting::tables {
namespace {

namespace agg = aggregator::v1;
using ::testing::ElementsAre;
using testing::SmallProgramme;

google::type::Date DateOf(int month, int day) {
  google::type::Date date;
  date.set_year(2024);
  date.set_month(month);
  date.set_day(day);
  return date;
}

agg::SurveyResult Result(const std::string& code, int people) {
  agg::SurveyResult result;
  result.set_construct("skills");
  result.set_group_code(code);
  result.set_before(people);
  result.set_after(people);
  result.set_matched(people);
  result.mutable_positive_before()->set_percent(40);
  result.mutable_positive_after()->set_percent(60);
  result.set_change_points(20);
  result.set_significance(agg::SIGNIFICANCE_BELOW_0_05);
  return result;
}
store::v1::SurveyAnswer Page(Dimension by, const std::vector<agg::SurveyResult>& results) {
  store::v1::SurveyAnswer page;
  page.set_by(by);
  *page.mutable_answer()->mutable_as_of() = DateOf(10, 20);
  agg::SurveyConstruct& construct = *page.mutable_answer()->add_constructs();
  construct.set_construct("skills");
  construct.set_wording("I have the skills");
  page.mutable_answer()->mutable_results()->Assign(results.begin(), results.end());
  return page;
}

// Everybody of the core answers both surveys, three of the arm and twelve of the treasury do.
making::Kept KeptWithSurveys() {
  testing::Someone core = {.department = "dwp", .body = "dwp-core"};
  SmallProgramme programme;
  const auto add = [&programme](size_t others, size_t answer, testing::Someone someone) {
    programme.Add(others, someone);
    for (const Measure measure :
         {agg::MEASURE_PARTICIPANTS, agg::MEASURE_PRE_SURVEY, agg::MEASURE_POST_SURVEY})
      someone.reached[measure] = 0;
    programme.Add(answer, someone);
  };
  add(60, 40, core);
  add(20, 3, {.department = "dwp", .body = "dwp-arm"});
  add(30, 12, {.department = "hmt", .body = "hmt"});
  making::Kept kept = testing::KeptOf(programme);
  kept.row.add_table_ids(kSurveysTable);
  agg::SurveyResult withheld;
  withheld.set_construct("skills");
  withheld.set_group_code("hmt");
  withheld.set_withheld(true);
  kept.surveys = {Page(agg::DIMENSION_UNSPECIFIED, {Result("", 55)}),
                  Page(agg::DIMENSION_DEPARTMENT, {Result("dwp", 45), withheld}),
                  // The arm's cannot be so many; were they, they would not be told all the same.
                  Page(agg::DIMENSION_ORGANISATION, {Result("dwp-core", 40), Result("dwp-arm", 10)})};
  return kept;
}

std::vector<std::string> Told(const making::Kept& kept, const std::string& measure) {
  auto joint = making::Join(absl::MakeConstSpan(&kept, 1));
  EXPECT_TRUE(joint.ok()) << joint.status();
  disclosure::SetPrimaries(joint->model);
  std::vector<std::string> lines;
  for (const v1::Table& table : PrintTables(joint->newest(), joint->model)) {
    if (table.outline().table_id() != kSurveysTable) continue;
    for (int i = 0; i < table.outline().measures_size(); ++i) {
      if (table.outline().measures(i).name() != measure) continue;
      for (const v1::TableRow& row : table.rows()) {
        const v1::Figure& figure = row.figures(i);
        lines.push_back(absl::StrCat(absl::StrJoin(row.codes(), "/"), ": ",
                                     figure.marker() == v1::MARKER_CONFIDENTIAL ? "[c]"
                                     : figure.marker() == v1::MARKER_NOT_APPLICABLE
                                         ? "[z]"
                                         : absl::StrCat(figure.value())));
      }
    }
  }
  return lines;
}

TEST(Surveys, AreToldWhereTheFunnelTellsBothSurveysAlone) {
  const making::Kept kept = KeptWithSurveys();
  EXPECT_THAT(Told(kept, "answered_both"),
              ElementsAre("all/all/skills: 55", "dwp/all/skills: 45", "dwp/dwp-arm/skills: [c]",
                          "dwp/dwp-core/skills: 40", "hmt/all/skills: [c]", "hmt/hmt/skills: [c]",
                          "unknown/all/skills: [c]", "unknown/unknown/skills: [c]"));
  EXPECT_THAT(Told(kept, "change").front(), "all/all/skills: 20");
  EXPECT_THAT(Told(kept, "by_chance").front(), "all/all/skills: 50");
}

TEST(Surveys, AreWithheldWithWhatIsWithheldBesideThem) {
  const making::Kept kept = KeptWithSurveys();
  auto joint = making::Join(absl::MakeConstSpan(&kept, 1));
  ASSERT_TRUE(joint.ok());
  disclosure::SetPrimaries(joint->model);
  // As if the core's answers had to go for another's sake.
  joint->model.cell(joint->newest().cells.at("post_survey|dwp|organisation:dwp-core")).status =
      disclosure::Status::kSecondary;
  int withheld = 0;
  for (const v1::Table& table : PrintTables(joint->newest(), joint->model)) {
    if (table.outline().table_id() != kSurveysTable) continue;
    for (const v1::TableRow& row : table.rows()) {
      if (row.codes(1) != "dwp-core") continue;
      for (const v1::Figure& figure : row.figures()) withheld += figure.marker() == v1::MARKER_CONFIDENTIAL;
    }
  }
  EXPECT_EQ(withheld, 11);
}

// Of 60, 60 and 30 who answered both times at least 58 + 58 - 32 = 84 took part.
TEST(Surveys, AreToldWhereTheyBoundNothingThatTheFunnelDoesNot) {
  const SurveyGate gate = {.answered_before = 60, .answered_after = 60, .answered_both = 30};
  EXPECT_TRUE(MayTell(gate, 90, 60, 60));
  EXPECT_FALSE(MayTell(gate, 85, 60, 60)) << "85 may be 83";
  EXPECT_FALSE(MayTell(gate, std::nullopt, 60, 60)) << "withheld: all but a few took part";
  EXPECT_FALSE(MayTell(gate, 90, std::nullopt, 60));
  EXPECT_FALSE(MayTell(gate, 90, 60, std::nullopt));
  EXPECT_FALSE(MayTell(gate, 90, 55, 65)) << "who moved in answered here and is counted there";
  EXPECT_FALSE(MayTell({.answered_before = 20, .answered_after = 20, .answered_both = 25}, 90, 60, 60));
}

TEST(Surveys, OfALaterDayOrOfNobodyAreNoPartOfARelease) {
  const making::Kept kept = KeptWithSurveys();
  const Day as_of = *ParseDay(DateOf(10, 20));
  EXPECT_TRUE(AreOf(kept.surveys, as_of));
  EXPECT_TRUE(AreOf(kept.surveys, as_of + 3));
  EXPECT_FALSE(AreOf(kept.surveys, as_of - 1));
  EXPECT_FALSE(AreOf(std::vector{Page(agg::DIMENSION_UNSPECIFIED, {})}, as_of));
}

TEST(Surveys, ArePartOfTheBundleAndOfTheVerdict) {
  making::Kept kept = KeptWithSurveys();
  const auto decision = making::Decide(absl::MakeConstSpan(&kept, 1), [](double) { return true; });
  ASSERT_TRUE(decision.ok()) << decision.status();
  ASSERT_EQ(decision->failure, "");
  kept.statuses = decision->statuses;
  const auto written = making::Write(kept);
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_EQ(written->tables.back().outline().table_id(), kSurveysTable);
  EXPECT_THAT(written->tables.back().outline().note(), ::testing::HasSubstr("up to 2024-10-20"));
  const auto joint = making::Join(absl::MakeConstSpan(&kept, 1));
  const v1::TableVerdict verdict = making::VerdictsOf(*joint).back();
  EXPECT_EQ(verdict.figures(), 0) << "they were protected elsewhere";
  EXPECT_EQ(verdict.survives_permille(), 375) << "three rows of eight";
}

TEST(Surveys, ThatArePrintedAgainstTheRulesAreFound) {
  making::Kept kept = KeptWithSurveys();
  const auto decision = making::Decide(absl::MakeConstSpan(&kept, 1), [](double) { return true; });
  ASSERT_TRUE(decision.ok()) << decision.status();
  kept.statuses = decision->statuses;
  const auto joint = making::Join(absl::MakeConstSpan(&kept, 1));
  auto written = making::Write(kept);
  ASSERT_TRUE(written.ok()) << written.status();
  const auto faults = [&] { return making::FaultsOf(*joint, decision->worlds, {&written->tables, 1}); };
  EXPECT_THAT(faults(), ::testing::IsEmpty());
  v1::Table& table = written->tables.back();
  for (v1::TableRow& row : *table.mutable_rows()) {
    v1::Figure& figure = *row.mutable_figures(0);
    const v1::Figure before = figure;
    figure.clear_marker();
    figure.set_value(before.value() + 5);
    EXPECT_THAT(faults(), ::testing::SizeIs(1)) << absl::StrJoin(row.codes(), "/");
    figure = before;
  }
}

TEST(Surveys, AreCoveredByTheDigestOfWhatWasCopied) {
  making::Kept kept = KeptWithSurveys();
  const std::string before = making::DigestOfCopied(kept);
  kept.surveys[1].mutable_answer()->mutable_results(0)->set_matched(50);
  EXPECT_NE(making::DigestOfCopied(kept), before);
}

}  // namespace
}  // namespace obt::reporting::tables
