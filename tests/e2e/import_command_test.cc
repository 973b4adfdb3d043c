// obtctl people import: which lines are refused and what then becomes of the list, dry runs, where results
// go, and interruptions.
#include <algorithm>
#include <csignal>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/import_command_fixture.h"

namespace obt::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(ImportCommandTest, RefusedLinesAreNamedAndASnapshotWaitsForThem) {
  world_.CreatePerson("hmrc", "dan");
  const std::string list =
      "hr_id,email,grade,name\n1,a@dwp.gov.uk,EO,A\n2,A@dwp.gov.uk,EO,B\n3,c@dwp.gov.uk,G99,C\n4,nonsense,EO,"
      "D\n"
      "5,dan@hmrc.gov.uk,EO,E\n";
  const uint64_t before = Published();
  EXPECT_EQ(Import(list, kSnapshot), 1);
  EXPECT_THAT(Results(), ElementsAre("2 staged", "3 refused DUPLICATE_ROW", "4 refused INVALID_FIELDS",
                                     "5 refused INVALID_FIELDS", "6 staged"));
  EXPECT_THAT(Log(), HasSubstr("LINES_REFUSED"));
  EXPECT_EQ(Published(), before);
  std::vector<std::string> anyway = kSnapshot;
  anyway.push_back("--skip-refused");
  EXPECT_EQ(Import(list, anyway), 1);
  EXPECT_THAT(Results(), ElementsAre("2 joined", "3 refused DUPLICATE_ROW", "4 refused INVALID_FIELDS",
                                     "5 refused INVALID_FIELDS", "6 refused HELD_ELSEWHERE"));
  // The same number in another body is another person; whoever covers both moves people.
  EXPECT_EQ(Import("hr_id,email\n1,a@dwp.gov.uk\n5,dan@hmrc.gov.uk\n", {"--mode", "snapshot"}, "admin"), 0)
      << Log();
  EXPECT_THAT(Results(), ElementsAre("2 unchanged", "3 moved"));
}

TEST_F(ImportCommandTest, ALineThatIsNoUtf8IsRefusedAloneWithoutNoise) {
  // As Windows-1252; half a surrogate pair; UTF-8.
  EXPECT_EQ(Import("hr_id,email,name\n1,a@dwp.gov.uk,Zo\xEB Bay\n2,b@dwp.gov.uk,Bo Ray\n"
                   "3,c@dwp.gov.uk,Kim \xED\xA0\xBC\n4,d@dwp.gov.uk,Zo\xC3\xAB Bay\n",
                   {"--mode", "delta"}),
            1);
  EXPECT_THAT(Results(),
              ElementsAre("2 refused INVALID_FIELDS", "3 joined", "4 refused INVALID_FIELDS", "5 joined"));
  const std::string results = ReadAll(Path("staff.csv.results.csv"));
  EXPECT_THAT(results, HasSubstr("name: must be valid UTF-8"));
  EXPECT_THAT(absl::StrCat(results, Log()), Not(HasSubstr("Bay")));
  EXPECT_THAT(Log(), Not(HasSubstr("libprotobuf")));
  EXPECT_EQ(Find("d@dwp.gov.uk").contact().name(), "Zo\xC3\xAB Bay");
}

TEST_F(ImportCommandTest, ATextOfACommandThatIsNoUtf8IsNamedWithoutNoise) {
  const std::string person = world_.CreatePerson("dwp", "anna");
  for (const char* name : {"Zo\xEB Bay", "half a pair \xED\xA0\xBC"}) {
    EXPECT_NE(Run({"people", "update", person, "--name", name}), 0);
    EXPECT_THAT(Log(), HasSubstr("is not valid UTF-8"));
    EXPECT_THAT(Log(), Not(HasSubstr("libprotobuf")));
  }
  EXPECT_EQ(Find("anna@dwp.gov.uk").contact().name(), "anna");
}

