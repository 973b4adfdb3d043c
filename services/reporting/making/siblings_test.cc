// What an organisation learns of others that knows itself exactly: measured, and stated.
#include "services/reporting/making/siblings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>
#include <set>

#include "absl/strings/match.h"
#include "services/reporting/making/make.h"
#include "services/reporting/testing/answers.h"

namespace obt::reporting::making {
namespace {

using disclosure::Breach;
using disclosure::CellId;
using testing::SmallProgramme;

// Of a release that is decided alone.
Joint JointOf(const SmallProgramme& programme) {
  std::vector<Kept> releases = {testing::KeptOf(programme)};
  const auto decision = Decide(releases, [](double) { return true; });
  EXPECT_TRUE(decision.ok()) << decision.status();
  EXPECT_EQ(decision->failure, "");
  releases[0].statuses = decision->statuses;
  return *Join(releases);
}
// A department of an agency and a core, which is small.
SmallProgramme TwoBodies(size_t agency, size_t core) {
  SmallProgramme programme;
  programme.Add(300, agency, {.department = "dwp", .body = "dwp-agency"});
  programme.Add(100, core, {.department = "dwp", .body = "dwp-core"});
  programme.Add(300, 90, {.department = "hmt", .body = "hmt"});
  return programme;
}
// What the agency finds of those who take part in the core.
disclosure::Interval KnownOfCore(const Joint& joint) {
  const CellId core = joint.newest().cells.at("participants|dwp|organisation:dwp-core");
  const auto told = ToldToSiblings(joint);
  const auto found = told.find("dwp-agency");
  if (found == told.end()) return {};
  for (const Breach& breach : found->second) {
    if (breach.cell == core) return breach.known;
  }
  return {};
}

TEST(Siblings, KnowTheirOwnAndNoMore) {
  const auto own = OwnCells(JointOf(TwoBodies(120, 3)));
  std::vector<std::string> codes;
  for (const auto& [code, cells] : own) codes.push_back(code);
  EXPECT_THAT(codes, ::testing::ElementsAre("dwp", "dwp-agency", "dwp-core", "hmt"));
  EXPECT_GT(own.at("dwp").size(), own.at("dwp-agency").size() + own.at("dwp-core").size());
}

TEST(Siblings, InTheMiddleOfARoundedTotalTheyLearnNothing) {
  EXPECT_EQ(KnownOfCore(JointOf(TwoBodies(118, 3))), disclosure::Interval()) << "120 is 118 to 122";
}

TEST(Siblings, OfTwoOneSeesByTheTotalHowManyTheOtherHasAtMost) {
  EXPECT_EQ(KnownOfCore(JointOf(TwoBodies(120, 1))), (disclosure::Interval{0, 2}));
}

// 122 and nobody are printed as 120, which is at most 122: all of them one's own. 122 and somebody are 125.
TEST(Siblings, AtTheEdgeOfARoundedTotalTheTotalIsWithheldToo) {
  Joint joint = JointOf(TwoBodies(122, 0));
  EXPECT_EQ(CountToldToSiblings(joint).exact, 0);
  disclosure::Cell& total = joint.model.cell(joint.newest().cells.at("participants|dwp"));
  EXPECT_EQ(total.status, disclosure::Status::kSecondary);
  total.status = disclosure::Status::kShown;
  EXPECT_EQ(KnownOfCore(joint), (disclosure::Interval{0, 0}));
  EXPECT_GT(CountToldToSiblings(joint).exact, 0);
}

TEST(Siblings, ATotalThatIsWithheldForASiblingDoesNotTellWhy) {
  for (size_t agency = 118; agency <= 124; ++agency) {
    std::set<disclosure::Status> statuses;
    for (size_t core = 0; core < 5; ++core) {
      const Joint joint = JointOf(TwoBodies(agency, core));
      statuses.insert(joint.model.cell(joint.newest().cells.at("participants|dwp")).status);
    }
    EXPECT_THAT(statuses, ::testing::SizeIs(1)) << agency;
  }
}

// 97 and nobody are printed as 95, which is at most 97. 97 and somebody may be 100.
TEST(Siblings, AtTheEdgeNeitherOfTwoOthersIsTold) {
  const auto of = [](size_t first, size_t second) {
    SmallProgramme programme;
    programme.Add(300, 97, {.department = "dwp", .body = "dwp-agency"});
    programme.Add(60, first, {.department = "dwp", .body = "dwp-core"});
    programme.Add(60, second, {.department = "dwp", .body = "dwp-office"});
    programme.Add(300, 90, {.department = "hmt", .body = "hmt"});
    return programme;
  };
  std::set<disclosure::Status> statuses;
  for (size_t first = 0; first < 5; ++first) {
    for (size_t second = 0; second < 5; ++second) {
      Joint joint = JointOf(of(first, second));
      EXPECT_EQ(CountToldToSiblings(joint).exact, 0) << first << " " << second;
      statuses.insert(joint.model.cell(joint.newest().cells.at("participants|dwp")).status);
    }
  }
  EXPECT_THAT(statuses, ::testing::ElementsAre(disclosure::Status::kSecondary)) << "it does not tell why";
  Joint joint = JointOf(of(0, 0));
  joint.model.cell(joint.newest().cells.at("participants|dwp")).status = disclosure::Status::kShown;
  EXPECT_GT(CountToldToSiblings(joint).exact, 0);
}

// What is at least the threshold, and leaves so many of the group, is known to be: a total says that as well.
TEST(Siblings, AtTheEdgeOfWhatIsPrintedTheTotalIsWithheldToo) {
  struct Bodies {
    size_t agency, agency_of, core, core_of;
  };
  for (const Bodies& bodies : {Bodies{20, 20, 0, 5}, Bodies{2, 5, 3, 5}, Bodies{1, 20, 4, 4}}) {
    SmallProgramme programme;
    programme.Add(bodies.agency_of, bodies.agency, {.department = "dwp", .body = "dwp-agency"});
    programme.Add(bodies.core_of, bodies.core, {.department = "dwp", .body = "dwp-core"});
    programme.Add(300, 90, {.department = "hmt", .body = "hmt"});
    Joint joint = JointOf(programme);
    EXPECT_EQ(CountToldToSiblings(joint).exact, 0) << bodies.agency << " and " << bodies.core;
    disclosure::Cell& total = joint.model.cell(joint.newest().cells.at("participants|dwp"));
    EXPECT_EQ(total.status, disclosure::Status::kSecondary);
    total.status = disclosure::Status::kShown;
    EXPECT_GT(CountToldToSiblings(joint).exact, 0);
  }
}

// A total that is withheld this week is part of the next one's: it is at most what that is printed as.
TEST(Siblings, NextWeekTellsNothingExactlyOfThis) {
  SmallProgramme programme = TwoBodies(122, 0);
  programme.week = 1;
  std::vector<Kept> releases = {testing::KeptOf(programme)};
  for (int number = 1; number <= 2; ++number) {
    const auto decision = Decide(releases, [](double) { return true; });
    ASSERT_TRUE(decision.ok()) << decision.status();
    EXPECT_EQ(decision->failure, "");
    releases.back().statuses = decision->statuses;
    releases.back().worlds = decision->worlds;
    EXPECT_EQ(CountToldToSiblings(*Join(releases)).exact, 0) << "release " << number;
    releases.back().row.mutable_release()->set_state(v1::RELEASE_STATE_PUBLISHED);
    programme.week = 2;
    if (number == 1) releases.push_back(testing::KeptOf(programme, true, 2));
  }
}

class DrawnSiblings : public ::testing::TestWithParam<uint32_t> {};
INSTANTIATE_TEST_SUITE_P(Seeds, DrawnSiblings, ::testing::Range(1u, 5u));

TEST_P(DrawnSiblings, NarrowFewAndWorkOutNone) {
  const Joint joint = JointOf(testing::DrawProgramme(GetParam(), 1000, 2));
  int withheld = 0;
  for (const disclosure::Cell& cell : joint.model.cells()) withheld += cell.is_protected();
  const SiblingsTold told = CountToldToSiblings(joint);
  std::cout << told.narrowed << " of " << withheld << " withheld figures can be narrowed by a sibling, "
            << told.exact << " exactly" << std::endl;
  EXPECT_EQ(told.exact, 0);
  EXPECT_GT(told.narrowed, 0) << "else this measures nothing";
  EXPECT_LT(told.narrowed * 10, withheld);
  for (const auto& [code, breaches] : ToldToSiblings(joint)) {
    for (const Breach& breach : breaches) {
      const disclosure::Cell& cell = joint.model.cell(breach.cell);
      EXPECT_TRUE(breach.known.Holds(cell.truth)) << code << " is mistaken about " << cell.name;
    }
  }
}

}  // namespace
}  // namespace obt::reporting::making
