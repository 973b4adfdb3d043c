// P1, P3, P12: any operation on any file may fail, once or from then on. Whatever was acknowledged is there
// after a restart, whole; a failed sync ends the process; a full disk refuses writes, serves reads and heals
// by itself.
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_store.h"
#include "gmock/gmock.h"
#include "tests/chaos/apart.h"
#include "tests/chaos/ledger.h"
#include "tests/chaos/watched_files.h"

namespace obt::testing {
namespace {

using rocksdb::IOStatus;

constexpr int kWriters = 3;
constexpr int kCommands = 16;  // a writer
constexpr int kOld = 20;       // commands before
constexpr int kMost = 600;     // commands in all
constexpr int kWorkers = 2;
constexpr int kRefusedToOpen = 2;

struct Fault {
  int64_t at = 0;         // this operation, counted from 1
  bool for_good = false;  // and all after it
  bool no_space = false;
  bool happens = false;  // fails although it was done
};

class FailingDisk final : public Watcher {
 public:
  FailingDisk(Fault fault, std::atomic<int64_t>& operations) : fault_(fault), operations_(operations) {}
  IOStatus Around(const Operation&, absl::FunctionRef<IOStatus()> run) override {
    const int64_t n = ++operations_;
    if (n < fault_.at || (n > fault_.at && !fault_.for_good)) return run();
    if (fault_.happens) run().PermitUncheckedError();
    return fault_.no_space ? IOStatus::NoSpace("planted") : IOStatus::IOError("planted");
  }