TEST_F(ImportCommandTest, ADryRunAndARefusedListChangeNothing) {
  std::string list = "hr_id,email,name\n";
  for (int i = 0; i < 20; ++i) absl::StrAppend(&list, i, ",p", i, "@dwp.gov.uk,P\n");
  EXPECT_EQ(Import(list, kSnapshot), 0) << Log();
  const uint64_t before = Published();
  const std::string shorter = absl::StrReplaceAll(list, {{"7,p7@dwp.gov.uk,P\n", ""}});
  const std::vector<std::string> later = {"--mode", "snapshot", "--effective-from", "2024-10-01"};
  std::vector<std::string> dry = later;
  dry.push_back("--dry-run");
  EXPECT_EQ(Import(absl::StrCat(shorter, "99,new@dwp.gov.uk,N\n"), dry), 0) << Log();
  const std::vector<std::string> results = Results();
  EXPECT_EQ(results[19], "21 joined");
  EXPECT_EQ(results[20], " left");
  EXPECT_EQ(Published(), before);
  EXPECT_EQ(Import("hr_id,email\n1,p1@dwp.gov.uk\n", later), 1);
  EXPECT_THAT(Log(), HasSubstr("leaves out 19 of 20"));
  EXPECT_THAT(Log(), HasSubstr("--dry-run"));
  EXPECT_EQ(Published(), before);
  // Refused dry, it says who would go.
  EXPECT_EQ(Import("hr_id,email\n1,p1@dwp.gov.uk\n", dry), 1);
  EXPECT_THAT(Log(), HasSubstr("leaves out 19 of 20"));
  const std::vector<std::string> would = Results();
  ASSERT_EQ(would.size(), 20u);
  EXPECT_EQ(would[0], "2 unchanged");
  EXPECT_EQ(std::count(would.begin(), would.end(), " left"), 19);
  EXPECT_EQ(
      RunShell("people import $DIR/staff.csv --organisation dwp --mode snapshot --effective-from 2024-10-01 "
               "--dry-run"),
      1);
  EXPECT_THAT(Out(), HasSubstr("is in no line and would leave"));
  EXPECT_THAT(Out(), Not(HasSubstr("staged")));
  EXPECT_EQ(Published(), before);
  EXPECT_EQ(Import(shorter, later), 0) << Log();
  EXPECT_EQ(Find("p7@dwp.gov.uk").facts().status(), identity::v1::PERSON_STATUS_LEFT);
}

TEST_F(ImportCommandTest, AnInterruptedImportGoesOn) {
  const std::string id = world_.StartImport("dwp", identity::v1::IMPORT_MODE_SNAPSHOT, "dwp");
  identity::v1::ImportPeopleRequest some;
  some.set_import_id(id);
  some.add_rows()->set_hr_id("1");
  some.mutable_rows(0)->set_email("a@dwp.gov.uk");
  some.mutable_rows(0)->set_name("A");
  some.mutable_rows(0)->set_line(2);
  world_.Must<identity::v1::ImportPeopleResponse>(some, "dwp");
  const std::string list = "hr_id,email,name\n1,a@dwp.gov.uk,A\n2,b@dwp.gov.uk,B\n";
  EXPECT_EQ(Import(list, {"--resume", id}), 2);  // the mode is another
  EXPECT_THAT(Log(), HasSubstr("--resume"));
  EXPECT_EQ(Import(list, {"--mode", "snapshot", "--resume", id}), 0) << Log();
  EXPECT_EQ(Find("b@dwp.gov.uk").facts().status(), identity::v1::PERSON_STATUS_ACTIVE);
  EXPECT_THAT(Log(), Not(HasSubstr("b@dwp")));
  // Once more there is nothing to do, and what was told stays.
  const std::vector<std::string> results = Results();
  EXPECT_THAT(results, ElementsAre("2 joined", "3 joined"));
  EXPECT_EQ(
      RunShell(absl::StrCat("people import $DIR/staff.csv --organisation dwp --mode snapshot --resume ", id)),
      0);
  EXPECT_THAT(Out(), HasSubstr("is FINISHED: nothing is left to do"));
  EXPECT_EQ(Results(), results);
}

