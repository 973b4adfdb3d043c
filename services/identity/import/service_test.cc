#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/import/service_fixture.h"

namespace obt::identity {
namespace {

using ::obt::testing::IsOk;
using ::obt::testing::StatusIs;
using ::obt::testing::ViolatesFields;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(ImportServiceTest, AnImportStartsOpenAndFinishesOnce) {
  const std::string id = Start("dwp-hr", "dwp");
  const std::string text = absl::StrCat("import_id: '", id, "'");
  const auto got = world_.Do<v1::GetImportResponse>("dwp-hr", text).import();
  EXPECT_EQ(got.state(), v1::IMPORT_STATE_OPEN);
  EXPECT_EQ(ParseDay(got.from_day()), DayIn("2024-10-14"));
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(world_.Do<v1::FinishImportResponse>("dwp-hr", text).import().state(),
              v1::IMPORT_STATE_FINISHED);
  }
  EXPECT_THAT(world_.Try<v1::CancelImportResponse>("dwp-hr", text),
              StatusIs(absl::StatusCode::kFailedPrecondition, "IMPORT_NOT_OPEN"));
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '1'"), "IMPORT_NOT_OPEN");
}

TEST_F(ImportServiceTest, ACancelledImportKeepsWhatItApplied) {
  const std::string id = Start("dwp-hr", "dwp");
  EXPECT_EQ(Outcome("dwp-hr", id, "email: 'a@dwp.gov.uk' name: 'A'"), "JOINED");
  const auto cancelled = world_.Do<v1::CancelImportResponse>("dwp-hr", absl::StrCat("import_id: '", id, "'"));
  EXPECT_EQ(cancelled.import().state(), v1::IMPORT_STATE_CANCELLED);
  EXPECT_EQ(ToText(Find("a@dwp.gov.uk").facts().stays()), "dwp 2024-10-14..");
}

TEST_F(ImportServiceTest, StartingNeedsAnOrganisation) {
  EXPECT_THAT(
      world_.Try<v1::StartImportResponse>("centre", "organisation_code: 'nowhere' mode: IMPORT_MODE_DELTA"),
      StatusIs(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND"));
}

TEST_F(ImportServiceTest, ADeltaCountsWhatItChanged) {
  const std::string start = Start("both", "dwp", "from_day $D{2024-01-01}");
  EXPECT_EQ(Outcome("both", start, "hr_id: '7' email: 'ann@dwp.gov.uk' name: 'Ann'"), "JOINED");
  EXPECT_EQ(Outcome("both", start, "hr_id: '8' name: 'Ben'"), "JOINED");
  EXPECT_EQ(Outcome("both", start, "hr_id: '7' grade: 'G99'"), "INVALID_FIELDS");
  const std::string id = Start("both", "hmrc", "from_day $D{2024-10-01}");
  EXPECT_EQ(Outcome("both", id, "email: 'ann@dwp.gov.uk'"), "MOVED");
  EXPECT_EQ(Outcome("both", id, "email: 'ann@dwp.gov.uk'"), "UNCHANGED");
  const auto counts = [this](const std::string& of) {
    return world_.Do<v1::GetImportResponse>("both", absl::StrCat("import_id: '", of, "'"))
        .import()
        .counts()
        .ShortDebugString();
  };
  EXPECT_EQ(counts(start), "joined: 2");
  EXPECT_EQ(counts(id), "moved: 1");
}

TEST_F(ImportServiceTest, ARowFindsPeopleByTheAddressTheyHadBefore) {
  const std::string id = Start("dwp-hr", "dwp");
  const std::string ann = Row("dwp-hr", id, "email: 'ann@dwp.gov.uk' name: 'Ann'")->person_id();
  // The row says so.
  auto result = Row("dwp-hr", id, "email: 'ann.smith@dwp.gov.uk' previous_email: 'Ann@dwp.gov.uk'");
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->outcome(), v1::IMPORT_OUTCOME_UPDATED);
  EXPECT_EQ(result->person_id(), ann);
  EXPECT_EQ(Find("ann.smith@dwp.gov.uk").contact().previous_email(), "ann@dwp.gov.uk");
  // A list that has not heard of the new address finds her, and leaves her that.
  result = Row("dwp-hr", id, "email: 'ann@dwp.gov.uk' grade: 'SEO'");
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->outcome(), v1::IMPORT_OUTCOME_UPDATED);
  EXPECT_EQ(result->person_id(), ann);
  EXPECT_EQ(Find("ann.smith@dwp.gov.uk").facts().grade(), "SEO");
  // With a number the list says what the address is.
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '6' email: 'ann@dwp.gov.uk'"), "UPDATED");
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '6' email: 'ann@dwp.gov.uk'"), "UNCHANGED");
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '6' email: 'ann.smith@dwp.gov.uk'"), "UPDATED");
  // The address is given out again: another number, another person.
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '7' email: 'ann.smith@dwp.gov.uk' previous_hr_id: '6'"), "UPDATED");
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '8' email: 'ann@dwp.gov.uk' name: 'Anna'"), "JOINED");
  EXPECT_NE(Find("ann@dwp.gov.uk").facts().person_id(), ann);
}

TEST_F(ImportServiceTest, TheSameNameInAnotherFormOfUnicodeIsUnchanged) {
  const std::string id = Start("dwp-hr", "dwp");
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '7' name: 'Zoe\xCC\x88'"), "JOINED");
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '7' name: 'Zo\xC3\xAB'"), "UNCHANGED");
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '7' name: 'Zoe\xCC\x88'"), "UNCHANGED");
}

TEST_F(ImportServiceTest, AnImportOutsideTheScopeAnswersLikeAnUnknownOne) {
  const std::string id = Start("dwp-hr", "dwp");
  const std::string unknown = "01890a5d-ac96-774b-bcce-b302099a8057";
  const auto get = [&](const std::string& client, const std::string& which) {
    return world_.Try<v1::GetImportResponse>(client, absl::StrCat("import_id: '", which, "'")).status();
  };
  EXPECT_THAT(get("hmrc-hr", id), StatusIs(absl::StatusCode::kNotFound, "IMPORT_NOT_FOUND"));
  EXPECT_EQ(get("hmrc-hr", id), get("hmrc-hr", unknown));
  EXPECT_EQ(Outcome("hmrc-hr", id, "hr_id: '1'"), "IMPORT_NOT_FOUND");
  EXPECT_EQ(Outcome("dwp-hr", unknown, "hr_id: '1'"), "IMPORT_NOT_FOUND");
  EXPECT_THAT(world_.Try<v1::FinishImportResponse>("hmrc-hr", absl::StrCat("import_id: '", id, "'")),
              StatusIs(absl::StatusCode::kNotFound, "IMPORT_NOT_FOUND"));
}

TEST_F(ImportServiceTest, TheSameRowAgainWritesNothing) {
  const std::string id = Start("dwp-hr", "dwp");
  const std::string row = "hr_id: '7' email: 'Ann@dwp.gov.uk' name: 'Ann' grade: 'SEO' region: 'TLI'";
  const auto first = Row("dwp-hr", id, row);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->outcome(), v1::IMPORT_OUTCOME_JOINED);
  const uint64_t before = world_.sequence();
  const auto commits = world_.store()->statistics().commits;
  const auto again = Row("dwp-hr", id, row);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->outcome(), v1::IMPORT_OUTCOME_UNCHANGED);
  EXPECT_EQ(again->person_id(), first->person_id());
  EXPECT_EQ(world_.sequence(), before);
  EXPECT_EQ(world_.store()->statistics().commits, commits);
  EXPECT_EQ(Find("ann@dwp.gov.uk").facts().etag(), "1");
}

