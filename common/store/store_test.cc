#include "common/store/store.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
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

// Something in memory that follows a store by what it is told.
struct Follower {
  explicit Follower(Options& options) {
    options.on_commit = [this](const Txn& written) {
      EXPECT_EQ(written.sequence(), told + written.changes().size());
      for (const Txn::PendingChange& change : written.changes()) {
        v1::Cursor row;
        EXPECT_TRUE(change.type == "obt.store.v1.Cursor" && row.ParseFromString(change.event));
        if (told++ > 0) EXPECT_TRUE(*kRows.Has(written, {last})) << "of a batch before";
        last = static_cast<uint32_t>(row.sequence());
        EXPECT_TRUE(*kRows.Has(written, {last}));
      }
    };
  }
  std::atomic<uint64_t> told{0};
  uint32_t last = 0;
};

// Writes row `n` and an event about it, or fails after doing so; says how much was told when its reply left.
struct Followed final : Command {
  Followed(const Follower& that_follows, uint32_t number) : follower(that_follows), n(number) {}
  absl::Status Run(Txn& txn) override {
    kRows.Put(txn, {n}, RowOf(n));
    const uint64_t expected = txn.sequence() + 1;
    EXPECT_TRUE(txn.next_sequence() == expected && txn.Publish(RowOf(n)) == expected);
    return n % 5 == 0 ? absl::AbortedError("no") : absl::OkStatus();
  }
  void Done(const absl::Status& status, uint64_t sequence) override {
    if (status.ok()) EXPECT_GE(follower.told, sequence);
  }
  const Follower& follower;
  const uint32_t n;
};

TEST(Store, MemoryIsToldOfEachWrittenChangeInOrderBeforeItsReplyLeaves) {
  testing::TempDir dir;
  Options options;
  options.path = dir.path() + "/store";
  options.tables = {&kRows};
  Follower follower(options);
  ASSERT_OK(Store::Init(options));
  {
    ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Store> store, Store::Open(options));
    for (uint32_t n = 1; n <= 100; ++n) ASSERT_OK(store->Submit(std::make_unique<Followed>(follower, n)));
    ASSERT_OK(store->Execute([](Txn& txn) {
      kRows.Put(txn, {1000}, RowOf(1000));  // without an event
      return absl::OkStatus();
    }));
  }
  EXPECT_EQ(follower.told, 80u);
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Store> store, Store::Open(options));
  EXPECT_EQ(follower.told, 80u);  // what was there is scanned, not told
  ASSERT_OK(Write(*store, 101, 101));
  EXPECT_EQ(follower.told, 81u);
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

// Copies a store's database while it is open, lets the store go on, and puts the copy in its place.
absl::Status OpenOlderCopy(TempStore& store, std::function<absl::Status(Txn&)> later) {
  testing::TempDir copy;
  const std::string db = store.options().path + "/db";
  std::error_code
      vanished;  // a store that was opened just now deletes old files; then the copy is made again
  do {
    std::filesystem::remove_all(copy.path() + "/db");
    std::filesystem::copy(db, copy.path() + "/db", std::filesystem::copy_options::recursive, vanished);
  } while (vanished);
  OBT_RETURN_IF_ERROR(store->Execute(std::move(later)).status());
  store.Close();
  std::filesystem::remove_all(db);
  std::filesystem::copy(copy.path() + "/db", db, std::filesystem::copy_options::recursive);
  return Store::Open(store.options()).status();
}

TEST(Store, AnOlderCopyOfTheStoreIsRefused) {
  TempStore store({&kRows});
  ASSERT_OK(Write(*store, 1, 1));
  EXPECT_THAT(OpenOlderCopy(store,
                            [](Txn& txn) {
                              txn.Publish(RowOf(2));
                              return absl::OkStatus();
                            }),
              StatusIs(absl::StatusCode::kDataLoss, "STORE_ROLLED_BACK"));
}

