#include "common/store/care/inspect.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/store/audit.h"
#include "common/store/care/witness.h"
#include "common/store/core_tables.h"
#include "common/store/place.h"
#include "common/store/rocks.h"

namespace obt::store {
namespace {

constexpr int kFilesPercent = 40;   // the share of reading all files; the tables come next,
constexpr int kTablesPercent = 90;  // and the change log takes the rest
constexpr uint64_t kReportEvery = 4096;

void AddFault(admin::v1::StoreVerification& found, absl::string_view table, uint64_t sequence,
              absl::string_view description) {
  admin::v1::StoreFault& fault = *found.add_faults();
  fault.set_table(std::string(table));
  fault.set_sequence(sequence);
  fault.set_description(std::string(description));
}

// Damage is a fault of the store; anything else keeps us from looking.
absl::Status Note(const absl::Status& read, absl::string_view table, admin::v1::StoreVerification& found) {
  if (!absl::IsDataLoss(read)) return read;
  AddFault(found, table, 0, read.message());
  return absl::OkStatus();
}

absl::Status ReadTable(const Reader& rows, const TableRef& table, const Report& report, int percent,
                       admin::v1::StoreVerification& found) {
  int64_t count = 0, bytes = 0;
  absl::Status goes_on;
  const absl::Status read = rows.ScanRaw(table, "", "", [&](absl::string_view key, absl::string_view value) {
    if (count++ % kReportEvery == 0) goes_on = report(absl::StrCat("table ", table.name), percent);
    bytes += static_cast<int64_t>(key.size() + value.size());
    return goes_on.ok();
  });
  OBT_RETURN_IF_ERROR(goes_on);
  found.set_table_count(found.table_count() + 1);
  found.set_row_count(found.row_count() + count);
  found.set_bytes(found.bytes() + bytes);
  return Note(read, table.name, found);
}

// What is wrong with a row of the log that comes after `sequence` - 1 and `chain`; empty: nothing.
std::string FaultOf(absl::string_view key, absl::string_view row, uint64_t sequence, absl::string_view chain,
                    v1::Change& change) {
  const auto at = DecodeKey<std::tuple<uint64_t>>(key);
  if (!at.has_value() || !change.ParseFromArray(row.data(), static_cast<int>(row.size())))
    return "the change cannot be read";
  if (std::get<0>(*at) != sequence || change.sequence() != sequence)
    return absl::StrCat("change ", std::get<0>(*at), " stands where change ", sequence, " belongs");
  if (change.chain() != NextChain(chain, change)) return "the chain does not follow from the change before";
  return "";
}

// Walks the change log from its beginning; notes the first change that does not fit, and the chain at the
// change the witness saw.
absl::Status ReadLog(const Reader& rows, const Report& report, uint64_t witnessed, std::string& chain_there,
                     admin::v1::StoreVerification& found) {
  uint64_t sequence = 0;
  std::string chain(32, '\0');
  if (witnessed == 0) chain_there = chain;
  absl::Status goes_on;
  const absl::Status read = rows.ScanRaw(kChanges, "", "", [&](absl::string_view key, absl::string_view row) {
    if (sequence % kReportEvery == 0) goes_on = report("chain of changes", kTablesPercent);
    v1::Change change;
    const std::string fault = FaultOf(key, row, sequence + 1, chain, change);
    if (!fault.empty()) AddFault(found, kChanges.name, sequence + 1, fault);
    if (!fault.empty() || !goes_on.ok()) return false;
    chain = change.chain();
    if (++sequence == witnessed) chain_there = chain;
    return true;
  });
  OBT_RETURN_IF_ERROR(goes_on);
  found.set_sequence(sequence);
  found.set_chain(chain);
  return Note(read, kChanges.name, found);
}

// Walks the audit log likewise.
absl::Status ReadAudit(const Reader& rows, const Report& report, admin::v1::StoreVerification& found) {
  AuditChain chain;
  absl::Status goes_on;
  const absl::Status read = ScanAudit(rows, 0, [&](const AuditRow& row) {
    if (chain.sequence() % kReportEvery == 0) goes_on = report("chain of the audit log", kTablesPercent);
    const std::string fault = goes_on.ok() ? chain.Follow(row) : "";
    if (!fault.empty()) AddFault(found, kAudit.name, chain.sequence() + 1, fault);
    return fault.empty() && goes_on.ok();
  });
  OBT_RETURN_IF_ERROR(goes_on);
  found.set_audit_sequence(chain.sequence());
  found.set_audit_chain(chain.chain());
  return Note(read, kAudit.name, found);
}

absl::Status CompareAuditWitness(const Reader& rows, const v1::Witness& witness,
                                 admin::v1::StoreVerification& found) {
  const uint64_t seen = witness.audit_sequence();
  if (seen > found.audit_sequence()) {
    AddFault(found, kAudit.name, found.audit_sequence() + 1,
             absl::StrCat("the audit log can be followed up to entry ", found.audit_sequence(),
                          ", its witness saw entry ", seen));
    return absl::OkStatus();
  }
  OBT_ASSIGN_OR_RETURN(const bool same, HoldsAudit(rows, seen, witness.audit_chain()));
  if (!same) AddFault(found, kAudit.name, seen, "the entry is not the one its witness saw");
  return absl::OkStatus();
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

}  // namespace

absl::Status ReportNothing(absl::string_view, int) { return absl::OkStatus(); }

absl::Status Inspect(const Store& store, const Report& report, admin::v1::StoreVerification& found) {
  const absl::StatusOr<v1::Witness> witness = ReadWitness(*DbOf(store).files, DirectoryOf(DbOf(store)));
  if (!witness.ok() && !absl::IsDataLoss(witness.status())) return witness.status();
  const View rows = store.Now().Passing();
  std::string chain_there, epoch;
  const uint64_t witnessed = witness.ok() ? witness->sequence() : 0;
  OBT_RETURN_IF_ERROR(InspectDb(DbOf(store), rows, report, witnessed, chain_there, found));
  const absl::Status read = rows.GetRaw(kMeta, "epoch", epoch).status();
  if (!read.ok() && !absl::IsDataLoss(read)) return read;
  if (read.ok()) CompareWitness(witness, epoch, chain_there, found);  // else its table was found faulty
  if (witness.ok()) OBT_RETURN_IF_ERROR(CompareAuditWitness(rows, *witness, found));
  return report("everything was read", 100);
}

absl::Status InspectDb(const Db& db, const Reader& rows, const Report& report, uint64_t witnessed,
                       std::string& chain_there, admin::v1::StoreVerification& found) {
  OBT_RETURN_IF_ERROR(report("files", 0));
  OBT_RETURN_IF_ERROR(Note(FromRocks(db.db->VerifyChecksum(rocksdb::ReadOptions())), "", found));
  const int tables = static_cast<int>(db.tables.size());
  for (int i = 0; i < tables; ++i) {
    const int percent = kFilesPercent + (kTablesPercent - kFilesPercent) * i / tables;
    OBT_RETURN_IF_ERROR(ReadTable(rows, *db.tables[i], report, percent, found));
  }
  OBT_RETURN_IF_ERROR(ReadLog(rows, report, witnessed, chain_there, found));
  return ReadAudit(rows, report, found);
}

// None if they cannot be told, which opening then explains.
FoundTables::FoundTables(const std::string& directory) {
  const std::array<absl::string_view, 5> own = {kChanges.name, kReplies.name, kMeta.name, kAudit.name,
                                                rocksdb::kDefaultColumnFamilyName};
  std::vector<std::string> all;
  rocksdb::DB::ListColumnFamilies(rocksdb::DBOptions(), absl::StrCat(directory, "/db"), &all)
      .PermitUncheckedError();
  for (std::string& name : all) {
    if (std::find(own.begin(), own.end(), name) != own.end()) continue;
    names_.push_back(std::move(name));
    tables_.emplace_back(names_.back().c_str());
  }
}

Options FoundTables::OptionsFor(const std::string& directory) const {
  Options options;
  options.path = directory;
  for (const TableRef& table : tables_) options.tables.push_back(&table);
  options.cache_bytes = 32u << 20;
  return options;
}

absl::StatusOr<StoppedStore> StoppedStore::Open(const std::string& directory) {
  OBT_RETURN_IF_ERROR(CheckReach(directory));
  StoppedStore stopped;
  stopped.tables_ = FoundTables(directory);
  OBT_ASSIGN_OR_RETURN(stopped.store_, Store::Open(stopped.tables_.OptionsFor(directory)));
  return stopped;
}

absl::StatusOr<v1::Witness> WitnessOf(const std::string& directory) {
  rocksdb::FileSystem& files = *rocksdb::FileSystem::Default();
  OBT_RETURN_IF_ERROR(CheckReadable(directory));
  OBT_RETURN_IF_ERROR(CheckHoldsStore(files, directory));
  return ReadWitness(files, directory);
}

}  // namespace obt::store