TEST_F(ImportServiceTest, ARowMatchesByHrIdThenByEmailAndUpdates) {
  const std::string id = Start("dwp-hr", "dwp");
  const std::string ann =
      Row("dwp-hr", id, "hr_id: '7' email: 'ann@dwp.gov.uk' name: 'Ann' grade: 'SEO'")->person_id();
  // By number: the address changes, the person stays.
  auto result = Row("dwp-hr", id, "hr_id: '7' email: 'ann.new@dwp.gov.uk' grade: 'G7'");
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->outcome(), v1::IMPORT_OUTCOME_UPDATED);
  EXPECT_EQ(result->person_id(), ann);
  EXPECT_EQ(Find("ann.new@dwp.gov.uk").facts().grade(), "G7");
  EXPECT_EQ(Find("ann.new@dwp.gov.uk").facts().region(), "UNKNOWN");
  EXPECT_EQ(Find("ann.new@dwp.gov.uk").contact().name(), "Ann");
  // By the number before: it changes; the old one is free again.
  result = Row("dwp-hr", id, "hr_id: '8' email: 'ANN.new@dwp.gov.uk' previous_hr_id: '7'");
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->outcome(), v1::IMPORT_OUTCOME_UPDATED);
  EXPECT_EQ(result->person_id(), ann);
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '8' email: 'ANN.new@dwp.gov.uk' previous_hr_id: '7'"), "UNCHANGED");
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '7' email: 'ann@dwp.gov.uk' name: 'Anna'"), "JOINED");
}

