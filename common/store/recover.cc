#include "common/store/recover.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/store/core_tables.h"
#include "common/store/inspect.h"
#include "common/store/mend.h"
#include "common/store/rocks.h"
#include "common/store/sha256.h"
#include "common/store/witness.h"

namespace obt::store {
namespace {

constexpr size_t kCacheBytes = 32u << 20;

absl::StatusOr<std::shared_ptr<Db>> OpenRemains(const std::string& directory, const FoundTables& tables,
                                                Damage damage) {
  Options options;
  options.path = directory;
  options.tables = tables.refs;
  options.cache_bytes = kCacheBytes;
  return OpenDb(options, false, damage);
}

absl::Status Refuse(absl::string_view reason, absl::string_view directory, absl::string_view why) {
  return Error(
      absl::StatusCode::kFailedPrecondition, reason,
      absl::StrCat("the store in ", directory, " cannot be recovered: ", why, "; restore it from a backup"));
}

// What is left must be sound, and of the witness's history.
absl::Status CheckRemains(const Db& db, const std::string& directory, const v1::Witness& witness,
                          admin::v1::StoreVerification& found) {
  std::string chain_there, epoch, previous;
  OBT_RETURN_IF_ERROR(InspectDb(db, ReportNothing, witness.sequence(), chain_there, found));
  if (!found.faults().empty())
    return Refuse("REMAINS_FAULTY", directory,
                  absl::StrCat(found.faults(0).table(), " ", found.faults(0).description()));
  const RocksReader reader(db);
  OBT_RETURN_IF_ERROR(reader.GetRaw(kMeta, "epoch", epoch).status());
  OBT_RETURN_IF_ERROR(reader.GetRaw(kMeta, "previous_epoch", previous).status());
  // A recovery that was interrupted before its witness is finished by the next.
  if (witness.epoch() != epoch && witness.epoch() != previous)
    return Refuse("STORE_FOREIGN", directory, "it is not the store its witness belongs to");
  if (found.sequence() >= witness.sequence() && chain_there != witness.chain())
    return Refuse("STORE_DIVERGED", directory, "its history is not the one its witness saw");
  return absl::OkStatus();
}

absl::Status WriteEpoch(const Db& db, const v1::Witness& before, const v1::Witness& after) {
  rocksdb::WriteOptions synced;
  synced.sync = true;
  rocksdb::WriteBatch batch;
  rocksdb::ColumnFamilyHandle* const meta = db.HandleOf(kMeta);
  OBT_RETURN_IF_ERROR(FromRocks(batch.Put(meta, "epoch", after.epoch())));
  OBT_RETURN_IF_ERROR(FromRocks(batch.Put(meta, "previous_epoch", before.epoch())));
  OBT_RETURN_IF_ERROR(FromRocks(db.db->Write(synced, &batch)));
  return FromRocks(db.db->Flush(rocksdb::FlushOptions(), db.handles));  // no damaged log is needed any more
}

}  // namespace

absl::StatusOr<Recovery> Recover(const std::string& directory, uint64_t accepted) {
  rocksdb::FileSystem& files = *rocksdb::FileSystem::Default();
  OBT_ASSIGN_OR_RETURN(const v1::Witness before, ReadWitness(files, directory));
  const absl::Status refusal = StoppedStore::Open(directory).status();
  if (refusal.ok()) {
    return Error(absl::StatusCode::kFailedPrecondition, "NOTHING_TO_RECOVER",
                 absl::StrCat("the store in ", directory, " opens as it is; nothing of it is lost"));
  }
  const std::string reason = ReasonOf(refusal);
  const bool interrupted = reason == "STORE_FOREIGN";
  if (reason != "STORE_ROLLED_BACK" && reason != "STORE_CORRUPT" && !interrupted) return refusal;
  // Every table loses the same when a write-ahead log is cut. Without whole files, or a whole list of them,
  // some would lose more than others: that is not recovered.
  OBT_RETURN_IF_ERROR(MendManifest(files, directory, before));
  const FoundTables tables(directory);
  admin::v1::StoreVerification found;
  {
    OBT_ASSIGN_OR_RETURN(const std::shared_ptr<Db> db, OpenRemains(directory, tables, Damage::kLook));
    OBT_RETURN_IF_ERROR(CheckRemains(*db, directory, before, found));
  }
  if (found.sequence() != accepted) {
    return Error(absl::StatusCode::kInvalidArgument, "LOSS_NOT_ACCEPTED",
                 absl::StrCat("the store in ", directory, " ends at change ", found.sequence(), ", not ",
                              accepted, "; its witness saw change ", before.sequence(),
                              ". Nothing was changed; --accept-loss=", found.sequence(), " accepts that"));
  }
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<Db> db, OpenRemains(directory, tables, Damage::kCut));
  v1::Witness after;
  after.set_epoch(RandomBytes(16));
  after.set_sequence(found.sequence());
  after.set_chain(found.chain());
  after.set_exact(true);
  OBT_RETURN_IF_ERROR(WriteEpoch(*db, before, after));
  after.set_writes(db->db->GetLatestSequenceNumber());
  SeeManifest(*db, after);
  OBT_RETURN_IF_ERROR(WriteWitness(files, directory, after));
  return Recovery{found.sequence(), found.sequence() + 1, before.sequence()};
}

}  // namespace obt::store
