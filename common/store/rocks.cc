#include "common/store/rocks.h"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/obs/log.h"
#include "common/store/care/log_guard.h"
#include "common/store/care/mend.h"
#include "common/store/core_tables.h"
#include "rocksdb/cache.h"
#include "rocksdb/env.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/options.h"
#include "rocksdb/perf_level.h"
#include "rocksdb/table.h"

namespace obt::store {
namespace {

// What RocksDB has to say goes where the service's log goes. Its own log file ends the process, by an
// assertion, when a disk has been full.
class Log final : public rocksdb::Logger {
 public:
  Log() : Logger(rocksdb::InfoLogLevel::WARN_LEVEL) {}
  using rocksdb::Logger::Logv;
  void Logv(const char* format, va_list arguments) override {
    std::array<char, 1000> text;
    std::vsnprintf(text.data(), text.size(), format, arguments);
    obs::Log(obs::Severity::kWarning, "rocksdb", {{"text", absl::string_view(text.data())}});
  }
};

rocksdb::DBOptions DatabaseOptions(const Options& store, rocksdb::Env* env, bool create) {
  rocksdb::DBOptions options;
  options.env = env;
  options.create_if_missing = create;
  options.error_if_exists = create;
  options.create_missing_column_families = true;
  // The default mode lost half of the acknowledged writes after one flipped bit, and said nothing.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.paranoid_checks = true;
  options.max_open_files = -1;           // every missing or short file refuses at open
  options.max_file_opening_threads = 1;  // else 16 for each table, which has a few files: hundreds a start
  options.max_background_jobs = 2;
  // What a start after a crash inserts again, at 45 MB a second; tiny logs would change hands all the time.
  options.max_total_wal_size = std::max<uint64_t>(store.write_buffer_bytes / 2, 128u << 10);
  options.track_and_verify_wals_in_manifest = true;
  options.recycle_log_file_num = 0;
  options.manual_wal_flush = false;
  options.info_log = std::make_shared<Log>();
  options.avoid_unnecessary_blocking_io = true;
  return options;
}

rocksdb::ColumnFamilyOptions TableOptions(const Options& store,
                                          const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions block;
  block.block_cache = cache;
  block.format_version = 5;
  block.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  block.cache_index_and_filter_blocks = false;
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(block));
  options.write_buffer_size = store.write_buffer_bytes;
  options.max_write_buffer_number = 2;
  // One file a level, always. RocksDB 7.8 takes a file whose first block cannot be read for an empty one, in
  // scans and when it merges files, unless it is the first of its level: rows would vanish without an error.
  options.compaction_style = rocksdb::kCompactionStyleUniversal;  // the other also moves files as they are
  options.target_file_size_base = uint64_t{1} << 40;
  // Every file is read and written again less often. Of four, 1.5 million events of learning were written 15
  // times, of ten 9.5 times, and intake slowed down by 1.16 instead of 1.37; reads took the same.
  options.level0_file_num_compaction_trigger = 10;
  // While large ones are merged, a minute at some gigabytes, small ones may wait in numbers: at 20 of them
  // writes were slowed down and then stopped, for 9 s once on the way to 30 million events.
  options.level0_slowdown_writes_trigger = 100;
  options.level0_stop_writes_trigger = 200;
  options.compression = rocksdb::kLZ4Compression;
  // Most look-ups of intake ask for what is not there: a fifth less work for them.
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = 0.02;
  return options;
}

// All families at once: made one by one, each would write and check the options of all of them again.
rocksdb::Status Create(const rocksdb::DBOptions& how, const std::string& path,
                       std::vector<rocksdb::ColumnFamilyDescriptor> families,
                       std::vector<rocksdb::ColumnFamilyHandle*>* handles, rocksdb::DB** db) {
  const rocksdb::ColumnFamilyDescriptor main = families.back();
  std::vector<rocksdb::ColumnFamilyHandle*> of_main;
  rocksdb::Status status = how.env->CreateDirIfMissing(path);  // else it calls that an error, in the log
  if (!status.ok()) return status;
  status = rocksdb::DB::Open(how, path, {main}, &of_main, db);
  if (!status.ok()) return status;
  families.pop_back();
  status = (*db)->CreateColumnFamilies(families, handles);
  handles->push_back(of_main.front());
  return status;
}

// The store has tables that were not named, and RocksDB opens none without all.
bool HasOtherTables(const rocksdb::Status& status) {
  return status.IsInvalidArgument() && absl::StrContains(status.ToString(), "Column families not opened");
}

// What the disk says of who may do what; RocksDB keeps no code of it.
bool IsNotPermitted(const rocksdb::Status& status) {
  if (!status.IsIOError()) return false;
  const std::string text = status.ToString();
  return absl::StrContains(text, "Permission denied") || absl::StrContains(text, "Operation not permitted") ||
         absl::StrContains(text, "Read-only file system");
}

// Opening failed for what is in the directory, not for what the machine lacks just now.
bool IsDamage(const rocksdb::Status& status) {
  return status.IsCorruption() || status.IsInvalidArgument() || status.IsNotFound() ||
         status.IsPathNotFound();
}

}  // namespace

