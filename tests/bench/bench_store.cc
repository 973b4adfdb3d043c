// What the chain, the witness and the kept reply of a command cost: the store's commits against bare synced
// RocksDB batches with the same rows and events, as many a batch as the store's own commits held; and against
// batches that hold the replies too, which leaves the chain, the witness and the way through the committer.
// The bare changes lack what makes the chain: time and hash. All take turns, in another order every round, so
// that a machine that drifts drifts for all.
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

store::ReplyKey ReplyKeyOf(uint64_t n) { return {"bench", "/obt.bench/Write", absl::StrCat("request-", n)}; }

store::v1::StoredReply ReplyOf(uint64_t sequence, absl::Time now) {
  store::v1::StoredReply reply;
  reply.set_request_digest(std::string(32, 'd'));
  reply.set_reply(std::string(60, 'r'));
  reply.set_sequence(sequence);
  reply.set_commit_time_us(absl::ToUnixMicros(now));
  return reply;
}

// A row, an event and a kept reply.
struct Write final : store::Command {
  Write(uint64_t number, std::function<void()> over) : n(number), done(std::move(over)) {}
  absl::Status Run(store::Txn& txn) override {
    const store::v1::Cursor row = RowOf(n);
    kRows.Put(txn, {n}, row);
    txn.Publish(row);
    store::PutReply(txn, ReplyKeyOf(n), ReplyOf(txn.sequence(), txn.commit_time()));
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

struct Figures {
  double us = 0;       // a command
  double commits = 0;  // synced writes
};

// Keeps so many commands in flight until all are done.
class Load {
 public:
  Load(store::Store& store, int in_flight, uint64_t first, uint64_t commands)
      : store_(store), in_flight_(in_flight), commands_(commands), next_(first), end_(first + commands) {}

  Figures Run() {
    const uint64_t before = store_.statistics().commits;
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < in_flight_; ++i) SubmitNext();
    {
      MutexLock lock(mutex_);
      while (done_ < commands_) over_.wait(lock.native());
    }
    const Seconds took = std::chrono::steady_clock::now() - begin;
    return {took.count() * 1e6 / static_cast<double>(commands_),
            static_cast<double>(store_.statistics().commits - before)};
  }

 private:
  void SubmitNext() {
    const uint64_t n = next_.fetch_add(1);
    if (n >= end_) return;
    std::unique_ptr<store::Command> command = std::make_unique<Write>(n, [this] {
      SubmitNext();
      MutexLock lock(mutex_);
      if (++done_ == commands_) over_.notify_one();
    });
    if (!store_.Submit(std::move(command)).ok()) Die("the queue is full");
  }

  store::Store& store_;
  const int in_flight_;
  const uint64_t commands_;
  std::atomic<uint64_t> next_;
  const uint64_t end_;
  Mutex mutex_;
  std::condition_variable over_;
  uint64_t done_ ABSL_GUARDED_BY(mutex_) = 0;
};

void Must(const rocksdb::Status& status) {
  if (!status.ok()) Die(status.ToString());
}

// The same rows and events, with the replies or without, in so many synced batches.
enum class Rows { kWithoutReplies, kWithReplies };
double BareMicros(const store::Db& db, uint64_t first, uint64_t commands, double commits, Rows rows) {
  const absl::Time now = absl::Now();
  const auto begin = std::chrono::steady_clock::now();
  uint64_t n = first;
  for (double commit = 1; commit <= commits; ++commit) {
    rocksdb::WriteBatch batch;
    const auto end = first + static_cast<uint64_t>(static_cast<double>(commands) * commit / commits);
    for (; n < end; ++n) {
      const std::string key = store::EncodeKey(std::tuple<uint64_t>(n));
      const std::string row = RowOf(n).SerializeAsString();
      store::v1::Change change;
      change.set_sequence(n);
      change.set_type(store::v1::Cursor::descriptor()->full_name());
      change.set_event(row);
      Must(batch.Put(db.HandleOf(kRows), key, row));
      Must(batch.Put(db.HandleOf(store::kChanges), key, change.SerializeAsString()));
      if (rows == Rows::kWithoutReplies) continue;
      const store::ReplyKey reply_key = ReplyKeyOf(n);
      Must(batch.Put(db.HandleOf(store::kReplies),
                     store::EncodeKey(std::tuple(reply_key.client, reply_key.method, reply_key.request_id)),
                     ReplyOf(n, now).SerializeAsString()));
    }
    rocksdb::WriteOptions synced;
    synced.sync = true;
    Must(db.db->Write(synced, &batch));
  }
  const Seconds took = std::chrono::steady_clock::now() - begin;
  return took.count() * 1e6 / static_cast<double>(commands);
}

template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) Die(value.status().message());
  return *std::move(value);
}

void Compare(int in_flight) {
  const testing::TempDir bare, with_replies, kept;
  store::Options options;
  options.tables = {&kRows};
  options.path = bare.path();
  const std::shared_ptr<store::Db> db = Must(store::OpenDb(options, true));
  options.path = with_replies.path();
  const std::shared_ptr<store::Db> db_of_replies = Must(store::OpenDb(options, true));
  options.path = kept.path();
  if (const absl::Status made = store::Store::Init(options); !made.ok()) Die(made.message());
  const std::unique_ptr<store::Store> store = Must(store::Store::Open(options));
  const uint64_t commands = kCommits * static_cast<uint64_t>(in_flight);
  std::vector<double> ratios, ratios_with_replies, stores, bares, bares_with_replies, groups;
  for (uint64_t round = 0; round < kRounds; ++round) {
    const uint64_t first = 1 + round * commands;
    const Figures made = Load(*store, in_flight, first, commands).Run();
    const auto measure_bare = [&] {
      bares.push_back(BareMicros(*db, first, commands, made.commits, Rows::kWithoutReplies));
    };
    if (round % 2 == 0) measure_bare();
    bares_with_replies.push_back(
        BareMicros(*db_of_replies, first, commands, made.commits, Rows::kWithReplies));
    if (round % 2 == 1) measure_bare();
    stores.push_back(made.us);
    groups.push_back(static_cast<double>(commands) / made.commits);
    ratios.push_back(stores.back() / bares.back());
    ratios_with_replies.push_back(stores.back() / bares_with_replies.back());
  }
  std::printf(
      "%4d in flight, %5.1f a commit: store %6.1f us a command; bare synced batches %6.1f, ratio %.2f; "
      "with replies %6.1f, ratio %.2f\n",
      in_flight, Median(groups), Median(stores), Median(bares), Median(ratios), Median(bares_with_replies),
      Median(ratios_with_replies));
  std::fflush(stdout);
}

}  // namespace
}  // namespace obt::bench

int main() {
  for (const int in_flight : {1, 16, 64, 256}) obt::bench::Compare(in_flight);
  return 0;
}
