// A service's store: RocksDB behind one committer thread. Every change goes through Submit, runs inside a Txn
// on the committer's deciding thread together with what has queued up, and is acknowledged only after one
// synced batch is on disk. Reading goes through View, an immutable moment that all readers share.
// Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "obt/store/v1/store.pb.h"

namespace rocksdb {
class FileSystem;
}

namespace obt::store {

class Committer;
struct Db;
// A durable point: everything up to `sequence` is on disk and nothing else is visible.
class Moment;

// Reads one moment, unchanged by later commits. Cheap to copy. Do not keep it for long: it pins old data.
class View final : public Reader {
 public:
  explicit View(std::shared_ptr<const Moment> moment) : moment_(std::move(moment)) {}
  bool durable(const TableRef&) const override { return true; }
  absl::StatusOr<bool> GetRaw(const TableRef& table, absl::string_view key,
                              std::string& value) const override;
  absl::Status ScanRaw(const TableRef& table, absl::string_view lower, absl::string_view upper,
                       absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const override;
  uint64_t sequence() const;
  // 32 bytes; the chain value at sequence().
  const std::string& chain() const;
  // Where the audit log ends.
  uint64_t audit_sequence() const;
  const std::string& audit_chain() const;
  // The same for who scans whole tables: what only they read does not stay in the cache.
  View Passing() const {
    View view = *this;
    view.passing_ = true;
    return view;
  }

 private:
  std::shared_ptr<const Moment> moment_;
  bool passing_ = false;
};

// Something to be decided and made durable.
class Command {
 public:
  virtual ~Command() = default;
  // On the committer's deciding thread; must not wait. An error undoes everything it did.
  virtual absl::Status Run(Txn& txn) = 0;
  // Exactly once, through Options::dispatch: after the batch is on disk, or with why it is not. `sequence` is
  // the store's right after this command.
  virtual void Done(const absl::Status& status, uint64_t sequence) = 0;
  // Done does no more than wake a thread: it runs at once, not through Options::dispatch, of whose threads it
  // may be one.
  virtual bool only_wakes() const { return false; }
  // Taken also where as many wait as may: whoever submits them waits for one before the next.
  virtual bool always() const { return false; }
  // Work that is late is not begun.
  absl::Time deadline = absl::InfiniteFuture();
};

struct Options {
  std::string path;                     // directory; `db` and `witness` lie in it
  std::string service;                  // whose store it is; another service's is refused; empty: any
  std::vector<const TableRef*> tables;  // all of the service's; the store adds its own
  const Clock* clock = &SystemClock::Get();
  size_t queue_limit = 4096;  // commands waiting; more are refused
  size_t cache_bytes = 256u << 20;
  size_t write_buffer_bytes = 16u << 20;            // of a table's newest rows, before they become a file
  absl::Duration witness_every = absl::Seconds(1);  // how far it may be behind
  std::shared_ptr<rocksdb::FileSystem> files = nullptr;  // every file of the store; default: the system's
  // Runs the replies of a finished group; default: at once, on the committer's threads.
  std::function<void(absl::AnyInvocable<void()>)> dispatch;
  // After each commit that changed something, one at a time and in order, on the committer's writing thread:
  // once the batch is on disk and to be seen, before its replies leave. Must be quick. Gets what was written:
  // its changes in order, of which the last is change written.sequence(), and the store right after them to
  // read. What was undone or refused is never told, nor what was there at Open: state in memory that follows
  // the store scans the tables before the first command is submitted, or knows how to do it beside them. For
  // such state, parked queries, jobs.
  std::function<void(const Txn& written)> on_commit;
};

class Store {
 public:
  // Makes an empty store. A directory that is not empty is refused.
  static absl::Status Init(const Options& options);
  // Opens a store made by Init; refuses what is missing, truncated, rolled back, foreign or too new, with a
  // sentence that names the place and the remedy.
  static absl::StatusOr<std::unique_ptr<Store>> Open(Options options);
  ~Store();  // finishes what is queued, writes an exact witness

  // Queues a command. RESOURCE_EXHAUSTED when the queue is full, UNAVAILABLE when stopping: `command` is then
  // untouched.
  absl::Status Submit(std::unique_ptr<Command>&& command);
  // Submits and waits: for tools, consumers and tests. Returns the sequence right after it.
  absl::StatusOr<uint64_t> Execute(std::function<absl::Status(Txn&)> run);
  View Now() const;
  // Stops taking commands, finishes the queued ones, writes an exact witness. Idempotent.
  void Stop();

  struct Statistics {
    uint64_t commits = 0, commands = 0, failed_commands = 0, queue = 0;
    uint64_t audit_entries = 0;  // written
    double commit_seconds = 0;   // time spent in synced writes, all together
  };
  Statistics statistics() const;
  int format_version() const;
  // Named RocksDB integer property summed over all tables, for metrics.
  uint64_t Property(absl::string_view name) const;
  // One that all tables share: of the cache, of the whole database.
  uint64_t SharedProperty(absl::string_view name) const;
  // One that is text, or of which the entry is, summed over all tables.
  uint64_t TextProperty(absl::string_view name, const std::string& entry = "") const;

 private:
  friend const Db& DbOf(const Store& store);
  Store(std::shared_ptr<Db> db, std::unique_ptr<Committer> committer);
  const std::shared_ptr<Db> db_;
  const std::unique_ptr<Committer> committer_;
};

// ---- change log ----

struct ChangePage {
  std::vector<v1::Change> changes;
  uint64_t last_sequence = 0;
};
// Changes behind `after`, whose chain must be `chain` (DATA_LOSS / FEED_DIVERGED otherwise). `after` beyond
// the end is OUT_OF_RANGE / FEED_POSITION. At most `limit` changes and about `max_bytes`.
absl::StatusOr<ChangePage> ReadChanges(const View& view, uint64_t after, absl::string_view chain,
                                       size_t limit, size_t max_bytes);
// The chain value that follows `previous`; see obt.store.v1.Change.
std::string NextChain(absl::string_view previous, const v1::Change& change);

// ---- idempotent replies ----

struct ReplyKey {
  std::string client, method, request_id;
};
inline constexpr absl::Duration kReplyLife = absl::Hours(24 * 30);
absl::StatusOr<std::optional<v1::StoredReply>> FindReply(const Reader& reader, const ReplyKey& key,
                                                         absl::Time now);
void PutReply(Txn& txn, const ReplyKey& key, const v1::StoredReply& reply);
// Drops replies older than kReplyLife in steps; returns how many. Called now and then by the host.
absl::StatusOr<int> PruneReplies(Store& store, absl::Time now);

// ---- small things a service keeps ----

// A random 32-byte key made at Init: for page tokens.
absl::StatusOr<std::string> PageTokenKey(const Reader& reader);

}  // namespace obt::store
