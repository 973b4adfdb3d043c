// What calls leave in the audit log, through the whole pipeline: a change and its entry together, exports
// before their answer, refusals counted.
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rpc/policy.h"
#include "common/testing/audit_log.h"
#include "common/testing/deployment.h"
#include "common/testing/local_caller.h"
#include "common/testing/status_matchers.h"
#include "common/testing/tiny_service.h"
#include "gmock/gmock.h"
#include "obt/feed/v1/feed.pb.h"

namespace obt::testing {
namespace {

using audit::v1::AuditEntry;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPut[] = "/obt.testing.v1.TinyService/PutNumber";

class AuditOfCalls : public ::testing::Test {
 protected:
  AuditOfCalls() { server->router().Open(); }
  static v1::PutNumberRequest Put(const std::string& name, int64_t value,
                                  const std::string& request_id = "") {
    v1::PutNumberRequest request;
    request.set_organisation_code("dwp");
    request.set_name(name);
    request.set_value(value);
    request.set_request_id(request_id);
    return request;
  }
  absl::Status Call(const std::string& client, const google::protobuf::Message& request) {
    const std::unique_ptr<google::protobuf::Message> response(ResponseOf(request)->New());
    return rpc::LocalCaller(server->router(), client).Invoke(request, *response);
  }
  static const google::protobuf::Message* ResponseOf(const google::protobuf::Message& request) {
    const auto* rpc = rpc::FindRpc(*request.GetDescriptor());
    return google::protobuf::MessageFactory::generated_factory()->GetPrototype(rpc->output_type());
  }
  // Of this kind, once all is on disk.
  std::vector<AuditEntry> Entries(audit::v1::AuditKind kind) {
    server->router().WriteAudit();
    return EntriesNow(kind);
  }
  std::vector<AuditEntry> EntriesNow(audit::v1::AuditKind kind) {
    std::vector<AuditEntry> entries;
    for (AuditEntry& entry : AuditEntries(server->store())) {
      if (entry.kind() == kind) entries.push_back(std::move(entry));
    }
    return entries;
  }
  static int64_t CountsOf(const std::vector<AuditEntry>& entries) {
    int64_t sum = 0;
    for (const AuditEntry& entry : entries) sum += entry.count();
    return sum;
  }

  Deployment deployment;
  std::unique_ptr<app::Server> server = deployment.Start(TinySpec(), "admin");
  std::unique_ptr<rpc::Client> dwp = deployment.ClientTo("tiny", "dwp");
};

TEST_F(AuditOfCalls, AChangeIsThereWithItsEntryAndNoNameIsInIt) {
  ASSERT_OK(dwp->Call<v1::PutNumberResponse>(Put("quokka", 1)));
  const std::vector<AuditEntry> entries =
      EntriesNow(audit::v1::AUDIT_KIND_WRITE);  // as soon as it is answered
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].client_id(), "dwp");
  EXPECT_EQ(entries[0].rpc(), kPut);
  EXPECT_EQ(entries[0].code(), 0);
  EXPECT_EQ(entries[0].store_sequence(), 1u);
  EXPECT_GT(entries[0].time_us(), 0);
  EXPECT_THAT(entries[0].SerializeAsString(), Not(HasSubstr("quokka")));
}

TEST_F(AuditOfCalls, AReplayLeavesAnEntryThatSaysSo) {
  for (int i = 0; i < 3; ++i) ASSERT_OK(Call("dwp", Put("a", 1, "r1")));
  const std::vector<AuditEntry> entries = Entries(audit::v1::AUDIT_KIND_WRITE);
  ASSERT_EQ(entries.size(), 3u);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(entries[i].replayed(), i > 0);
    EXPECT_EQ(entries[i].store_sequence(), 1u);
  }
  EXPECT_EQ(server->store().Now().sequence(), 1u);
}

TEST_F(AuditOfCalls, AFloodOfRefusalsLeavesTwoEntriesThatCountThemAll) {
  constexpr int kTimes = 2000;
  for (int i = 0; i < kTimes; ++i) EXPECT_FALSE(Call("dwp", Put("a", -1)).ok());
  const std::vector<AuditEntry> entries = Entries(audit::v1::AUDIT_KIND_REFUSAL);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].count(), 1);
  EXPECT_EQ(CountsOf(entries), kTimes);
  for (const AuditEntry& entry : entries) {
    EXPECT_EQ(entry.client_id(), "dwp");
    EXPECT_EQ(entry.rpc(), kPut);
    EXPECT_EQ(entry.reason(), "NEGATIVE");
    EXPECT_EQ(entry.code(), static_cast<int>(absl::StatusCode::kFailedPrecondition));
  }
  EXPECT_TRUE(Entries(audit::v1::AUDIT_KIND_WRITE).empty());
  EXPECT_THAT(server->metrics().Text(),
              HasSubstr(absl::StrCat("obt_audit_refusals_suppressed_total ", kTimes - 1)));
}

