// From the aggregator's answers to a model with one cell for each quantity, and to tables as they are told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/reporting/making/joint.h"
#include "services/reporting/tables/print.h"
#include "services/reporting/testing/answers.h"

namespace obt::reporting::tables {
namespace {

namespace agg = aggregator::v1;
using testing::SmallProgramme;
using testing::Someone;

making::Joint JoinOne(const SmallProgramme& programme) {
  const making::Kept kept = testing::KeptOf(programme);
  auto joint = making::Join(absl::MakeConstSpan(&kept, 1));
  EXPECT_TRUE(joint.ok()) << joint.status();
  disclosure::SetPrimaries(joint->model);
  return *std::move(joint);
}

std::string TextOf(const v1::Figure& figure) {
  if (figure.marker() == v1::MARKER_CONFIDENTIAL) return "[c]";
  if (figure.marker() == v1::MARKER_NOT_APPLICABLE) return "[z]";
  return absl::StrCat(figure.value());
}
// The figures of one column, "codes: figure".
std::vector<std::string> Column(const std::vector<v1::Table>& tables, const std::string& table_id,
                                const std::string& measure) {
  std::vector<std::string> lines;
  for (const v1::Table& table : tables) {
    if (table.outline().table_id() != table_id) continue;
    for (int i = 0; i < table.outline().measures_size(); ++i) {
      if (table.outline().measures(i).name() != measure) continue;
      for (const v1::TableRow& row : table.rows())
        lines.push_back(absl::StrCat(absl::StrJoin(row.codes(), "/"), ": ", TextOf(row.figures(i))));
    }
  }
  return lines;
}

SmallProgramme TwoDepartments() {
  SmallProgramme programme;
  programme.Add(100, 41, {.department = "dwp", .body = "dwp-core"});
  programme.Add(20, 3, {.department = "dwp", .body = "dwp-arm"}, 1);
  programme.Add(50, 12, {.department = "hmt", .body = "hmt", .grade = "SEO"}, 1);
  return programme;
}

TEST(Tables, CountsAreRoundedOnTheirOwnAndSmallOnesWithheld) {
  const making::Joint joint = JoinOne(TwoDepartments());
  const auto tables = PrintTables(joint.newest(), joint.model);
  EXPECT_THAT(
      Column(tables, "funnel", "participants"),
      ::testing::ElementsAre("all/all: 55", "dwp/all: 45", "dwp/dwp-arm: [c]", "dwp/dwp-core: 40",
                             "hmt/all: 10", "hmt/hmt: 10", "unknown/all: [c]", "unknown/unknown: [c]"));
  EXPECT_THAT(
      Column(tables, "funnel", "people"),
      ::testing::ElementsAre("all/all: 170", "dwp/all: 120", "dwp/dwp-arm: 20", "dwp/dwp-core: 100",
                             "hmt/all: 50", "hmt/hmt: 50", "unknown/all: [z]", "unknown/unknown: [z]"));
}

TEST(Tables, SharesComeFromWhatIsPrinted) {
  const making::Joint joint = JoinOne(TwoDepartments());
  const auto tables = PrintTables(joint.newest(), joint.model);
  EXPECT_THAT(
      Column(tables, "funnel", "participants_percent"),
      ::testing::ElementsAre("all/all: 32", "dwp/all: 38", "dwp/dwp-arm: [c]", "dwp/dwp-core: 40",
                             "hmt/all: 20", "hmt/hmt: 20", "unknown/all: [z]", "unknown/unknown: [z]"));
}

TEST(Tables, AGroupWithNobodyInItIsNotApplicable) {
  const making::Joint joint = JoinOne(TwoDepartments());
  const auto tables = PrintTables(joint.newest(), joint.model);
  EXPECT_THAT(Column(tables, "grade", "participants"),
              ::testing::ElementsAre("all/all: 55", "all/AO: 45", "all/SEO: 10", "dwp/all: 45", "dwp/AO: 45",
                                     "dwp/SEO: [z]", "hmt/all: 10", "hmt/AO: [z]", "hmt/SEO: 10",
                                     "unknown/all: [c]"));
}

TEST(Tables, OneQuantityIsOneCell) {
  const making::Joint joint = JoinOne(TwoDepartments());
  const auto& cells = joint.newest().cells;
  EXPECT_EQ(cells.count("participants|hmt"), 1u);
  EXPECT_EQ(cells.count("participants|hmt|organisation:hmt"), 0u) << "a department of one body is that body";
  EXPECT_EQ(cells.count("participants|hmt|grade:SEO"), 0u) << "and its only grade";
  EXPECT_EQ(cells.count("participants|hmt|week:2024-10-28"), 0u) << "and the last week";
  EXPECT_EQ(cells.count("participants|hmt|week:2024-10-21"), 1u);
  EXPECT_EQ(joint.model.size(), cells.size());
}

TEST(Tables, OfDepartmentsNobodyKnowsThereIsAlwaysARow) {
  SmallProgramme programme;
  programme.Add(10, 2, {.department = "unknown", .body = "unknown"}).Add(100, 50, Someone());
  const auto with = JoinOne(programme), without = JoinOne(SmallProgramme().Add(100, 50, Someone()));
  EXPECT_EQ(with.newest().cells.count("participants|unknown"), 1u);
  EXPECT_EQ(without.newest().cells.count("participants|unknown"), 1u);
}

TEST(Tables, WhereAllOfABodyTookPartNobodyIsToldThat) {
  const making::Joint joint =
      JoinOne(SmallProgramme().Add(100, 50, Someone()).Add(8, 8, {.department = "hmt", .body = "hmt"}));
  EXPECT_EQ(joint.model.cell(joint.newest().cells.at("participants|hmt")).status,
            disclosure::Status::kComplement);
}

TEST(Tables, WhereAllAreInOneBandNobodyIsToldThat) {
  const making::Joint joint =
      JoinOne(SmallProgramme().Add(100, Someone()).Add(7, {.department = "hmt", .body = "hmt"}));
  const auto status = [&](const char* name) {
    return joint.model.cell(joint.newest().cells.at(name)).status;
  };
  EXPECT_EQ(status("minutes_0|hmt"), disclosure::Status::kComplement);
  EXPECT_EQ(status("minutes_1_59|hmt"), disclosure::Status::kPrimary);
  EXPECT_TRUE(joint.model.cell(joint.newest().cells.at("minutes_people|hmt")).exact)
      << "how many there are, all know";
}

TEST(Tables, TheDayOfAReleaseIsAWeekOfTheNext) {
  SmallProgramme first = TwoDepartments(), second = TwoDepartments();
  first.week = 1;
  const std::vector<making::Kept> kept = {testing::KeptOf(first), testing::KeptOf(second, true, 2)};
  std::vector<making::Kept> decided = kept;
  auto alone = making::Join(absl::MakeConstSpan(&kept[0], 1));
  disclosure::SetPrimaries(alone->model);
  decided[0].statuses = StatusesOf(alone->newest(), alone->model);
  const auto joint = making::Join(decided);
  ASSERT_TRUE(joint.ok()) << joint.status();
  const disclosure::CellId then = joint->plans[0].cells.at("participants|dwp"),
                           week = joint->plans[1].cells.at("participants|dwp|week:2024-10-21");
  const auto orders = joint->model.OrdersOf(then);
  EXPECT_TRUE(std::any_of(orders.begin(), orders.end(), [&](uint32_t i) {
    return joint->model.orders()[i].less == then && joint->model.orders()[i].more == week;
  }));
}

// A body's stated headcount plays no part; what is known of its size may still be smaller than what is
// counted.
TEST(Tables, WhereFewerAreRegisteredThanTakePartTheSizeIsThoseWhoDo) {
  making::Kept kept = testing::KeptOf(TwoDepartments());
  for (agg::QueryMetricsResponse& answer : kept.answers) {
    if (answer.dimensions_size() != 2 || answer.dimensions(1).dimension() != agg::DIMENSION_ORGANISATION)
      continue;
    for (agg::MeasureColumn& column : *answer.mutable_measures()) {
      for (int i = 0; i < column.values_size(); ++i) {
        const bool is_core = answer.dimensions(1).codes(answer.dimensions(1).index(i)) == "dwp-core";
        if (is_core && column.measure() == agg::MEASURE_EVER_REGISTERED) column.set_values(i, 30);
      }
    }
  }
  const auto joint = making::Join(absl::MakeConstSpan(&kept, 1));
  ASSERT_TRUE(joint.ok()) << joint.status();
  const disclosure::CellId core = joint->newest().cells.at("participants|dwp|organisation:dwp-core");
  EXPECT_EQ(joint->model.cell(core).truth, 41);
  EXPECT_EQ(joint->model.cell(core).cap, 41) << "all of whom nobody may say that they did";
}

TEST(Tables, AnEmptyBodyAndABodyOfOne) {
  SmallProgramme programme;
  programme.Add(100, 50, Someone()).Add(1, 1, {.department = "hmt", .body = "hmt"});
  programme.things.push_back({"cps", "cps", agg::MEASURE_CONVERSATIONS, ""});
  const making::Joint joint = JoinOne(programme);
  const auto tables = PrintTables(joint.newest(), joint.model);
  EXPECT_THAT(Column(tables, "funnel", "participants"), ::testing::Contains("hmt/hmt: [c]"));
  EXPECT_THAT(Column(tables, "funnel", "people"), ::testing::Contains("hmt/hmt: [c]"));
  EXPECT_THAT(Column(tables, "funnel", "participants"), ::testing::Contains("cps/cps: [z]"));
  EXPECT_THAT(Column(tables, "items", "conversations"), ::testing::Contains("cps/cps: [c]"));
}

TEST(Tables, TheSeriesHoldsEveryWeekAndWhatItAdds) {
  const making::Joint joint = JoinOne(TwoDepartments());
  const auto tables = PrintTables(joint.newest(), joint.model);
  EXPECT_THAT(Column(tables, "weekly", "participants"),
              ::testing::ElementsAre("all/2024-10-14: 40", "all/2024-10-21: 55", "all/2024-10-28: 55",
                                     "dwp/2024-10-14: 40", "dwp/2024-10-21: 45", "dwp/2024-10-28: 45",
                                     "hmt/2024-10-14: [c]", "hmt/2024-10-21: 10", "hmt/2024-10-28: 10",
                                     "unknown/2024-10-14: [c]", "unknown/2024-10-21: [c]",
                                     "unknown/2024-10-28: [c]"));
  EXPECT_THAT(Column(tables, "weekly_new", "new_participants"),
              ::testing::ElementsAre("2024-10-14: 40", "2024-10-21: 15", "2024-10-28: [c]"));
}

TEST(Tables, BandsAddUpToEverybody) {
  SmallProgramme programme = TwoDepartments();
  for (size_t i = 0; i < 30; ++i) programme.people[100 - 1 - i].minutes = i < 10 ? 30 : 90;
  const making::Joint joint = JoinOne(programme);
  const auto tables = PrintTables(joint.newest(), joint.model);
  EXPECT_THAT(Column(tables, "bands", "minutes_people"), ::testing::Contains("dwp: 120"));
  EXPECT_THAT(Column(tables, "bands", "minutes_1_59"), ::testing::Contains("dwp: 10"));
  EXPECT_THAT(Column(tables, "bands", "minutes_60_or_more"), ::testing::Contains("all: 20"));
}

TEST(Tables, MeansAreToldOfEnoughLearnersAndSumsOfTheNationAlone) {
  SmallProgramme programme;
  programme.Add(100, 30, Someone()).Add(100, 12, {.department = "hmt", .body = "hmt"});
  programme.Add(100, 20, {.department = "moj", .body = "moj"});
  for (Someone& someone : programme.people) someone.minutes = someone.reached.empty() ? 0 : 41;
  const making::Joint joint = JoinOne(programme);
  const auto tables = PrintTables(joint.newest(), joint.model);
  EXPECT_THAT(Column(tables, "minutes", "minutes_mean"),
              ::testing::ElementsAre("dwp: 41", "hmt: [c]", "moj: 41", "unknown: [c]"));
  EXPECT_THAT(Column(tables, "national", "learning_minutes"), ::testing::ElementsAre(": 2542"));
}

// Its agency knows what 30 of 31 learnt: with the mean, what the one did.
TEST(Tables, MeansAndSumsAreNotToldWhereOneOrganisationKnowsAllButAFew) {
  const auto of = [](size_t others) {
    SmallProgramme programme;
    programme.Add(100, 30, {.department = "dwp", .body = "dwp-agency"});
    programme.Add(100, others, {.department = "dwp", .body = "dwp-core"});
    for (Someone& someone : programme.people) someone.minutes = someone.reached.empty() ? 0 : 41;
    const making::Joint joint = JoinOne(programme);
    return PrintTables(joint.newest(), joint.model);
  };
  for (const size_t few : {0, 1, 14}) {
    EXPECT_THAT(Column(of(few), "minutes", "minutes_mean"), ::testing::Contains("dwp: [c]")) << few;
    EXPECT_THAT(Column(of(few), "national", "learning_minutes"), ::testing::ElementsAre(": [c]"));
  }
  EXPECT_THAT(Column(of(15), "minutes", "minutes_mean"), ::testing::Contains("dwp: 41"));
}

TEST(Tables, ASumOfTheNationIsToldOfEnoughAlone) {
  SmallProgramme programme;
  programme.Add(100, 12, Someone());
  for (Someone& someone : programme.people) someone.minutes = someone.reached.empty() ? 0 : 41;
  const making::Joint joint = JoinOne(programme);
  EXPECT_THAT(Column(PrintTables(joint.newest(), joint.model), "national", "learning_minutes"),
              ::testing::ElementsAre(": [c]"));
}

TEST(Tables, ExperimentsByOutcomeAddUp) {
  SmallProgramme programme = TwoDepartments();
  for (int i = 0; i < 12; ++i)
    programme.things.push_back({"dwp", "dwp-core", agg::MEASURE_EXPERIMENTS_STARTED, ""});
  for (int i = 0; i < 7; ++i)
    programme.things.push_back(
        {"dwp", "dwp-core", agg::MEASURE_EXPERIMENTS_CONCLUDED, i < 6 ? "WORKED" : "MIXED"});
  const making::Joint joint = JoinOne(programme);
  const auto tables = PrintTables(joint.newest(), joint.model);
  EXPECT_THAT(Column(tables, "items", "experiments_concluded"), ::testing::Contains("dwp/dwp-core: 5"));
  EXPECT_THAT(Column(tables, "items", "experiments_concluded_worked"),
              ::testing::Contains("dwp/dwp-core: 5"));
  EXPECT_THAT(Column(tables, "items", "experiments_concluded_mixed"),
              ::testing::Contains("dwp/dwp-core: [c]"));
}

TEST(Tables, WithoutTheMonthlyTablesThoseAreNotAskedFor) {
  EXPECT_EQ(TablesOf(true).size(), TablesOf(false).size() + 3);
  for (const auto& question : QuestionsFor(TablesOf(false), "obt-2024")) {
    EXPECT_THAT(question.group_by(), ::testing::Not(::testing::Contains(agg::DIMENSION_GRADE)));
    EXPECT_LE(question.measures_size(), 10);
  }
}

TEST(Tables, AnswersThatContradictEachOtherAreRefused) {
  making::Kept kept = testing::KeptOf(TwoDepartments());
  for (agg::QueryMetricsResponse& answer : kept.answers) {
    if (answer.dimensions_size() != 1 || answer.dimensions(0).dimension() != agg::DIMENSION_DEPARTMENT)
      continue;
    agg::MeasureColumn& column = *answer.mutable_measures(0);
    column.set_values(0, column.values(0) + 1);
  }
  EXPECT_EQ(making::Join(absl::MakeConstSpan(&kept, 1)).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace obt::reporting::tables
