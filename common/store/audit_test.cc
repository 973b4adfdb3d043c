// The audit log of a store: entries are chained in the order of their commits, go with their changes or not
// at all, survive restarts and backups, and whatever is done to them afterwards is found and named.
#include "common/store/audit.h"

#include <atomic>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/store/care/backup.h"
#include "common/store/care/inspect.h"
#include "common/store/care/witness.h"
#include "common/store/core_tables.h"
#include "common/store/rocks.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_store.h"
#include "gmock/gmock.h"
#include "obt/audit/v1/audit.pb.h"

namespace obt::store {
namespace {

using admin::v1::StoreVerification;
using ::testing::HasSubstr;
using testing::StatusIs;

constexpr Table<std::tuple<uint64_t>, v1::Cursor> kRows{"rows"};

audit::v1::AuditEntry EntryOf(const std::string& client, uint64_t sequence) {
  audit::v1::AuditEntry entry;
  entry.set_kind(audit::v1::AUDIT_KIND_WRITE);
  entry.set_client_id(client);
  entry.set_store_sequence(sequence);
  return entry;
}

// A change with its entry.
absl::Status Write(Store& store, const std::string& client) {
  return store
      .Execute([&client](Txn& txn) {
        v1::Cursor row;
        row.set_sequence(txn.next_sequence());
        kRows.Put(txn, {row.sequence()}, row);
        txn.Publish(row);
        txn.Audit(EntryOf(client, txn.sequence()));
        return absl::OkStatus();
      })
      .status();
}

std::vector<AuditRow> RowsOf(Store& store) {
  std::vector<AuditRow> rows;
  EXPECT_OK(ScanAudit(store.Now(), 0, [&rows](const AuditRow& row) {
    rows.push_back(row);
    return true;
  }));
  return rows;
}

class Audit : public ::testing::Test {
 protected:
  // Five changes.
  void SetUp() override {
    for (int i = 0; i < 5; ++i) ASSERT_OK(Write(*store, absl::StrCat("client-", i)));
    rows = RowsOf(*store);
    ASSERT_EQ(rows.size(), 5u);
  }
  // As somebody does who reaches the files.
  void Put(const AuditRow& row) {
    ASSERT_OK(store->Execute([&row](Txn& txn) {
      auto [key, value] = AuditBytes(row);
      txn.PutRaw(kAudit, std::move(key), std::move(value));
      return absl::OkStatus();
    }));
  }
  void Remove(uint64_t sequence) {
    ASSERT_OK(store->Execute([sequence](Txn& txn) {
      txn.DeleteRaw(kAudit, EncodeKey(std::tuple<uint64_t>(sequence)));
      return absl::OkStatus();
    }));
  }
  // Makes good chain values from an entry on, as somebody does who knows how.
  void Rechain(uint64_t from) {
    AuditChain chain;
    for (const AuditRow& row : RowsOf(*store)) {
      AuditRow made = {chain.sequence() + 1, NextAuditChain(chain.chain(), chain.sequence() + 1, row.entry),
                       row.entry};
      if (made.sequence >= from) Put(made);
      ASSERT_EQ(chain.Follow(made), "");
    }
  }
  // The first entry that does not follow, and what is said of it; 0: all is well.
  std::pair<uint64_t, std::string> Fault() {
    StoreVerification found;
    EXPECT_OK(Inspect(*store, ReportNothing, found));
    if (found.faults().empty()) return {0, ""};
    EXPECT_EQ(found.faults(0).table(), "audit");
    return {found.faults(0).sequence(), found.faults(0).description()};
  }

  testing::TempStore store{{&kRows}};
  std::vector<AuditRow> rows;
};

TEST_F(Audit, EntriesFollowEachOtherThroughARestart) {
  EXPECT_EQ(Fault().first, 0u);
  store.Reopen();
  ASSERT_OK(Write(*store, "later"));
  EXPECT_EQ(Fault().first, 0u);
  EXPECT_EQ(store->Now().audit_sequence(), 6u);
  EXPECT_EQ(store->Now().audit_chain(), RowsOf(*store).back().chain);
  EXPECT_EQ(store->statistics().audit_entries, 1u);
}

TEST_F(Audit, AnEntryGoesWithItsChangeAndAnUndoneItemLeavesNone) {
  EXPECT_THAT(store->Execute([](Txn& txn) {
    txn.Audit(EntryOf("refused", 0));
    return absl::AbortedError("no");
  }),
              StatusIs(absl::StatusCode::kAborted));
  ASSERT_OK(store->Execute([](Txn& txn) {
    const Txn::Mark before = txn.Here();
    txn.Audit(EntryOf("undone", 0));
    txn.UndoTo(before);
    txn.Audit(EntryOf("kept", 0));
    return absl::OkStatus();
  }));
  const std::vector<AuditRow> now = RowsOf(*store);
  ASSERT_EQ(now.size(), 6u);
  audit::v1::AuditEntry last;
  ASSERT_TRUE(last.ParseFromString(now.back().entry));
  EXPECT_EQ(last.client_id(), "kept");
  EXPECT_EQ(store->Now().sequence(), 5u) << "an entry is no change";
}

TEST_F(Audit, ManyWritersLeaveOneChainInTheOrderOfTheirChanges) {
  constexpr int kWriters = 8, kEach = 100;
  std::atomic<int> acknowledged{0};
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < kEach; ++i) acknowledged += Write(*store, absl::StrCat("w", w)).ok() ? 1 : 0;
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(acknowledged.load(), kWriters * kEach);
  EXPECT_EQ(Fault().first, 0u);
  uint64_t change = 0;
  for (const AuditRow& row : RowsOf(*store)) {
    audit::v1::AuditEntry entry;
    ASSERT_TRUE(entry.ParseFromString(row.entry));
    EXPECT_EQ(entry.store_sequence(), ++change);
  }
  EXPECT_EQ(change, 5u + kWriters * kEach);
}

TEST_F(Audit, EveryFlippedByteOfAnEntryIsNamed) {
  const std::string value = AuditBytes(rows[2]).second;
  for (size_t i = 0; i < value.size(); ++i) {
    std::string flipped = value;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x40);
    Put({3, flipped.substr(0, 32), flipped.substr(32)});
    const auto [sequence, what] = Fault();
    EXPECT_EQ(sequence, 3u) << "byte " << i;
    EXPECT_THAT(what, HasSubstr("entry 3 does not follow from the entry before"));
  }
  Put({3, "short", ""});
  EXPECT_EQ(Fault().first, 3u);
  Put(rows[2]);
  EXPECT_EQ(Fault().first, 0u);
}

