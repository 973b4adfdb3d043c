#include "common/store/committer.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/store/audit.h"
#include "common/store/care/log_guard.h"
#include "common/store/core_tables.h"

namespace obt::store {
namespace {

// A group ends at this many commands or this much work, so that nobody waits long for the disk.
constexpr size_t kGroupCommands = 512;
constexpr std::chrono::milliseconds kGroupTime{4};

// What a transaction adds to the change log.
rocksdb::Status AddChanges(const Txn& txn, rocksdb::ColumnFamilyHandle* log, StorePoint& end,
                           rocksdb::WriteBatch& batch) {
  v1::Change change;
  std::string bytes;
  change.set_commit_time_us(absl::ToUnixMicros(txn.commit_time()));
  for (const Txn::PendingChange& pending : txn.changes()) {
    change.set_sequence(++end.sequence);
    change.set_type(pending.type.data(), pending.type.size());
    change.set_event(pending.event);
    end.chain = NextChain(end.chain, change);
    change.set_chain(end.chain);
    change.SerializeToString(&bytes);
    rocksdb::Status status = batch.Put(log, EncodeKey(std::tuple<uint64_t>(end.sequence)), bytes);
    if (!status.ok()) return status;
  }
  return rocksdb::Status::OK();
}

// And to the audit log.
rocksdb::Status AddAudits(const Txn& txn, rocksdb::ColumnFamilyHandle* log, StorePoint& end,
                          rocksdb::WriteBatch& batch) {
  for (const std::string& entry : txn.audits()) {
    end.audit_chain = NextAuditChain(end.audit_chain, ++end.audit_sequence, entry);
    const auto [key, value] = AuditBytes({end.audit_sequence, end.audit_chain, entry});
    rocksdb::Status status = batch.Put(log, key, value);
    if (!status.ok()) return status;
  }
  return rocksdb::Status::OK();
}

}  // namespace

Committer::Committer(Options options, std::shared_ptr<Db> db, StorePoint end, v1::Witness witness)
    : options_(std::move(options)),
      db_(std::move(db)),
      latest_(*db_),
      moment_(std::make_shared<Moment>(db_, std::move(end))),
      witness_(std::move(witness)),
      decide_thread_([this] { DecideLoop(); }),
      write_thread_([this] { WriteLoop(); }),
      witness_thread_([this] { WitnessLoop(); }) {}

Committer::~Committer() { Stop(); }

absl::Status Committer::Submit(std::unique_ptr<Command>&& command) {
  {
    MutexLock lock(mutex_);
    if (stopping_)
      return Error(absl::StatusCode::kUnavailable, "STOPPING", "the service is stopping; try again");
    if (queue_.size() >= options_.queue_limit && !command->always()) {
      return Exhausted("COMMIT_QUEUE_FULL", "too many changes are waiting; try again",
                       absl::Milliseconds(100));
    }
    queue_.push_back(std::move(command));
  }
  decide_wake_.notify_one();
  return absl::OkStatus();
}

std::shared_ptr<const Moment> Committer::Now() const {
  MutexLock lock(moment_mutex_);
  return moment_;
}

// A batch that has begun goes on growing for as long as it could not be written anyway, up to its limits.
std::unique_ptr<Command> Committer::Take(const Batch* begun) {
  if (begun != nullptr && (begun->group.size() >= kGroupCommands || begun->worked > kGroupTime))
    return nullptr;
  MutexLock lock(mutex_);
  while (queue_.empty() && !stopping_ && (begun == nullptr || writing_ != nullptr))
    decide_wake_.wait(lock.native());
  if (queue_.empty()) return nullptr;
  std::unique_ptr<Command> command = std::move(queue_.front());
  queue_.pop_front();
  return command;
}

bool Committer::IsWriting() const {
  MutexLock lock(mutex_);
  return writing_ != nullptr;
}

void Committer::AwaitWriter() {
  MutexLock lock(mutex_);
  while (writing_ != nullptr) decide_wake_.wait(lock.native());
}

void Committer::HandOn(std::shared_ptr<Batch> batch) {
  {
    MutexLock lock(mutex_);
    writing_ = std::move(batch);
  }
  write_wake_.notify_one();
}

void Committer::DecideLoop() {
  std::shared_ptr<Batch> before;  // handed on last
  while (std::unique_ptr<Command> first = Take(nullptr)) {
    if (!IsWriting()) before.reset();
    const uint64_t sequence = before == nullptr ? Now()->end().sequence : before->txn.sequence();
    auto batch = std::make_shared<Batch>(latest_, before.get(), sequence, options_.clock->Now());
    Decide(std::move(first), *batch);
    AwaitWriter();
    if (before != nullptr && !before->status.ok()) {
      batch->status = before->status;  // it rests on what was not written
      Reply(*batch);
      before.reset();
      continue;
    }
    before = batch;
    HandOn(std::move(batch));
  }
  AwaitWriter();
  {
    MutexLock lock(mutex_);
    all_decided_ = true;
  }
  write_wake_.notify_one();
}

void Committer::Decide(std::unique_ptr<Command> first, Batch& batch) {
  Txn& txn = batch.txn;
  for (std::unique_ptr<Command> command = std::move(first); command != nullptr; command = Take(&batch)) {
    const auto begin = std::chrono::steady_clock::now();
    absl::Status status;
    if (command->deadline < options_.clock->Now()) {
      status =
          Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED", "the deadline passed in the queue");
    } else {
      const Txn::Mark before = txn.Here();
      status = command->Run(txn);
      if (!status.ok()) txn.UndoTo(before);
    }
    if (!status.ok()) failed_.fetch_add(1, std::memory_order_relaxed);
    batch.group.push_back({std::move(command), std::move(status), txn.sequence()});
    batch.worked += std::chrono::steady_clock::now() - begin;
  }
  commands_.fetch_add(batch.group.size(), std::memory_order_relaxed);
}

void Committer::WriteLoop() {
  while (true) {
    std::shared_ptr<Batch> batch;
    {
      MutexLock lock(mutex_);
      while (writing_ == nullptr && !all_decided_) write_wake_.wait(lock.native());
      batch = writing_;
    }
    if (batch == nullptr) return;
    if (!batch->txn.empty()) Write(*batch);
    {
      MutexLock lock(mutex_);
      writing_.reset();
    }
    decide_wake_.notify_one();
    Reply(*batch);
  }
}

void Committer::Write(Batch& batch) {
  StorePoint end = Now()->end();
  batch.status = Commit(batch.txn, end);
  if (batch.status.ok()) {
    std::shared_ptr<const Moment> moment = std::make_shared<Moment>(db_, std::move(end));
    {
      MutexLock lock(moment_mutex_);
      moment_.swap(moment);
    }
    audit_entries_.fetch_add(batch.txn.audits().size(), std::memory_order_relaxed);
    batch.txn.ForgetBefore();
    if (options_.on_commit) options_.on_commit(batch.txn);
  } else if (ReasonOf(batch.status) != "DISK_FULL") {
    // After a failed fsync nobody knows what is on disk: never acknowledge anything again, recover by
    // restarting.
    Die(absl::StrCat("a commit failed, stopping rather than acknowledging later writes: ",
                     batch.status.message()));
  }
}

absl::Status Committer::Commit(const Txn& txn, StorePoint& end) {
  CountNothing();
  rocksdb::WriteBatch batch(last_batch_bytes_);
  rocksdb::Status status;
  for (size_t table = 0; table < txn.overlays().size(); ++table) {
    for (const auto& [key, value] : txn.overlays()[table]) {
      status = value.has_value() ? batch.Put(db_->handles[table], key, *value)
                                 : batch.Delete(db_->handles[table], key);
      if (!status.ok()) return FromRocks(status);
    }
  }
  OBT_RETURN_IF_ERROR(FromRocks(AddChanges(txn, db_->HandleOf(kChanges), end, batch)));
  OBT_RETURN_IF_ERROR(FromRocks(AddAudits(txn, db_->HandleOf(kAudit), end, batch)));
  last_batch_bytes_ = batch.GetDataSize();
  OBT_RETURN_IF_ERROR(CheckRoom(last_batch_bytes_));
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const auto begin = std::chrono::steady_clock::now();
  const uint64_t syncs = LogSyncsOfThisThread();
  status = db_->db->Write(synced, &batch);
  // The batch is in the log, on disk, but RocksDB found no room to note in its MANIFEST that an older log is
  // whole, and did not take it. What would come next would stand in the log under the same numbers.
  if (status.IsNoSpace() && LogSyncsOfThisThread() > syncs)
    status = rocksdb::Status::IOError("the changes are in the log but not in memory", status.ToString());
  commit_nanos_.fetch_add((std::chrono::steady_clock::now() - begin).count(), std::memory_order_relaxed);
  commits_.fetch_add(1, std::memory_order_relaxed);
  return FromRocks(status);
}

// RocksDB ends the process when its own log meets a full disk. Refused before that, reading goes on, and
// writing too as soon as there is room.
absl::Status Committer::CheckRoom(size_t bytes) const {
  uint64_t room = 0;
  const rocksdb::Status known = db_->files->GetFreeSpace(db_->path, rocksdb::IOOptions(), &room, nullptr);
  if (!known.ok() || room > bytes + options_.write_buffer_bytes) return absl::OkStatus();
  return Error(absl::StatusCode::kUnavailable, "DISK_FULL",
               absl::StrCat("store: the disk of ", db_->path, " is full; make room, then try again"));
}

void Committer::Reply(Batch& batch) {
  const auto reply = [](std::vector<Finished>& group, const absl::Status& written) {
    for (Finished& finished : group)
      finished.command->Done(written.ok() ? finished.status : written, finished.sequence);
  };
  if (!options_.dispatch) return reply(batch.group, batch.status);
  // Who waits on a thread of the dispatcher must not wait for one.
  std::vector<Finished> waiters, others;
  for (Finished& finished : batch.group)
    (finished.command->only_wakes() ? waiters : others).push_back(std::move(finished));
  reply(waiters, batch.status);
  if (others.empty()) return;
  options_.dispatch(
      [group = std::move(others), written = batch.status, reply]() mutable { reply(group, written); });
}

void Committer::WitnessLoop() {
  while (true) {
    {
      MutexLock lock(witness_mutex_);
      if (!witness_stop_)
        witness_wake_.wait_for(lock.native(), absl::ToChronoNanoseconds(options_.witness_every));
      if (witness_stop_) return;
    }
    if (Now()->writes() != witness_.writes()) KeepWitness(false);
  }
}

// A witness that cannot be written (full disk) only falls behind; the store itself is not less durable.
void Committer::KeepWitness(bool exact) {
  const std::shared_ptr<const Moment> now = Now();
  SaveWitness(*db_, now->end(), now->writes(), exact, witness_).IgnoreError();
}

void Committer::Stop() {
  {
    MutexLock lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  decide_wake_.notify_all();
  decide_thread_.join();
  write_thread_.join();
  {
    MutexLock lock(witness_mutex_);
    witness_stop_ = true;
  }
  witness_wake_.notify_all();
  witness_thread_.join();
  KeepWitness(true);
}

Store::Statistics Committer::statistics() const {
  Store::Statistics result;
  result.commits = commits_.load();
  result.commands = commands_.load();
  result.failed_commands = failed_.load();
  result.audit_entries = audit_entries_.load();
  result.commit_seconds = static_cast<double>(commit_nanos_.load()) * 1e-9;
  MutexLock lock(mutex_);
  result.queue = queue_.size();
  return result;
}

}  // namespace obt::store