TEST(Store, AnOlderCopyIsRefusedEvenIfOnlyRowsWithoutEventsAreMissing) {
  TempStore store({&kRows});
  EXPECT_THAT(OpenOlderCopy(store,
                            [](Txn& txn) {
                              kRows.Put(txn, {1}, RowOf(1));
                              return absl::OkStatus();
                            }),
              StatusIs(absl::StatusCode::kDataLoss, "STORE_ROLLED_BACK"));
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

TEST(Store, AStoreThatIsOpenIsNotOpenedAgain) {
  TempStore store({&kRows});
  ASSERT_OK(Write(*store, 1, 1));
  EXPECT_THAT(Store::Open(store.options()), StatusIs(absl::StatusCode::kUnavailable, "STORE_IN_USE"));
  ASSERT_OK(Write(*store, 2, 2));
  store.Reopen();
  EXPECT_EQ(store->Now().sequence(), 2u);
}

TEST(Store, AnyByteChangedInTheWitnessIsRefused) {
  TempStore store({&kRows});
  ASSERT_OK(Write(*store, 1, 1));
  store.Close();
  const std::string path = store.options().path + "/witness";
  std::stringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  for (size_t i = 0; i < bytes.str().size(); ++i) {
    std::string changed = bytes.str();
    changed[i] = static_cast<char>(changed[i] ^ 1);
    std::ofstream(path, std::ios::binary) << changed;
    EXPECT_THAT(Store::Open(store.options()), StatusIs(absl::StatusCode::kDataLoss, "WITNESS_UNREADABLE"))
        << i;
  }
}

TEST(Store, AStoreBeyondItsExactWitnessIsRefused) {
  TempStore store({&kRows});
  ASSERT_OK(Write(*store, 1, 1));
  store.Close();
  const std::string witness = store.options().path + "/witness";
  std::filesystem::copy_file(witness, witness + ".kept");
  store.Reopen();
  ASSERT_OK(Write(*store, 2, 2));
  store.Close();
  std::filesystem::rename(witness + ".kept", witness);
  EXPECT_THAT(Store::Open(store.options()), StatusIs(absl::StatusCode::kDataLoss, "STORE_ROLLED_BACK"));
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

// Runs once it may, and counts what was done.
struct Counted final : Command {
  Counted(std::atomic<bool>& may_go, std::atomic<int>& counter) : go(may_go), done(counter) {}
  absl::Status Run(Txn&) override {
    while (!go.load()) std::this_thread::yield();
    return absl::OkStatus();
  }
  void Done(const absl::Status& status, uint64_t) override { done += status.ok(); }
  std::atomic<bool>& go;
  std::atomic<int>& done;
};

TEST(Store, StoppingFinishesWhatIsQueued) {
  TempStore store({&kRows});
  std::atomic<bool> go{false};
  std::atomic<int> done{0};
  int queued = 0;
  for (; queued < 5; ++queued) ASSERT_OK(store->Submit(std::make_unique<Counted>(go, done)));
  std::thread stopper([&store] { store->Stop(); });
  absl::Status refused;
  while (ReasonOf(refused) != "STOPPING") {
    refused = store->Submit(std::make_unique<Counted>(go, done));
    queued += refused.ok();
  }
  go = true;
  stopper.join();
  EXPECT_EQ(done, queued);
}

TEST(Store, LateWorkIsNotBegun) {
  testing::FakeClock clock(absl::FromUnixSeconds(1'700'000'000));
  TempStore store({&kRows}, &clock);
  std::atomic<bool> go{true};
  std::atomic<int> done{0};
  auto late = std::make_unique<Counted>(go, done);
  late->deadline = clock.Now() - absl::Seconds(1);
  ASSERT_OK(store->Submit(std::move(late)));
  ASSERT_OK(Write(*store, 1, 1));  // comes behind it
  EXPECT_EQ(done, 0);
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
