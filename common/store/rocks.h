// RocksDB as this suite uses it: open with the settings that were measured to be safe, read at a snapshot,
// and translate its errors. Only common/store includes this. Thread-safe once open.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "common/store/reader.h"
#include "common/store/store.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "rocksdb/file_system.h"

namespace obt::store {

// The one translation of RocksDB's errors: Corruption is DATA_LOSS, everything else UNAVAILABLE.
absl::Status FromRocks(const rocksdb::Status& status);

// An open database and its tables.
struct Db {
  ~Db();
  size_t IndexOf(const TableRef& table) const;  // aborts when the table was not named at Open
  rocksdb::ColumnFamilyHandle* HandleOf(const TableRef& table) const { return handles[IndexOf(table)]; }

  std::string path;
  std::shared_ptr<rocksdb::FileSystem> files;
  std::unique_ptr<rocksdb::Env> env;
  std::unique_ptr<rocksdb::DB> db;
  std::vector<rocksdb::ColumnFamilyHandle*> handles;  // same order as `tables`
  std::vector<const TableRef*> tables;
  absl::flat_hash_map<const TableRef*, size_t> index;
};

// The files a store of these options lies in.
std::shared_ptr<rocksdb::FileSystem> FilesOf(const Options& options);
// What an open store reads and writes: for inspections and backups.
const Db& DbOf(const Store& store);
// The store's directory, in which `db` and `witness` lie.
std::string DirectoryOf(const Db& db);
// What to do about write-ahead logs that are damaged: refuse to open; read up to the damage, changing
// nothing; or cut off what lies behind it.
enum class Damage { kRefuse, kLook, kCut };
// Opens or makes `db` in the store's directory, with the store's own tables beside the service's.
absl::StatusOr<std::shared_ptr<Db>> OpenDb(const Options& options, bool create,
                                           Damage damage = Damage::kRefuse);

// RocksDB counts, by thread, comparisons and the like that nobody here asks for: off for the calling thread.
void CountNothing();

// Writes rows of the store's own small table, on disk when this returns.
absl::Status PutMeta(const Db& db, const std::vector<std::pair<std::string, std::string>>& rows);

// Reads the database at a snapshot, or its latest state without one.
class RocksReader final : public Reader {
 public:
  explicit RocksReader(const Db& db, const rocksdb::Snapshot* snapshot = nullptr)
      : db_(db), snapshot_(snapshot) {}
  bool durable(const TableRef&) const override { return true; }
  absl::StatusOr<bool> GetRaw(const TableRef& table, absl::string_view key,
                              std::string& value) const override;
  absl::Status ScanRaw(const TableRef& table, absl::string_view lower, absl::string_view upper,
                       absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const override {
    return Scan(table, lower, upper, Blocks::kKeep, visit);
  }

  // Whether what is read stays in the cache.
  enum class Blocks { kKeep, kPass };
  absl::Status Scan(const TableRef& table, absl::string_view lower, absl::string_view upper, Blocks blocks,
                    absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const;

  // An iterator over [lower, upper), positioned at its first row.
  struct Range {
    std::string upper_bytes;
    rocksdb::Slice upper;  // must outlive the iterator
    std::unique_ptr<rocksdb::Iterator> rows;
  };
  std::unique_ptr<Range> Open(const TableRef& table, absl::string_view lower, absl::string_view upper,
                              Blocks blocks = Blocks::kKeep) const;
  const Db& db() const { return db_; }

 private:
  rocksdb::ReadOptions ReadOptions() const;
  const Db& db_;
  const rocksdb::Snapshot* const snapshot_;
};

inline rocksdb::Slice ToSlice(absl::string_view text) { return {text.data(), text.size()}; }
inline absl::string_view ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

}  // namespace obt::store
