// Staff lists of organisations that have merged or ended.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/import/staged_fixture.h"

namespace obt::identity {
namespace {

using ::obt::testing::IsOk;
using ::obt::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST_F(StagedImportTest, AfterAMergerWhoeverTheSuccessorsListLeavesOutLeavesWhereverTheirStayIs) {
  Import("both", "hmrc", Staff(1, 20), kEarlier);
  world_.AddPerson("dwp", "eve", "hr_id: '90' from_day $D{2024-01-01}");
  // Whose last stay is elsewhere by the day, though one in hmrc had not ended when it was written.
  world_.AddPerson("hmrc", "gus", "from_day $D{2024-01-01}");
  world_.Do<v1::MergeOrganisationsResponse>(
      "centre", "from_organisation_code: 'hmrc' into_organisation_code: 'dwp' effective $D{2024-10-01}");
  const std::string gus =
      world_.Do<v1::FindPersonResponse>("centre", "email: 'gus@hmrc.gov.uk'").person().facts().person_id();
  world_.Do<v1::MovePersonResponse>(
      "both", absl::StrCat("person_id: '", gus, "' to_organisation_code: 'dwp' effective $D{2024-10-20}"));
  std::vector<std::string> rows = Staff(3, 20);
  for (std::string& row : rows) row.replace(0, 8, "hr_id: '10");  // numbered anew, known by address
  rows.push_back("hr_id: '90'");
  rows.push_back("email: 'gus@hmrc.gov.uk'");
  const v1::Import early = Import("dwp-hr", "dwp", {"hr_id: '90'"}, "from_day $D{2024-09-30} dry_run: true");
  EXPECT_EQ(early.current_staff(), 1) << "on that day they were not yet dwp's";
  const v1::Import import = Import("dwp-hr", "dwp", rows);
  EXPECT_EQ(import.state(), v1::IMPORT_STATE_FINISHED);
  EXPECT_EQ(import.current_staff(), 21) << "eve and the twenty; gus comes later";
  EXPECT_EQ(import.missing_staff(), 2);
  EXPECT_EQ(CountsOf(import), "updated: 18 unchanged: 2 left: 2");
  EXPECT_EQ(StaysOf("p1@dwp.gov.uk"), "hmrc 2024-04-01..2024-10-14");
  EXPECT_EQ(StaysOf("p3@dwp.gov.uk"), "hmrc 2024-04-01..") << "stays are not rewritten";
  EXPECT_EQ(CountsOf(Import("dwp-hr", "dwp", rows)), "unchanged: 20");
  EXPECT_EQ(Get(last_).current_staff(), 19);
}

TEST_F(StagedImportTest, AnOrganisationThatHasEndedTakesNoListsButThoseOfItsTime) {
  const std::string open = Start("both", "hmrc", "mode: IMPORT_MODE_SNAPSHOT");
  EXPECT_EQ(Stage("both", open, "hr_id: '1'"), "STAGED 1");
  world_.Do<v1::MergeOrganisationsResponse>(
      "centre", "from_organisation_code: 'hmrc' into_organisation_code: 'dwp' effective $D{2024-10-01}");
  const auto start = [this](const std::string& more) {
    return world_
        .Try<v1::StartImportResponse>(
            "both", absl::StrCat("organisation_code: 'hmrc' mode: IMPORT_MODE_SNAPSHOT ", more))
        .status();
  };
  EXPECT_THAT(start(""), StatusIs(absl::StatusCode::kFailedPrecondition, "ORGANISATION_ENDED"));
  EXPECT_THAT(std::string(start("").message()), HasSubstr("name dwp"));
  EXPECT_EQ(ReasonOf(start("from_day $D{2024-10-01}")), "ORGANISATION_ENDED");
  EXPECT_THAT(start("from_day $D{2024-09-30}"), IsOk());
  // One that was begun before the merger was recorded brings nobody in either.
  Finish("both", open);
  WorkOff(open);
  EXPECT_THAT(Results(open), ElementsAre("1 ORGANISATION_ENDED"));
  EXPECT_EQ(
      CountsOf(Import("both", "hmrc", {"hr_id: '1' email: 'a@x.uk' name: 'A'"}, "from_day $D{2024-09-30}")),
      "joined: 1");
}

TEST_F(StagedImportTest, AMergerStillToComeMakesNobodyLeaveWhomTheSuccessorsClientDoesNotReach) {
  Import("both", "hmrc", Staff(1, 20), kEarlier);
  world_.AddPerson("dwp", "eve", "hr_id: '90' from_day $D{2024-01-01}");
  world_.Do<v1::MergeOrganisationsResponse>(
      "centre", "from_organisation_code: 'hmrc' into_organisation_code: 'dwp' effective $D{2025-01-01}");
  const std::string later = "from_day $D{2025-01-01} max_leavers_percent: 100";
  const v1::Import import = Import("dwp-hr", "dwp", {"hr_id: '90'"}, later);
  EXPECT_EQ(import.state(), v1::IMPORT_STATE_FINISHED);
  EXPECT_EQ(import.current_staff(), 1) << "today hmrc's people are hmrc's";
  EXPECT_EQ(CountsOf(import), "unchanged: 1");
  EXPECT_EQ(CountsOf(Import("dwp-hr", "dwp", {"hr_id: '90'", "email: 'p1@dwp.gov.uk'"}, later)),
            "unchanged: 1 refused: 1");
  EXPECT_EQ(StaysOf("p1@dwp.gov.uk"), "hmrc 2024-04-01..");
  world_.clock().Advance(absl::Hours(24 * 79));  // the first of January
  EXPECT_EQ(CountsOf(Import("dwp-hr", "dwp", {"hr_id: '90'"}, later)), "unchanged: 1 left: 20");
}

TEST_F(StagedImportTest, WhoIsElsewhereTodayDoesNotLeaveByAListWhoseClientDoesNotReachThem) {
  const std::string ann = world_.AddPerson("hmrc", "ann", "from_day $D{2024-01-01}");
  world_.Do<v1::MovePersonResponse>(
      "both", absl::StrCat("person_id: '", ann, "' to_organisation_code: 'dwp' effective $D{2024-11-01}"));
  const std::string later = "from_day $D{2024-12-01} max_leavers_percent: 100";
  EXPECT_EQ(CountsOf(Import("dwp-hr", "dwp", {"hr_id: '90' email: 'eve@dwp.gov.uk' name: 'Eve'"}, later)),
            "joined: 1 refused: 1");
  EXPECT_THAT(Results(last_), ElementsAre("1 JOINED", "0 HELD_ELSEWHERE"));
  EXPECT_EQ(CountsOf(Import("both", "dwp", {"hr_id: '90'"}, later)), "unchanged: 1 left: 1");
}

TEST_F(StagedImportTest, AListOfAnOrganisationThatEndedMeanwhileMakesNobodyLeave) {
  Import("both", "hmrc", Staff(1, 20), kEarlier);
  const std::string open = Start("both", "hmrc", "mode: IMPORT_MODE_SNAPSHOT from_day $D{2024-10-10}");
  for (const std::string& row : Staff(2, 20)) Stage("both", open, row);
  world_.Do<v1::MergeOrganisationsResponse>(
      "centre", "from_organisation_code: 'hmrc' into_organisation_code: 'dwp' effective $D{2024-10-01}");
  Finish("both", open);
  WorkOff(open);
  EXPECT_EQ(CountsOf(Get(open)), "refused: 20");
  EXPECT_EQ(Results(open).back(), "0 ORGANISATION_ENDED");
  EXPECT_EQ(StaysOf("p1@dwp.gov.uk"), "hmrc 2024-04-01..");
}

}  // namespace
}  // namespace obt::identity
