// What is said when there is no store of this service where one is looked for: each case its own sentence,
// and none that sends somebody for a backup.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/store/care/backup.h"
#include "common/store/care/inspect.h"
#include "common/store/care/recover.h"
#include "common/store/care/witness.h"
#include "common/store/table.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_store.h"
#include "gmock/gmock.h"

namespace obt::store {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using obt::testing::TempDir;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Table<std::tuple<uint64_t>, v1::Witness> kRows{"rows"};
constexpr Table<std::tuple<uint64_t>, v1::Witness> kOthers{"others"};
constexpr auto kRefused = absl::StatusCode::kFailedPrecondition;

Options OptionsOf(const std::string& path, const std::string& service, const TableRef* table = &kRows) {
  Options options;
  options.path = path;
  options.service = service;
  options.tables = {table};
  options.cache_bytes = 1u << 20;
  return options;
}

std::string MadeIn(const TempDir& dir, const std::string& service) {
  const std::string path = absl::StrCat(dir.path(), "/", service.empty() ? "nameless" : service);
  EXPECT_OK(Store::Init(OptionsOf(path, service)));
  return path;
}

// Somebody who is not root, whoever runs the test.
class AsNobody {
 public:
  AsNobody() {
    if (was_ == 0) EXPECT_EQ(seteuid(kNobody), 0);
  }
  ~AsNobody() {
    if (was_ == 0) EXPECT_EQ(seteuid(0), 0);
  }

 private:
  static constexpr uid_t kNobody = 65534;
  const uid_t was_ = geteuid();
};

absl::Status OpenStatus(const std::string& path, const std::string& service = "learning") {
  return Store::Open(OptionsOf(path, service)).status();
}

TEST(Place, EachCaseHasItsOwnSentenceAndNoneAsksForABackup) {
  const TempDir dir;
  const std::string identity = MadeIn(dir, "identity"), mine = MadeIn(dir, "learning");
  std::filesystem::create_directory(dir.path() + "/letters");
  std::ofstream(dir.path() + "/letters/a.txt") << "no store";
  std::filesystem::create_directory(dir.path() + "/empty");
  std::filesystem::create_directory(dir.path() + "/closed");
  ASSERT_EQ(chmod((dir.path() + "/closed").c_str(), 0), 0);
  ASSERT_EQ(chmod(dir.path().c_str(), 0755), 0);
  std::string closed;
  {
    const AsNobody nobody;
    closed = std::string(OpenStatus(dir.path() + "/closed").message());
  }
  const absl::StatusOr<std::unique_ptr<Store>> open = Store::Open(OptionsOf(mine, "learning"));
  ASSERT_OK(open);
  std::set<std::string> sentences;
  for (const std::string& sentence :
       {std::string(OpenStatus(identity).message()),
        std::string(OpenStatus(dir.path() + "/letters").message()), closed,
        std::string(OpenStatus(mine).message()), std::string(OpenStatus(dir.path() + "/empty").message()),
        std::string(OpenStatus(dir.path() + "/letters/a.txt").message())}) {
    EXPECT_THAT(sentence, Not(HasSubstr("backup")));
    EXPECT_THAT(sentence, HasSubstr(dir.path()));
    EXPECT_THAT(sentence, HasSubstr(";")) << "and what to do";
    sentences.insert(sentence);
  }
  EXPECT_EQ(sentences.size(), 6u);
}

TEST(Place, AnotherServicesStoreIsNamedAndLeftAsItIs) {
  const TempDir dir;
  const std::string path = MadeIn(dir, "identity");
  const absl::Status refused = OpenStatus(path);
  EXPECT_THAT(refused, StatusIs(kRefused, "STORE_OF_ANOTHER_SERVICE"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("is identity's store, and this is learning"));
  EXPECT_THAT(OpenStatus(path, "identity"), IsOk());
}

TEST(Place, AStoreWithoutAServiceIsTakenByTheFirstWhoseTablesItHas) {
  const TempDir dir;
  const std::string path = MadeIn(dir, "");
  EXPECT_THAT(Store::Open(OptionsOf(path, "learning", &kOthers)).status(),
              StatusIs(kRefused, "STORE_OF_ANOTHER_SERVICE"));
  EXPECT_THAT(OpenStatus(path, "learning"), IsOk());
  EXPECT_THAT(OpenStatus(path, "identity"), StatusIs(kRefused, "STORE_OF_ANOTHER_SERVICE"));
}

TEST(Place, ToolsOpenTheStoreOfAnyService) {
  const TempDir dir;
  const std::string path = MadeIn(dir, "identity");
  EXPECT_OK(StoppedStore::Open(path));
  ASSERT_OK_AND_ASSIGN(const v1::Witness witness, WitnessOf(path));
  EXPECT_EQ(witness.service(), "identity") << "opened by a tool it is still identity's";
}

TEST(Place, WhatIsNoStoreIsSaidToBeNone) {
  const TempDir dir;
  const auto make = [&dir](const std::string& name) {
    std::filesystem::create_directories(absl::StrCat(dir.path(), "/", name));
    return absl::StrCat(dir.path(), "/", name);
  };
  std::ofstream(make("files") + "/a.txt") << "a";
  make("world/identity");  // a directory of stores
  make("named/db");        // the name alone makes no store
  std::ofstream(dir.path() + "/file") << "a";
  struct Case {
    const char* path;
    const char* reason;
  };
  for (const Case& c : {Case{"files", "NO_STORE"}, Case{"world", "NO_STORE"}, Case{"named", "NO_STORE"},
                        Case{"nowhere", "STORE_MISSING"}, Case{"nowhere/deeper", "STORE_MISSING"},
                        Case{"file", "NO_DIRECTORY"}, Case{"file/below", "NO_DIRECTORY"}}) {
    const std::string path = absl::StrCat(dir.path(), "/", c.path);
    EXPECT_THAT(OpenStatus(path), StatusIs(kRefused, c.reason)) << c.path;
    EXPECT_THAT(StoppedStore::Open(path).status(), StatusIs(kRefused, c.reason)) << c.path;
    EXPECT_THAT(WitnessOf(path).status(), StatusIs(kRefused, c.reason)) << c.path;
    EXPECT_THAT(Recover(path, 0).status(), StatusIs(kRefused, c.reason)) << c.path;
  }
}

TEST(Place, AStoreThatLostAPartIsDamagedAndNotMissing) {
  const TempDir dir;
  const std::string no_witness = MadeIn(dir, "identity"), no_db = MadeIn(dir, "learning");
  std::filesystem::remove(no_witness + "/witness");
  std::filesystem::remove_all(no_db + "/db");
  EXPECT_THAT(OpenStatus(no_witness), StatusIs(absl::StatusCode::kDataLoss, "WITNESS_UNREADABLE"));
  EXPECT_THAT(OpenStatus(no_db), StatusIs(absl::StatusCode::kDataLoss, "STORE_CORRUPT"));
}

TEST(Place, WithoutPermissionItSaysSoWhateverIsClosed) {
  for (const char* closed : {"", "/witness", "/db", "/db/LOCK", "/db/CURRENT"}) {
    const TempDir dir;
    const std::string path = MadeIn(dir, "learning");
    ASSERT_EQ(chmod(dir.path().c_str(), 0755), 0);
    // Everything is open to everybody but one.
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path))
      ASSERT_EQ(chmod(entry.path().c_str(), 0777), 0);
    ASSERT_EQ(chmod(path.c_str(), 0777), 0);
    ASSERT_EQ(chmod((path + closed).c_str(), 0), 0);
    absl::Status refused;
    {
      const AsNobody nobody;
      refused = OpenStatus(path);
    }
    EXPECT_THAT(refused, StatusIs(kRefused, "NOT_PERMITTED")) << closed;
    EXPECT_THAT(std::string(refused.message()), Not(HasSubstr("backup"))) << closed;
    ASSERT_EQ(chmod((path + closed).c_str(), 0777), 0);
    EXPECT_THAT(OpenStatus(path), IsOk()) << closed << ": nothing was changed";
  }
}