TEST_F(ImportCommandTest, AListIsFinishedWithTheLinesOfItsFileAndNoOthers) {
  const std::string id = world_.StartImport("dwp", identity::v1::IMPORT_MODE_SNAPSHOT, "dwp");
  identity::v1::ImportPeopleRequest other;
  other.set_import_id(id);
  other.add_rows()->set_hr_id("77");
  world_.Must<identity::v1::ImportPeopleResponse>(other, "dwp");
  const uint64_t before = Published();
  const std::string list = "hr_id,email,name\n1,a@dwp.gov.uk,A\n2,b@dwp.gov.uk,B\n1,a@dwp.gov.uk,A\n";
  EXPECT_EQ(Import(list, {"--mode", "snapshot", "--resume", id}), 1);
  EXPECT_THAT(Log(), HasSubstr("ROWS_MISSING"));
  EXPECT_THAT(Log(), HasSubstr("other lines than the 2 sent from this file"));
  EXPECT_THAT(Log(), HasSubstr("people cancel-import " + id));
  EXPECT_EQ(Published(), before);
  EXPECT_EQ(Run({"people", "cancel-import", id}), 0) << Log();
  EXPECT_EQ(Import(list, {"--mode", "snapshot", "--resume", id}), 1);
  EXPECT_THAT(Log(), HasSubstr("IMPORT_NOT_OPEN"));
  // A line that is there twice is one row; a refused line is none. A delta keeps no rows.
  EXPECT_EQ(Import(list, kSnapshot), 0) << Log();
  EXPECT_THAT(Results(), ElementsAre("2 joined", "3 joined", "4 unchanged"));
  std::vector<std::string> anyway = kSnapshot;
  anyway.push_back("--skip-refused");
  EXPECT_EQ(Import(absl::StrCat(list, "3,c@dwp.gov.uk,C\n4,nonsense,D\n"), anyway), 1);
  EXPECT_THAT(Results(), ElementsAre("2 unchanged", "3 unchanged", "4 unchanged", "5 joined",
                                     "6 refused INVALID_FIELDS"));
  EXPECT_EQ(Import(list, {"--mode", "delta"}), 0) << Log();
  EXPECT_EQ(Import(list, {"--mode", "delta", "--dry-run"}), 0) << Log();
}

