// A store that lost its end serves again once an operator has said where it ends.
#include "common/store/care/recover.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/store/care/inspect.h"
#include "common/store/table.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_store.h"
#include "gmock/gmock.h"
#include "obt/audit/v1/audit.pb.h"
#include "obt/identity/v1/organisation.pb.h"

namespace obt::store {
namespace {

using ::testing::HasSubstr;
using testing::StatusIs;
namespace fs = std::filesystem;

constexpr Table<std::tuple<uint64_t>, identity::v1::Organisation> kRows{"rows"};
constexpr uint64_t kChangesMade = 100;

class RecoverTest : public ::testing::Test {
 protected:
  RecoverTest() {
    for (uint64_t i = 0; i < kChangesMade; ++i) {
      EXPECT_OK(store->Execute([](Txn& txn) {
        identity::v1::Organisation row;
        row.set_code(std::string(100, 'x'));
        kRows.Put(txn, {txn.next_sequence()}, row);
        txn.Publish(row);
        audit::v1::AuditEntry entry;
        entry.set_store_sequence(txn.sequence());
        txn.Audit(entry);
        return absl::OkStatus();
      }));
    }
    store.Close();
  }
  absl::Status Open() { return Store::Open(store.options()).status(); }
  // The write-ahead log with the most in it.
  fs::path Log() {
    fs::path largest;
    for (const auto& entry : fs::directory_iterator(path + "/db")) {
      if (entry.path().extension() != ".log") continue;
      if (largest.empty() || entry.file_size() > fs::file_size(largest)) largest = entry.path();
    }
    return largest;
  }
  // Where the remains end, as a refused attempt tells it.
  uint64_t EndAsTold() {
    const std::string told(Recover(path, ~uint64_t{0}).status().message());
    const std::string before = "ends at change ";
    const size_t at = told.find(before);
    return at == std::string::npos ? 0 : std::stoull(told.substr(at + before.size()));
  }

  testing::TempStore store{{&kRows}};
  const std::string path = store.options().path;
};

TEST_F(RecoverTest, AStoreThatEndsBeforeItsWitnessServesAgainFromWhereItEnds) {
  ASSERT_OK_AND_ASSIGN(const v1::Witness before, WitnessOf(path));
  fs::resize_file(Log(), fs::file_size(Log()) / 2);
  ASSERT_THAT(Open(), StatusIs(absl::StatusCode::kDataLoss, "STORE_ROLLED_BACK"));
  const uint64_t end = EndAsTold();
  ASSERT_GT(end, 10u);
  ASSERT_LT(end, kChangesMade);
  ASSERT_OK_AND_ASSIGN(const Recovery recovery, Recover(path, end));
  EXPECT_EQ(recovery.sequence, end);
  EXPECT_EQ(recovery.first_lost, end + 1);
  EXPECT_EQ(recovery.last_lost, kChangesMade);
  EXPECT_EQ(recovery.audit_sequence, end);
  EXPECT_EQ(recovery.last_audit_seen, kChangesMade);
  store.Reopen();
  EXPECT_EQ(store->Now().sequence(), end);
  ASSERT_OK_AND_ASSIGN(const auto rows, kRows.Scan(store->Now(), std::tuple<>(), std::nullopt, 1000));
  EXPECT_EQ(rows.size(), end);
  ASSERT_OK_AND_ASSIGN(const v1::Witness after, WitnessOf(path));
  EXPECT_NE(after.epoch(), before.epoch());
  // Whoever had read what is lost is told so.
  EXPECT_THAT(ReadChanges(store->Now(), kChangesMade, before.chain(), 10, 1000).status(),
              StatusIs(absl::StatusCode::kOutOfRange, "FEED_POSITION"));
  for (uint64_t i = end; i < kChangesMade; ++i) {
    ASSERT_OK(store->Execute([](Txn& txn) {
      txn.Publish(identity::v1::Organisation());
      return absl::OkStatus();
    }));
  }
  EXPECT_THAT(ReadChanges(store->Now(), kChangesMade, before.chain(), 10, 1000).status(),
              StatusIs(absl::StatusCode::kDataLoss, "FEED_DIVERGED"));
}

TEST_F(RecoverTest, WhatLiesBehindDamageInTheLogIsCutOff) {
  {
    std::fstream file(Log(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(fs::file_size(Log()) / 2));
    file.put('\x55').put('\x55').put('\x55');
  }
  ASSERT_FALSE(Open().ok());
  const uint64_t end = EndAsTold();
  ASSERT_GT(end, 10u);
  ASSERT_LT(end, kChangesMade);
  ASSERT_OK(Recover(path, end));
  store.Reopen();
  EXPECT_EQ(store->Now().sequence(), end);
  admin::v1::StoreVerification found;
  ASSERT_OK(Inspect(*store, ReportNothing, found));
  EXPECT_EQ(found.faults_size(), 0) << found.ShortDebugString();
}

TEST_F(RecoverTest, AnotherSequenceThanItsEndIsNotAcceptedAndChangesNothing) {
  fs::resize_file(Log(), fs::file_size(Log()) / 2);
  const uint64_t end = EndAsTold();
  for (const uint64_t wrong : {uint64_t{0}, end - 1, end + 1, kChangesMade}) {
    EXPECT_THAT(Recover(path, wrong).status(),
                StatusIs(absl::StatusCode::kInvalidArgument, "LOSS_NOT_ACCEPTED"));
  }
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kDataLoss, "STORE_ROLLED_BACK"));
  EXPECT_EQ(EndAsTold(), end);
}

TEST_F(RecoverTest, AStoreThatOpensIsNotRecovered) {
  EXPECT_THAT(Recover(path, kChangesMade).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, "NOTHING_TO_RECOVER"));
}

TEST_F(RecoverTest, AStoreOfAnotherWitnessOrWithoutOneIsNotRecovered) {
  testing::TempStore other{{&kRows}};
  other.Close();
  const std::string witness = path + "/witness";
  fs::copy_file(other.options().path + "/witness", witness, fs::copy_options::overwrite_existing);
  EXPECT_THAT(Recover(path, kChangesMade).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, "STORE_FOREIGN"));
  fs::remove(witness);
  EXPECT_THAT(Recover(path, kChangesMade).status(),
              StatusIs(absl::StatusCode::kDataLoss, "WITNESS_UNREADABLE"));
}

TEST_F(RecoverTest, AStoreThatIsOpenIsNotTouched) {
  store.Reopen();
  EXPECT_THAT(Recover(path, 1).status(), StatusIs(absl::StatusCode::kUnavailable, "STORE_IN_USE"));
}

TEST_F(RecoverTest, DamagedTableFilesAreNotRecovered) {
  store.Reopen();  // what was in the log is in files now
  store.Close();
  for (const auto& entry : fs::directory_iterator(path + "/db")) {
    if (entry.path().extension() == ".sst") fs::resize_file(entry.path(), entry.file_size() - 1);
  }
  EXPECT_FALSE(Open().ok());
  EXPECT_FALSE(Recover(path, kChangesMade).ok());
  EXPECT_FALSE(Open().ok());
}

}  // namespace
}  // namespace obt::store
