// SIGKILL of a real service under load, and of the program that ships its audit log: the chain stays whole,
// each acknowledged write has its entry once, and each entry is shipped once, in order.
#include <atomic>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/store/audit.h"
#include "common/store/care/inspect.h"
#include "common/store/core_tables.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/admin/v1/admin.pb.h"
#include "tests/e2e/command_shell.h"
#include "tests/integration/world.h"

namespace obt::testing {
namespace {

constexpr int kWriters = 4;
constexpr int kKills = 8;
constexpr int kAcksPerKill = 150;
constexpr char kLines[] = "identity.jsonl";

// Creates people until told to stop, each with a request id, again and again until it is acknowledged.
struct Writer {
  void Run(World& world, const std::atomic<bool>& stop, std::atomic<int64_t>& acks) {
    for (int n = 0; !stop.load(); ++n) {
      identity::v1::CreatePersonRequest request;
      request.set_organisation_code("dwp");
      request.set_name("Quokka");
      request.set_email(absl::StrCat("quokka-", number, "-", n, "@dwp.gov.uk"));
      request.set_request_id(absl::StrCat("create-", number, "-", n));
      rpc::CallFacts facts;
      while (!world.Call<identity::v1::CreatePersonResponse>(request, "admin", &facts).ok()) {
        std::this_thread::yield();
      }
      sequences.push_back(facts.sequence);
      ++acks;
    }
  }
  int number = 0;
  std::vector<uint64_t> sequences;
};

class AuditKill : public ::testing::Test {
 protected:
  AuditKill() { std::ofstream(shell_.Path("admin.token")) << world_.deployment().Token({.client = "admin"}); }
  int Verify() {
    return shell_.Run(
        "obtctl audit verify --service identity --service learning --endpoints endpoints.json "
        "--token-file admin.token");
  }
  int Ship(const std::string& before = "") {
    return shell_.Run(absl::StrCat(before, "obtctl audit ship identity --to ", kLines,
                                   " --endpoints endpoints.json --token-file admin.token"));
  }
  void RunUntil(int64_t target) {
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    while (acks_.load() < target && absl::Now() < deadline) std::this_thread::yield();
    ASSERT_GE(acks_.load(), target) << "the load does not go on";
  }
  // How often each change of a person that was created has an entry of its own.
  std::map<uint64_t, int> EntriesByChange() {
    std::map<uint64_t, int> entries;
    admin::v1::ReadAuditLogRequest request;
    request.set_page_size(500);
    store::AuditChain chain;
    do {
      const auto page = world_.ClientTo("identity", "admin").Call<admin::v1::ReadAuditLogResponse>(request);
      EXPECT_OK(page);
      if (!page.ok()) break;
      for (const admin::v1::AuditRecord& record : page->records()) {
        EXPECT_EQ(chain.Follow({record.sequence(), record.chain(), record.content()}), "");
        const bool is_creation = absl::EndsWith(record.entry().rpc(), "/CreatePerson");
        if (is_creation && record.entry().kind() == audit::v1::AUDIT_KIND_WRITE && !record.entry().replayed())
          ++entries[record.entry().store_sequence()];
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return entries;
  }

  World world_{World::Mode::kBinaries, SystemClock::Get(), {"learning"}};
  CommandShell shell_{world_.deployment().path()};
  std::atomic<int64_t> acks_{0};
};

TEST_F(AuditKill, EachAcknowledgedWriteHasItsEntryOnceAndEachEntryIsShippedOnce) {
  std::atomic<bool> stop{false};
  std::vector<Writer> writers(kWriters);
  std::vector<std::thread> threads;
  for (int i = 0; i < kWriters; ++i) {
    writers[i].number = i;
    threads.emplace_back([&, i] { writers[i].Run(world_, stop, acks_); });
  }
  int shipments_killed = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    RunUntil(acks_.load() + kAcksPerKill);
    world_.Restart("identity", /*kill=*/true);
    // Killed while it asks, writes or notes how far it is.
    for (const char* seconds : {"0.02", "0.04", "0.06"})
      shipments_killed += Ship(absl::StrCat("timeout -s KILL ", seconds, " ")) == 0 ? 0 : 1;
  }
  stop.store(true);
  for (std::thread& thread : threads) thread.join();
  const std::map<uint64_t, int> entries = EntriesByChange();
  size_t acknowledged = 0;
  for (const Writer& writer : writers) {
    for (const uint64_t sequence : writer.sequences) {
      const auto found = entries.find(sequence);
      ASSERT_TRUE(found != entries.end()) << "change " << sequence << " was acknowledged and has no entry";
      EXPECT_EQ(found->second, 1) << sequence;
      ++acknowledged;
    }
  }
  ASSERT_EQ(Ship(), 0) << shell_.Err();
  std::ifstream lines(shell_.Path(kLines));
  std::string line;
  uint64_t shipped = 0;
  while (std::getline(lines, line)) {
    ++shipped;
    ASSERT_TRUE(
        absl::StartsWith(line, absl::StrCat("{\"service\":\"identity\",\"sequence\":\"", shipped, "\",")))
        << "line " << shipped << ": " << line;
    EXPECT_FALSE(absl::StrContains(line, "uokka"));
  }
  EXPECT_GE(shipped, acknowledged);
  EXPECT_EQ(Verify(), 0) << shell_.Out() << shell_.Err();
  std::cout << kKills << " kills of identity and " << shipments_killed << " of the shipping; " << acknowledged
            << " acknowledged writes, " << shipped << " entries shipped" << std::endl;
}

TEST_F(AuditKill, AnEntryThatSomebodyChangedIsNamedAndShippingStopsThere) {
  for (int i = 0; i < 3; ++i) world_.CreatePerson("dwp", absl::StrCat("p", i));
  world_.Stop("identity");
  {
    ASSERT_OK_AND_ASSIGN(store::StoppedStore stopped,
                         store::StoppedStore::Open(absl::StrCat(world_.deployment().path(), "/identity")));
    ASSERT_OK(stopped.store().Execute([](store::Txn& txn) {
      store::AuditRow row;
      OBT_RETURN_IF_ERROR(store::ScanAudit(txn, 2, [&row](const store::AuditRow& third) {
        row = third;
        return false;
      }));
      row.entry.back() = static_cast<char>(row.entry.back() ^ 1);
      auto [key, value] = store::AuditBytes(row);
      txn.PutRaw(store::kAudit, std::move(key), std::move(value));
      return absl::OkStatus();
    }));
  }
  world_.Start("identity");
  ASSERT_EQ(shell_.Run("obtctl status --service identity --wait 60 --quiet --endpoints endpoints.json "
                       "--token-file admin.token"),
            0)
      << shell_.Err();
  EXPECT_EQ(Verify(), 1);
  EXPECT_THAT(shell_.Out(), ::testing::HasSubstr("entry 3 does not follow from the entry before"));
  EXPECT_THAT(shell_.Out(), ::testing::HasSubstr("learning"));
  EXPECT_EQ(Ship(), 1);
  EXPECT_THAT(shell_.Err(), ::testing::HasSubstr("entry 3 does not follow"));
}

}  // namespace
}  // namespace obt::testing
