// Audit entries of reads while a disk is full: they wait in their order up to a bound, then reads are refused
// and refusals counted alone, and all of them are written once there is room.
#include "common/rpc/audit_trail.h"

#include <atomic>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/audit_log.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "tests/chaos/disk.h"
#include "tests/chaos/ledger.h"
#include "tests/chaos/watched_files.h"

namespace obt::testing {
namespace {

using audit::v1::AuditEntry;
using ::testing::HasSubstr;

struct Shrinking final : Watcher {
  rocksdb::IOStatus Around(const Operation&, absl::FunctionRef<rocksdb::IOStatus()> run) override {
    return run();
  }
  uint64_t Room(uint64_t room) override { return full ? 1000 : room; }
  std::atomic<bool> full{false};
};

struct Refused final : rpc::ServerCall {
  using ServerCall::ServerCall;
  absl::StatusOr<std::string> ClientId(absl::Time) override { return call.client_id; }
  absl::StatusOr<google::protobuf::Message*> Request() override { return nullptr; }
  void Answer(const absl::Status&, uint64_t) override {}
};

class TrailOnAFullDisk : public ::testing::Test {
 protected:
  void SetUp() override {
    DiskImage empty;
    empty.directories["/world"] = true;
    const store::Options options = Ledger::StoreOptions(Watch(empty.InMemory(), room), "/world/obt/store");
    ASSERT_OK(store::Store::Init(options));
    ASSERT_OK_AND_ASSIGN(store, store::Store::Open(options));
    trail = std::make_unique<rpc::AuditTrail>(*store, SystemClock::Get(), metrics);
  }
  // Numbered reads until no more should come.
  int64_t FillUp() {
    int64_t reads = 0;
    for (; !trail->full(); ++reads) {
      AuditEntry entry;
      entry.set_kind(audit::v1::AUDIT_KIND_READ);
      entry.set_rows(reads);
      entry.add_resources()->add_ids(std::string(4000, 'x'));
      trail->Gather(entry);
    }
    return reads;
  }

  const std::shared_ptr<Shrinking> room = std::make_shared<Shrinking>();
  obs::Metrics metrics;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<rpc::AuditTrail> trail;
  const rpc::BoundMethod method = [] {
    rpc::BoundMethod bound;
    bound.path = "/obt.x.v1.Service/Method";
    return bound;
  }();
};

TEST_F(TrailOnAFullDisk, WhatWaitsIsBoundedAndWrittenInItsOrderOnceThereIsRoom) {
  room->full = true;
  const int64_t reads = FillUp();
  EXPECT_GE(reads, 4000);
  EXPECT_LE(reads, 4300) << "some 16 MB";
  Refused refused(method);
  refused.call.client_id = "dwp";
  trail->Refuse(refused, absl::NotFoundError("no"), 7);
  absl::Status exported;
  trail->Write(AuditEntry(), [&exported](const absl::Status& status) { exported = status; });
  trail->Flush();
  EXPECT_THAT(exported, StatusIs(absl::StatusCode::kUnavailable, "DISK_FULL"));
  EXPECT_TRUE(trail->full());
  EXPECT_EQ(store->Now().audit_sequence(), 0u);
  room->full = false;
  trail->Flush();
  EXPECT_FALSE(trail->full());
  trail->Flush();  // what was counted
  const std::vector<AuditEntry> entries = AuditEntries(*store);
  ASSERT_EQ(entries.size(), static_cast<size_t>(reads) + 1);
  for (int64_t i = 0; i < reads; ++i) ASSERT_EQ(entries[i].rows(), i);
  EXPECT_EQ(entries.back().kind(), audit::v1::AUDIT_KIND_REFUSAL);
  EXPECT_EQ(entries.back().count(), 7);
}

TEST_F(TrailOnAFullDisk, WhatTheStoreDoesNotTakeUntilTheEndIsCountedAsLost) {
  room->full = true;
  AuditEntry entry;
  for (int i = 0; i < 3; ++i) trail->Gather(entry);
  entry.set_rows(1);
  trail->Gather(entry);
  trail->Stop();
  EXPECT_THAT(metrics.Text(), HasSubstr("obt_audit_lost_total 4"));
}

}  // namespace
}  // namespace obt::testing