TEST(Place, AStoreIsMadeOnlyWhereThereIsRoomForOne) {
  const TempDir dir;
  std::ofstream(dir.path() + "/file") << "a";
  EXPECT_THAT(Store::Init(OptionsOf(dir.path() + "/file", "a")), StatusIs(kRefused, "NO_DIRECTORY"));
  EXPECT_THAT(Store::Init(OptionsOf(dir.path() + "/file/below", "a")), StatusIs(kRefused, "NO_DIRECTORY"));
}

TEST(Place, BackupsThatCannotBeReachedAreNotSaidToBeNone) {
  const TempDir dir;
  std::ofstream(dir.path() + "/file") << "a";
  EXPECT_THAT(ListBackups(dir.path() + "/file", "", 10).status(), StatusIs(kRefused, "NO_DIRECTORY"));
  EXPECT_THAT(RestoreBackup(dir.path() + "/file", "x", dir.path() + "/to").status(),
              StatusIs(kRefused, "NO_DIRECTORY"));
  EXPECT_THAT(RestoreBackup(dir.path(), "x", dir.path() + "/file/to").status(),
              StatusIs(kRefused, "NO_DIRECTORY"));
  std::filesystem::create_directory(dir.path() + "/closed");
  ASSERT_EQ(chmod((dir.path() + "/closed").c_str(), 0), 0);
  ASSERT_EQ(chmod(dir.path().c_str(), 0755), 0);
  const AsNobody nobody;
  EXPECT_THAT(ListBackups(dir.path() + "/closed", "", 10).status(), StatusIs(kRefused, "NOT_PERMITTED"));
}

}  // namespace
}  // namespace obt::store