TEST_F(ImportCommandTest, AListThatSomebodyElseAddsLinesToIsCancelled) {
  std::string list = "hr_id,email,name\n";
  for (int i = 0; i < 10'000; ++i) absl::StrAppend(&list, i, ",p", i, "@dwp.gov.uk,P\n");
  std::ofstream(Path("staff.csv"), std::ios::binary) << list;
  const uint64_t before = Published();
  const std::vector<std::string> words =
      Shell("people import $DIR/staff.csv --organisation dwp --mode snapshot");
  Process import(words, Path("log"));
  std::string told;
  while (told.find(';') == std::string::npos) told = Out();
  identity::v1::ImportPeopleRequest other;
  other.set_import_id(told.substr(7, 36));
  other.add_rows()->set_hr_id("77777");
  world_.Must<identity::v1::ImportPeopleResponse>(other, "dwp");
  EXPECT_EQ(import.Wait(), 1);
  EXPECT_THAT(Log(),
              HasSubstr("other lines than the 10,000 sent from this file; nothing was changed, and the "
                        "import was cancelled"));
  EXPECT_THAT(Log(), Not(HasSubstr("cancel-import")));
  EXPECT_EQ(StateOf(other.import_id()), identity::v1::IMPORT_STATE_CANCELLED);
  EXPECT_EQ(Published(), before);
}

TEST_F(ImportCommandTest, LongLinesAreSentInSmallerCalls) {
  std::string list = "hr_id,previous_hr_id,email,previous_email,name\n", name, label(60, 'a');
  for (int i = 0; i < 200; ++i) name += "\xF0\x9D\x92\xA6";
  const std::string domain = absl::StrCat("@", label, ".", label, ".", label, ".gov.uk");
  for (int i = 1000; i < 2000; ++i) {
    const std::string number = absl::StrCat(i, std::string(60, '7'));
    absl::StrAppend(&list, number, ",O", number.substr(1), ",p", i, domain, ",q", i, domain, ",", name, "\n");
  }
  ASSERT_GT(list.size(), size_t{1} << 20) << "more than a call may hold";
  EXPECT_EQ(Import(list, kSnapshot), 0) << Log();
  EXPECT_EQ(Results().size(), 1000u);
}

TEST_F(ImportCommandTest, WhatIsFinishingIsToldOfEveryLineAndWhatWasRefusedKeepsItsResults) {
  EXPECT_EQ(Import("hr_id,email,name\n1,a@dwp.gov.uk,A\n", kSnapshot), 0) << Log();
  const std::string list = "hr_id,email,name\n1,a@dwp.gov.uk,A\n2,b@dwp.gov.uk,B\n3,nonsense,C\n";
  std::ofstream(Path("staff.csv"), std::ios::binary) << list;
  const std::string line =
      "people import $DIR/staff.csv --organisation dwp --mode snapshot --effective-from 2024-04-01";
  EXPECT_EQ(RunShell(line + " --skip-refused"), 1);
  const std::string id = Out().substr(7, 36);
  const std::vector<std::string> results = Results();
  EXPECT_THAT(results, ElementsAre("2 unchanged", "3 joined", "4 refused INVALID_FIELDS"));
  // As if obtctl had been interrupted while the service was at it.
  SetState(id, identity::v1::IMPORT_STATE_FINISHING);
  std::ofstream(Path("staff.csv.results.csv"), std::ios::trunc).close();
  Process resumed(Shell(absl::StrCat(line, " --skip-refused --resume ", id)), Path("log"));
  while (Out().find("is FINISHING") == std::string::npos) {
  }
  SetState(id, identity::v1::IMPORT_STATE_FINISHED);
  EXPECT_EQ(resumed.Wait(), 1) << Log();
  EXPECT_THAT(Log(), HasSubstr("LINES_REFUSED"));
  EXPECT_EQ(Results(), results);
  // A dry run that was refused had its results.
  std::ofstream(Path("staff.csv"), std::ios::binary) << "hr_id,email\n1,a@dwp.gov.uk\n";
  const std::string dry = "people import $DIR/staff.csv --organisation dwp --mode snapshot --dry-run";
  EXPECT_EQ(RunShell(dry), 1);
  const std::string refused = Out().substr(7, 36);
  const std::vector<std::string> would = Results();
  EXPECT_THAT(would, ElementsAre("2 unchanged", " left"));
  EXPECT_EQ(RunShell(absl::StrCat(dry, " --resume ", refused)), 1);
  EXPECT_THAT(Out(), HasSubstr("is REFUSED: nothing is left to do"));
  EXPECT_THAT(Log(), HasSubstr("TOO_MANY_LEAVERS"));
  EXPECT_EQ(Results(), would);
}

TEST_F(ImportCommandTest, WhereResultsGoIsCheckedBeforeAnythingChanges) {
  const std::string list = "hr_id,email,name\n1,a@dwp.gov.uk,A\n";
  const uint64_t before = Published();
  for (const std::string& place :
       std::vector<std::string>{"/nonexistent/r.csv", "/", "/proc/r.csv", Path("staff.csv")}) {
    EXPECT_EQ(Import(list, {"--results", place}), 2) << place;
    EXPECT_THAT(Log(), HasSubstr(absl::StrCat("the results cannot be written to ", place))) << place;
    EXPECT_THAT(Log(), HasSubstr("nothing was changed"));
  }
  EXPECT_EQ(ReadAll(Path("staff.csv")), list);
  EXPECT_EQ(RunShell("people import <(cat $DIR/staff.csv) --organisation dwp"), 2);
  EXPECT_THAT(Log(), HasSubstr("--results FILE"));
  EXPECT_EQ(RunShell("people import - --organisation dwp < $DIR/staff.csv"), 2);
  EXPECT_THAT(Log(), HasSubstr("--results FILE"));
  EXPECT_EQ(Published(), before);
  EXPECT_EQ(OpenImports().size(), 0u);
  EXPECT_EQ(
      RunShell("people import <(cat $DIR/staff.csv) --organisation dwp --results $DIR/staff.csv.results.csv"),
      0)
      << Log();
  EXPECT_THAT(Results(), ElementsAre("2 joined"));
  EXPECT_EQ(
      RunShell("people import - --organisation dwp --results $DIR/staff.csv.results.csv < $DIR/staff.csv"), 0)
      << Log();
  EXPECT_THAT(Results(), ElementsAre("2 unchanged"));
  EXPECT_EQ(Import(list, {"--results", "/dev/null"}), 0) << Log();
}

TEST_F(ImportCommandTest, WhatFailsIsCancelledAndOpenImportsAreListed) {
  const std::string wrong = "hr_id,email,name\n1,nonsense,A\n";
  for (int i = 0; i < 11; ++i) {
    EXPECT_EQ(Import(wrong, {"--mode", "snapshot"}), 1);
    EXPECT_THAT(Log(), HasSubstr("the import was cancelled")) << i;
  }
  EXPECT_EQ(OpenImports().size(), 0u);
  const std::string one = world_.StartImport("dwp", identity::v1::IMPORT_MODE_SNAPSHOT, "dwp");
  const std::string two = world_.StartImport("dwp", identity::v1::IMPORT_MODE_DELTA, "dwp");
  const std::string other = world_.StartImport("hmrc", identity::v1::IMPORT_MODE_SNAPSHOT);
  EXPECT_EQ(RunShell("people imports -o csv"), 0) << Log();
  EXPECT_THAT(Out(), HasSubstr(one));
  EXPECT_THAT(Out(), HasSubstr(two));
  EXPECT_THAT(Out(), Not(HasSubstr(other)));
  EXPECT_EQ(RunShell("people imports --organisation dwp --state cancelled -o csv"), 0) << Log();
  EXPECT_THAT(Out(), Not(HasSubstr(one)));
  EXPECT_EQ(RunShell(absl::StrCat("people cancel-import ", one, " ", two)), 0) << Log();
  EXPECT_THAT(Out(), HasSubstr("2 imports are cancelled"));
  EXPECT_THAT(OpenImports(), ElementsAre(other));
}

TEST_F(ImportCommandTest, TheImportsIdIsToldAtOnceSoThatAnInterruptedOneGoesOn) {
  std::string list = "hr_id,email,name\n";
  for (int i = 0; i < 10'000; ++i) absl::StrAppend(&list, i, ",p", i, "@dwp.gov.uk,P\n");
  std::ofstream(Path("staff.csv"), std::ios::binary) << list;
  std::string told;
  {
    const std::vector<std::string> words = Shell("people import $DIR/staff.csv --organisation dwp");
    Process import({words[0], words[1], "exec " + words[2]}, Path("log"));
    while (told.find(';') == std::string::npos) told = Out();
    import.Signal(SIGINT);
    EXPECT_EQ(import.Wait(), -SIGINT);
  }
  const std::string id = told.substr(7, 36);
  EXPECT_EQ(StateOf(id), identity::v1::IMPORT_STATE_OPEN);
  EXPECT_EQ(Import(list, {"--resume", id}), 0) << Log();
  EXPECT_EQ(StateOf(id), identity::v1::IMPORT_STATE_FINISHED);
  EXPECT_EQ(Results().size(), 10'000u);
}

}  // namespace
}  // namespace obt::testing