TEST_F(Audit, ARemovedEntryIsNamed) {
  Remove(3);
  const auto [sequence, what] = Fault();
  EXPECT_EQ(sequence, 3u);
  EXPECT_EQ(what, "entry 3 was expected, entry 4 stands in its place");
}

TEST_F(Audit, SwappedEntriesAreNamed) {
  Put({2, rows[2].chain, rows[2].entry});
  Put({3, rows[1].chain, rows[1].entry});
  EXPECT_EQ(Fault().first, 2u);
}

TEST_F(Audit, ATailThatWasCutOffIsNamedAndRefusedWhenTheStoreIsOpened) {
  store.Reopen();  // now the witness knows all five
  Remove(5);
  const auto [sequence, what] = Fault();
  EXPECT_EQ(sequence, 5u);
  EXPECT_THAT(what, HasSubstr("its witness saw entry 5"));
  store.Close();
  const absl::Status refused = Store::Open(store.options()).status();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kDataLoss, "STORE_ROLLED_BACK"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("its audit log ends at entry 4 but had reached 5"));
}

TEST_F(Audit, AForgedEntryWithAGoodChainBehindItIsNotTheOneTheWitnessSaw) {
  store.Reopen();
  Put({3, "", EntryOf("forged", 3).SerializeAsString()});
  Rechain(3);
  const auto [sequence, what] = Fault();
  EXPECT_EQ(sequence, 5u);
  EXPECT_EQ(what, "the entry is not the one its witness saw");
  store.Close();
  EXPECT_THAT(Store::Open(store.options()).status(), StatusIs(absl::StatusCode::kDataLoss, "STORE_DIVERGED"));
}

TEST_F(Audit, AStoreFromBeforeThereWasAnAuditLogBeginsOne) {
  ASSERT_OK_AND_ASSIGN(v1::Witness witness, WitnessOf(store.options().path));
  StorePoint end = {store->Now().sequence(), store->Now().chain(), 0, ""};
  store.Close();
  {
    ASSERT_OK_AND_ASSIGN(const auto db, OpenDb(store.options(), false, Damage::kRefuse));
    ASSERT_TRUE(db->db->DropColumnFamily(db->HandleOf(kAudit)).ok());
    ASSERT_OK(SaveWitness(*db, end, db->db->GetLatestSequenceNumber(), true, witness));
  }
  store.Reopen();
  EXPECT_EQ(store->Now().audit_sequence(), 0u);
  ASSERT_OK(Write(*store, "first"));
  EXPECT_EQ(RowsOf(*store).size(), 1u);
  EXPECT_EQ(store->Now().sequence(), 6u);
  EXPECT_EQ(Fault().first, 0u);
}

TEST_F(Audit, ABackupHoldsTheLogAndItsWitnessKnowsItsEnd) {
  testing::TempDir place;
  admin::v1::Backup backup;
  backup.set_backup_id(ToText(NewId<JobId>(absl::Now())));
  ASSERT_OK(MakeBackup(*store, place.path(), SystemClock::Get(), ReportNothing, backup));
  ASSERT_EQ(backup.state(), admin::v1::BACKUP_STATE_VERIFIED) << backup.failure();
  const std::string restored = place.path() + "/restored";
  ASSERT_OK(RestoreBackup(place.path(), backup.backup_id(), restored));
  ASSERT_OK_AND_ASSIGN(const v1::Witness witness, WitnessOf(restored));
  EXPECT_EQ(witness.audit_sequence(), 5u);
  EXPECT_EQ(witness.audit_chain(), rows.back().chain);
  ASSERT_OK_AND_ASSIGN(StoppedStore stopped, StoppedStore::Open(restored));
  EXPECT_EQ(RowsOf(stopped.store()).size(), 5u);
}

}  // namespace
}  // namespace obt::store
