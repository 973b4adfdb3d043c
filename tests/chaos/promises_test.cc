// Single promises of the store that need a watched disk: one test each, cheap enough for every build.
#include <atomic>
#include <future>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/store/care/log_scan.h"
#include "common/store/rocks.h"
#include "common/store/table.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "obt/store/v1/store.pb.h"
#include "tests/chaos/disk.h"
#include "tests/chaos/ledger.h"

namespace obt::testing {
namespace {

constexpr char kStore[] = "/world/store";
constexpr int kCommands = 120;

// What lies on the disk when a store is killed after `commands` of them.
struct Killed {
  explicit Killed(absl::Duration witness_every, int commands = kCommands) {
    image.directories["/world"] = true;
    const auto journal = std::make_shared<Journal>();
    store::Options options = Ledger::StoreOptions(Watch(image.InMemory(), journal), kStore);
    options.witness_every = witness_every;
    if (absl::Status made = store::Store::Init(options); !made.ok()) Die(made.message());
    absl::StatusOr<std::unique_ptr<store::Store>> store = store::Store::Open(options);
    for (int n = 0; n < commands; ++n) {
      const absl::StatusOr<uint64_t> sequence = ledger.EnterAndWait(**store, n);
      if (sequence.ok()) told.push_back({static_cast<uint64_t>(n), *sequence});
    }
    while (witness_every < absl::Seconds(1) && !WitnessIsCurrent(*options.files, **store)) {
      std::this_thread::yield();
    }
    Disk disk(image);
    for (const Note& note : journal->Take()) disk.Apply(note);
    image = disk.Whole();
  }
  static bool WitnessIsCurrent(rocksdb::FileSystem& files, const store::Store& store) {
    std::string bytes;
    store::v1::Witness witness;
    return rocksdb::ReadFileToString(&files, absl::StrCat(kStore, "/witness"), &bytes).ok() &&
           witness.ParseFromString(bytes) && witness.sequence() == store.Now().sequence();
  }
  absl::Status Open(const DiskImage& changed) const {
    const auto store = store::Store::Open(Ledger::StoreOptions(changed.InMemory(), kStore));
    if (!store.ok()) return store.status();
    const Findings found = ledger.Check((*store)->Now(), told, {});
    if (!found.refused.ok()) return found.refused;
    return found.clean() ? absl::OkStatus()
                         : absl::InternalError(absl::StrCat("silently wrong: ", found.first));
  }
  std::vector<std::string> PathsLike(absl::string_view part) const {
    std::vector<std::string> paths;
    for (const auto& [path, bytes] : image.files) {
      if (absl::StrContains(path, part) && !bytes.empty()) paths.push_back(path);
    }
    return paths;
  }
  const Ledger ledger{1};
  DiskImage image;
  std::vector<Acknowledgement> told;
};

const auto kDamaged = StatusIs(absl::StatusCode::kDataLoss);

TEST(Promises, NothingIsVisibleBeforeItIsOnDisk) {
  struct Looking final : Watcher {
    rocksdb::IOStatus Around(const Operation& operation,
                             absl::FunctionRef<rocksdb::IOStatus()> run) override {
      const bool log = operation.kind == Operation::kSync && absl::EndsWith(operation.path, ".log");
      if (store::Store* const looked_at = log ? store.load() : nullptr) {
        ++looks;
        early += looked_at->Now().sequence() > acknowledged;
      }
      return run();
    }
    std::atomic<store::Store*> store{nullptr};
    std::atomic<uint64_t> acknowledged{0};
    std::atomic<int> looks{0}, early{0};
  };
  const auto looking = std::make_shared<Looking>();
  DiskImage empty;
  empty.directories["/world"] = true;
  const store::Options options = Ledger::StoreOptions(Watch(empty.InMemory(), looking), kStore);
  ASSERT_OK(store::Store::Init(options));
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<store::Store> store, store::Store::Open(options));
  looking->store = store.get();
  const Ledger ledger(1);
  for (uint64_t n = 0; n < 6; ++n) {
    ASSERT_OK_AND_ASSIGN(looking->acknowledged, ledger.EnterAndWait(*store, n));
  }
  looking->store = nullptr;
  EXPECT_GE(looking->looks, 6);
  EXPECT_EQ(looking->early, 0);
}

TEST(Promises, AKilledStoreOpensAsItWas) {
  const Killed killed(absl::Milliseconds(3));
  EXPECT_OK(killed.Open(killed.image));
}

// Holds the next commit up before it is written, until it is let go with room or without.
class Gate final : public Watcher {
 public:
  rocksdb::IOStatus Around(const Operation&, absl::FunctionRef<rocksdb::IOStatus()> run) override {
    return run();
  }
  uint64_t Room(uint64_t room) override {
    if (!shut_.exchange(false)) return room;
    waiting_.set_value();
    const bool has_room = go_.get_future().get();
    return has_room ? room : 1000;
  }
  void Shut() {
    waiting_ = {};
    go_ = {};
    shut_ = true;
  }
  void AwaitCommit() { waiting_.get_future().wait(); }
  void LetGo(bool has_room) { go_.set_value(has_room); }

