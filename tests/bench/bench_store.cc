// What the chain, the witness and the kept reply of a command cost: the store's commits against bare synced
// RocksDB batches with the same rows and events. They take turns, so that a machine that drifts drifts for
// both.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "common/base/mutex.h"
#include "common/store/core_tables.h"
#include "common/store/rocks.h"
#include "common/testing/temp_store.h"
#include "tests/bench/load.h"

namespace obt::bench {
namespace {

constexpr int kRounds = 7;
constexpr int kCommits = 300;  // a round
constexpr size_t kRowBytes = 200;

inline constexpr store::Table<std::tuple<uint64_t>, store::v1::Cursor> kRows{"rows"};

store::v1::Cursor RowOf(uint64_t n) {
  store::v1::Cursor row;
  row.set_sequence(n);
  row.set_chain(std::string(kRowBytes, static_cast<char>(n)));
  return row;
}

// A row, an event and a kept reply.
struct Write final : store::Command {
  Write(uint64_t number, std::function<void()> over) : n(number), done(std::move(over)) {}
  absl::Status Run(store::Txn& txn) override {
    const store::v1::Cursor row = RowOf(n);
    kRows.Put(txn, {n}, row);
    txn.Publish(row);
    store::v1::StoredReply reply;
    reply.set_request_digest(std::string(32, 'd'));
    reply.set_reply(std::string(60, 'r'));
    reply.set_sequence(txn.sequence());
    reply.set_commit_time_us(absl::ToUnixMicros(txn.commit_time()));
    store::PutReply(txn, {"bench", "/obt.bench/Write", absl::StrCat("request-", n)}, reply);
    return absl::OkStatus();
  }
  void Done(const absl::Status& status, uint64_t) override {
    if (!status.ok()) Die(status.message());
    done();
  }
  const uint64_t n;
  const std::function<void()> done;
};

using Seconds = std::chrono::duration<double>;

class Bench {
 public:
  explicit Bench(int group) : group_(group) {}

  double Store(store::Store& store) {
    const auto begin = std::chrono::steady_clock::now();
    for (int commit = 0; commit < kCommits; ++commit) {
      waiting_ = group_;
      for (int i = 0; i < group_; ++i) {
        std::unique_ptr<store::Command> command = std::make_unique<Write>(next_++, [this] {
          MutexLock lock(mutex_);
          if (--waiting_ == 0) over_.notify_one();
        });
        if (!store.Submit(std::move(command)).ok()) Die("the queue is full");
      }
      MutexLock lock(mutex_);
      while (waiting_ > 0) over_.wait(lock.native());
    }
    return Seconds(std::chrono::steady_clock::now() - begin).count();
  }

  double Bare(const store::Db& db) {
    const auto begin = std::chrono::steady_clock::now();
    for (int commit = 0; commit < kCommits; ++commit) {
      rocksdb::WriteBatch batch;
      for (int i = 0; i < group_; ++i, ++next_) {
        const std::string key = store::EncodeKey(std::tuple<uint64_t>(next_));
        const std::string row = RowOf(next_).SerializeAsString();
        store::v1::Change change;
        change.set_sequence(next_);
        change.set_type(store::v1::Cursor::descriptor()->full_name());
        change.set_event(row);
        Must(batch.Put(db.HandleOf(kRows), key, row));
        Must(batch.Put(db.HandleOf(store::kChanges), key, change.SerializeAsString()));
      }
      rocksdb::WriteOptions synced;
      synced.sync = true;
      Must(db.db->Write(synced, &batch));
    }
    return Seconds(std::chrono::steady_clock::now() - begin).count();
  }

 private:
  static void Must(const rocksdb::Status& status) {
    if (!status.ok()) Die(status.ToString());
  }
  const int group_;
  std::atomic<uint64_t> next_{1};
  Mutex mutex_;
  std::condition_variable over_;
  std::atomic<int> waiting_{0};
};

void Compare(int group) {
  testing::TempStore store({&kRows});
  testing::TempDir dir;
  store::Options options = store.options();
  options.path = dir.path();
  const absl::StatusOr<std::shared_ptr<store::Db>> db = store::OpenDb(options, true);
  if (!db.ok()) Die(db.status().message());
  Bench bench(group);
  std::vector<double> ratios, stores, bares;
  for (int round = 0; round < kRounds; ++round) {
    bares.push_back(bench.Bare(**db) / kCommits);
    stores.push_back(bench.Store(*store) / kCommits);
    ratios.push_back(stores.back() / bares.back());
  }
  std::printf("%4d commands a commit: store %.0f us, bare synced batch %.0f us, ratio %.2f\n", group,
              Median(stores) * 1e6, Median(bares) * 1e6, Median(ratios));
  std::fflush(stdout);
}

}  // namespace
}  // namespace obt::bench

int main() {
  for (const int group : {1, 16, 64, 256}) obt::bench::Compare(group);
  return 0;
}
