// Whole releases of small programmes: what the rules withhold is proved, together with the releases before.
#include "services/reporting/making/make.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/reporting/disclosure/propagate.h"
#include "services/reporting/making/digests.h"
#include "services/reporting/testing/answers.h"

namespace obt::reporting::making {
namespace {

namespace agg = aggregator::v1;
using disclosure::Eyes;
using disclosure::Status;
using testing::KeptOf;
using testing::SmallProgramme;
using testing::Someone;

const auto kGoOn = [](double) { return true; };

// Decides a release, which must be safe, and puts what was decided into it.
Decision DecideLast(std::vector<Kept>& releases) {
  auto decision = Decide(releases, kGoOn);
  EXPECT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->failure, "");
  releases.back().statuses = decision->statuses;
  releases.back().worlds = decision->worlds;
  for (size_t i = 0; i + 1 < releases.size(); ++i) {
    releases.back().row.add_audited_with(releases[i].row.release().release_id());
    releases.back().row.add_audited_cells(static_cast<int32_t>(releases[i].statuses.size()));
  }
  const auto joint = Join(releases);
  EXPECT_THAT(FaultsOf(*joint, decision->worlds, testing::PrintAll(*joint)), ::testing::IsEmpty());
  EXPECT_THAT(disclosure::BreachesIn(joint->model, Eyes::kBlind), ::testing::IsEmpty());
  return *std::move(decision);
}
std::vector<Kept> OneRelease(const SmallProgramme& programme) {
  std::vector<Kept> releases = {KeptOf(programme)};
  DecideLast(releases);
  return releases;
}
// The second week of the same: after it is decided together with the first.
std::vector<Kept> TwoReleases(const SmallProgramme& first, const SmallProgramme& second) {
  std::vector<Kept> releases = OneRelease(first);
  releases.push_back(KeptOf(second, true, 2));
  DecideLast(releases);
  return releases;
}
Status StatusOf(const std::vector<Kept>& releases, const std::string& cell) {
  const auto joint = Join(releases);
  const auto found = joint->newest().cells.find(cell);
  EXPECT_NE(found, joint->newest().cells.end()) << cell;
  return joint->model.cell(found->second).status;
}
std::vector<std::string> SecondariesOf(const std::vector<Kept>& releases) {
  const auto joint = Join(releases);
  std::vector<std::string> names;
  for (const auto& [name, cell] : joint->newest().cells) {
    if (joint->model.cell(cell).status == Status::kSecondary) names.push_back(name);
  }
  return names;
}
// What somebody works out who sees exact figures where they are shown: the policy that is broken.
size_t RecoveredFromExactFigures(const std::vector<Kept>& releases) {
  auto joint = Join(releases);
  disclosure::SetPrimaries(joint->model);
  std::vector<disclosure::Interval> known = disclosure::AllPrinted(joint->model, Eyes::kBlind);
  for (disclosure::CellId id = 0; id < joint->model.size(); ++id) {
    const disclosure::Cell& cell = joint->model.cell(id);
    if (!cell.withheld()) known[id] = {cell.truth, cell.truth};
  }
  const auto worked_out = disclosure::Propagate(joint->model, known);
  size_t recovered = 0;
  for (disclosure::CellId id = 0; id < joint->model.size(); ++id) {
    const disclosure::Cell& cell = joint->model.cell(id);
    recovered += cell.is_protected() && worked_out[id].low == worked_out[id].high;
  }
  return recovered;
}

// ---- one release ----

TEST(Make, ADepartmentWithOneSmallBodyIsSafeByRoundingAlone) {
  SmallProgramme programme;
  programme.Add(300, 120, {.department = "dwp", .body = "dwp-core"});
  programme.Add(20, 3, {.department = "dwp", .body = "dwp-arm"});
  programme.Add(200, 80, {.department = "hmt", .body = "hmt"});
  const std::vector<Kept> releases = OneRelease(programme);
  EXPECT_EQ(StatusOf(releases, "participants|dwp|organisation:dwp-arm"), Status::kPrimary);
}

TEST(Make, ExactFiguresWouldGiveTheSmallBodyAway) {
  SmallProgramme programme;
  programme.Add(300, 120, {.department = "dwp", .body = "dwp-core"});
  programme.Add(20, 3, {.department = "dwp", .body = "dwp-arm"});
  programme.Add(200, 80, {.department = "hmt", .body = "hmt"});
  EXPECT_GT(RecoveredFromExactFigures({KeptOf(programme)}), 0u);
}

TEST(Make, WhereAFiveBetraysItsNeighbourAFurtherFigureIsWithheld) {
  SmallProgramme programme;  // 6 = 5 + 1: a printed 5 is at least 5, so the other is at most 2
  programme.Add(100, 5, {.department = "dwp", .body = "dwp-core"});
  programme.Add(100, 1, {.department = "dwp", .body = "dwp-arm"});
  programme.Add(300, 90, {.department = "hmt", .body = "hmt"});
  EXPECT_THAT(SecondariesOf(OneRelease(programme)),
              ::testing::Contains(::testing::StartsWith("participants|dwp")));
}

TEST(Make, AWholeTeamThatTookPartIsWithheldToo) {
  SmallProgramme programme;
  programme.Add(300, 120, {.department = "dwp", .body = "dwp-core"});
  programme.Add(20, 18, {.department = "dwp", .body = "dwp-arm"});
  programme.Add(200, 80, {.department = "hmt", .body = "hmt"});
  EXPECT_EQ(StatusOf(OneRelease(programme), "participants|dwp|organisation:dwp-arm"), Status::kComplement);
}

// Two tables of one department have one total: who knows the grades and all regions but one knows that one,
// though nobody tells the total.
TEST(Make, GradeAndRegionOfOneDepartmentAreLinked) {
  SmallProgramme programme;  // 25 = 20 + 5 by grade, 22 + 3 by region
  programme.Add(60, 20, {.department = "dwp", .body = "dwp", .grade = "AO", .region = "WALES"});
  programme.Add(30, 2, {.department = "dwp", .body = "dwp", .grade = "SEO", .region = "WALES"});
  programme.Add(30, 3, {.department = "dwp", .body = "dwp", .grade = "SEO", .region = "LONDON"});
  programme.Add(300, 90, {.department = "hmt", .body = "hmt"});
  const auto joint = Join(OneRelease(programme));
  const auto cell_of = [&](const std::string& group) {
    return joint->newest().names.at("participants|dwp|" + group);
  };
  std::vector<disclosure::Interval> known;
  for (const disclosure::Cell& cell : joint->model.cells()) known.push_back({0, cell.cap});
  const auto know = [&](const std::string& group, int32_t count) { known[cell_of(group)] = {count, count}; };
  know("grade:AO", 20);
  know("grade:SEO", 5);
  const auto before = disclosure::Propagate(joint->model, known)[cell_of("region:LONDON")];
  know("region:WALES", 22);
  const auto after = disclosure::Propagate(joint->model, known)[cell_of("region:LONDON")];
  EXPECT_EQ(before, (disclosure::Interval{0, 25}));
  EXPECT_EQ(after, (disclosure::Interval{3, 3}));
}

TEST(Make, SharesTellNothingThatCountsDoNot) {
  SmallProgramme programme;
  programme.Add(300, 120, Someone()).Add(40, 3, {.department = "hmt", .body = "hmt"});
  std::vector<Kept> releases = OneRelease(programme);
  const auto written = Write(releases.back());
  ASSERT_TRUE(written.ok()) << written.status();
  for (const v1::Table& table : written->tables) {
    if (table.outline().table_id() != "funnel") continue;
    for (const v1::TableRow& row : table.rows()) {
      if (row.codes(0) == "unknown") continue;  // of nobody's department there is no share
      const int figures = row.figures_size();   // the size, seven counts, two shares
      EXPECT_EQ(row.figures(1).marker(), row.figures(figures - 2).marker());
      if (!row.figures(1).has_value()) continue;
      EXPECT_EQ(row.figures(figures - 2).value(),
                (200 * row.figures(1).value() + row.figures(0).value()) / (2 * row.figures(0).value()));
    }
  }
}

TEST(Make, NobodyAndOneAlone) {
  SmallProgramme programme;
  programme.Add(300, 120, Someone()).Add(1, 1, {.department = "hmt", .body = "hmt"});
  programme.things.push_back({"cps", "cps", agg::MEASURE_CONVERSATIONS, ""});
  EXPECT_EQ(StatusOf(OneRelease(programme), "participants|hmt"), Status::kPrimary);
}

TEST(Make, AProgrammeInWhichNobodyTakesPart) {
  SmallProgramme programme;
  programme.Add(50, Someone()).Add(50, {.department = "hmt", .body = "hmt"});
  EXPECT_EQ(StatusOf(OneRelease(programme), "participants|all"), Status::kPrimary);
}

TEST(Make, AProgrammeInWhichEverybodyTakesPart) {
  SmallProgramme programme;
  programme.Add(60, 60, Someone()).Add(50, 50, {.department = "hmt", .body = "hmt"});
  EXPECT_EQ(StatusOf(OneRelease(programme), "participants|all"), Status::kComplement);
}

TEST(Make, PeopleOfNoDepartmentAnybodyKnows) {
  SmallProgramme programme;
  programme.Add(300, 120, Someone()).Add(2, 2, {.department = "unknown", .body = "unknown"});
  EXPECT_EQ(StatusOf(OneRelease(programme), "participants|unknown"), Status::kPrimary);
}

TEST(Make, ThingsBelowFiveAreWithheldAndNoneIsAsWell) {
  SmallProgramme programme;
  programme.Add(300, 120, {.department = "dwp", .body = "dwp-core"});
  programme.Add(300, 120, {.department = "dwp", .body = "dwp-arm"});
  for (int i = 0; i < 8; ++i) programme.things.push_back({"dwp", "dwp-core", agg::MEASURE_CONVERSATIONS, ""});
  const std::vector<Kept> releases = OneRelease(programme);
  EXPECT_EQ(StatusOf(releases, "conversations|dwp|organisation:dwp-core"), Status::kShown);
  EXPECT_EQ(StatusOf(releases, "conversations|dwp|organisation:dwp-arm"), Status::kPrimary);
}

// ---- two releases ----

TEST(Make, TwoWeeksOfOneBodyAreLookedAtTogether) {
  SmallProgramme first, second;
  first.week = 1;
  for (SmallProgramme* const programme : {&first, &second}) {
    programme->Add(200, 41, {.department = "dwp", .body = "dwp-core"});
    programme->Add(100, 12, {.department = "dwp", .body = "dwp-arm"});
    programme->Add(300, 90, {.department = "hmt", .body = "hmt"});
  }
  second.Add(60, 3, {.department = "dwp", .body = "dwp-new"}, 2);
  TwoReleases(first, second);
}

TEST(Make, ACorrectionThatLowersAFiveToWithheld) {
  SmallProgramme first, second;
  first.week = 1;
  for (SmallProgramme* const programme : {&first, &second}) {
    programme->Add(200, 80, {.department = "dwp", .body = "dwp-core"});
    programme->Add(300, 90, {.department = "hmt", .body = "hmt"});
  }
  first.Add(50, 5, {.department = "dwp", .body = "dwp-arm"});
  second.Add(50, 4, {.department = "dwp", .body = "dwp-arm"});
  EXPECT_EQ(StatusOf(TwoReleases(first, second), "participants|dwp|organisation:dwp-arm"), Status::kPrimary);
}

TEST(Make, AMergerBetweenTwoWeeks) {
  SmallProgramme first, second;
  first.week = 1;
  first.Add(200, 80, {.department = "dwp", .body = "dwp-core"});
  first.Add(50, 3, {.department = "dwp", .body = "dwp-arm"});
  second.Add(250, 83, {.department = "dwp", .body = "dwp-core"});
  for (SmallProgramme* const programme : {&first, &second})
    programme->Add(300, 90, {.department = "hmt", .body = "hmt"});
  TwoReleases(first, second);
}

TEST(Make, ADepartmentThatIsSplitBetweenTwoWeeks) {
  SmallProgramme first, second;
  first.week = 1;
  first.Add(200, 40, {.department = "beis", .body = "beis"});
  second.Add(120, 30, {.department = "dbt", .body = "dbt"})
      .Add(80, 12, {.department = "desnz", .body = "desnz"});
  for (SmallProgramme* const programme : {&first, &second})
    programme->Add(300, 90, {.department = "hmt", .body = "hmt"});
  TwoReleases(first, second);
}

TEST(Make, WeeksWithoutTheMonthlyTables) {
  std::vector<Kept> releases = {KeptOf(testing::DrawProgramme(3, 1500, 1))};
  DecideLast(releases);
  releases.push_back(KeptOf(testing::DrawProgramme(3, 1500, 2), false, 2));
  DecideLast(releases);
  EXPECT_EQ(*CountNarrowed(releases), 0);
}

TEST(Make, ThreeReleasesInARow) {
  std::vector<Kept> releases;
  for (size_t week = 0; week < 3; ++week) {
    releases.push_back(KeptOf(testing::DrawProgramme(5, 1200, week), true, static_cast<int>(week) + 1));
    DecideLast(releases);
  }
  const auto narrowed = CountNarrowed(releases);
  ASSERT_TRUE(narrowed.ok());
  EXPECT_EQ(*narrowed, 0) << "each is audited with all before";
}

// Rows of a programme, the newest first: "m" with the monthly tables, "w" without.
std::vector<std::string> AuditedWithAfter(const std::string& releases, bool next_is_monthly) {
  std::vector<store::v1::ReleaseRow> rows;
  const auto make = [](int number, bool monthly) {
    store::v1::ReleaseRow row = KeptOf(SmallProgramme(), monthly, number).row;
    row.mutable_release()->set_state(v1::RELEASE_STATE_PUBLISHED);
    return row;
  };
  for (size_t i = releases.size(); i-- > 0;)
    rows.push_back(make(static_cast<int>(i) + 1, releases[i] == 'm'));
  return AuditedWith(rows, make(static_cast<int>(releases.size()) + 1, next_is_monthly));
}

TEST(Make, AReleaseIsAuditedWithTheLastOfEachTable) {
  using ::testing::ElementsAre;
  EXPECT_THAT(AuditedWithAfter("", true), ElementsAre());
  EXPECT_THAT(AuditedWithAfter("m", false), ElementsAre("release-1"));
  EXPECT_THAT(AuditedWithAfter("mw", false), ElementsAre("release-1", "release-2"));
  EXPECT_THAT(AuditedWithAfter("mww", true), ElementsAre("release-1", "release-3"));
  EXPECT_THAT(AuditedWithAfter("mwwm", false), ElementsAre("release-4"));
}

// ---- whatever the figures are ----

class DrawnReleases : public ::testing::TestWithParam<uint32_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, DrawnReleases, ::testing::Range(1u, 5u));

