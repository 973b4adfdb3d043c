#include "services/identity/import/domain.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/import/employer_values.h"
#include "services/identity/person/domain.h"
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
  EXPECT_THAT(FaultsOf<v1::StartImportRequest>(
                  "organisation_code: 'dwp' mode: IMPORT_MODE_SNAPSHOT dry_run: true max_leavers_percent: 0"),
              IsEmpty());
  EXPECT_THAT(FaultsOf<v1::StartImportRequest>(
                  "organisation_code: 'dwp' mode: IMPORT_MODE_SNAPSHOT max_leavers_percent: 101"),
              ElementsAre("max_leavers_percent"));
  EXPECT_THAT(FaultsOf<v1::StartImportRequest>(
                  "organisation_code: 'dwp' mode: IMPORT_MODE_DELTA max_leavers_percent: 20"),
              ElementsAre("max_leavers_percent"));
  EXPECT_THAT(FaultsOf<v1::ListImportResultsRequest>("import_id: '1' page_size: -1"),
              ElementsAre("import_id", "page_size"));
  EXPECT_THAT(FaultsOf<v1::StartImportRequest>("from_day { year: 2024 } request_id: ' '"),
              ElementsAre("organisation_code", "mode", "from_day", "request_id"));
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
      FaultsOf<v1::PersonRow>("hr_id: ' ' email: 'a' name: ' ' grade: 'g' profession: 'p' region: 'r' "
                              "previous_email: 'b'"),
      ElementsAre("hr_id", "email", "name", "grade", "profession", "region", "previous_email"));
}

