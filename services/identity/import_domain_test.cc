#include "services/identity/import_domain.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/person_domain.h"
#include "services/identity/test_values.h"

namespace obt::identity {
namespace {

using ::obt::testing::IsOk;
using ::obt::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const char kId[] = "import_id: '01890a5d-ac96-774b-bcce-b302099a8057' ";

TEST(ImportDomainTest, RequestsNameEveryFault) {
  EXPECT_THAT(FaultsOf<v1::StartImportRequest>("organisation_code: 'dwp' mode: IMPORT_MODE_DELTA"),
              IsEmpty());
  EXPECT_THAT(FaultsOf<v1::StartImportRequest>("effective_from { year: 2024 } request_id: ' '"),
              ElementsAre("organisation_code", "mode", "effective_from", "request_id"));
  EXPECT_THAT(FaultsOf<v1::ImportPeopleRequest>(absl::StrCat(kId, "rows { }")), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::ImportPeopleRequest>(""), ElementsAre("import_id", "rows"));
  v1::ImportPeopleRequest many;
  many.set_import_id("01890a5d-ac96-774b-bcce-b302099a8057");
  for (int i = 0; i < 1001; ++i) many.add_rows();
  EXPECT_THAT(FaultsOf(many), ElementsAre("rows"));
  EXPECT_THAT(FaultsOf<v1::FinishImportRequest>(kId), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::FinishImportRequest>("request_id: ' '"), ElementsAre("import_id", "request_id"));
  EXPECT_THAT(FaultsOf<v1::CancelImportRequest>("request_id: ' '"), ElementsAre("import_id", "request_id"));
  EXPECT_THAT(FaultsOf<v1::GetImportRequest>("import_id: '1'"), ElementsAre("import_id"));
}

TEST(ImportDomainTest, RowsNameEveryFault) {
  EXPECT_THAT(FaultsOf<v1::PersonRow>("hr_id: '1'"), IsEmpty());
  EXPECT_THAT(FaultsOf<v1::PersonRow>("email: 'a@b.uk' name: 'A' grade: 'SEO' profession: 'X' region: 'TLI'"),
              IsEmpty());
  EXPECT_THAT(FaultsOf<v1::PersonRow>("name: 'A'"), ElementsAre("hr_id"));
  EXPECT_THAT(
      FaultsOf<v1::PersonRow>("hr_id: ' ' email: 'a' name: ' ' grade: 'g' profession: 'p' region: 'r'"),
      ElementsAre("hr_id", "email", "name", "grade", "profession", "region"));
}

TEST(ImportDomainTest, TheEffectiveDayIsFixedWhenAnImportStarts) {
  // 23:30 UTC is the next day in London's summer.
  const absl::Time now = absl::FromUnixSeconds(1'719'790'200);  // 2024-06-30T23:30:00Z
  auto import =
      NewImport(Proto<v1::StartImportRequest>("organisation_code: 'dwp' mode: IMPORT_MODE_DELTA"), "id", now);
  ASSERT_THAT(import, IsOk());
  EXPECT_EQ(ParseDay(import->effective_from()), DayIn("2024-07-01"));
  EXPECT_EQ(import->state(), v1::IMPORT_STATE_OPEN);
  EXPECT_EQ(import->import_id(), "id");
  import = NewImport(Proto<v1::StartImportRequest>(
                         "organisation_code: 'dwp' mode: IMPORT_MODE_DELTA effective_from $D{2024-01-02}"),
                     "id", now);
  ASSERT_THAT(import, IsOk());
  EXPECT_EQ(ParseDay(import->effective_from()), DayIn("2024-01-02"));
}

TEST(ImportDomainTest, SnapshotsAndDryRunsAreNotAvailableYet) {
  EXPECT_THAT(NewImport(Proto<v1::StartImportRequest>("mode: IMPORT_MODE_SNAPSHOT"), "id", absl::UnixEpoch()),
              StatusIs(absl::StatusCode::kUnimplemented, "SNAPSHOT_UNAVAILABLE"));
  EXPECT_THAT(NewImport(Proto<v1::StartImportRequest>("mode: IMPORT_MODE_DELTA dry_run: true"), "id",
                        absl::UnixEpoch()),
              StatusIs(absl::StatusCode::kUnimplemented, "DRY_RUN_UNAVAILABLE"));
}

TEST(ImportDomainTest, AClosedImportStaysAsItIs) {
  v1::Import import;
  import.set_state(v1::IMPORT_STATE_OPEN);
  EXPECT_THAT(CheckOpen(import), IsOk());
  for (const v1::ImportState state : {v1::IMPORT_STATE_FINISHED, v1::IMPORT_STATE_CANCELLED}) {
    const auto closed = Close(import, state);
    ASSERT_THAT(closed, IsOk());
    EXPECT_EQ(closed->state(), state);
    EXPECT_THAT(Close(*closed, state), IsOk());
    EXPECT_THAT(CheckOpen(*closed), StatusIs(absl::StatusCode::kFailedPrecondition, "IMPORT_NOT_OPEN"));
    const auto other =
        state == v1::IMPORT_STATE_FINISHED ? v1::IMPORT_STATE_CANCELLED : v1::IMPORT_STATE_FINISHED;
    EXPECT_THAT(Close(*closed, other), StatusIs(absl::StatusCode::kFailedPrecondition, "IMPORT_NOT_OPEN"));
  }
}

TEST(ImportDomainTest, AJoinerWithoutCodesIsUnknown) {
  v1::PersonFacts facts;
  v1::Contact contact;
  Join(Proto<v1::PersonRow>("hr_id: '7' email: 'A@dwp.gov.uk' name: 'A' grade: 'SEO'"), "dwp",
       DayIn("2024-01-01"), facts, contact);
  EXPECT_EQ(facts.grade(), "SEO");
  EXPECT_EQ(facts.profession(), "UNKNOWN");
  EXPECT_EQ(ToText(facts.stays()), "dwp 2024-01-01..");
  EXPECT_EQ(contact.email(), "a@dwp.gov.uk");
  EXPECT_EQ(HrIdOf(contact, "dwp"), "7");
  EXPECT_THAT(CheckMayJoin(Proto<v1::PersonRow>("hr_id: '7' leaver: true")),
              StatusIs(absl::StatusCode::kNotFound, "PERSON_NOT_FOUND"));
}

struct RowCase {
  std::string stays, row, effective;
  std::string outcome,
      after;  // the outcome without its prefix and the stays, or the reason of the refusal and ""
};

class RowTest : public ::testing::Test {
 protected:
  // Runs a row for "dwp" against somebody with HR id 7 there.
  void Check(const RowCase& c) {
    v1::PersonFacts facts = Proto<v1::PersonFacts>("grade: 'SEO' profession: 'LEGAL' region: 'TLI'");
    SetStays(facts, StaysIn(c.stays));
    v1::Contact contact = Proto<v1::Contact>("name: 'A' email: 'a@dwp.gov.uk'");
    SetHrId(contact, "dwp", "7");
    const std::string before = absl::StrCat(facts.DebugString(), contact.DebugString());
    const auto outcome = ApplyRow(Proto<v1::PersonRow>(c.row), "dwp", DayIn(c.effective), facts, contact);
    const std::string label = absl::StrCat(c.stays, " | ", c.row, " | ", c.effective);
    if (!outcome.ok()) {
      EXPECT_EQ(ReasonOf(outcome.status()), c.outcome) << label;
      return;
    }
    EXPECT_EQ(v1::ImportOutcome_Name(*outcome), absl::StrCat("IMPORT_OUTCOME_", c.outcome)) << label;
    EXPECT_EQ(ToText(facts.stays()), c.after) << label;
    EXPECT_EQ(facts.status(), StatusOf(facts.stays())) << label;
    if (c.outcome != "UNCHANGED") return;
    EXPECT_EQ(absl::StrCat(facts.DebugString(), contact.DebugString()), before) << label;
  }
};

TEST_F(RowTest, StaffHereAreUpdatedOrUnchanged) {
  const std::string here = "dwp 2024-01-01..";
  Check({here, "hr_id: '7'", "2024-03-01", "UNCHANGED", here});
  Check({here, "hr_id: '7' email: 'A@DWP.gov.uk' name: 'A' grade: 'SEO'", "2024-03-01", "UNCHANGED", here});
  Check({here, "hr_id: '7' grade: 'G7'", "2024-03-01", "UPDATED", here});
  Check({here, "hr_id: '7' name: 'B'", "2024-03-01", "UPDATED", here});
  Check({here, "hr_id: '7' email: 'b@dwp.gov.uk'", "2024-03-01", "UPDATED", here});
  Check({here, "hr_id: '8' email: 'a@dwp.gov.uk'", "2024-03-01", "UPDATED", here});
  // Dated before the stay, or a planned leaver: only the details are taken over.
  Check({here, "hr_id: '7'", "2023-03-01", "UNCHANGED", here});
  Check(
      {"dwp 2024-01-01..2024-06-01", "hr_id: '7'", "2024-03-01", "UNCHANGED", "dwp 2024-01-01..2024-06-01"});
}

TEST_F(RowTest, StaffElsewhereMoveOnTheEffectiveDay) {
  Check({"mod 2024-01-01..", "email: 'a@dwp.gov.uk'", "2024-03-01", "MOVED",
         "mod 2024-01-01..2024-03-01, dwp 2024-03-01.."});
  Check({"mod 2024-01-01..", "email: 'a@dwp.gov.uk'", "2024-01-01", "MOVED", "dwp 2024-01-01.."});
  Check({"mod 2024-01-01..2024-02-01", "email: 'a@dwp.gov.uk'", "2024-03-01", "MOVED",
         "mod 2024-01-01..2024-02-01, dwp 2024-03-01.."});
  Check({"dwp 2024-01-01..2024-02-01", "hr_id: '7'", "2024-02-01", "MOVED",
         "dwp 2024-01-01..2024-02-01, dwp 2024-02-01.."});
  Check({"mod 2024-01-01..", "email: 'a@dwp.gov.uk'", "2023-12-31", "MOVE_BEFORE_STAY", ""});
}

TEST_F(RowTest, ARowFromBeforeALaterMoveChangesNothing) {
  const std::string moved = "dwp 2024-01-01..2024-03-01, mod 2024-03-01..";
  Check({moved, "hr_id: '7' grade: 'G7'", "2024-01-01", "UNCHANGED", moved});
  Check({moved, "hr_id: '7'", "2024-02-29", "UNCHANGED", moved});
  Check({moved, "hr_id: '7'", "2023-12-31", "MOVE_BEFORE_STAY", ""});
}

TEST_F(RowTest, ALeaverLeavesOnTheEffectiveDay) {
  const std::string leaver = "hr_id: '7' leaver: true grade: 'G7'";
  Check({"dwp 2024-01-01..", leaver, "2024-03-01", "LEFT", "dwp 2024-01-01..2024-03-01"});
  Check({"dwp 2024-01-01..2024-06-01", leaver, "2024-03-01", "LEFT", "dwp 2024-01-01..2024-03-01"});
  Check({"dwp 2024-01-01..2024-03-01", leaver, "2024-03-01", "UNCHANGED", "dwp 2024-01-01..2024-03-01"});
  Check({"dwp 2024-01-01..2024-02-01", leaver, "2024-03-01", "UNCHANGED", "dwp 2024-01-01..2024-02-01"});
  Check({"mod 2024-01-01..", leaver, "2024-03-01", "UNCHANGED", "mod 2024-01-01.."});
  Check({"dwp 2024-01-01..", leaver, "2024-01-01", "LEAVE_BEFORE_STAY", ""});
}

TEST(ImportDomainTest, ALeaverKeepsTheirDetails) {
  v1::PersonFacts facts = Proto<v1::PersonFacts>("grade: 'SEO'");
  SetStays(facts, StaysIn("dwp 2024-01-01.."));
  v1::Contact contact;
  ASSERT_THAT(ApplyRow(Proto<v1::PersonRow>("hr_id: '7' leaver: true grade: 'G7' name: 'B'"), "dwp",
                       DayIn("2024-03-01"), facts, contact),
              IsOk());
  EXPECT_EQ(facts.grade(), "SEO");
  EXPECT_EQ(contact.name(), "");
}

}  // namespace
}  // namespace obt::identity