 private:
  std::atomic<bool> shut_{false};
  std::promise<void> waiting_;
  std::promise<bool> go_;
};

inline constexpr store::Table<std::tuple<uint32_t>, store::v1::Cursor> kNumbers{"numbers"};

// Writes number n and an event, if the number before it is there; tells when it has decided and what came of
// it.
struct Next final : store::Command {
  explicit Next(uint32_t number) : n(number) {}
  absl::Status Run(store::Txn& txn) override {
    const absl::StatusOr<bool> there = kNumbers.Has(txn, {n - 1});
    decided.set_value(there.ok() && *there);
    kNumbers.Put(txn, {n}, {});
    txn.Publish(store::v1::Cursor());
    return absl::OkStatus();
  }
  void Done(const absl::Status& status, uint64_t sequence) override {
    if (status.ok()) {
      done.set_value(sequence);
    } else {
      done.set_value(status);
    }
  }
  const uint32_t n;
  std::promise<bool> decided;
  std::promise<absl::StatusOr<uint64_t>> done;
};

TEST(Promises, WhatIsDecidedOnABatchSharesItsFate) {
  const auto gate = std::make_shared<Gate>();
  DiskImage empty;
  empty.directories["/world"] = true;
  store::Options options = Ledger::StoreOptions(Watch(empty.InMemory(), gate), kStore);
  options.tables = {&kNumbers};
  std::atomic<uint64_t> told{0};
  options.on_commit = [&told](const store::Txn& written) { told = written.sequence(); };
  ASSERT_OK(store::Store::Init(options));
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<store::Store> store, store::Store::Open(options));
  // Number 1 is held up while number 2 is decided; then there is room for it, or not.
  const auto two = [&](bool has_room) {
    gate->Shut();
    auto first = std::make_unique<Next>(1), second = std::make_unique<Next>(2);
    auto one = first->done.get_future(), other = second->done.get_future();
    auto saw = second->decided.get_future();
    EXPECT_OK(store->Submit(std::move(first)));
    gate->AwaitCommit();
    EXPECT_OK(store->Submit(std::move(second)));
    EXPECT_TRUE(saw.get());
    gate->LetGo(has_room);
    return std::pair(one.get(), other.get());
  };
  const auto refused = two(false);
  EXPECT_THAT(refused.first, StatusIs(absl::StatusCode::kUnavailable, "DISK_FULL"));
  EXPECT_THAT(refused.second, StatusIs(absl::StatusCode::kUnavailable, "DISK_FULL"));
  EXPECT_EQ(store->Now().sequence(), 0u);
  EXPECT_EQ(told, 0u);
  const auto taken = two(true);
  ASSERT_OK(taken.first);
  ASSERT_OK(taken.second);
  EXPECT_EQ(*taken.first, 1u);
  EXPECT_EQ(*taken.second, 2u);
  EXPECT_EQ(store->Now().sequence(), 2u);
  EXPECT_EQ(told, 2u);
}

TEST(Promises, MemoryIsToldOnlyOfWhatIsOnDisk) {
  struct Syncs final : Watcher {
    rocksdb::IOStatus Around(const Operation& operation,
                             absl::FunctionRef<rocksdb::IOStatus()> run) override {
      const rocksdb::IOStatus status = run();
      count += operation.kind == Operation::kSync && absl::EndsWith(operation.path, ".log");
      return status;
    }
    std::atomic<uint64_t> count{0};
  };
  const auto syncs = std::make_shared<Syncs>();
  DiskImage empty;
  empty.directories["/world"] = true;
  store::Options options = Ledger::StoreOptions(Watch(empty.InMemory(), syncs), kStore);
  uint64_t before = 0;
  int told = 0, early = 0;
  options.on_commit = [&](const store::Txn&) {
    ++told;
    early += syncs->count == before;
  };
  ASSERT_OK(store::Store::Init(options));
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<store::Store> store, store::Store::Open(options));
  const Ledger ledger(1);
  for (uint64_t n = 0; n < 6; ++n) {
    before = syncs->count;
    ASSERT_OK(ledger.EnterAndWait(*store, n));
  }
  EXPECT_EQ(told, 6);
  EXPECT_EQ(early, 0);
}

