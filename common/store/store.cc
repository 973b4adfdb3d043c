#include "common/store/store.h"

#include <future>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/store/audit.h"
#include "common/store/care/mend.h"
#include "common/store/care/witness.h"
#include "common/store/committer.h"
#include "common/store/core_tables.h"
#include "common/store/files.h"
#include "common/store/place.h"
#include "common/store/rocks.h"
#include "common/store/sha256.h"

namespace obt::store {
namespace {

absl::Status CheckFormat(const std::string& path, absl::string_view text) {
  int format = 0;
  if (!absl::SimpleAtoi(text, &format))
    return RefuseStore("STORE_CORRUPT", path, "meta: format cannot be read");
  if (format <= kFormatVersion) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "STORE_TOO_NEW",
               absl::StrCat("store ", path, " has format ", format, ", this program knows ", kFormatVersion,
                            "; start a newer version"));
}

// The last row of a log; nothing: it is empty.
absl::StatusOr<std::optional<std::pair<std::string, std::string>>> LastOf(const RocksReader& reader,
                                                                          const TableRef& log) {
  rocksdb::ReadOptions options;
  const std::unique_ptr<rocksdb::Iterator> rows(
      reader.db().db->NewIterator(options, reader.db().HandleOf(log)));
  rows->SeekToLast();
  OBT_RETURN_IF_ERROR(FromRocks(rows->status()));
  if (!rows->Valid()) return std::nullopt;
  return std::pair(rows->key().ToString(), rows->value().ToString());
}

// The last change and the last entry of the audit log: where the store ends.
absl::Status LoadEnd(const RocksReader& reader, StorePoint& end) {
  OBT_ASSIGN_OR_RETURN(const auto change, LastOf(reader, kChanges));
  v1::Change last;
  if (change.has_value() && !last.ParseFromString(change->second))
    return RefuseStore("STORE_CORRUPT", reader.db().path, "the last change of the log cannot be read");
  if (change.has_value()) {
    end.sequence = last.sequence();
    end.chain = last.chain();
  }
  OBT_ASSIGN_OR_RETURN(const auto entry, LastOf(reader, kAudit));
  if (!entry.has_value()) return absl::OkStatus();
  const auto key = DecodeKey<std::tuple<uint64_t>>(entry->first);
  if (!key.has_value() || entry->second.size() < end.audit_chain.size())
    return RefuseStore("STORE_CORRUPT", reader.db().path, "the last entry of the audit log cannot be read");
  end.audit_sequence = std::get<0>(*key);
  end.audit_chain = entry->second.substr(0, end.audit_chain.size());
  return absl::OkStatus();
}

// The same as Compare for the audit log. A witness from before there was one says nothing of it.
absl::Status CompareAudit(const RocksReader& reader, const std::string& path, const StorePoint& end,
                          const v1::Witness& witness) {
  const uint64_t seen = witness.audit_sequence();
  if (end.audit_sequence < seen ||
      (witness.exact() && !witness.audit_chain().empty() && end.audit_sequence != seen)) {
    return RefuseStore(
        "STORE_ROLLED_BACK", path,
        absl::StrCat("its audit log ends at entry ", end.audit_sequence, " but had reached ", seen));
  }
  OBT_ASSIGN_OR_RETURN(const bool same, HoldsAudit(reader, seen, witness.audit_chain()));
  if (same) return absl::OkStatus();
  return RefuseStore("STORE_DIVERGED", path,
                     absl::StrCat("audit entry ", seen, " is not the one its witness saw"));
}

// Refuses a store that is behind, beside or beyond what the witness saw.
absl::Status Compare(const RocksReader& reader, const std::string& path, const StorePoint& end,
                     const v1::Witness& witness) {
  std::string epoch;
  OBT_ASSIGN_OR_RETURN(const bool has_epoch, reader.GetRaw(kMeta, "epoch", epoch));
  if (!has_epoch || epoch != witness.epoch())
    return RefuseStore("STORE_FOREIGN", path, "it is not the store its witness belongs to");
  if (end.sequence < witness.sequence() || (witness.exact() && end.sequence != witness.sequence())) {
    return RefuseStore(
        "STORE_ROLLED_BACK", path,
        absl::StrCat("it ends at change ", end.sequence, " but had reached ", witness.sequence()));
  }
  const uint64_t writes = reader.db().db->GetLatestSequenceNumber();
  if (writes < witness.writes() || (witness.exact() && witness.writes() > 0 && writes != witness.writes())) {
    return RefuseStore("STORE_ROLLED_BACK", path,
                       absl::StrCat("it ends at write ", writes, " but had reached ", witness.writes()));
  }
  std::string chain(32, '\0');
  if (witness.sequence() > 0) {
    OBT_ASSIGN_OR_RETURN(const std::optional<v1::Change> change, kChanges.Find(reader, {witness.sequence()}));
    chain = change.has_value() ? change->chain() : "";
  }
  if (chain == witness.chain()) return absl::OkStatus();
  return RefuseStore("STORE_DIVERGED", path,
                     absl::StrCat("change ", witness.sequence(), " is not the one its witness saw"));
}

}  // namespace

// In rocks.h, for the rest of this folder.
const Db& DbOf(const Store& store) { return *store.db_; }

Store::Store(std::shared_ptr<Db> db, std::unique_ptr<Committer> committer)
    : db_(std::move(db)), committer_(std::move(committer)) {}
Store::~Store() { Stop(); }