 private:
  const Fault fault_;
  std::atomic<int64_t>& operations_;
};

struct Acknowledged {
  std::atomic<int64_t> operations{0};
  std::atomic<uint64_t> sequences[kMost] = {};  // 0: not
  std::vector<Acknowledgement> All() const {
    std::vector<Acknowledgement> told;
    for (uint64_t n = 0; n < std::size(sequences); ++n) {
      if (sequences[n] > 0) told.push_back({n, sequences[n]});
    }
    return told;
  }
};

// Opens over the failing disk, writes side by side until refused, and ends as a kill does or by a clean stop.
int Load(const Ledger& ledger, const std::string& path, const std::shared_ptr<Watcher>& watcher, bool stops,
         Acknowledged& acknowledged) {
  auto store = store::Store::Open(Ledger::StoreOptions(Watch(rocksdb::FileSystem::Default(), watcher), path));
  if (!store.ok()) {
    std::fprintf(stderr, "%s", store.status().ToString().c_str());
    return kRefusedToOpen;
  }
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      for (uint64_t n = kOld + w * kCommands; n < uint64_t(kOld + (w + 1) * kCommands); ++n) {
        const absl::StatusOr<uint64_t> sequence = ledger.EnterAndWait(**store, n);
        if (sequence.ok()) acknowledged.sequences[n] = *sequence;
        if (!sequence.ok() && !Ledger::Fails(n)) break;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  if (stops) store->reset();
  return 0;
}

class FailingIo : public ::testing::Test {
 protected:
  // A store with something in it that was killed, so that opening has to recover.
  void SetUp() override {
    const Ending made = RunApart([&] {
      const store::Options options = Ledger::StoreOptions(nullptr, first_);
      if (!store::Store::Init(options).ok()) return 1;
      auto store = store::Store::Open(options);
      for (uint64_t n = 0; n < kOld; ++n) {
        const absl::StatusOr<uint64_t> sequence = ledger_.EnterAndWait(**store, n);
        old_->sequences[n] = sequence.value_or(0);
      }
      _exit(0);
    });
    ASSERT_TRUE(made.ok()) << made.said;
  }

  // One fault, and what a restart finds. Empty when all is well.
  std::string Try(const Fault& fault, bool stops, Tally& tally) {
    TempDir dir;
    const std::string path = dir.path() + "/store";
    std::filesystem::copy(first_, path, std::filesystem::copy_options::recursive);
    Shared<Acknowledged> acknowledged;
    for (uint64_t n = 0; n < kOld; ++n) acknowledged->sequences[n] = old_->sequences[n].load();
    const auto disk = std::make_shared<FailingDisk>(fault, acknowledged->operations);
    const Ending ending = RunApart([&]() -> int {
      const int code = Load(ledger_, path, disk, stops, *acknowledged);
      _exit(code);
    });
    ++tally.cases;
    // By itself, or by an assertion of RocksDB's: ending is always safe.
    if (ending.code != 0 && ending.code != kRefusedToOpen && ending.signal != SIGABRT)
      return absl::StrCat("ended by signal ", ending.signal, ": ", ending.said);
    const auto store = store::Store::Open(Ledger::StoreOptions(nullptr, path));
    if (!store.ok())
      return absl::StrCat("does not open again: ", store.status().message(), "; ", ending.said);
    const std::vector<Acknowledgement> told = acknowledged->All();
    tally.acknowledged += static_cast<int64_t>(told.size());
    const Findings found = ledger_.Check((*store)->Now(), told, {});
    tally.lost += found.lost;
    tally.duplicated += found.duplicated;
    tally.wrong += found.wrong;
    return absl::StrCat(found.first, found.refused.message());
  }

  // Every operation of a life without faults fails in turn.
  void FailEach(Fault fault, Tally& tally) {
    Shared<Acknowledged> trace;
    const auto none = std::make_shared<FailingDisk>(Fault{-1}, trace->operations);
    TempDir dir;
    std::filesystem::copy(first_, dir.path() + "/store", std::filesystem::copy_options::recursive);
    const Ending whole = RunApart([&] { return Load(ledger_, dir.path() + "/store", none, true, *trace); });
    ASSERT_TRUE(whole.ok()) << whole.said;
    ASSERT_GT(trace->operations, 100) << "a store that does nothing proves nothing";
    RunEachApart(
        static_cast<int>(trace->operations), kWorkers,
        [&](int i) {
          Fault one = fault;
          one.at = i + 1;
          one.happens = i % 2 == 0;
          const std::string fault_found = Try(one, i % 3 == 0, tally);
          std::fprintf(stderr, "%s", fault_found.c_str());
          return fault_found.empty() ? 0 : 1;
        },
        [&](int i, const Ending& ending) {
          EXPECT_TRUE(ending.ok()) << "operation " << i + 1 << ": " << ending.said << ending.signal;
        });
  }

  void FailAll(const char* name, Fault fault) {
    Shared<Tally> tally;
    for (Rounds rounds; rounds.Another();) FailEach(fault, *tally);
    tally->Print(name, seed_);
    EXPECT_EQ(tally->lost + tally->duplicated + tally->wrong, 0);
  }

  // What is wrong with the first store when it is opened; `only_old`: also if it holds anything that old_
  // does not know.
  std::string OpenAgain(bool only_old) {
    return RunApart([&] {
             const auto store = store::Store::Open(Ledger::StoreOptions(nullptr, first_));
             const Findings found = store.ok() ? ledger_.Check((*store)->Now(), old_->All(), {}) : Findings();
             uint64_t last = 0;
             for (const Acknowledgement& told : old_->All()) last = std::max(last, told.sequence);
             if (!store.ok()) {
               std::fprintf(stderr, "%s", store.status().ToString().c_str());
             } else if (!found.clean() || (only_old && (*store)->Now().sequence() != last)) {
               std::fprintf(stderr, "something is missing, or came back: %s", found.first.c_str());
             }
             return 0;
           })
        .said;
  }

  const uint64_t seed_ = TestSeed();
  const Ledger ledger_{seed_};
  TempDir home_;
  const std::string first_ = home_.path() + "/store";
  Shared<Acknowledged> old_;
};

TEST_F(FailingIo, AnyOperationMayFailOnce) { FailAll("io_once", {}); }
TEST_F(FailingIo, AnyOperationMayFailForGood) { FailAll("io_for_good", {.for_good = true}); }
TEST_F(FailingIo, TheDiskMayFillAtAnyOperation) { FailAll("io_full", {.no_space = true}); }

// Fails the first operation of one kind on the write-ahead log, once armed.
class FailingLog final : public Watcher {
 public:
  FailingLog(Operation::Kind kind, bool no_space, bool happens)
      : kind_(kind), no_space_(no_space), happens_(happens) {}
  IOStatus Around(const Operation& operation, absl::FunctionRef<IOStatus()> run) override {
    const bool mine = operation.kind == kind_ && absl::EndsWith(operation.path, ".log");
    if (!mine || !armed.exchange(false)) return run();
    if (happens_) run().PermitUncheckedError();
    return no_space_ ? IOStatus::NoSpace("planted") : IOStatus::IOError("planted");
  }
  std::atomic<bool> armed{false};

 private:
  const Operation::Kind kind_;
  const bool no_space_, happens_;
};

// Commands over a log that fails, without closing anything afterwards; what the first of them was told goes
// to stderr.
Ending WriteOver(const std::shared_ptr<FailingLog>& log, const Ledger& ledger, const std::string& path,
                 uint64_t first, Acknowledged& acknowledged) {
  return RunApart([&]() -> int {
    const auto store =
        store::Store::Open(Ledger::StoreOptions(Watch(rocksdb::FileSystem::Default(), log), path));
    log->armed = true;
    for (uint64_t n = first; n < first + 5; ++n) {
      const absl::StatusOr<uint64_t> sequence = ledger.EnterAndWait(**store, n);
      if (sequence.ok()) acknowledged.sequences[n] = *sequence;
      std::fprintf(stderr, "%s\n", sequence.status().ToString().c_str());
      if (!sequence.ok()) break;
    }
    _exit(0);
  });
}

TEST_F(FailingIo, AnErrorOfSyncEndsTheProcessBeforeAnythingIsAcknowledged) {
  for (const bool no_space : {false, true}) {
    Shared<Acknowledged> acknowledged;
    const auto log = std::make_shared<FailingLog>(Operation::kSync, no_space, true);
    const Ending ending = WriteOver(log, ledger_, first_, no_space ? kOld + 1 : kOld + 8, *acknowledged);
    EXPECT_EQ(ending.signal, SIGABRT) << ending.said;
    EXPECT_THAT(ending.said, ::testing::HasSubstr("stopping rather than acknowledging later writes"));
    EXPECT_THAT(acknowledged->All(), ::testing::IsEmpty());
  }
  EXPECT_EQ(OpenAgain(false), "");
}

TEST_F(FailingIo, AnErrorOfAppendEndsTheProcess) {
  Shared<Acknowledged> acknowledged;
  const auto log = std::make_shared<FailingLog>(Operation::kAppend, false, false);
  const Ending ending = WriteOver(log, ledger_, first_, kOld + 1, *acknowledged);
  EXPECT_EQ(ending.signal, SIGABRT) << ending.said;
  EXPECT_THAT(ending.said, ::testing::HasSubstr("a commit failed, stopping rather than acknowledging"));
  EXPECT_THAT(acknowledged->All(), ::testing::IsEmpty());
}

TEST_F(FailingIo, ACommandRefusedByAFullDiskDoesNotComeBack) {
  Shared<Acknowledged> acknowledged;
  const auto log = std::make_shared<FailingLog>(Operation::kAppend, true, true);
  const Ending ending = WriteOver(log, ledger_, first_, kOld + 1, *acknowledged);
  ASSERT_TRUE(ending.ok()) << ending.said;
  EXPECT_THAT(ending.said, ::testing::HasSubstr("UNAVAILABLE"));
  EXPECT_EQ(OpenAgain(true), "");
}

// Behind the first commit to a new log RocksDB notes in its MANIFEST, on the thread that wrote it, that the
// log before is whole; for that there is no room.
class NoRoomForNotes final : public Watcher {
 public:
  IOStatus Around(const Operation& operation, absl::FunctionRef<IOStatus()> run) override {
    thread_local bool wrote = false, synced = false;
    if (absl::EndsWith(operation.path, ".log")) {
      wrote = wrote || operation.kind == Operation::kAppend;
      synced = wrote && operation.kind == Operation::kSync;
    }
    const bool note = operation.kind == Operation::kAppend && absl::StrContains(operation.path, "MANIFEST");
    return note && synced ? IOStatus::NoSpace("planted") : run();
  }
};

TEST_F(FailingIo, ACommitThatIsInTheLogIsNotRefused) {
  const Ending ending = RunApart([&] {
    const auto files = Watch(rocksdb::FileSystem::Default(), std::make_shared<NoRoomForNotes>());
    const auto store = store::Store::Open(Ledger::StoreOptions(files, first_));
    for (uint64_t n = kOld; n < kMost; ++n) {
      const absl::StatusOr<uint64_t> sequence = ledger_.EnterAndWait(**store, n);
      if (!sequence.ok() && !Ledger::Fails(n)) break;
      old_->sequences[n] = sequence.value_or(0);
    }
    return 0;
  });
  EXPECT_EQ(ending.signal, SIGABRT) << ending.said;
  EXPECT_THAT(ending.said, ::testing::HasSubstr("in the log but not in memory"));
  EXPECT_EQ(OpenAgain(false), "");
}

// Room for so many bytes of files.
class Quota final : public Watcher {
 public:
  IOStatus Around(const Operation& operation, absl::FunctionRef<IOStatus()> run) override {
    if (operation.kind == Operation::kAppend && (left -= operation.bytes.size()) < 0)
      return IOStatus::NoSpace("planted: no space left");
    return run();
  }
  uint64_t Room(uint64_t) override { return static_cast<uint64_t>(std::max<int64_t>(left, 0)); }
  std::atomic<int64_t> left{1 << 20};
};

// Enters commands until one is refused for want of room.
absl::Status FillUp(const Ledger& ledger, store::Store& store, std::vector<Acknowledgement>& told) {
  for (uint64_t n = 0; n < 5000; ++n) {
    const absl::StatusOr<uint64_t> sequence = ledger.EnterAndWait(store, n);
    if (sequence.ok()) told.push_back({n, *sequence});
    if (!sequence.ok() && !Ledger::Fails(n)) return sequence.status();
  }
  return absl::OkStatus();
}

// What a service lives through; `room` makes some. Empty when all is well.
std::string LiveThroughAFullDisk(const Ledger& ledger, const store::Options& options,
                                 const std::function<void()>& room) {
  std::vector<Acknowledgement> told;
  if (const absl::Status made = store::Store::Init(options); !made.ok()) return made.ToString();
  auto store = store::Store::Open(options);
  if (!store.ok()) return store.status().ToString();
  const absl::Status full = FillUp(ledger, **store, told);
  if (!absl::IsUnavailable(full) || ReasonOf(full) != "DISK_FULL") return full.ToString();
  if (told.size() < 10) return "it was full before it began";
  Findings found = ledger.Check((*store)->Now(), told, {});
  if (!found.clean()) return absl::StrCat("while full: ", found.first, found.refused.message());
  room();
  const absl::Time until = absl::Now() + absl::Seconds(60);
  absl::StatusOr<uint64_t> healed = absl::UnavailableError("");
  Mutex mutex;
  std::condition_variable never;
  for (uint64_t n = 100'002; !healed.ok() && absl::Now() < until; n += 7) {
    healed = ledger.EnterAndWait(**store, n);
    if (healed.ok()) told.push_back({n, *healed});
    MutexLock lock(mutex);
    never.wait_for(lock.native(), std::chrono::milliseconds(50));
  }
  if (!healed.ok()) return absl::StrCat("it did not heal: ", healed.status().message());
  store->reset();
  store = store::Store::Open(options);
  if (!store.ok()) return store.status().ToString();
  found = ledger.Check((*store)->Now(), told, {});
  return absl::StrCat(found.first, found.refused.message());
}

// A small disk of this process's own, where it may mount one.
bool MountSmallDisk(const std::string& path) {
  return unshare(CLONE_NEWNS) == 0 && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount("small", path.c_str(), "tmpfs", 0, "size=16m") == 0;
}

TEST_F(FailingIo, AFullDiskRefusesWritesServesReadsAndHealsByItself) {
  TempDir dir;
  const Ending ending = RunApart([&] {
    std::string fault;
    if (MountSmallDisk(dir.path())) {
      std::printf("full disk: a tmpfs of 16 MB\n");
      const std::string ballast = dir.path() + "/ballast";
      std::ofstream(ballast) << std::string(14 << 20, 'b');
      fault = LiveThroughAFullDisk(ledger_, Ledger::StoreOptions(nullptr, dir.path() + "/store"),
                                   [&] { std::filesystem::remove(ballast); });
    } else {
      std::printf("full disk: a quota, as nothing may be mounted here\n");
      const auto quota = std::make_shared<Quota>();
      fault = LiveThroughAFullDisk(
          ledger_, Ledger::StoreOptions(Watch(rocksdb::FileSystem::Default(), quota), dir.path() + "/store"),
          [&] { quota->left = 1 << 30; });
    }
    std::fprintf(stderr, "%s", fault.c_str());
    return fault.empty() ? 0 : 1;
  });
  EXPECT_TRUE(ending.ok()) << ending.said << " (signal " << ending.signal << ")";
}

}  // namespace
}  // namespace obt::testing
