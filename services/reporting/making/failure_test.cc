// What a release that is not proved says of itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/reporting/making/make.h"
#include "services/reporting/testing/answers.h"

namespace obt::reporting::making {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Of six who take part in a department five are in one body: 5 of 5 is told, so that of the other at most two
// can. Published as the rules alone say; what follows cannot mend it.
Kept BetrayedBesideAFive() {
  testing::SmallProgramme programme;
  programme.Add(40, 5, {.department = "dwp", .body = "dwp-core"});
  programme.Add(40, 1, {.department = "dwp", .body = "dwp-arm"});
  programme.Add(300, 90, {.department = "hmt", .body = "hmt"});
  Kept kept = testing::KeptOf(programme, false);
  auto joint = Join(absl::MakeConstSpan(&kept, 1));
  EXPECT_TRUE(joint.ok()) << joint.status();
  disclosure::SetPrimaries(joint->model);
  kept.statuses = tables::StatusesOf(joint->newest(), joint->model);
  kept.row.mutable_release()->set_state(v1::RELEASE_STATE_PUBLISHED);
  return kept;
}

std::string FailureAfter(const Kept& first, bool monthly) {
  testing::SmallProgramme programme;
  programme.Add(40, 5, {.department = "dwp", .body = "dwp-core"});
  programme.Add(40, 1, {.department = "dwp", .body = "dwp-arm"});
  programme.Add(300, 120, {.department = "hmt", .body = "hmt"});
  const std::vector<Kept> releases = {first, testing::KeptOf(programme, monthly, 2)};
  const auto decision = Decide(releases, [](double) { return true; });
  EXPECT_TRUE(decision.ok()) << decision.status();
  return decision.ok() ? decision->failure : "";
}

TEST(Failure, NamesFiguresAsReadersFindThemAndSaysWhatHelps) {
  const std::string said = FailureAfter(BetrayedBesideAFive(), true);
  EXPECT_THAT(said, HasSubstr("Participants of The dwp, The dwp-arm (funnel of release 1.0)"));
  EXPECT_THAT(said, HasSubstr("without the monthly tables"));
}

TEST(Failure, ThatHasNoMonthlyTablesIsNotHelpedByLeavingThemOut) {
  EXPECT_THAT(FailureAfter(BetrayedBesideAFive(), false), Not(HasSubstr("without the monthly tables")));
}

}  // namespace
}  // namespace obt::reporting::making
