// obtctl people import with files as they come out of HR systems: CRLF, a byte order mark, rows in any order,
// decomposed Unicode, lines that are refused.
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
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Import(list, {"--mode", "snapshot", "--resume", id}), 0) << Log();
    EXPECT_EQ(Find("b@dwp.gov.uk").facts().status(), identity::v1::PERSON_STATUS_ACTIVE);
  }
  EXPECT_THAT(Log(), Not(HasSubstr("b@dwp")));
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

}  // namespace
}  // namespace obt::testing