absl::Status FromRocks(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  if (status.IsCorruption()) {
    return Error(absl::StatusCode::kDataLoss, "STORE_CORRUPT",
                 absl::StrCat("store: ", status.ToString(), "; restore the directory from a backup"));
  }
  if (IsNotPermitted(status)) {
    return Error(absl::StatusCode::kFailedPrecondition, "NOT_PERMITTED",
                 absl::StrCat("store: this user may not: ", status.ToString(),
                              "; run as the user to whom the store belongs, or give it to this one"));
  }
  // Incomplete: a write waited for room in memory until the disk was full; nothing of it was written.
  const bool full = status.IsNoSpace() || status.IsIncomplete();
  return Error(absl::StatusCode::kUnavailable, full ? "DISK_FULL" : "STORE_UNAVAILABLE",
               absl::StrCat("store: ", status.ToString()));
}

Db::~Db() {
  for (rocksdb::ColumnFamilyHandle* handle : handles) db->DestroyColumnFamilyHandle(handle);
}

size_t Db::IndexOf(const TableRef& table) const {
  const auto found = index.find(&table);
  if (found == index.end())
    Die(absl::StrCat("table ", table.name, " was not named when the store was opened"));
  return found->second;
}

std::shared_ptr<rocksdb::FileSystem> FilesOf(const Options& options) {
  return options.files == nullptr ? rocksdb::FileSystem::Default() : options.files;
}

absl::StatusOr<std::shared_ptr<Db>> OpenDb(const Options& options, bool create, Damage damage) {
  const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(options.cache_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  auto opened = std::make_shared<Db>();
  opened->path = absl::StrCat(options.path, "/db");
  opened->files = FilesOf(options);
  opened->env = rocksdb::NewCompositeEnv(GuardLogs(opened->files));
  std::vector<const TableRef*> tables = {&kChanges, &kReplies, &kMeta, &kAudit};
  tables.insert(tables.end(), options.tables.begin(), options.tables.end());
  for (const TableRef* table : tables) {
    if (!opened->index.emplace(table, opened->tables.size()).second) continue;
    opened->tables.push_back(table);
    families.emplace_back(table->name, TableOptions(options, cache));
  }
  families.emplace_back(rocksdb::kDefaultColumnFamilyName, TableOptions(options, cache));
  rocksdb::DB* db = nullptr;
  rocksdb::DBOptions how = DatabaseOptions(options, opened->env.get(), create);
  if (damage != Damage::kRefuse) how.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  if (damage == Damage::kLook) how.avoid_unnecessary_blocking_io = false;  // it asserts when reading only
  const rocksdb::Status status =
      create ? Create(how, opened->path, std::move(families), &opened->handles, &db)
      : damage == Damage::kLook
          ? rocksdb::DB::OpenForReadOnly(how, opened->path, families, &opened->handles, &db)
          : rocksdb::DB::Open(how, opened->path, families, &opened->handles, &db);
  opened->db.reset(db);
  if (HasOtherTables(status)) {
    return Error(absl::StatusCode::kFailedPrecondition, "STORE_OF_ANOTHER_SERVICE",
                 absl::StrCat(options.path, " has tables that this service does not know: it is another ",
                              "service's store, or one of a newer version; give this service's own "
                              "directory, or start the newer version"));
  }
  if (IsDamage(status)) return RefuseStore("STORE_CORRUPT", options.path, status.ToString());
  OBT_RETURN_IF_ERROR(FromRocks(status));
  return opened;
}

std::string DirectoryOf(const Db& db) { return std::string(absl::StripSuffix(db.path, "/db")); }

void CountNothing() { rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable); }

absl::Status PutMeta(const Db& db, const std::vector<std::pair<std::string, std::string>>& rows) {
  rocksdb::WriteOptions synced;
  synced.sync = true;
  rocksdb::WriteBatch batch;
  for (const auto& [key, value] : rows)
    OBT_RETURN_IF_ERROR(FromRocks(batch.Put(db.HandleOf(kMeta), key, value)));
  return FromRocks(db.db->Write(synced, &batch));
}

rocksdb::ReadOptions RocksReader::ReadOptions() const {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot_;
  return options;
}

absl::StatusOr<bool> RocksReader::GetRaw(const TableRef& table, absl::string_view key,
                                         std::string& value) const {
  CountNothing();
  rocksdb::PinnableSlice pinned(&value);
  const rocksdb::Status status = db_.db->Get(ReadOptions(), db_.HandleOf(table), ToSlice(key), &pinned);
  if (status.IsNotFound()) return false;
  OBT_RETURN_IF_ERROR(FromRocks(status));
  if (pinned.IsPinned()) value.assign(pinned.data(), pinned.size());
  return true;
}

std::unique_ptr<RocksReader::Range> RocksReader::Open(const TableRef& table, absl::string_view lower,
                                                      absl::string_view upper, Blocks blocks) const {
  CountNothing();
  auto range = std::make_unique<Range>();
  range->upper_bytes = std::string(upper);
  range->upper = range->upper_bytes;
  rocksdb::ReadOptions options = ReadOptions();
  options.fill_cache = blocks == Blocks::kKeep;
  if (!upper.empty()) options.iterate_upper_bound = &range->upper;
  range->rows.reset(db_.db->NewIterator(options, db_.HandleOf(table)));
  range->rows->Seek(ToSlice(lower));
  return range;
}

absl::Status RocksReader::Scan(const TableRef& table, absl::string_view lower, absl::string_view upper,
                               Blocks blocks,
                               absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const {
  const std::unique_ptr<Range> range = Open(table, lower, upper, blocks);
  for (; range->rows->Valid(); range->rows->Next()) {
    if (!visit(ToView(range->rows->key()), ToView(range->rows->value()))) break;
  }
  return FromRocks(range->rows->status());
}

}  // namespace obt::store