TEST_F(ImportServiceTest, ARowOfTwoPeopleIsAConflict) {
  const std::string id = Start("dwp-hr", "dwp");
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '1' email: 'one@dwp.gov.uk' name: 'One'"), "JOINED");
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '2' email: 'two@dwp.gov.uk' name: 'Two'"), "JOINED");
  const uint64_t before = world_.sequence();
  const auto conflict = Row("dwp-hr", id, "hr_id: '1' email: 'two@dwp.gov.uk'");
  EXPECT_THAT(conflict, StatusIs(absl::StatusCode::kFailedPrecondition, "MATCH_CONFLICT"));
  EXPECT_THAT(std::string(conflict.status().message()), Not(HasSubstr("two@")));
  // Somebody out of reach answers nothing but that.
  world_.AddPerson("mod", "dan");
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '1' email: 'dan@mod.gov.uk'"), "HELD_ELSEWHERE");
  EXPECT_EQ(world_.sequence(), before + 1);
}

TEST_F(ImportServiceTest, SomebodyHeldOutsideTheScopeStaysWhereTheyAre) {
  world_.AddPerson("mod", "dan", "grade: 'SEO'");
  const std::string before = Find("dan@mod.gov.uk").DebugString();
  const std::string id = Start("both", "dwp");
  EXPECT_EQ(Outcome("both", id, "email: 'dan@mod.gov.uk' grade: 'G7'"), "HELD_ELSEWHERE");
  EXPECT_EQ(Outcome("both", id, "email: 'dan@mod.gov.uk' leaver: true"), "HELD_ELSEWHERE");
  EXPECT_EQ(Find("dan@mod.gov.uk").DebugString(), before);
}

TEST_F(ImportServiceTest, SomebodyWhoseNextStayIsOutOfReachIsHeldElsewhere) {
  const std::string ann = world_.AddPerson("hmrc", "ann");
  world_.Do<v1::MovePersonResponse>(
      "centre", absl::StrCat("person_id: '", ann, "' to_organisation_code: 'mod' effective $D{2024-11-01}"));
  const std::string id = Start("both", "dwp", "from_day $D{2024-12-01}");
  EXPECT_EQ(Outcome("both", id, "email: 'ann@hmrc.gov.uk'"), "HELD_ELSEWHERE");
}

