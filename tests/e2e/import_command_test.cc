// obtctl people import with files as they come out of HR systems and spreadsheets: every kind of line end,
// mark, separator and encoding, titles and footers, decomposed Unicode, lines that are refused; and with
// interruptions.
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/testing/process.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "obt/admin/v1/admin.pb.h"
#include "obt/identity/v1/import.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt_tree.h"
#include "tests/integration/world.h"

namespace obt::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string ReadAll(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

class ImportCommandTest : public ::testing::Test {
 protected:
  ImportCommandTest() : world_(World::Mode::kInProcess, SystemClock::Get(), {"identity", "learning"}) {
    std::ofstream(Path("dwp.token")) << world_.deployment().Token({.client = "dwp"});
    std::ofstream(Path("admin.token")) << world_.deployment().Token({.client = "admin"});
  }
  std::string Path(const std::string& name) { return absl::StrCat(world_.deployment().path(), "/", name); }
  // Runs the command on a file with this content; the exit code.
  int Import(const std::string& content, const std::vector<std::string>& more,
             const std::string& client = "dwp") {
    std::ofstream(Path("staff.csv"), std::ios::binary) << content;
    std::vector<std::string> words = {"people", "import", Path("staff.csv"), "--organisation", "dwp"};
    words.insert(words.end(), more.begin(), more.end());
    return Run(words, client);
  }
  int Run(const std::vector<std::string>& more, const std::string& client = "dwp") {
    std::vector<std::string> words = {absl::StrCat(OBT_BINARY_DIR, "/bin/obtctl"), "--endpoints",
                                      Path("endpoints.json"), "--token-file", Path(client + ".token")};
    words.insert(words.end(), more.begin(), more.end());
    std::ofstream(Path("log"), std::ios::trunc).close();
    return Process(words, Path("log")).Wait();
  }
  // The same through a shell, with its standard output in the file "out"; the words are a command line.
  std::vector<std::string> Shell(const std::string& line) {
    std::ofstream(Path("log"), std::ios::trunc).close();
    std::ofstream(Path("out"), std::ios::trunc).close();
    const std::string command =
        absl::StrCat(OBT_BINARY_DIR, "/bin/obtctl --endpoints ", Path("endpoints.json"), " --token-file ",
                     Path("dwp.token"), " ", line, " > ", Path("out"));
    return {"/bin/bash", "-c", absl::StrReplaceAll(command, {{"$DIR", world_.deployment().path()}})};
  }
  int RunShell(const std::string& line) { return Process(Shell(line), Path("log")).Wait(); }
  std::string Out() { return ReadAll(Path("out")); }
  identity::v1::ImportState StateOf(const std::string& id) {
    identity::v1::GetImportRequest get;
    get.set_import_id(id);
    return world_.Must<identity::v1::GetImportResponse>(get).import().state();
  }
  // Imports of the organisation that have not come to their end.
  std::vector<std::string> OpenImports() {
    std::vector<std::string> ids;
    const auto open = world_.Must<identity::v1::ListImportsResponse>(identity::v1::ListImportsRequest());
    for (const identity::v1::Import& import : open.imports()) ids.push_back(import.import_id());
    return ids;
  }
  // "2 joined", "3 refused DUPLICATE_ROW": what the result file says.
  std::vector<std::string> Results() {
    std::vector<std::string> all;
    const std::vector<std::string> lines = absl::StrSplit(ReadAll(Path("staff.csv.results.csv")), "\r\n");
    for (size_t i = 1; i + 1 < lines.size(); ++i) {
      const std::vector<std::string> cells = absl::StrSplit(lines[i], ',');
      all.push_back(absl::StrCat(cells[0], " ", cells[1], cells[2].empty() ? "" : " ", cells[2]));
    }
    return all;
  }
  std::string Log() { return ReadAll(Path("log")); }
  identity::v1::Person Find(const std::string& email) {
    identity::v1::FindPersonRequest find;
    find.set_email(email);
    return world_.Must<identity::v1::FindPersonResponse>(find).person();
  }
  uint64_t Published() {
    std::unique_ptr<rpc::Client> client = world_.deployment().ClientTo("identity", "admin");
    return client->Call<admin::v1::GetBuildInfoResponse>(admin::v1::GetBuildInfoRequest())->sequence();
  }
  World world_;
};

const std::vector<std::string> kSnapshot = {"--mode", "snapshot", "--effective-from", "2024-04-01"};

TEST_F(ImportCommandTest, AListInAnyClothesIsTheSameList) {
  EXPECT_EQ(
      Import("hr_id,email,name,grade\n1,zoe@dwp.gov.uk,Zo\xC3\xAB,EO\n2,ben@dwp.gov.uk,Ben,HEO\n", kSnapshot),
      0)
      << Log();
  EXPECT_THAT(Results(), ElementsAre("2 joined", "3 joined"));
  const uint64_t before = Published();
  // A byte order mark, CRLF, columns and rows in another order, quotes, blanks, upper case, decomposed.
  EXPECT_EQ(Import("\xEF\xBB\xBFname,email,grade,hr_id\r\n\"Ben\", BEN@dwp.gov.uk ,HEO,2\r\n"
                   "Zoe\xCC\x88,Zoe@dwp.gov.uk,EO,1\r\n",
                   kSnapshot),
            0)
      << Log();
  EXPECT_THAT(Results(), ElementsAre("2 unchanged", "3 unchanged"));
  EXPECT_EQ(Published(), before);
  EXPECT_EQ(Find("zoe@dwp.gov.uk").contact().name(), "Zo\xC3\xAB");
}

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

// ASCII and Latin 1 in two bytes a character, as "Unicode text" of a spreadsheet.
std::string Utf16(const std::string& latin1) {
  std::string wide = "\xFF\xFE";
  for (const char c : latin1) wide += std::string{c, '\0'};
  return wide;
}

TEST_F(ImportCommandTest, ListsAsExcelWritesThem) {
  // "CSV": Windows-1252, CRLF. One name is lost, and its line alone is refused.
  EXPECT_EQ(Import("hr_id,email,name\r\n1,a@dwp.gov.uk,Zo\xEB Bay\r\n2,b@dwp.gov.uk,Bo Ray\r\n", {}), 1);
  EXPECT_THAT(Results(), ElementsAre("2 refused INVALID_FIELDS", "3 joined"));
  EXPECT_THAT(ReadAll(Path("staff.csv.results.csv")), HasSubstr("name: must be valid UTF-8"));
  EXPECT_THAT(Log(), HasSubstr("LINES_REFUSED"));
  EXPECT_THAT(Log(), Not(HasSubstr("protobuf")));
  // "Unicode text": UTF-16 with tabs. Nothing is done.
  const uint64_t before = Published();
  EXPECT_EQ(Import(Utf16("hr_id\temail\tname\r\n1\ta@dwp.gov.uk\tZo\xEB Bay\r\n"), {}), 2);
  EXPECT_THAT(Log(), HasSubstr("staff.csv is UTF-16; save it as CSV UTF-8"));
  EXPECT_THAT(Results(), ElementsAre("2 refused INVALID_FIELDS", "3 joined")) << "those of the time before";
  EXPECT_EQ(Published(), before);
  // "CSV UTF-8" where lists are separated by semicolons, with what people do to keep zeros, and cells never
  // used.
  EXPECT_EQ(
      Import("\xEF\xBB\xBF"
             "HR ID;Email Address;Name;Grade;;\r\n'0011;c@dwp.gov.uk\xC2\xA0;Zo\xC3\xAB Bay;eo;;\r\n"
             "\"=\"\"0012\"\"\";d@dwp.gov.uk;Di Lee;HEO;;\r\n;;;;;\r\n#N/A;e@dwp.gov.uk;Ed Poe;EO;;\r\n",
             {}),
      1);
  EXPECT_THAT(Results(), ElementsAre("2 joined", "3 joined", "5 refused INVALID_FIELDS"));
  EXPECT_EQ(Find("c@dwp.gov.uk").contact().name(), "Zo\xC3\xAB Bay");
  EXPECT_EQ(Find("c@dwp.gov.uk").contact().references(0).hr_id(), "0011");
  EXPECT_EQ(Find("c@dwp.gov.uk").facts().grade(), "EO");
  EXPECT_EQ(Find("d@dwp.gov.uk").contact().references(0).hr_id(), "0012");
  // The same with the line by which Excel finds the separator.
  EXPECT_EQ(Import("sep=;\r\nhr_id;email;name\r\n0011;c@dwp.gov.uk;Zo\xC3\xAB Bay\r\n", {}), 0) << Log();
  EXPECT_THAT(Results(), ElementsAre("3 unchanged"));
  // Zeros lost: said, though it may be somebody new.
  EXPECT_EQ(Import("hr_id,name\r\n12,Di Lee\r\n", {"--dry-run"}), 0) << Log();
  EXPECT_THAT(ReadAll(Path("staff.csv.results.csv")), HasSubstr("2,joined,,hr_id: 12 looks like 0012"));
}

TEST_F(ImportCommandTest, ListsAsLibreOfficeWritesThem) {
  // Text in quotes, numbers without, line feeds; an apostrophe of its own.
  EXPECT_EQ(Import("\"hr_id\",\"email\",\"name\",\"grade\",\"leaver\"\n"
                   "1,\"a@dwp.gov.uk\",\"O'Brien, Zo\xC3\xAB\",\"EO\",\n2,\"b@dwp.gov.uk\",\"Bo \"\"Bob\"\" "
                   "Ray\",\"Err:502\",\n"
                   "3,\"c@dwp.gov.uk\",\"Cy\",\"HEO\",\"no\"\n,,,,\n",
                   {}),
            1);
  EXPECT_THAT(Results(), ElementsAre("2 joined", "3 refused INVALID_FIELDS", "4 joined"));
  EXPECT_THAT(ReadAll(Path("staff.csv.results.csv")),
              HasSubstr("\"\"Err:502\"\" is not in the list of grades; it has"));
  EXPECT_EQ(Find("a@dwp.gov.uk").contact().name(), "O'Brien, Zo\xC3\xAB");
}

TEST_F(ImportCommandTest, ListsAsAnHrSystemExportsThem) {
  const std::string report =
      "\"Active Workers\",\"\",\"\",\"\"\r\n\"Run on\",\"2024-10-14 07:00\",\"\",\"\"\r\n\r\n"
      "\"Employee ID\",\"Worker\",\"Email - Primary Work\",\"Job Grade\"\r\n"
      "\"0004711\",\"Kim Jones\",\"kim.jones@dwp.gov.uk\",\"EO\"\r\n"
      "\"0004712\",\"Zo\xC3\xAB Bay\",\"zoe.bay@dwp.gov.uk\",\"HEO\"\r\n"
      "\"\",\"\",\"\",\"\"\r\n\"Total: 2\",\"\",\"\",\"\"\r\n";
  EXPECT_EQ(Import(report, {}), 1);
  EXPECT_THAT(Results(), ElementsAre("5 joined", "6 joined", "8 refused INVALID_FIELDS"));
  EXPECT_THAT(ReadAll(Path("staff.csv.results.csv")), HasSubstr("name: is required of a joiner"));
  EXPECT_EQ(Find("kim.jones@dwp.gov.uk").contact().references(0).hr_id(), "0004711");
  // Kim leaves, and her address is given to Karl: another person.
  EXPECT_EQ(Import("hr_id,leaver\n0004711,yes\n", {}), 1) << "not on the day she joined";
  EXPECT_EQ(Import("hr_id,leaver\n0004711,yes\n", {"--effective-from", "2099-01-01"}), 0) << Log();
  const std::string kim = Find("kim.jones@dwp.gov.uk").facts().person_id();
  EXPECT_EQ(Import("hr_id,email,name\n0009999,kim.jones@dwp.gov.uk,Karl Jonas\n", {}), 1);
  EXPECT_THAT(Results(), ElementsAre("2 refused MATCH_CONFLICT"));
  EXPECT_EQ(Import("hr_id,email,name\n0009999,kim.jones@dwp.gov.uk,Karl Jonas\n",
                   {"--effective-from", "2099-01-01"}),
            0)
      << Log();
  EXPECT_NE(Find("kim.jones@dwp.gov.uk").facts().person_id(), kim);
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
