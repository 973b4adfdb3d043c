// The one place through which every change of a store goes, in two threads. The first takes what has queued
// up and decides it inside one Txn; the second writes what was decided as one synced batch with the chained
// change log, publishes one Moment, and hands the group's replies on together. While a batch is being written
// the next one is decided on top of it; if the write fails, so does everything that was decided on top. A
// third, slow thread keeps the witness at most a second behind.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "common/base/mutex.h"
#include "common/store/care/witness.h"
#include "common/store/rocks.h"
#include "common/store/store.h"

namespace obt::store {

// A RocksDB snapshot together with the sequence and chain it stands for: read apart they would not match.
class Moment {
 public:
  Moment(std::shared_ptr<Db> db, StorePoint end)
      : db_(std::move(db)),
        snapshot_(db_->db->GetSnapshot()),
        reader_(*db_, snapshot_),
        end_(std::move(end)) {}
  ~Moment() { db_->db->ReleaseSnapshot(snapshot_); }
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;
  const RocksReader& reader() const { return reader_; }
  const StorePoint& end() const { return end_; }
  uint64_t writes() const { return snapshot_->GetSequenceNumber(); }

 private:
  const std::shared_ptr<Db> db_;
  const rocksdb::Snapshot* const snapshot_;
  const RocksReader reader_;
  const StorePoint end_;
};

class Committer {
 public:
  Committer(Options options, std::shared_ptr<Db> db, StorePoint end, v1::Witness witness);
  ~Committer();

  absl::Status Submit(std::unique_ptr<Command>&& command);
  std::shared_ptr<const Moment> Now() const;
  void Stop();
  Store::Statistics statistics() const;

 private:
  struct Finished {
    std::unique_ptr<Command> command;
    absl::Status status;
    uint64_t sequence;
  };
  using Group = std::vector<Finished>;
  // Decided together, written together.
  struct Batch {
    Batch(const RocksReader& base, const Batch* before, uint64_t last_sequence, absl::Time now)
        : txn(base, before == nullptr ? nullptr : &before->txn.overlays(), last_sequence, now) {}
    Txn txn;
    Group group;
    std::chrono::steady_clock::duration worked{};  // deciding, all together
    absl::Status status;                           // of the write
  };

  void DecideLoop();
  void WriteLoop();
  void WitnessLoop();
  std::unique_ptr<Command> Take(const Batch* begun);
  void Decide(std::unique_ptr<Command> first, Batch& batch);
  bool IsWriting() const;
  void AwaitWriter();
  void HandOn(std::shared_ptr<Batch> batch);
  void Write(Batch& batch);
  absl::Status Commit(const Txn& txn, StorePoint& end);
  absl::Status CheckRoom(size_t bytes) const;
  void Reply(Batch& batch);
  void KeepWitness(bool exact);

  const Options options_;
  const std::shared_ptr<Db> db_;
  const RocksReader latest_;

  mutable Mutex mutex_;
  std::condition_variable decide_wake_, write_wake_;
  std::deque<std::unique_ptr<Command>> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::shared_ptr<Batch> writing_ ABSL_GUARDED_BY(mutex_);
  bool all_decided_ ABSL_GUARDED_BY(mutex_) = false;
  mutable Mutex moment_mutex_;
  std::shared_ptr<const Moment> moment_ ABSL_GUARDED_BY(moment_mutex_);

  Mutex witness_mutex_;
  std::condition_variable witness_wake_;
  bool witness_stop_ ABSL_GUARDED_BY(witness_mutex_) = false;
  v1::Witness witness_;          // WitnessLoop's, then Stop's
  size_t last_batch_bytes_ = 0;  // WriteLoop's: what the next one is likely to need

  std::atomic<uint64_t> commits_{0}, commands_{0}, failed_{0}, commit_nanos_{0}, audit_entries_{0};
  std::thread decide_thread_, write_thread_, witness_thread_;
};

}  // namespace obt::store