TEST_F(ImportServiceTest, SomebodyElsewhereInScopeMovesOnTheEffectiveDay) {
  const std::string ann = world_.AddPerson("hmrc", "ann", "from_day $D{2024-01-01} hr_id: '3'");
  const std::string id = Start("both", "dwp", "from_day $D{2024-10-01}");
  const auto moved = Row("both", id, "hr_id: '7' email: 'ann@hmrc.gov.uk'");
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(moved->outcome(), v1::IMPORT_OUTCOME_MOVED);
  EXPECT_EQ(moved->person_id(), ann);
  EXPECT_EQ(ToText(Find("ann@hmrc.gov.uk").facts().stays()), "hmrc 2024-01-01..2024-10-01, dwp 2024-10-01..");
  EXPECT_EQ(Outcome("both", id, "hr_id: '7' email: 'ann@hmrc.gov.uk'"), "UNCHANGED");
  const std::string early = Start("both", "hse", "from_day $D{2024-09-01}");
  EXPECT_EQ(Outcome("both", early, "email: 'ann@hmrc.gov.uk'"), "MOVE_BEFORE_STAY");
}

TEST_F(ImportServiceTest, ALeaverLeavesAndMayComeBack) {
  const std::string start = Start("dwp-hr", "dwp", "from_day $D{2024-01-01}");
  EXPECT_EQ(Outcome("dwp-hr", start, "hr_id: '7' name: 'A'"), "JOINED");
  const std::string later = Start("dwp-hr", "dwp", "from_day $D{2024-10-01}");
  EXPECT_EQ(Outcome("dwp-hr", later, "hr_id: '7' leaver: true"), "LEFT");
  EXPECT_EQ(Outcome("dwp-hr", later, "hr_id: '7' leaver: true"), "UNCHANGED");
  EXPECT_EQ(Outcome("dwp-hr", start, "hr_id: '7'"), "UNCHANGED");  // the older list again
  EXPECT_EQ(Outcome("dwp-hr", later, "hr_id: '9' leaver: true"), "PERSON_NOT_FOUND");
  EXPECT_EQ(Outcome("dwp-hr", Start("dwp-hr", "dwp"), "hr_id: '7'"), "MOVED");
  const auto found = world_.Do<v1::FindPersonResponse>("dwp-hr", "organisation_code: 'dwp' hr_id: '7'");
  EXPECT_EQ(ToText(found.person().facts().stays()), "dwp 2024-01-01..2024-10-01, dwp 2024-10-14..");
  EXPECT_EQ(found.person().facts().status(), v1::PERSON_STATUS_ACTIVE);
}

TEST_F(ImportServiceTest, UnknownCodesAreRefusedByTheFieldOfTheirRow) {
  const std::string id = Start("dwp-hr", "dwp");
  EXPECT_THAT(Row("dwp-hr", id, "hr_id: '7' grade: 'G99' profession: 'UNKNOWN'"),
              ViolatesFields(ElementsAre("rows[0].grade")));
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '7' name: 'A' grade: 'UNKNOWN'"), "JOINED");
}

TEST_F(ImportServiceTest, WhoeverJoinsHasAName) {
  const std::string id = Start("dwp-hr", "dwp");
  const uint64_t before = world_.sequence();
  EXPECT_THAT(Row("dwp-hr", id, "hr_id: 'Total: 1'"), ViolatesFields(ElementsAre("rows[0].name")));
  EXPECT_THAT(Row("dwp-hr", id, "email: 'all.staff@dwp.gov.uk'"),
              ViolatesFields(ElementsAre("rows[0].name")));
  EXPECT_EQ(world_.sequence(), before);
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '1' leaver: true"), "PERSON_NOT_FOUND");
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '1' name: 'A'"), "JOINED");
  EXPECT_EQ(Outcome("dwp-hr", id, "hr_id: '1'"), "UNCHANGED") << "who is known needs none";
}

TEST_F(ImportServiceTest, APreviousNumberStandsBesideANewOne) {
  EXPECT_THAT(Row("dwp-hr", Start("dwp-hr", "dwp"), "email: 'a@x.uk' previous_hr_id: '7'"),
              ViolatesFields(ElementsAre("rows[0].previous_hr_id")));
}