TEST(ImportDomainTest, DayAndLimitAreFixedWhenAnImportStarts) {
  // 23:30 UTC is the next day in London's summer.
  const absl::Time now = absl::FromUnixSeconds(1'719'790'200);  // 2024-06-30T23:30:00Z
  const auto start = [now](const std::string& text) {
    return NewImport(Proto<v1::StartImportRequest>("organisation_code: 'dwp' " + text), "id", now);
  };
  v1::Import import = start("mode: IMPORT_MODE_DELTA");
  EXPECT_EQ(EffectiveDay(import), DayIn("2024-07-01"));
  EXPECT_EQ(import.state(), v1::IMPORT_STATE_OPEN);
  EXPECT_EQ(import.import_id(), "id");
  EXPECT_FALSE(IsStaged(import));
  EXPECT_TRUE(IsStaged(start("mode: IMPORT_MODE_DELTA dry_run: true")));
  import = start("mode: IMPORT_MODE_SNAPSHOT from_day $D{2024-01-02}");
  EXPECT_EQ(EffectiveDay(import), DayIn("2024-01-02"));
  EXPECT_TRUE(IsStaged(import));
  EXPECT_EQ(import.max_leavers_percent(), 10);
  EXPECT_EQ(start("mode: IMPORT_MODE_SNAPSHOT max_leavers_percent: 0").max_leavers_percent(), 0);
  EXPECT_FALSE(HasOutlived(import, now + absl::Hours(24 * 30)));
  EXPECT_TRUE(HasOutlived(import, now + absl::Hours(24 * 30) + absl::Seconds(1)));
}

TEST(ImportDomainTest, AnImportGoesFromOpenToItsEndAndNoFurther) {
  const absl::Time now = absl::FromUnixSeconds(1'719'790'200);
  const auto outcome = [now](const std::string& before, const std::string& verb) -> std::string {
    const auto import = Proto<v1::Import>(before);
    const auto after = verb == "finish" ? Finish(import, 0, now) : Cancel(import, now);
    if (!after.ok()) return ReasonOf(after.status());
    EXPECT_EQ(after->has_end_time(), IsOver(*after) && !IsOver(import));
    return v1::ImportState_Name(after->state()).substr(std::string("IMPORT_STATE_").size());
  };
  const std::string snapshot = "mode: IMPORT_MODE_SNAPSHOT state: IMPORT_STATE_";
  const std::string delta = "mode: IMPORT_MODE_DELTA state: IMPORT_STATE_";
  EXPECT_EQ(outcome(delta + "OPEN", "finish"), "FINISHED");
  EXPECT_EQ(outcome(delta + "OPEN dry_run: true", "finish"), "FINISHING");
  EXPECT_EQ(outcome(snapshot + "OPEN", "finish"), "FINISHING");
  EXPECT_EQ(outcome(snapshot + "OPEN", "cancel"), "CANCELLED");
  EXPECT_EQ(outcome(snapshot + "FINISHING", "cancel"), "CANCELLED");
  for (const std::string state : {"FINISHING", "FINISHED", "REFUSED"}) {
    EXPECT_EQ(outcome(snapshot + state, "finish"), state);
    if (state != "FINISHING") {
      EXPECT_EQ(outcome(snapshot + state, "cancel"), "IMPORT_NOT_OPEN") << state;
    }
    EXPECT_EQ(ReasonOf(CheckOpen(Proto<v1::Import>(snapshot + state))), "IMPORT_NOT_OPEN") << state;
  }
  EXPECT_EQ(outcome(snapshot + "CANCELLED", "finish"), "IMPORT_NOT_OPEN");
  EXPECT_EQ(outcome(snapshot + "CANCELLED", "cancel"), "CANCELLED");
}

TEST(ImportDomainTest, OpenImportsAreLimitedPerOrganisationPerClientAndOverall) {
  EXPECT_OK(CheckMayOpen({}, "dwp"));
  EXPECT_OK(CheckMayOpen({499, 49, 9, "id"}, "dwp"));
  EXPECT_THAT(CheckMayOpen({10, 10, 10, "id"}, "dwp"),
              StatusIs(absl::StatusCode::kResourceExhausted, "TOO_MANY_IMPORTS"));
  EXPECT_EQ(CheckMayOpen({10, 10, 10, "id"}, "dwp").message(),
            "organisation_code: dwp has 10 open imports with staged rows, the most there can be; finish or "
            "cancel one, the oldest is id");
  EXPECT_THAT(CheckMayOpen({500, 0, 0, ""}, "dwp"),
              StatusIs(absl::StatusCode::kResourceExhausted, "TOO_MANY_IMPORTS"));
  EXPECT_THAT(CheckMayOpen({50, 50, 0, ""}, "dwp"),
              StatusIs(absl::StatusCode::kResourceExhausted, "TOO_MANY_IMPORTS"));
  EXPECT_EQ(CheckMayOpen({50, 50, 0, ""}, "dwp").message(),
            "50 imports with staged rows that this client started are open, the most there can be; finish or "
            "cancel those you do not need and try again");
}

TEST(ImportDomainTest, AnImportIsFinishedWithTheRowsThatWereMeantOrNotAtAll) {
  const auto staged = Proto<v1::Import>("mode: IMPORT_MODE_SNAPSHOT state: IMPORT_STATE_OPEN staged_rows: 2");
  EXPECT_OK(Finish(staged, 2, absl::UnixEpoch()));
  EXPECT_OK(Finish(staged, 0, absl::UnixEpoch()));
  EXPECT_THAT(Finish(staged, 3, absl::UnixEpoch()),
              StatusIs(absl::StatusCode::kFailedPrecondition, "ROWS_MISSING"));
}

TEST(ImportDomainTest, TheGuardStopsAboveTheLimitAndNotAtIt) {
  const auto stops = [](int percent, int64_t staff, int64_t missing) {
    v1::Import import;
    import.set_max_leavers_percent(percent);
    return RemovesTooMany(import, staff, missing);
  };
  EXPECT_FALSE(stops(10, 0, 0));
  EXPECT_FALSE(stops(10, 100, 10));
  EXPECT_TRUE(stops(10, 100, 11));
  EXPECT_TRUE(stops(10, 99, 10));
  EXPECT_FALSE(stops(10, 92'582, 9'258));
  EXPECT_TRUE(stops(10, 92'582, 9'259));
  EXPECT_TRUE(stops(0, 1000, 1));
  EXPECT_FALSE(stops(100, 1000, 1000));
}

TEST(ImportDomainTest, RowsAreKeptInTheFormTheyCompareIn) {
  const v1::PersonRow row = Normalise(
      Proto<v1::PersonRow>("name: 'Zoe' email: 'Zoe@DWP.gov.uk' previous_email: 'Z@DWP.gov.uk' hr_id: 'a'"));
  EXPECT_EQ(row.name(), "Zoe");
  EXPECT_EQ(row.email(), "zoe@dwp.gov.uk");
  EXPECT_EQ(row.previous_email(), "z@dwp.gov.uk");
  EXPECT_EQ(row.hr_id(), "a");
}

TEST(ImportDomainTest, ASnapshotTakesNoLeaversAndNoImportTakesEverything) {
  const auto stage = [](const std::string& import, const std::string& row) {
    return ReasonOf(CheckMayStage(Proto<v1::Import>(import), Proto<v1::PersonRow>(row)));
  };
  EXPECT_EQ(stage("mode: IMPORT_MODE_SNAPSHOT", "hr_id: '1'"), "");
  EXPECT_EQ(stage("mode: IMPORT_MODE_SNAPSHOT", "hr_id: '1' leaver: true"), "LEAVER_IN_SNAPSHOT");
  EXPECT_EQ(stage("mode: IMPORT_MODE_DELTA dry_run: true", "hr_id: '1' leaver: true"), "");
  EXPECT_EQ(stage("mode: IMPORT_MODE_SNAPSHOT staged_rows: 1000000", "hr_id: '1'"), "IMPORT_FULL");
}

TEST(ImportDomainTest, AnAddressGivenOutAgainIsAnotherPersonsWhereTheNumbersDiffer) {
  EXPECT_TRUE(MayBeFormerHolder("", ""));
  EXPECT_TRUE(MayBeFormerHolder("7", ""));
  EXPECT_TRUE(MayBeFormerHolder("", "7"));
  EXPECT_TRUE(MayBeFormerHolder("7", "7"));
  EXPECT_FALSE(MayBeFormerHolder("8", "7"));
}

bool IsStaffOfDwp(const std::string& stays, const std::string& day) {
  v1::PersonFacts facts;
  SetStays(facts, StaysIn(stays));
  return IsStaff(facts, Dwp(day));
}

TEST(ImportDomainTest, StaffAreThoseWhoseLastStayIsHereOnTheDay) {
  const auto is_staff = IsStaffOfDwp;
  EXPECT_TRUE(is_staff("dwp 2024-01-01..", "2024-01-01"));
  EXPECT_FALSE(is_staff("dwp 2024-01-01..", "2023-12-31"));
  EXPECT_TRUE(is_staff("dwp 2024-01-01..2024-06-01", "2024-05-31"));
  EXPECT_FALSE(is_staff("dwp 2024-01-01..2024-06-01", "2024-06-01"));
  EXPECT_FALSE(is_staff("dwp 2024-01-01..2024-06-01, mod 2024-06-01..", "2024-03-01"));
  EXPECT_FALSE(is_staff("mod 2024-01-01..", "2024-03-01"));
  EXPECT_FALSE(is_staff("", "2024-03-01"));
}

TEST(ImportDomainTest, FromTheDayOfAMergerStaffOfThePredecessorsAreTheSuccessors) {
  EXPECT_TRUE(IsStaffOfDwp("new 2024-01-01..", "2024-06-01"));
  EXPECT_FALSE(IsStaffOfDwp("new 2024-01-01..", "2024-05-31"));
  EXPECT_TRUE(IsStaffOfDwp("old 2024-01-01..", "2024-06-01")) << "through both mergers";
  EXPECT_FALSE(IsStaffOfDwp("old 2024-01-01..", "2024-03-01")) << "then they were new's";
  EXPECT_FALSE(IsStaffOfDwp("old 2024-01-01..2024-06-01", "2024-06-01"));
  EXPECT_FALSE(IsStaffOfDwp("new 2024-01-01..2024-07-01, mod 2024-07-01..", "2024-06-01"));
  EXPECT_FALSE(IsStaffOfDwp("shut 2024-01-01..", "2024-06-01"));
  v1::PersonFacts facts;
  SetStays(facts, StaysIn("new 2024-01-01.."));
  EXPECT_FALSE(IsStaff(facts, Dwp("2024-06-01", "2024-05-31"))) << "the merger is still to come";
  EXPECT_TRUE(IsStaff(facts, Dwp("2024-06-01", "2024-06-01")));
  EXPECT_THAT(Dwp("2024-06-01").Codes(), ElementsAre("dwp", "new", "old"));
  EXPECT_THAT(Dwp("2024-05-31").Codes(), ElementsAre("dwp"));
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

TEST(ImportDomainTest, WhoeverJoinsNeedsAName) {
  EXPECT_THAT(CheckMayJoin(Proto<v1::PersonRow>("hr_id: '7' name: 'A'")), IsOk());
  const absl::Status nameless = CheckMayJoin(Proto<v1::PersonRow>("hr_id: 'Total: 1'"));
  EXPECT_EQ(ReasonOf(nameless), "INVALID_FIELDS");
  EXPECT_EQ(ViolationsOf(nameless).at(0).field, "name");
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
    const auto outcome = ApplyRow(Proto<v1::PersonRow>(c.row), Dwp(c.effective), facts, contact);
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

TEST_F(RowTest, AfterAMergerStaysAreNotRewrittenAndThePredecessorsStaffAreHere) {
  const std::string stay = "old 2024-01-01..";
  Check({stay, "hr_id: '7'", "2024-06-01", "UNCHANGED", stay});
  Check({stay, "hr_id: '7' grade: 'G7'", "2024-06-01", "UPDATED", stay});
  Check({stay, "hr_id: '7' leaver: true", "2024-07-01", "LEFT", "old 2024-01-01..2024-07-01"});
  Check({stay, "hr_id: '7'", "2024-03-01", "MOVED", "old 2024-01-01..2024-03-01, dwp 2024-03-01.."});
  const std::string moved = "new 2024-01-01..2024-07-01, mod 2024-07-01..";
  Check({moved, "hr_id: '7'", "2024-06-30", "UNCHANGED", moved});
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
  ASSERT_THAT(ApplyRow(Proto<v1::PersonRow>("hr_id: '7' leaver: true grade: 'G7' name: 'B'"),
                       Dwp("2024-03-01"), facts, contact),
              IsOk());
  EXPECT_EQ(facts.grade(), "SEO");
  EXPECT_EQ(contact.name(), "");
}

}  // namespace
}  // namespace obt::identity
