#include "common/store/committer.h"

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/store/core_tables.h"
#include "common/store/witness.h"

namespace obt::store {
namespace {

// A group ends at this many commands or this much work, so that nobody waits long for the disk.
constexpr size_t kGroupCommands = 512;
constexpr std::chrono::milliseconds kGroupTime{4};

}  // namespace

Committer::Committer(Options options, std::shared_ptr<Db> db, StorePoint end, v1::Witness witness)
    : options_(std::move(options)),
      db_(std::move(db)),
      latest_(*db_),
      moment_(std::make_shared<Moment>(db_, std::move(end))),
      witness_(std::move(witness)),
      commit_thread_([this] { CommitLoop(); }),
      witness_thread_([this] { WitnessLoop(); }) {}

Committer::~Committer() { Stop(); }

absl::Status Committer::Submit(std::unique_ptr<Command>&& command) {
  {
    MutexLock lock(mutex_);
    if (stopping_)
      return Error(absl::StatusCode::kUnavailable, "STOPPING", "the service is stopping; try again");
    if (queue_.size() >= options_.queue_limit) {
      return Exhausted("COMMIT_QUEUE_FULL", "too many changes are waiting; try again",
                       absl::Milliseconds(100));
    }
    queue_.push_back(std::move(command));
  }
  wake_.notify_one();
  return absl::OkStatus();
}

std::shared_ptr<const Moment> Committer::Now() const {
  MutexLock lock(moment_mutex_);
  return moment_;
}

std::unique_ptr<Command> Committer::Take(bool wait) {
  MutexLock lock(mutex_);
  while (wait && queue_.empty() && !stopping_) wake_.wait(lock.native());
  if (queue_.empty()) return nullptr;
  std::unique_ptr<Command> command = std::move(queue_.front());
  queue_.pop_front();
  return command;
}

void Committer::CommitLoop() {
  while (std::unique_ptr<Command> first = Take(true)) {
    StorePoint end = Now()->end();
    Txn txn(latest_, db_->tables.size(), end.sequence, options_.clock->Now());
    Group group = RunGroup(std::move(first), txn);
    if (!txn.empty()) {
      const absl::Status status = Commit(txn, end);
      if (status.ok()) {
        std::shared_ptr<const Moment> moment = std::make_shared<Moment>(db_, std::move(end));
        MutexLock lock(moment_mutex_);
        moment_.swap(moment);
      } else {
        for (Finished& finished : group) finished.status = status;
      }
      if (status.ok() && options_.on_commit) options_.on_commit();
      if (!status.ok() && ReasonOf(status) != "DISK_FULL") {
        // After a failed fsync nobody knows what is on disk: never acknowledge anything again, recover by
        // restarting.
        Die(absl::StrCat("a commit failed, stopping rather than acknowledging later writes: ",
                         status.message()));
      }
    }
    Reply(std::move(group));
  }
}

Committer::Group Committer::RunGroup(std::unique_ptr<Command> first, Txn& txn) {
  Group group;
  const auto begin = std::chrono::steady_clock::now();
  for (std::unique_ptr<Command> command = std::move(first); command != nullptr; command = Take(false)) {
    absl::Status status;
    if (command->deadline < txn.commit_time()) {
      status =
          Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED", "the deadline passed in the queue");
    } else {
      const Txn::Mark before = txn.Here();
      status = command->Run(txn);
      if (!status.ok()) txn.UndoTo(before);
    }
    if (!status.ok()) failed_.fetch_add(1, std::memory_order_relaxed);
    group.push_back({std::move(command), std::move(status), txn.sequence()});
    if (group.size() >= kGroupCommands || std::chrono::steady_clock::now() - begin > kGroupTime) break;
  }
  commands_.fetch_add(group.size(), std::memory_order_relaxed);
  return group;
}

absl::Status Committer::Commit(const Txn& txn, StorePoint& end) {
  rocksdb::WriteBatch batch;
  rocksdb::Status status;
  for (size_t table = 0; table < txn.overlays().size(); ++table) {
    for (const auto& [key, value] : txn.overlays()[table]) {
      status = value.has_value() ? batch.Put(db_->handles[table], key, *value)
                                 : batch.Delete(db_->handles[table], key);
      if (!status.ok()) return FromRocks(status);
    }
  }
  rocksdb::ColumnFamilyHandle* const log = db_->HandleOf(kChanges);
  v1::Change change;
  change.set_commit_time_us(absl::ToUnixMicros(txn.commit_time()));
  for (const Txn::PendingChange& pending : txn.changes()) {
    change.set_sequence(++end.sequence);
    change.set_type(pending.type);
    change.set_event(pending.event);
    end.chain = NextChain(end.chain, change);
    change.set_chain(end.chain);
    status = batch.Put(log, EncodeKey(std::tuple<uint64_t>(end.sequence)), change.SerializeAsString());
    if (!status.ok()) return FromRocks(status);
  }
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const auto begin = std::chrono::steady_clock::now();
  status = db_->db->Write(synced, &batch);
  commit_nanos_.fetch_add((std::chrono::steady_clock::now() - begin).count(), std::memory_order_relaxed);
  commits_.fetch_add(1, std::memory_order_relaxed);
  return FromRocks(status);
}

void Committer::Reply(Group group) {
  auto replies = [group = std::move(group)]() mutable {
    for (Finished& finished : group) finished.command->Done(finished.status, finished.sequence);
  };
  if (options_.dispatch) {
    options_.dispatch(std::move(replies));
  } else {
    replies();
  }
}

void Committer::WitnessLoop() {
  while (true) {
    {
      MutexLock lock(witness_mutex_);
      if (!witness_stop_) witness_wake_.wait_for(lock.native(), std::chrono::seconds(1));
      if (witness_stop_) return;
    }
    if (Now()->end().sequence != witness_.sequence()) SaveWitness(false);
  }
}

void Committer::SaveWitness(bool exact) {
  const StorePoint end = Now()->end();
  witness_.set_sequence(end.sequence);
  witness_.set_chain(end.chain);
  witness_.set_exact(exact);
  // A witness that cannot be written (full disk) only falls behind; the store itself is not less durable.
  WriteWitness(options_.path, witness_).IgnoreError();
}

void Committer::Stop() {
  {
    MutexLock lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
  }
  wake_.notify_all();
  commit_thread_.join();
  {
    MutexLock lock(witness_mutex_);
    witness_stop_ = true;
  }
  witness_wake_.notify_all();
  witness_thread_.join();
  SaveWitness(true);
}

Store::Statistics Committer::statistics() const {
  Store::Statistics result;
  result.commits = commits_.load();
  result.commands = commands_.load();
  result.failed_commands = failed_.load();
  result.commit_seconds = static_cast<double>(commit_nanos_.load()) * 1e-9;
  MutexLock lock(mutex_);
  result.queue = queue_.size();
  return result;
}

}  // namespace obt::store