TEST_F(ImportServiceTest, ImportsAreListedByOrganisationAndState) {
  const auto start = [this](const std::string& client, const std::string& code, const std::string& mode) {
    world_.clock().Advance(absl::Seconds(1));
    return world_
        .Do<v1::StartImportResponse>(client,
                                     absl::StrCat("organisation_code: '", code, "' mode: IMPORT_MODE_", mode))
        .import()
        .import_id();
  };
  const std::string delta = start("dwp-hr", "dwp", "DELTA"), snapshot = start("dwp-hr", "dwp", "SNAPSHOT");
  const std::string below = start("dwp-hr", "hse", "DELTA dry_run: true"),
                    other = start("hmrc-hr", "hmrc", "DELTA");
  const std::string cancelled = start("dwp-hr", "dwp", "SNAPSHOT"),
                    finished = start("dwp-hr", "dwp", "DELTA");
  world_.Do<v1::CancelImportResponse>("dwp-hr", absl::StrCat("import_id: '", cancelled, "'"));
  world_.Do<v1::FinishImportResponse>("dwp-hr", absl::StrCat("import_id: '", finished, "'"));
  const auto list = [this](const std::string& client, const std::string& text) {
    std::vector<std::string> all;
    std::string token;
    do {
      auto request = Proto<v1::ListImportsRequest>(text);
      request.set_page_token(token);
      const auto page = World::Must(world_.Run<v1::ListImportsResponse>(client, request));
      for (const v1::Import& import : page.imports()) all.push_back(import.import_id());
      token = page.next_page_token();
    } while (!token.empty());
    return all;
  };
  EXPECT_THAT(list("dwp-hr", ""), ElementsAre(delta, snapshot, below));
  EXPECT_THAT(list("dwp-hr", "page_size: 1"), ElementsAre(delta, snapshot, below));
  EXPECT_THAT(list("dwp-hr", "organisation_code: 'hse'"), ElementsAre(below));
  EXPECT_THAT(list("centre", ""), ElementsAre(delta, snapshot, below, other));
  EXPECT_THAT(list("hmrc-hr", ""), ElementsAre(other));
  EXPECT_THAT(list("dwp-hr", "states: [IMPORT_STATE_CANCELLED, IMPORT_STATE_FINISHED]"),
              ElementsAre(cancelled, finished));
  EXPECT_THAT(list("dwp-hr", "states: IMPORT_STATE_REFUSED"), ElementsAre());
  EXPECT_THAT(world_.Try<v1::ListImportsResponse>("dwp-hr", "organisation_code: 'hmrc'"),
              StatusIs(absl::StatusCode::kPermissionDenied, "OUT_OF_SCOPE"));
  EXPECT_THAT(world_.Try<v1::ListImportsResponse>("dwp-hr", "states: IMPORT_STATE_UNSPECIFIED"),
              ViolatesFields(ElementsAre("states[0]")));
}

TEST_F(ImportServiceTest, NothingPersonalIsPublished) {
  const std::string id = Start("dwp-hr", "dwp");
  const uint64_t before = world_.sequence();
  ASSERT_EQ(Outcome("dwp-hr", id, "hr_id: 'HR-4711' email: 'zelda.quux@dwp.gov.uk' name: 'Zelda Quux'"),
            "JOINED");
  ASSERT_EQ(Outcome("dwp-hr", id, "hr_id: 'HR-4711' email: 'zelda.smith@dwp.gov.uk' name: 'Zelda Smith'"),
            "UPDATED");
  const auto changes = world_.Changes(before);
  ASSERT_EQ(changes.size(), 2u);
  for (const auto& change : changes) {
    EXPECT_EQ(change.type(), "obt.identity.v1.PersonChanged");
    for (const char* personal : {"elda", "uux", "mith", "4711"})
      EXPECT_THAT(change.event(), Not(HasSubstr(personal)));
  }
}

}  // namespace
}  // namespace obt::identity
