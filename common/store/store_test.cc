#include "common/store/store.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "common/store/core_tables.h"
#include "common/store/table.h"
#include "common/testing/fake_clock.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_store.h"
#include "gmock/gmock.h"

namespace obt::store {
namespace {

using testing::StatusIs;
using testing::TempStore;

inline constexpr Table<std::tuple<uint32_t>, v1::Cursor> kRows{"rows"};

v1::Cursor RowOf(uint64_t value) {
  v1::Cursor row;
  row.set_sequence(value);
  return row;
}

// Writes a row and an event about it.
absl::StatusOr<uint64_t> Write(Store& store, uint32_t key, uint64_t value) {
  return store.Execute([&](Txn& txn) {
    kRows.Put(txn, {key}, RowOf(value));
    txn.Publish(RowOf(value));
    return absl::OkStatus();
  });
}

TEST(Store, WhatWasAcknowledgedIsThereAfterAReopen) {
  TempStore store({&kRows});
  ASSERT_OK(Write(*store, 7, 70));
  store.Reopen();
  ASSERT_OK_AND_ASSIGN(const auto row, kRows.Find(store->Now(), {7}));
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->sequence(), 70u);
  EXPECT_EQ(store->Now().sequence(), 1u);
}

TEST(Store, AFailedCommandLeavesNoRowNoEventAndNoSequence) {
  TempStore store({&kRows});
  EXPECT_THAT(store->Execute([](Txn& txn) {
    kRows.Put(txn, {1}, RowOf(1));
    txn.Publish(RowOf(1));
    return absl::AbortedError("no");
  }),
              StatusIs(absl::StatusCode::kAborted));
  ASSERT_OK_AND_ASSIGN(const bool found, kRows.Has(store->Now(), {1}));
  EXPECT_FALSE(found);
  ASSERT_OK_AND_ASSIGN(const uint64_t sequence, Write(*store, 2, 2));
  EXPECT_EQ(sequence, 1u);
}

TEST(Store, AViewDoesNotSeeLaterCommits) {
  TempStore store({&kRows});
  const View before = store->Now();
  ASSERT_OK(Write(*store, 1, 1));
  EXPECT_FALSE(*kRows.Has(before, {1}));
  EXPECT_EQ(before.sequence(), 0u);
  EXPECT_TRUE(*kRows.Has(store->Now(), {1}));
}

TEST(Store, ConcurrentCommandsGetDenseSequencesAndOneChain) {
  TempStore store({&kRows});
  std::vector<std::thread> writers;
  for (uint32_t w = 0; w < 8; ++w) {
    writers.emplace_back([&store, w] {
      for (uint32_t i = 0; i < 50; ++i) EXPECT_OK(Write(*store, w * 50 + i, i));
    });
  }
  for (std::thread& writer : writers) writer.join();
  ASSERT_OK_AND_ASSIGN(const ChangePage page, ReadChanges(store->Now(), 0, "", 1000, 1 << 20));
  ASSERT_EQ(page.changes.size(), 400u);
  std::string chain(32, '\0');
  for (size_t i = 0; i < page.changes.size(); ++i) {
    EXPECT_EQ(page.changes[i].sequence(), i + 1);
    EXPECT_EQ(page.changes[i].chain(), NextChain(chain, page.changes[i]));
    chain = page.changes[i].chain();
  }
  EXPECT_EQ(store->Now().chain(), chain);
}

TEST(Store, ChainIsComputedAsDocumented) {
  v1::Change change;
  change.set_sequence(1);
  change.set_commit_time_us(2);
  change.set_type("t");
  change.set_event("e");
  change.set_chain("ignored");
  // SHA-256 over 32 zero bytes, 8-byte sequence, 8-byte time, 4-byte length, "t", "e".
  EXPECT_EQ(NextChain(std::string(32, '\0'), change).size(), 32u);
  v1::Change other = change;
  other.set_event("f");
  EXPECT_NE(NextChain(std::string(32, '\0'), change), NextChain(std::string(32, '\0'), other));
  other = change;
  other.set_type("te");
  other.set_event("");
  EXPECT_NE(NextChain(std::string(32, '\0'), change), NextChain(std::string(32, '\0'), other));
}

TEST(Store, ReadingTheFeedResumesAndRefusesAnotherHistory) {
  TempStore store({&kRows});
  for (uint32_t i = 0; i < 5; ++i) ASSERT_OK(Write(*store, i, i));
  const View view = store->Now();
  ASSERT_OK_AND_ASSIGN(const ChangePage first, ReadChanges(view, 0, "", 2, 1 << 20));
  ASSERT_EQ(first.changes.size(), 2u);
  EXPECT_EQ(first.last_sequence, 5u);
  ASSERT_OK_AND_ASSIGN(const ChangePage rest, ReadChanges(view, 2, first.changes[1].chain(), 100, 1 << 20));
  EXPECT_EQ(rest.changes.size(), 3u);
  EXPECT_THAT(ReadChanges(view, 2, std::string(32, 'x'), 100, 1 << 20),
              StatusIs(absl::StatusCode::kDataLoss, "FEED_DIVERGED"));
  EXPECT_THAT(ReadChanges(view, 6, "", 100, 1 << 20),
              StatusIs(absl::StatusCode::kOutOfRange, "FEED_POSITION"));
}

TEST(Store, PageOfChangesEndsAtItsByteLimit) {
  TempStore store({&kRows});
  for (uint32_t i = 0; i < 10; ++i) ASSERT_OK(Write(*store, i, i));
  ASSERT_OK_AND_ASSIGN(const ChangePage page, ReadChanges(store->Now(), 0, "", 100, 1));
  EXPECT_EQ(page.changes.size(), 1u);
}

TEST(Store, InitRefusesADirectoryThatIsNotEmptyAndOpenAnEmptyOne) {
  TempStore store({&kRows});
  EXPECT_THAT(Store::Init(store.options()), StatusIs(absl::StatusCode::kAlreadyExists, "STORE_EXISTS"));
  testing::TempDir empty;
  Options options = store.options();
  options.path = empty.path();
  EXPECT_THAT(Store::Open(options), StatusIs(absl::StatusCode::kFailedPrecondition, "STORE_MISSING"));
}

TEST(Store, AnOlderCopyOfTheStoreIsRefused) {
  TempStore store({&kRows});
  ASSERT_OK(Write(*store, 1, 1));
  store.Close();
  const std::string db = store.options().path + "/db";
  testing::TempDir copy;
  std::filesystem::copy(db, copy.path() + "/db", std::filesystem::copy_options::recursive);
  store.Reopen();
  ASSERT_OK(Write(*store, 2, 2));
  store.Close();
  std::filesystem::remove_all(db);
  std::filesystem::copy(copy.path() + "/db", db, std::filesystem::copy_options::recursive);
  EXPECT_THAT(Store::Open(store.options()), StatusIs(absl::StatusCode::kDataLoss, "STORE_ROLLED_BACK"));
}

TEST(Store, AnotherStoreUnderThisWitnessIsRefused) {
  TempStore mine({&kRows}), other({&kRows});
  mine.Close();
  other.Close();
  std::filesystem::remove_all(mine.options().path + "/db");
  std::filesystem::copy(other.options().path + "/db", mine.options().path + "/db",
                        std::filesystem::copy_options::recursive);
  EXPECT_THAT(Store::Open(mine.options()), StatusIs(absl::StatusCode::kDataLoss, "STORE_FOREIGN"));
}

TEST(Store, AMissingOrTornWitnessIsRefused) {
  TempStore store({&kRows});
  store.Close();
  const std::string witness = store.options().path + "/witness";
  std::filesystem::resize_file(witness, 10);
  EXPECT_THAT(Store::Open(store.options()), StatusIs(absl::StatusCode::kDataLoss, "WITNESS_UNREADABLE"));
  std::filesystem::remove(witness);
  EXPECT_THAT(Store::Open(store.options()), StatusIs(absl::StatusCode::kDataLoss, "WITNESS_UNREADABLE"));
}

TEST(Store, ANewerFormatRefusesToOpen) {
  TempStore store({&kRows});
  ASSERT_OK(store->Execute([](Txn& txn) {
    txn.PutRaw(kMeta, "format", "99");
    return absl::OkStatus();
  }));
  store.Close();
  EXPECT_THAT(Store::Open(store.options()), StatusIs(absl::StatusCode::kFailedPrecondition, "STORE_TOO_NEW"));
}

TEST(Store, AFullQueueRefusesAndKeepsTheCommandUntouched) {
  struct Slow final : Command {
    absl::Status Run(Txn&) override {
      while (!go->load()) std::this_thread::yield();
      return absl::OkStatus();
    }
    void Done(const absl::Status&, uint64_t) override {}
    std::atomic<bool>* go;
  };
  testing::TempDir dir;
  Options options;
  options.path = dir.path() + "/store";
  options.tables = {&kRows};
  options.queue_limit = 2;
  ASSERT_OK(Store::Init(options));
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Store> store, Store::Open(options));
  std::atomic<bool> go{false};
  absl::Status refused;
  std::unique_ptr<Command> command;
  for (int i = 0; i < 10 && refused.ok(); ++i) {
    auto slow = std::make_unique<Slow>();
    slow->go = &go;
    command = std::move(slow);
    refused = store->Submit(std::move(command));
  }
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted, "COMMIT_QUEUE_FULL"));
  EXPECT_NE(command, nullptr);
  go.store(true);
}

