// Backups of a store in use, and what reading a whole store finds.
#include "common/store/care/backup.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"
#include "common/store/core_tables.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_store.h"
#include "gmock/gmock.h"
#include "obt/identity/v1/organisation.pb.h"

namespace obt::store {
namespace {

using admin::v1::Backup;
using admin::v1::StoreVerification;
using ::testing::HasSubstr;
using testing::StatusIs;
namespace fs = std::filesystem;

constexpr Table<std::tuple<uint64_t>, identity::v1::Organisation> kRows{"rows"};

class BackupTest : public ::testing::Test {
 protected:
  uint64_t Add(int count) {
    uint64_t last = 0;
    for (int i = 0; i < count; ++i) {
      const absl::StatusOr<uint64_t> done = store->Execute([](Txn& txn) {
        identity::v1::Organisation row;
        row.set_code(std::string(100, 'x'));
        kRows.Put(txn, {txn.next_sequence()}, row);
        txn.Publish(row);
        return absl::OkStatus();
      });
      EXPECT_OK(done);
      last = done.value_or(0);
    }
    return last;
  }
  Backup Make(const std::string& sensitive = "") {
    Backup backup;
    backup.set_sensitive(sensitive);
    backup.set_backup_id(ToText(NewId<JobId>(absl::Now() + absl::Seconds(made_++))));
    EXPECT_OK(MakeBackup(*store, backups, SystemClock::Get(), ReportNothing, backup));
    return backup;
  }
  absl::StatusOr<std::unique_ptr<Store>> OpenAt(const std::string& path) {
    Options options = store.options();
    options.path = path;
    return Store::Open(options);
  }
  // Changes one byte in the middle of every table file below a directory.
  static int Damage(const fs::path& directory) {
    int damaged = 0;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
      if (entry.path().extension() != ".sst") continue;
      std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
      file.seekg(20);
      const int byte = file.get();
      file.seekp(20);
      file.put(static_cast<char>(byte ^ 1));
      ++damaged;
    }
    return damaged;
  }

  testing::TempDir dir;
  const std::string backups = dir.path() + "/backups";
  testing::TempStore store{{&kRows}};
  int made_ = 0;
};

TEST_F(BackupTest, ARestoredBackupHoldsEverythingUpToItsSequenceAndNothingElse) {
  const uint64_t before = Add(200);
  const Backup backup = Make();
  Add(50);
  EXPECT_EQ(backup.state(), admin::v1::BACKUP_STATE_VERIFIED) << backup.failure();
  EXPECT_EQ(backup.sequence(), before);
  EXPECT_GT(backup.bytes(), 0);
  const std::string to = dir.path() + "/restored";
  ASSERT_OK(RestoreBackup(backups, backup.backup_id(), to));
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Store> restored, OpenAt(to));
  EXPECT_EQ(restored->Now().sequence(), before);
  EXPECT_EQ(restored->Now().chain(), backup.chain());
  ASSERT_OK_AND_ASSIGN(const auto rows, kRows.Scan(restored->Now(), std::tuple<>(), std::nullopt, 1000));
  EXPECT_EQ(rows.size(), before);
}

TEST_F(BackupTest, ASensitiveOneIsMarkedAndRestoredLikeAnyOther) {
  const uint64_t before = Add(20);
  const Backup marked = Make("It holds names."), other = Make();
  std::ifstream mark(absl::StrCat(backups, "/", marked.backup_id(), "/SENSITIVE"));
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(mark), {}), "It holds names.\n");
  EXPECT_FALSE(fs::exists(absl::StrCat(backups, "/", other.backup_id(), "/SENSITIVE")));
  ASSERT_OK_AND_ASSIGN(const auto list, ListBackups(backups, "", 10));
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0].sensitive(), "");
  EXPECT_EQ(list[1].sensitive(), "It holds names.");
  const std::string to = dir.path() + "/restored";
  ASSERT_OK(RestoreBackup(backups, marked.backup_id(), to));
  EXPECT_FALSE(fs::exists(to + "/SENSITIVE"));
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Store> restored, OpenAt(to));
  EXPECT_EQ(restored->Now().sequence(), before);
}

TEST_F(BackupTest, ABackupUnderLoadHoldsWhatWasAcknowledgedBefore) {
  Add(10);
  std::atomic<bool> stop{false};
  std::atomic<uint64_t> acknowledged{0};
  std::thread load([&] {
    while (!stop.load()) acknowledged.store(Add(1));
  });
  for (int i = 0; i < 5; ++i) {
    const uint64_t before = acknowledged.load();
    while (acknowledged.load() < before + 20) std::this_thread::yield();
    const uint64_t least = acknowledged.load();
    const Backup backup = Make();
    EXPECT_EQ(backup.state(), admin::v1::BACKUP_STATE_VERIFIED) << backup.failure();
    EXPECT_GE(backup.sequence(), least);
    ASSERT_OK(RestoreBackup(backups, backup.backup_id(), absl::StrCat(dir.path(), "/", i)));
    ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Store> restored, OpenAt(absl::StrCat(dir.path(), "/", i)));
    EXPECT_EQ(restored->Now().sequence(), backup.sequence());
  }
  stop.store(true);
  load.join();
}

