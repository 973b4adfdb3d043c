#include "common/store/inspect.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/store/core_tables.h"
#include "common/store/rocks.h"
#include "common/store/witness.h"
#include "rocksdb/env.h"

namespace obt::store {
namespace {

constexpr int kFilesPercent = 40;  // the share of reading all files; tables and change log take the rest
constexpr uint64_t kReportEvery = 4096;

// Rows as of one moment, read from the files rather than from what is cached, and leaving the cache alone.
class Walk {
 public:
  explicit Walk(const Db& db) : db_(db), snapshot_(db.db->GetSnapshot()) {}
  ~Walk() { db_.db->ReleaseSnapshot(snapshot_); }
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;

  std::unique_ptr<rocksdb::Iterator> Rows(rocksdb::ColumnFamilyHandle* table) const {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_;
    options.fill_cache = false;
    options.readahead_size = 2u << 20;
    std::unique_ptr<rocksdb::Iterator> rows(db_.db->NewIterator(options, table));
    rows->SeekToFirst();
    return rows;
  }

 private:
  const Db& db_;
  const rocksdb::Snapshot* const snapshot_;
};

void AddFault(admin::v1::StoreVerification& found, absl::string_view table, uint64_t sequence,
              absl::string_view description) {
  admin::v1::StoreFault& fault = *found.add_faults();
  fault.set_table(std::string(table));
  fault.set_sequence(sequence);
  fault.set_description(std::string(description));
}

// Damage is a fault of the store; anything else keeps us from looking.
absl::Status Note(const rocksdb::Status& status, absl::string_view table,
                  admin::v1::StoreVerification& found) {
  if (!status.IsCorruption()) return FromRocks(status);
  AddFault(found, table, 0, status.ToString());
  return absl::OkStatus();
}

absl::Status ReadTable(const Walk& walk, const Db& db, size_t index, const Report& report, int percent,
                       admin::v1::StoreVerification& found) {
  const std::string name = db.tables[index]->name;
  const std::unique_ptr<rocksdb::Iterator> rows = walk.Rows(db.handles[index]);
  uint64_t count = 0, bytes = 0;
  for (; rows->Valid(); rows->Next()) {
    if (count++ % kReportEvery == 0) OBT_RETURN_IF_ERROR(report(absl::StrCat("table ", name), percent));
    bytes += rows->key().size() + rows->value().size();
  }
  found.set_table_count(found.table_count() + 1);
  found.set_row_count(found.row_count() + static_cast<int64_t>(count));
  found.set_bytes(found.bytes() + static_cast<int64_t>(bytes));
  return Note(rows->status(), name, found);
}

// What is wrong with a change that comes after `sequence` and `chain`; empty: nothing.
std::string FaultOf(const std::optional<std::tuple<uint64_t>>& key, bool readable, const v1::Change& change,
                    uint64_t sequence, absl::string_view chain) {
  if (!key.has_value() || !readable) return "the change cannot be read";
  if (std::get<0>(*key) != sequence || change.sequence() != sequence)
    return absl::StrCat("change ", std::get<0>(*key), " stands where change ", sequence, " belongs");
  if (change.chain() != NextChain(chain, change)) return "the chain does not follow from the change before";
  return "";
}

// Walks the change log from its beginning; notes the first change that does not fit, and the chain at the
// change the witness saw.
absl::Status ReadLog(const Walk& walk, const Db& db, const Report& report, uint64_t witnessed,
                     std::string& chain_there, admin::v1::StoreVerification& found) {
  const std::unique_ptr<rocksdb::Iterator> rows = walk.Rows(db.HandleOf(kChanges));
  uint64_t sequence = 0;
  std::string chain(32, '\0');
  if (witnessed == 0) chain_there = chain;
  for (; rows->Valid(); rows->Next()) {
    if (sequence % kReportEvery == 0) OBT_RETURN_IF_ERROR(report("chain of changes", 90));
    v1::Change change;
    const bool readable = change.ParseFromArray(rows->value().data(), static_cast<int>(rows->value().size()));
    const std::string fault =
        FaultOf(DecodeKey<std::tuple<uint64_t>>(ToView(rows->key())), readable, change, sequence + 1, chain);
    if (!fault.empty()) {
      AddFault(found, kChanges.name, sequence + 1, fault);
      break;
    }
    ++sequence;
    chain = change.chain();
    if (sequence == witnessed) chain_there = chain;
  }
  found.set_sequence(sequence);
  found.set_chain(chain);
  return Note(rows->status(), kChanges.name, found);
}

// The witness was read before the moment that was walked, so it is nowhere ahead of it.
void CompareWitness(const absl::StatusOr<v1::Witness>& witness, absl::string_view epoch,
                    absl::string_view chain_there, admin::v1::StoreVerification& found) {
  if (!witness.ok()) {
    AddFault(found, "", 0, witness.status().message());
  } else if (witness->epoch() != epoch) {
    AddFault(found, kMeta.name, 0, "the store is not the one its witness belongs to");
  } else if (witness->sequence() > found.sequence()) {
    AddFault(found, kChanges.name, found.sequence() + 1,
             absl::StrCat("the log can be followed up to change ", found.sequence(),
                          ", its witness saw change ", witness->sequence()));
  } else if (witness->chain() != chain_there) {
    AddFault(found, kChanges.name, witness->sequence(), "the change is not the one its witness saw");
  }
}

// Besides the store's own; none if they cannot be told, which opening then explains.
std::vector<std::string> TableNamesOf(const std::string& directory) {
  std::vector<std::string> names;
  rocksdb::DB::ListColumnFamilies(rocksdb::DBOptions(), absl::StrCat(directory, "/db"), &names)
      .PermitUncheckedError();
  const std::vector<std::string> own = {kChanges.name, kReplies.name, kMeta.name,
                                        rocksdb::kDefaultColumnFamilyName};
  const auto is_own = [&own](const std::string& name) {
    return std::find(own.begin(), own.end(), name) != own.end();
  };
  names.erase(std::remove_if(names.begin(), names.end(), is_own), names.end());
  return names;
}

}  // namespace

absl::Status ReportNothing(absl::string_view, int) { return absl::OkStatus(); }

absl::Status Inspect(const Store& store, const Report& report, admin::v1::StoreVerification& found) {
  const absl::StatusOr<v1::Witness> witness = ReadWitness(*DbOf(store).files, DirectoryOf(DbOf(store)));
  if (!witness.ok() && !absl::IsDataLoss(witness.status())) return witness.status();
  std::string chain_there, epoch;
  const uint64_t witnessed = witness.ok() ? witness->sequence() : 0;
  OBT_RETURN_IF_ERROR(InspectDb(DbOf(store), report, witnessed, chain_there, found));
  const absl::Status read = RocksReader(DbOf(store)).GetRaw(kMeta, "epoch", epoch).status();
  if (!read.ok() && !absl::IsDataLoss(read)) return read;
  if (read.ok()) CompareWitness(witness, epoch, chain_there, found);  // else its table was found faulty
  return report("everything was read", 100);
}

absl::Status InspectDb(const Db& db, const Report& report, uint64_t witnessed, std::string& chain_there,
                       admin::v1::StoreVerification& found) {
  OBT_RETURN_IF_ERROR(report("files", 0));
  rocksdb::ReadOptions plain;
  OBT_RETURN_IF_ERROR(Note(db.db->VerifyChecksum(plain), "", found));
  const Walk walk(db);
  const int tables = static_cast<int>(db.tables.size());
  for (int i = 0; i < tables; ++i) {
    const int percent = kFilesPercent + (90 - kFilesPercent) * i / tables;
    OBT_RETURN_IF_ERROR(ReadTable(walk, db, i, report, percent, found));
  }
  return ReadLog(walk, db, report, witnessed, chain_there, found);
}

FoundTables::FoundTables(const std::string& directory) {
  for (std::string& name : TableNamesOf(directory)) {
    names.push_back(std::move(name));
    refs.push_back(&tables.emplace_back(names.back().c_str()));
  }
}

StoppedStore::StoppedStore(std::unique_ptr<FoundTables> tables, std::unique_ptr<Store> store)
    : tables_(std::move(tables)), store_(std::move(store)) {}
StoppedStore::StoppedStore(StoppedStore&&) noexcept = default;
StoppedStore::~StoppedStore() = default;

absl::StatusOr<StoppedStore> StoppedStore::Open(const std::string& directory) {
  OBT_RETURN_IF_ERROR(RefuseIfInUse(directory));
  auto tables = std::make_unique<FoundTables>(directory);
  Options options;
  options.path = directory;
  options.tables = tables->refs;
  options.cache_bytes = 32u << 20;
  OBT_ASSIGN_OR_RETURN(std::unique_ptr<Store> store, Store::Open(std::move(options)));
  return StoppedStore(std::move(tables), std::move(store));
}

absl::Status RefuseIfInUse(const std::string& directory) {
  rocksdb::Env* const env = rocksdb::Env::Default();
  const std::string path = absl::StrCat(directory, "/db/LOCK");
  if (!env->FileExists(path).ok()) return absl::OkStatus();
  rocksdb::FileLock* lock = nullptr;
  if (!env->LockFile(path, &lock).ok()) {
    return Error(absl::StatusCode::kUnavailable, "STORE_IN_USE",
                 absl::StrCat("the store in ", directory, " is open; stop its service first"));
  }
  return FromRocks(env->UnlockFile(lock));
}

absl::StatusOr<v1::Witness> WitnessOf(const std::string& directory) {
  return ReadWitness(*rocksdb::FileSystem::Default(), directory);
}

}  // namespace obt::store