TEST_P(DrawnReleases, AreProvedAloneAndWithTheWeekBefore) {
  TwoReleases(testing::DrawProgramme(GetParam(), 1000, 1), testing::DrawProgramme(GetParam(), 1000, 2));
}

TEST_P(DrawnReleases, AreTheSameEachTime) {
  std::vector<Kept> once = OneRelease(testing::DrawProgramme(GetParam(), 800, 2)),
                    again = {KeptOf(testing::DrawProgramme(GetParam(), 800, 2))};
  const Decision decision = DecideLast(again);
  EXPECT_EQ(once.back().statuses, decision.statuses);
  const auto one = Write(once.back()), other = Write(again.back());
  ASSERT_TRUE(one.ok() && other.ok()) << one.status();
  EXPECT_EQ(one->bundle, other->bundle);
  EXPECT_EQ(CountChanged(one->tables, other->tables), 0);
}

TEST_P(DrawnReleases, ExactFiguresWouldTellWhatIsWithheld) {
  EXPECT_GT(RecoveredFromExactFigures({KeptOf(testing::DrawProgramme(GetParam(), 1000, 2))}), 0u);
}

// ---- faults ----

// Of a release whose cells are as many and the same, with other figures; or without worlds at all.
TEST(Make, WorldsOfAnotherReleaseProveNothing) {
  const auto kept = [](int more) {
    SmallProgramme programme = testing::DrawProgramme(1, 800, 2);
    for (Someone& someone : programme.people) {
      if (more-- > 0)
        someone.reached[agg::MEASURE_PARTICIPANTS] = someone.reached[agg::MEASURE_CONVERSED] = 0;
    }
    return OneRelease(programme);
  };
  const std::vector<Kept> one = kept(0), other = kept(40);
  const auto joint = Join(one);
  ASSERT_EQ(one.back().statuses.size(), other.back().statuses.size());
  EXPECT_THAT(other.back().worlds, ::testing::SizeIs(::testing::Gt(20u)));
  for (const std::vector<disclosure::World>& worlds :
       {other.back().worlds, std::vector<disclosure::World>()}) {
    const std::vector<std::string> faults = FaultsOf(*joint, worlds, testing::PrintAll(*joint));
    EXPECT_THAT(faults, ::testing::Contains(::testing::HasSubstr("no world has")));
    EXPECT_EQ(worlds.empty(),
              !::testing::Matches(::testing::Contains(::testing::StartsWith("world ")))(faults));
  }
}

TEST(Make, AnOlderReleaseThatWasPrintedAgainstTheRulesIsRefused) {
  std::vector<Kept> releases = OneRelease(testing::DrawProgramme(1, 800, 1));
  for (Status& status : releases.back().statuses) status = Status::kShown;
  releases.push_back(KeptOf(testing::DrawProgramme(1, 800, 2), true, 2));
  EXPECT_EQ(Decide(releases, kGoOn).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(Make, OverItsBudgetItEnds) {
  std::vector<Kept> releases = {KeptOf(testing::DrawProgramme(1, 800, 2))};
  EXPECT_EQ(Decide(releases, [](double) { return false; }).status().code(),
            absl::StatusCode::kDeadlineExceeded);
}

TEST(Make, DigestsTellWhenWhatIsKeptWasChanged) {
  Kept kept = KeptOf(testing::DrawProgramme(1, 100, 2));
  const std::string before = DigestOfCopied(kept);
  kept.answers[0].mutable_measures(0)->set_values(0, 77777);
  EXPECT_NE(DigestOfCopied(kept), before);
}

}  // namespace
}  // namespace obt::reporting::making