TEST_F(BackupTest, AreListedTheNewestFirstInPages) {
  EXPECT_TRUE(ListBackups(backups, "", 10)->empty());
  std::vector<std::string> made;
  for (int i = 0; i < 3; ++i) made.push_back(Make().backup_id());
  ASSERT_OK_AND_ASSIGN(const std::vector<Backup> first, ListBackups(backups, "", 2));
  ASSERT_EQ(first.size(), 2u);
  EXPECT_EQ(first[0].backup_id(), made[2]);
  ASSERT_OK_AND_ASSIGN(const std::vector<Backup> rest, ListBackups(backups, first[1].backup_id(), 2));
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].backup_id(), made[0]);
}

TEST_F(BackupTest, ABackupOfADamagedStoreIsNotVerifiedAndNotRestored) {
  Add(200);
  Make();  // what was in memory is in files now
  Damage(store.options().path);
  const Backup backup = Make();
  EXPECT_EQ(backup.state(), admin::v1::BACKUP_STATE_FAILED);
  EXPECT_THAT(backup.failure(), HasSubstr(".sst"));
  EXPECT_THAT(RestoreBackup(backups, backup.backup_id(), dir.path() + "/restored"),
              StatusIs(absl::StatusCode::kFailedPrecondition, "BACKUP_NOT_VERIFIED"));
}

TEST_F(BackupTest, IsRestoredOnlyIntoAnEmptyDirectoryAndOnlyIfThereIsOne) {
  const std::string id = Make().backup_id();
  EXPECT_THAT(RestoreBackup(backups, id, store.options().path),
              StatusIs(absl::StatusCode::kAlreadyExists, "STORE_EXISTS"));
  for (const std::string& unknown : {ToText(NewId<JobId>(absl::Now())), std::string(".."), std::string()}) {
    EXPECT_THAT(RestoreBackup(backups, unknown, dir.path() + "/restored"),
                StatusIs(absl::StatusCode::kNotFound, "BACKUP_NOT_FOUND"));
  }
}

TEST_F(BackupTest, WhatAnInterruptedBackupLeftIsNotListedAndGoesWithTheNext) {
  fs::create_directories(backups + "/left.part/db");
  EXPECT_TRUE(ListBackups(backups, "", 10)->empty());
  Make();
  EXPECT_FALSE(fs::exists(backups + "/left.part"));
  EXPECT_EQ(std::distance(fs::directory_iterator(backups), fs::directory_iterator()), 1);
}

TEST_F(BackupTest, ASoundStoreIsReadWholeWithoutAFault) {
  const uint64_t last = Add(300);
  StoreVerification found;
  ASSERT_OK(Inspect(*store, ReportNothing, found));
  EXPECT_EQ(found.faults_size(), 0) << found.ShortDebugString();
  EXPECT_EQ(found.sequence(), last);
  EXPECT_EQ(found.chain(), store->Now().chain());
  EXPECT_EQ(found.row_count(), static_cast<int64_t>(2 * last + 3));  // rows, changes, three of meta
}

TEST_F(BackupTest, AFlippedBitInATableFileIsAFaultThatNamesTheFile) {
  Add(200);
  Make();
  ASSERT_GT(Damage(store.options().path), 0);
  StoreVerification found;
  ASSERT_OK(Inspect(*store, ReportNothing, found));
  ASSERT_GT(found.faults_size(), 0);
  EXPECT_THAT(found.faults(0).description(), HasSubstr(".sst"));
}

TEST_F(BackupTest, AChangedDroppedOrInsertedChangeIsAFaultThatNamesItsSequence) {
  enum class How { kChange, kDrop, kInsert };
  for (const How how : {How::kChange, How::kDrop, How::kInsert}) {
    testing::TempStore broken{{&kRows}};
    ASSERT_OK(broken->Execute([](Txn& txn) {
      for (int i = 0; i < 20; ++i) txn.Publish(identity::v1::Organisation());
      return absl::OkStatus();
    }));
    ASSERT_OK(broken->Execute([how](Txn& txn) {
      OBT_ASSIGN_OR_RETURN(std::optional<v1::Change> change, kChanges.Find(txn, {7}));
      change->set_event("forged");
      if (how == How::kChange) kChanges.Put(txn, {7}, *change);
      if (how == How::kDrop) kChanges.Delete(txn, {7});
      change->set_sequence(21);
      if (how == How::kInsert) kChanges.Put(txn, {21}, *change);
      return absl::OkStatus();
    }));
    StoreVerification found;
    ASSERT_OK(Inspect(*broken, ReportNothing, found));
    ASSERT_GT(found.faults_size(), 0);
    EXPECT_EQ(found.faults(0).table(), "changes");
    EXPECT_EQ(found.faults(0).sequence(), how == How::kInsert ? 21u : 7u);
  }
}

TEST_F(BackupTest, AStoppedStoreIsOpenedWithTheTablesItHasAndNotWhileItIsOpen) {
  const uint64_t last = Add(20);
  const std::string path = store.options().path;
  EXPECT_THAT(StoppedStore::Open(path).status(), StatusIs(absl::StatusCode::kUnavailable, "STORE_IN_USE"));
  store.Close();
  {
    ASSERT_OK_AND_ASSIGN(StoppedStore stopped, StoppedStore::Open(path));
    StoreVerification found;
    ASSERT_OK(Inspect(stopped.store(), ReportNothing, found));
    EXPECT_EQ(found.sequence(), last);
    EXPECT_EQ(found.table_count(), 5);
  }
  ASSERT_OK_AND_ASSIGN(const v1::Witness witness, WitnessOf(path));
  EXPECT_TRUE(witness.exact());
  EXPECT_EQ(witness.sequence(), last);
}

}  // namespace
}  // namespace obt::store