TEST(Promises, ACommitThatWouldFillTheDiskIsRefusedBeforeItIsWritten) {
  struct Shrinking final : Watcher {
    rocksdb::IOStatus Around(const Operation& operation,
                             absl::FunctionRef<rocksdb::IOStatus()> run) override {
      appends += operation.kind == Operation::kAppend && absl::EndsWith(operation.path, ".log");
      return run();
    }
    uint64_t Room(uint64_t room) override { return full ? 1000 : room; }
    std::atomic<bool> full{false};
    std::atomic<int> appends{0};
  };
  const auto shrinking = std::make_shared<Shrinking>();
  DiskImage empty;
  empty.directories["/world"] = true;
  const store::Options options = Ledger::StoreOptions(Watch(empty.InMemory(), shrinking), kStore);
  ASSERT_OK(store::Store::Init(options));
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<store::Store> store, store::Store::Open(options));
  const Ledger ledger(1);
  ASSERT_OK(ledger.EnterAndWait(*store, 1));
  const int appends = shrinking->appends;
  shrinking->full = true;
  EXPECT_THAT(ledger.EnterAndWait(*store, 2), StatusIs(absl::StatusCode::kUnavailable, "DISK_FULL"));
  EXPECT_EQ(shrinking->appends, appends);
  EXPECT_TRUE(ledger.Check(store->Now(), {}, {}).clean());
  shrinking->full = false;
  EXPECT_OK(ledger.EnterAndWait(*store, 2));
}

TEST(Promises, AWriteThatWaitedWhenTheDiskFilledIsRefused) {
  EXPECT_THAT(store::FromRocks(rocksdb::Status::Incomplete("No space left on device")),
              StatusIs(absl::StatusCode::kUnavailable, "DISK_FULL"));
}

// The witness cannot help here: it is as old as the opening.
TEST(Promises, DamageInTheMiddleOfALogIsRefusedThoughTheWitnessIsBehind) {
  const Killed killed(absl::Hours(1), 12);
  const std::vector<std::string> logs = killed.PathsLike(".log");
  ASSERT_FALSE(logs.empty());
  const std::string& bytes = killed.image.files.at(logs.back());
  for (size_t at = 0; at < bytes.size() / 2; at += 97) {
    DiskImage changed = killed.image;
    changed.files[logs.back()][at] = static_cast<char>(bytes[at] ^ 4);
    EXPECT_THAT(killed.Open(changed), kDamaged) << at;
  }
}

TEST(Promises, ATornEndOfALogIsCutOff) {
  const Killed killed(absl::Hours(1), 12);
  const std::string log = killed.PathsLike(".log").back();
  DiskImage changed = killed.image;
  changed.files[log].append("\1\2\3\4\100\0\1 the beginning of a change nobody was told of", 50);
  EXPECT_OK(killed.Open(changed));
}

TEST(Promises, AMissingLogIsRefused) {
  int refused = 0;
  for (int commands = 40; commands < 140; commands += 9) {
    const Killed killed(absl::Milliseconds(3), commands);
    for (const std::string& log : killed.PathsLike(".log")) {
      DiskImage changed = killed.image;
      changed.files.erase(log);
      const absl::Status status = killed.Open(changed);
      if (status.ok()) continue;
      EXPECT_THAT(status, kDamaged) << log;
      ++refused;
    }
  }
  EXPECT_GT(refused, 5);
}

// RocksDB would go on with the next file of the level.
TEST(Promises, ADamagedFirstBlockOfATableIsRefused) {
  const Killed killed(absl::Milliseconds(3), 3 * kCommands);
  const std::vector<std::string> tables = killed.PathsLike(".sst");
  ASSERT_GT(tables.size(), 5u);
  int refused = 0;
  for (const std::string& table : tables) {
    DiskImage changed = killed.image;
    changed.files[table][1] = static_cast<char>(changed.files[table][1] ^ 1);
    const absl::Status status = killed.Open(changed);  // OK where every row of it has a newer one elsewhere
    EXPECT_TRUE(status.ok() || absl::IsDataLoss(status)) << table << ": " << status;
    refused += status.ok() ? 0 : 1;
  }
  EXPECT_GT(refused, 0);
}

// Also where it ends with a whole record, as if there had never been more.
TEST(Promises, AShortenedManifestIsRefused) {
  for (int commands = 40; commands < 300; commands += 31) {
    const Killed killed(absl::Milliseconds(3), commands);
    const std::string manifest = killed.PathsLike("MANIFEST-").back();
    store::v1::Witness witness;
    ASSERT_TRUE(witness.ParseFromString(killed.image.files.at(absl::StrCat(kStore, "/witness"))));
    ASSERT_GT(witness.manifest_bytes(), 100u);
    size_t whole = witness.manifest_bytes();
    while (whole > 0) {
      DiskImage changed = killed.image;
      std::string& bytes = changed.files[manifest];
      bytes.resize(whole - 1);
      whole = store::ScanLog(bytes, store::LogKind::kManifest).whole;
      bytes.resize(whole);
      EXPECT_THAT(killed.Open(changed), kDamaged) << whole;
    }
  }
}

}  // namespace
}  // namespace obt::testing