TEST(Store, KeptRepliesLastThirtyDaysAndArePrunedThen) {
  testing::FakeClock clock(absl::FromUnixSeconds(1'700'000'000));
  TempStore store({&kRows}, &clock);
  const ReplyKey key{"client", "method", "id"};
  ASSERT_OK(store->Execute([&](Txn& txn) {
    v1::StoredReply reply;
    reply.set_reply("first");
    reply.set_commit_time_us(absl::ToUnixMicros(txn.commit_time()));
    PutReply(txn, key, reply);
    return absl::OkStatus();
  }));
  ASSERT_OK_AND_ASSIGN(auto found, FindReply(store->Now(), key, clock.Now() + absl::Hours(24 * 29)));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->reply(), "first");
  ASSERT_OK_AND_ASSIGN(const int none, PruneReplies(*store, clock.Now() + absl::Hours(24 * 29)));
  EXPECT_EQ(none, 0);
  ASSERT_OK_AND_ASSIGN(found, FindReply(store->Now(), key, clock.Now() + absl::Hours(24 * 31)));
  EXPECT_FALSE(found.has_value());
  ASSERT_OK_AND_ASSIGN(const int one, PruneReplies(*store, clock.Now() + absl::Hours(24 * 31)));
  EXPECT_EQ(one, 1);
}

}  // namespace
}  // namespace obt::store