absl::Status Store::Init(const Options& options) {
  const std::shared_ptr<rocksdb::FileSystem> files = FilesOf(options);
  OBT_RETURN_IF_ERROR(CheckReach(options.path));
  OBT_ASSIGN_OR_RETURN(const bool free, IsEmptyOrMissing(*files, options.path));
  if (!free) {
    return Error(
        absl::StatusCode::kAlreadyExists, "STORE_EXISTS",
        absl::StrCat(options.path, " is not an empty directory; a store is made once, in an empty one"));
  }
  OBT_RETURN_IF_ERROR(MakeDirectory(*files, options.path));
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<Db> db, OpenDb(options, true));
  v1::Witness witness;
  witness.set_epoch(RandomBytes(16));
  witness.set_service(options.service);
  OBT_RETURN_IF_ERROR(PutMeta(
      *db,
      {{"epoch", witness.epoch()}, {"format", absl::StrCat(kFormatVersion)}, {"page_key", RandomBytes(32)}}));
  return SaveWitness(*db, StorePoint(), db->db->GetLatestSequenceNumber(), true, witness);
}

absl::StatusOr<std::unique_ptr<Store>> Store::Open(Options options) {
  const std::shared_ptr<rocksdb::FileSystem> files = FilesOf(options);
  OBT_RETURN_IF_ERROR(CheckReach(options.path));
  OBT_RETURN_IF_ERROR(CheckHoldsStore(*files, options.path));
  OBT_ASSIGN_OR_RETURN(v1::Witness witness, ReadWitness(*files, options.path));
  OBT_RETURN_IF_ERROR(CheckService(options.path, options.service, witness));
  OBT_RETURN_IF_ERROR(MendLogs(*files, options.path, witness));
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<Db> db, OpenDb(options, false));
  const RocksReader reader(*db);
  std::string format;
  OBT_RETURN_IF_ERROR(reader.GetRaw(kMeta, "format", format).status());
  OBT_RETURN_IF_ERROR(CheckFormat(options.path, format));
  StorePoint end;
  OBT_RETURN_IF_ERROR(LoadEnd(reader, end));
  OBT_RETURN_IF_ERROR(Compare(reader, options.path, end, witness));
  OBT_RETURN_IF_ERROR(CompareAudit(reader, options.path, end, witness));
  if (witness.service().empty()) witness.set_service(options.service);
  OBT_RETURN_IF_ERROR(SaveWitness(*db, end, db->db->GetLatestSequenceNumber(), false, witness));
  auto committer = std::make_unique<Committer>(std::move(options), db, std::move(end), std::move(witness));
  return std::unique_ptr<Store>(new Store(db, std::move(committer)));
}

absl::Status Store::Submit(std::unique_ptr<Command>&& command) {
  return committer_->Submit(std::move(command));
}

absl::StatusOr<uint64_t> Store::Execute(std::function<absl::Status(Txn&)> run) {
  struct Waiting final : Command {
    absl::Status Run(Txn& txn) override { return run(txn); }
    void Done(const absl::Status& status, uint64_t sequence) override {
      if (status.ok()) {
        result.set_value(sequence);
      } else {
        result.set_value(status);
      }
    }
    bool only_wakes() const override { return true; }
    std::function<absl::Status(Txn&)> run;
    std::promise<absl::StatusOr<uint64_t>> result;
  };
  auto command = std::make_unique<Waiting>();
  command->run = std::move(run);
  std::future<absl::StatusOr<uint64_t>> result = command->result.get_future();
  OBT_RETURN_IF_ERROR(Submit(std::move(command)));
  return result.get();
}

View Store::Now() const { return View(committer_->Now()); }
void Store::Stop() { committer_->Stop(); }
Store::Statistics Store::statistics() const { return committer_->statistics(); }
int Store::format_version() const { return kFormatVersion; }

uint64_t Store::Property(absl::string_view name) const {
  uint64_t value = 0;
  db_->db->GetAggregatedIntProperty(ToSlice(name), &value);
  return value;
}

uint64_t Store::SharedProperty(absl::string_view name) const {
  uint64_t value = 0;
  db_->db->GetIntProperty(ToSlice(name), &value);
  return value;
}

uint64_t Store::TextProperty(absl::string_view name, const std::string& entry) const {
  uint64_t sum = 0;
  for (rocksdb::ColumnFamilyHandle* const handle : db_->handles) {
    std::map<std::string, std::string> entries;
    uint64_t value = 0;
    if (entry.empty()) {
      db_->db->GetProperty(handle, ToSlice(name), &entries[entry]);
    } else {
      db_->db->GetMapProperty(handle, ToSlice(name), &entries);
    }
    if (absl::SimpleAtoi(entries[entry], &value)) sum += value;
  }
  return sum;
}

absl::StatusOr<bool> View::GetRaw(const TableRef& table, absl::string_view key, std::string& value) const {
  return moment_->reader().GetRaw(table, key, value);
}
absl::Status View::ScanRaw(const TableRef& table, absl::string_view lower, absl::string_view upper,
                           absl::FunctionRef<bool(absl::string_view, absl::string_view)> visit) const {
  const RocksReader::Blocks blocks = passing_ ? RocksReader::Blocks::kPass : RocksReader::Blocks::kKeep;
  return moment_->reader().Scan(table, lower, upper, blocks, visit);
}
uint64_t View::sequence() const { return moment_->end().sequence; }
const std::string& View::chain() const { return moment_->end().chain; }
uint64_t View::audit_sequence() const { return moment_->end().audit_sequence; }
const std::string& View::audit_chain() const { return moment_->end().audit_chain; }

}  // namespace obt::store