TEST_F(AuditOfCalls, RefusalsOfEndlesslyManyCallersAreBoundedToo) {
  constexpr int kCallers = 3000;
  for (int i = 0; i < kCallers; ++i) EXPECT_FALSE(Call(absl::StrCat("caller-", i), Put("a", 1)).ok());
  const std::vector<AuditEntry> entries = Entries(audit::v1::AUDIT_KIND_REFUSAL);
  EXPECT_LE(entries.size(), 502u);
  EXPECT_EQ(CountsOf(entries), kCallers);
  EXPECT_EQ(entries.back().reason(), "OTHERS");
}

TEST_F(AuditOfCalls, WhoCannotProveWhoTheyAreAreCountedWithoutAName) {
  const auto nobody = deployment.ClientWithToken("tiny", "no.token.atall");
  EXPECT_FALSE(nobody->Call<v1::PutNumberResponse>(Put("a", 1)).ok());
  const std::vector<AuditEntry> entries = Entries(audit::v1::AUDIT_KIND_REFUSAL);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].client_id(), "");
  EXPECT_EQ(entries[0].code(), static_cast<int>(absl::StatusCode::kUnauthenticated));
}

TEST_F(AuditOfCalls, ABatchLeavesAnEntryForEachCommitAndItsRefusedItemsAreCounted) {
  v1::PutNumbersRequest request;
  for (int i = 0; i < 300; ++i) {
    v1::Number& item = *request.add_items();
    item.set_organisation_code(i % 3 == 0 ? "hmrc" : "dwp");
    item.set_name(absl::StrCat("n", i));
    item.set_value(i % 3 == 1 ? -1 : i);
  }
  ASSERT_OK(Call("dwp", request));
  int64_t accepted = 0;
  uint64_t sequence = 0;
  for (const AuditEntry& entry : Entries(audit::v1::AUDIT_KIND_WRITE)) {
    accepted += entry.rows();
    EXPECT_GT(entry.store_sequence(), sequence);
    sequence = entry.store_sequence();
  }
  EXPECT_EQ(accepted, 100);
  EXPECT_EQ(sequence, server->store().Now().sequence());
  EXPECT_EQ(CountsOf(Entries(audit::v1::AUDIT_KIND_REFUSAL)), 200);
}

TEST_F(AuditOfCalls, AnExportIsOnDiskBeforeItsAnswerLeaves) {
  for (size_t i = 1; i <= 20; ++i) {
    feed::v1::OpenSnapshotResponse opened;
    ASSERT_OK(rpc::LocalCaller(server->router(), "reader").Invoke(feed::v1::OpenSnapshotRequest(), opened));
    const std::vector<AuditEntry> entries = EntriesNow(audit::v1::AUDIT_KIND_EXPORT);
    ASSERT_EQ(entries.size(), i);
    EXPECT_EQ(entries.back().client_id(), "reader");
    feed::v1::CloseSnapshotRequest close;
    close.set_snapshot_id(opened.snapshot_id());
    ASSERT_OK(Call("reader", close));
  }
}

TEST_F(AuditOfCalls, WhoFollowsTheFeedLeavesNoEntries) {
  ASSERT_OK(Call("dwp", Put("a", 1)));
  ASSERT_OK(Call("reader", feed::v1::ReadChangesRequest()));
  server->router().WriteAudit();
  EXPECT_EQ(AuditEntries(server->store()).size(), 2u) << "of the first administrator, and of the change";
}

TEST_F(AuditOfCalls, WhatWasCountedIsThereAfterACleanStop) {
  for (int i = 0; i < 50; ++i) EXPECT_FALSE(Call("dwp", Put("a", -1)).ok());
  server.reset();
  server = deployment.Start(TinySpec());
  EXPECT_EQ(CountsOf(Entries(audit::v1::AUDIT_KIND_REFUSAL)), 50);
}

TEST_F(AuditOfCalls, ManyCallersAtOnceLeaveOneEntryForEachCall) {
  constexpr int kCallers = 8, kEach = 100;
  std::vector<std::thread> callers;
  std::atomic<int> done{0};
  for (int c = 0; c < kCallers; ++c) {
    callers.emplace_back([&, c] {
      for (int i = 0; i < kEach; ++i) {
        done += Call("dwp", Put(absl::StrCat("c", c, "-", i), 1)).ok() ? 1 : 0;
        if (Call("dwp", Put("refused", -1)).ok()) ADD_FAILURE();
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(done.load(), kCallers * kEach);
  const std::vector<AuditEntry> written = Entries(audit::v1::AUDIT_KIND_WRITE);
  EXPECT_EQ(written.size(), static_cast<size_t>(kCallers * kEach));
  for (size_t i = 0; i < written.size(); ++i) EXPECT_EQ(written[i].store_sequence(), i + 1);
  EXPECT_EQ(CountsOf(Entries(audit::v1::AUDIT_KIND_REFUSAL)), kCallers * kEach);
}

}  // namespace
}  // namespace obt::testing
