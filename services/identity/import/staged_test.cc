// Imports whose rows are staged: snapshots and dry runs, worked off step by step as the worker does.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/audit_log.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/import/staged_fixture.h"

namespace obt::identity {
namespace {

using ::obt::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(StagedImportTest, ASnapshotBringsJoinersAndChangesNobodyBeforeItIsFinished) {
  const std::string id = Start("dwp-hr", "dwp", "mode: IMPORT_MODE_SNAPSHOT");
  const uint64_t before = world_.sequence();
  EXPECT_EQ(Stage("dwp-hr", id, "hr_id: '7' email: 'ann@dwp.gov.uk' name: 'Ann'"), "STAGED 1");
  EXPECT_EQ(Stage("dwp-hr", id, "email: 'ben@dwp.gov.uk' name: 'Ben'"), "STAGED 2");
  EXPECT_EQ(StaysOf("ann@dwp.gov.uk"), "PERSON_NOT_FOUND");
  EXPECT_EQ(Get(id).staged_rows(), 2);
  Finish("dwp-hr", id);
  EXPECT_EQ(Get(id).state(), v1::IMPORT_STATE_FINISHING);
  EXPECT_EQ(Stage("dwp-hr", id, "hr_id: '9'"), "IMPORT_NOT_OPEN");
  EXPECT_EQ(world_.sequence(), before);
  WorkOff(id);
  const v1::Import done = Get(id);
  EXPECT_EQ(done.state(), v1::IMPORT_STATE_FINISHED);
  EXPECT_TRUE(done.has_end_time());
  EXPECT_EQ(done.handled_rows(), 2);
  EXPECT_EQ(CountsOf(done), "joined: 2");
  EXPECT_EQ(StaysOf("ann@dwp.gov.uk"), "dwp 2024-10-14..");
  EXPECT_THAT(Results(id), ElementsAre("1 JOINED", "2 JOINED"));
  EXPECT_EQ(Staged(), 0u);
  Finish("dwp-hr", id);  // again
  EXPECT_EQ(Get(id).state(), v1::IMPORT_STATE_FINISHED);
}

TEST_F(StagedImportTest, TheSameSnapshotAgainChangesNothing) {
  ASSERT_EQ(CountsOf(Import("dwp-hr", "dwp", Staff(1, 100), kEarlier)), "joined: 100");
  const uint64_t before = world_.sequence();
  std::vector<std::string> rows = Staff(1, 100);
  std::reverse(rows.begin(), rows.end());
  const v1::Import again = Import("dwp-hr", "dwp", rows);
  EXPECT_EQ(again.state(), v1::IMPORT_STATE_FINISHED);
  EXPECT_EQ(CountsOf(again), "unchanged: 100");
  EXPECT_EQ(again.current_staff(), 100);
  EXPECT_EQ(again.missing_staff(), 0);
  EXPECT_THAT(Results(last_), IsEmpty());
  EXPECT_EQ(world_.sequence(), before);
  EXPECT_EQ(Staged(), 0u);
}

TEST_F(StagedImportTest, EveryCommitOfItsJobEntersWhomItChanged) {
  Import("dwp-hr", "dwp", Staff(1, 200), kEarlier);
  Import("dwp-hr", "dwp", Staff(2, 201));
  std::set<std::string> changed;
  int64_t rows = 0;
  for (const audit::v1::AuditEntry& entry : testing::AuditEntries(*world_.store())) {
    if (entry.rpc() != "/obt.identity.v1.ImportService/FinishImport" || entry.rows() == 0) continue;
    EXPECT_EQ(entry.client_id(), "dwp-hr");
    ASSERT_EQ(entry.resources_size(), 2);
    EXPECT_EQ(entry.resources(0).ids_size(), 1);
    changed.insert(entry.resources(1).ids().begin(), entry.resources(1).ids().end());
    rows += entry.rows();
  }
  EXPECT_EQ(rows, 200 + 2) << "joined, then one joined and one left";
  EXPECT_EQ(changed.size(), 201u);
}

TEST_F(StagedImportTest, ThoseNoRowNamesLeaveAndJoinersMoversAndChangesAreCounted) {
  ASSERT_EQ(CountsOf(Import("both", "dwp", Staff(1, 20), kEarlier)), "joined: 20");
  world_.AddPerson("hmrc", "mia", "from_day $D{2024-01-01}");
  world_.AddPerson("mod", "dan", "from_day $D{2024-01-01}");
  std::vector<std::string> rows = Staff(3, 20);
  rows[0] = "hr_id: '3' grade: 'G7'";
  rows.push_back("hr_id: '40' email: 'mia@hmrc.gov.uk'");
  rows.push_back("hr_id: '41' email: 'dan@mod.gov.uk'");
  rows.push_back("hr_id: '42' name: 'Eve'");
  const v1::Import import = Import("both", "dwp", rows);
  EXPECT_EQ(import.state(), v1::IMPORT_STATE_FINISHED);
  EXPECT_EQ(CountsOf(import), "joined: 1 moved: 1 updated: 1 unchanged: 17 left: 2 refused: 1");
  EXPECT_EQ(import.current_staff(), 20);
  EXPECT_EQ(import.missing_staff(), 2);
  EXPECT_THAT(Results(last_),
              ElementsAre("1 UPDATED", "19 MOVED", "20 HELD_ELSEWHERE", "21 JOINED", "0 LEFT", "0 LEFT"));
  EXPECT_EQ(Results(last_, 1), Results(last_, 500));
  EXPECT_EQ(StaysOf("p1@dwp.gov.uk"), "dwp 2024-04-01..2024-10-14");
  EXPECT_EQ(StaysOf("p3@dwp.gov.uk"), "dwp 2024-04-01..");
  EXPECT_EQ(StaysOf("mia@hmrc.gov.uk"), "hmrc 2024-01-01..2024-10-14, dwp 2024-10-14..");
  EXPECT_EQ(StaysOf("dan@mod.gov.uk"), "mod 2024-01-01..");
}

TEST_F(StagedImportTest, ASnapshotThatWouldRemoveTooManyIsRefusedAndChangesNothing) {
  ASSERT_EQ(CountsOf(Import("dwp-hr", "dwp", Staff(1, 100), kEarlier)), "joined: 100");
  const uint64_t before = world_.sequence();
  std::vector<std::string> rows = Staff(12, 100);
  rows.push_back("hr_id: '500' name: 'New'");
  const v1::Import refused = Import("dwp-hr", "dwp", rows);
  EXPECT_EQ(refused.state(), v1::IMPORT_STATE_REFUSED);
  EXPECT_EQ(refused.current_staff(), 100);
  EXPECT_EQ(refused.missing_staff(), 11);
  EXPECT_EQ(CountsOf(refused), "");
  EXPECT_EQ(world_.sequence(), before);
  EXPECT_EQ(Staged(), 0u);
  EXPECT_THAT(Results(last_), IsEmpty());
  EXPECT_EQ(Import("dwp-hr", "dwp", rows, "max_leavers_percent: 11").state(), v1::IMPORT_STATE_FINISHED);
  EXPECT_EQ(StaysOf("p11@dwp.gov.uk"), "dwp 2024-04-01..2024-10-14");
  // Exactly the limit passes, an empty list never does.
  EXPECT_EQ(Import("dwp-hr", "dwp", {}).state(), v1::IMPORT_STATE_REFUSED);
  std::vector<std::string> fewer(rows.begin() + 9, rows.end());  // 9 of 90
  EXPECT_EQ(CountsOf(Import("dwp-hr", "dwp", fewer, "from_day $D{2024-10-15}")), "unchanged: 81 left: 9");
}

TEST_F(StagedImportTest, PeopleAreNamedByAnyKeyARowMatchesBy) {
  Import("dwp-hr", "dwp",
         {"hr_id: '1' email: 'a@x.uk' name: 'A'", "hr_id: '2' email: 'b@x.uk' name: 'B'",
          "email: 'c@x.uk' name: 'C'", "email: 'd@x.uk' name: 'D'", "hr_id: '5' name: 'E'"},
         kEarlier);
  // Another address by number; another number by address; by the previous address; by one that was changed
  // here.
  world_.Do<v1::UpdatePersonResponse>(
      "dwp-hr",
      absl::StrCat(
          "person_id: '",
          world_.Do<v1::FindPersonResponse>("centre", "email: 'd@x.uk'").person().facts().person_id(),
          "' email: 'd2@x.uk' update_mask { paths: 'email' }"));
  const v1::Import import = Import(
      "dwp-hr", "dwp",
      {"hr_id: '1' email: 'a2@x.uk'", "hr_id: '22' email: 'b@x.uk' previous_hr_id: '2'",
       "email: 'c2@x.uk' previous_email: 'c@x.uk'", "email: 'd@x.uk'", "hr_id: '55' previous_hr_id: '5'"},
      "max_leavers_percent: 100");
  EXPECT_EQ(import.missing_staff(), 0);
  EXPECT_EQ(CountsOf(import), "updated: 4 unchanged: 1");
}

TEST_F(StagedImportTest, AnAddressGivenOutAgainPassesOnOnceALeaversRowHasEndedItsHolder) {
  Import("dwp-hr", "dwp", Staff(1, 20), kEarlier);
  std::vector<std::string> rows = Staff(2, 20);
  rows.push_back("hr_id: '99' email: 'p1@dwp.gov.uk' name: 'Karl'");
  EXPECT_EQ(CountsOf(Import("dwp-hr", "dwp", rows)), "unchanged: 19 refused: 1");
  EXPECT_THAT(Results(last_), ElementsAre("20 MATCH_CONFLICT"));
  const auto left = world_.TryOne<v1::ImportPeopleResponse>(
      "dwp-hr", absl::StrCat("import_id: '", Start("dwp-hr", "dwp", "mode: IMPORT_MODE_DELTA"),
                             "' rows { hr_id: '1' leaver: true }"));
  ASSERT_EQ(left->outcome(), v1::IMPORT_OUTCOME_LEFT);
  EXPECT_EQ(CountsOf(Import("dwp-hr", "dwp", rows)), "joined: 1 unchanged: 19");
  EXPECT_EQ(CountsOf(Import("dwp-hr", "dwp", rows)), "unchanged: 20");
  // Under the same name it may be who is here: nobody leaves before that is clear.
  rows = Staff(3, 20);
  rows.push_back("hr_id: '99'");
  rows.push_back("hr_id: '22' email: 'p2@dwp.gov.uk' name: 'P'");
  EXPECT_EQ(CountsOf(Import("dwp-hr", "dwp", rows)), "unchanged: 19 refused: 1");
  rows.back() = "hr_id: '22' email: 'p2@dwp.gov.uk' name: 'P' previous_hr_id: '2'";
  EXPECT_EQ(CountsOf(Import("dwp-hr", "dwp", rows)), "updated: 1 unchanged: 19");
}

TEST_F(StagedImportTest, AnEarlierRowStandsAgainstAnotherWithItsNumberOrAddress) {
  const std::string id = Start("dwp-hr", "dwp", "mode: IMPORT_MODE_SNAPSHOT");
  EXPECT_EQ(Stage("dwp-hr", id, "hr_id: '7' email: 'a@x.uk' name: 'Zoe\xCC\x88'"), "STAGED 1");
  const auto commits = world_.store()->statistics().commits;
  EXPECT_EQ(Stage("dwp-hr", id, "hr_id: '7' email: 'A@X.uk' name: 'Zo\xC3\xAB'"), "STAGED 1");  // the same
  EXPECT_EQ(Stage("dwp-hr", id, "hr_id: '7' email: 'b@x.uk'"), "DUPLICATE_ROW");
  EXPECT_EQ(Stage("dwp-hr", id, "hr_id: '8' email: 'a@x.uk'"), "DUPLICATE_ROW");
  EXPECT_EQ(Stage("dwp-hr", id, "email: 'a@x.uk'"), "DUPLICATE_ROW");
  EXPECT_EQ(world_.store()->statistics().commits, commits);
  EXPECT_EQ(Get(id).staged_rows(), 1);
  EXPECT_EQ(Stage("dwp-hr", id, "hr_id: '9' leaver: true"), "LEAVER_IN_SNAPSHOT");
  EXPECT_EQ(Stage("dwp-hr", id, "hr_id: '9' grade: 'G99'"), "INVALID_FIELDS");
  // The same number in another body is somebody else.
  EXPECT_EQ(CountsOf(Import("both", "hmrc", {"hr_id: '7' email: 'c@x.uk' name: 'C'"})), "joined: 1");
  Finish("dwp-hr", id);
  WorkOff(id);
  EXPECT_EQ(CountsOf(Get(id)), "joined: 1");
  EXPECT_NE(StaysOf("a@x.uk"), StaysOf("c@x.uk"));
}

TEST_F(StagedImportTest, ADryRunSaysWhatWouldBeAndChangesNothing) {
  Import("dwp-hr", "dwp", Staff(1, 20), kEarlier);
  const uint64_t before = world_.sequence();
  std::vector<std::string> rows = Staff(2, 20);
  rows[0] = "hr_id: '2' grade: 'G7'";
  rows.push_back("hr_id: '40' name: 'New'");
  const v1::Import snapshot = Import("dwp-hr", "dwp", rows, "dry_run: true");
  EXPECT_EQ(snapshot.state(), v1::IMPORT_STATE_FINISHED);
  EXPECT_EQ(CountsOf(snapshot), "joined: 1 updated: 1 unchanged: 18 left: 1");
  EXPECT_THAT(Results(last_), ElementsAre("1 UPDATED", "20 JOINED", "0 LEFT"));
  // One that would be refused says who would have gone, and the rest.
  const v1::Import refused = Import("dwp-hr", "dwp", Staff(4, 20), "dry_run: true");
  EXPECT_EQ(refused.state(), v1::IMPORT_STATE_REFUSED);
  EXPECT_EQ(CountsOf(refused), "unchanged: 17 left: 3");
  EXPECT_THAT(Results(last_), ElementsAre("0 LEFT", "0 LEFT", "0 LEFT"));
  const std::string delta = Start("dwp-hr", "dwp", "mode: IMPORT_MODE_DELTA dry_run: true");
  Stage("dwp-hr", delta, "hr_id: '1' leaver: true");
  Stage("dwp-hr", delta, "hr_id: '99' leaver: true");
  Finish("dwp-hr", delta);
  WorkOff(delta);
  EXPECT_EQ(CountsOf(Get(delta)), "left: 1 refused: 1");
  EXPECT_THAT(Results(delta), ElementsAre("1 LEFT", "2 PERSON_NOT_FOUND"));
  EXPECT_EQ(world_.sequence(), before);
}

TEST_F(StagedImportTest, ACancelledImportDropsWhatIsStaged) {
  const std::string id = Start("dwp-hr", "dwp", "mode: IMPORT_MODE_SNAPSHOT");
  for (const std::string& row : Staff(1, 5)) Stage("dwp-hr", id, row);
  const std::string text = absl::StrCat("import_id: '", id, "'");
  EXPECT_EQ(world_.Do<v1::CancelImportResponse>("dwp-hr", text).import().state(), v1::IMPORT_STATE_CANCELLED);
  WorkOff(id);
  EXPECT_EQ(Staged() + Rows(), 0u);
  EXPECT_EQ(Get(id).state(), v1::IMPORT_STATE_CANCELLED);
  EXPECT_THAT(world_.Try<v1::FinishImportResponse>("dwp-hr", text),
              StatusIs(absl::StatusCode::kFailedPrecondition, "IMPORT_NOT_OPEN"));
}

TEST_F(StagedImportTest, ARestartAfterAnyStepComesToTheSameEnd) {
  Import("dwp-hr", "dwp", Staff(1, 150), kEarlier);
  const std::string id = Start("dwp-hr", "dwp", "mode: IMPORT_MODE_SNAPSHOT");
  for (int i = 9; i <= 150; ++i) Stage("dwp-hr", id, absl::StrCat("hr_id: '", i, "' grade: 'G7'"));
  Stage("dwp-hr", id, "hr_id: '200' email: 'new@dwp.gov.uk' name: 'New'");
  Finish("dwp-hr", id);
  const uint64_t before = world_.sequence();
  int steps = 0;
  for (; Step(id); ++steps) world_.Reopen();
  EXPECT_GE(steps, 6);
  EXPECT_EQ(CountsOf(Get(id)), "joined: 1 updated: 142 left: 8");
  EXPECT_EQ(world_.sequence(), before + 151);
  EXPECT_EQ(Results(id).size(), 151u);
  EXPECT_EQ(Staged(), 0u);
}

TEST_F(StagedImportTest, TheRightsOfTheClientThatFinishedItDecideAsTheyAre) {
  const std::string id = Start("both", "dwp", "mode: IMPORT_MODE_SNAPSHOT");
  world_.AddPerson("hmrc", "mia", "from_day $D{2024-01-01}");
  Stage("both", id, "email: 'mia@hmrc.gov.uk'");
  Stage("both", id, "email: 'new@dwp.gov.uk' name: 'New'");
  Finish("both", id);
  world_.Do<v1::RevokeRoleResponse>(
      "centre", "client_id: 'both' grant { role: ROLE_ORGANISATION_ADMIN organisation_code: 'hmrc' }");
  WorkOff(id);
  EXPECT_THAT(Results(id), ElementsAre("1 HELD_ELSEWHERE", "2 JOINED"));
}

TEST_F(StagedImportTest, ResultsAndForgottenRowsAreDroppedAfterThirtyDays) {
  Import("dwp-hr", "dwp", Staff(1, 3));
  const std::string finished = last_;
  const std::string open = Start("dwp-hr", "dwp", "mode: IMPORT_MODE_SNAPSHOT");
  Stage("dwp-hr", open, "hr_id: '1'");
  world_.clock().Advance(absl::Hours(24 * 30));
  jobs_.WorkOff();
  EXPECT_EQ(Rows(), 4u);
  world_.clock().Advance(absl::Hours(1));
  jobs_.WorkOff();
  EXPECT_EQ(Staged() + Rows(), 0u);
  EXPECT_EQ(Get(finished).state(), v1::IMPORT_STATE_FINISHED);
  EXPECT_EQ(Get(open).state(), v1::IMPORT_STATE_CANCELLED);
}

TEST_F(StagedImportTest, ResultsHoldNothingPersonal) {
  Import("dwp-hr", "dwp", {"hr_id: 'HR-4711' email: 'zelda.quux@dwp.gov.uk' name: 'Zelda Quux'"}, kEarlier);
  world_.AddPerson("mod", "dan");
  Import("dwp-hr", "dwp", {"hr_id: 'HR-4711' email: 'dan@mod.gov.uk' name: 'Zelda Quux'"},
         "max_leavers_percent: 100");
  EXPECT_THAT(Results(last_), ElementsAre("1 HELD_ELSEWHERE"));
  const auto rows = World::Must(kImportRows.Scan(world_.store()->Now(), std::tuple<>(), std::nullopt, 1000));
  ASSERT_THAT(rows, Not(IsEmpty()));
  for (const auto& row : rows) {
    for (const char* personal : {"elda", "uux", "4711", "dan"}) {
      EXPECT_THAT(row.row.SerializeAsString(), Not(HasSubstr(personal)));
    }
  }
}

TEST_F(StagedImportTest, WhoHasTheAddressOfARefusedRowIsNotMissingHoweverOftenTheListComes) {
  std::vector<std::string> rows = Staff(1, 20);
  rows.push_back("hr_id: '7001' email: 'k@x.uk' name: 'Kim Jones'");
  ASSERT_EQ(CountsOf(Import("dwp-hr", "dwp", rows, kEarlier)), "joined: 21");
  rows.back() = "hr_id: '7999' email: 'k@x.uk' name: 'Kim Smith'";
  for (int run = 0; run < 2; ++run) {
    const v1::Import import = Import("dwp-hr", "dwp", rows);
    EXPECT_EQ(CountsOf(import), "unchanged: 20 refused: 1");
    EXPECT_EQ(import.missing_staff(), 0);
    EXPECT_THAT(Results(last_), ElementsAre("21 MATCH_CONFLICT"));
    EXPECT_EQ(StaysOf("k@x.uk"), "dwp 2024-04-01..");
  }
  rows.back() = "hr_id: '7999' email: 'karl@x.uk' previous_email: 'k@x.uk' name: 'Karl Jonas'";
  for (int run = 0; run < 2; ++run) {
    EXPECT_EQ(CountsOf(Import("dwp-hr", "dwp", rows)), "unchanged: 20 refused: 1");
    EXPECT_EQ(StaysOf("k@x.uk"), "dwp 2024-04-01..");
  }
  rows.pop_back();
  EXPECT_EQ(CountsOf(Import("dwp-hr", "dwp", rows)), "unchanged: 20 left: 1") << "no row has her address";
  rows.push_back("hr_id: '7999' email: 'k@x.uk' name: 'Kim Smith'");
  EXPECT_EQ(CountsOf(Import("dwp-hr", "dwp", rows)), "joined: 1 unchanged: 20");
}

}  // namespace
}  // namespace obt::identity
