#include "common/store/care/recover.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/store/audit.h"
#include "common/store/care/inspect.h"
#include "common/store/care/mend.h"
#include "common/store/care/witness.h"
#include "common/store/core_tables.h"
#include "common/store/rocks.h"
#include "common/store/sha256.h"

namespace obt::store {
namespace {

absl::Status Refuse(absl::string_view reason, absl::string_view directory, absl::string_view why) {
  return Error(
      absl::StatusCode::kFailedPrecondition, reason,
      absl::StrCat("the store in ", directory, " cannot be recovered: ", why, "; restore it from a backup"));
}

// What is left must be sound, and of the witness's history.
absl::Status CheckRemains(const Db& db, const std::string& directory, const v1::Witness& witness,
                          admin::v1::StoreVerification& found) {
  std::string chain_there, epoch, previous;
  const RocksReader rows(db);
  OBT_RETURN_IF_ERROR(InspectDb(db, rows, ReportNothing, witness.sequence(), chain_there, found));
  if (!found.faults().empty())
    return Refuse("REMAINS_FAULTY", directory,
                  absl::StrCat(found.faults(0).table(), " ", found.faults(0).description()));
  OBT_RETURN_IF_ERROR(rows.GetRaw(kMeta, "epoch", epoch).status());
  OBT_RETURN_IF_ERROR(rows.GetRaw(kMeta, "previous_epoch", previous).status());
  // A recovery that was interrupted before its witness is finished by the next.
  if (witness.epoch() != epoch && witness.epoch() != previous)
    return Refuse("STORE_FOREIGN", directory, "it is not the store its witness belongs to");
  if (found.sequence() >= witness.sequence() && chain_there != witness.chain())
    return Refuse("STORE_DIVERGED", directory, "its history is not the one its witness saw");
  if (found.audit_sequence() < witness.audit_sequence()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const bool same, HoldsAudit(rows, witness.audit_sequence(), witness.audit_chain()));
  return same ? absl::OkStatus()
              : Refuse("STORE_DIVERGED", directory, "its audit log is not the one its witness saw");
}

}  // namespace

absl::StatusOr<Recovery> Recover(const std::string& directory, uint64_t accepted) {
  OBT_ASSIGN_OR_RETURN(const v1::Witness before, WitnessOf(directory));
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
  OBT_RETURN_IF_ERROR(MendManifest(*rocksdb::FileSystem::Default(), directory, before));
  const FoundTables tables(directory);
  const Options options = tables.OptionsFor(directory);
  admin::v1::StoreVerification found;
  {
    OBT_ASSIGN_OR_RETURN(const std::shared_ptr<Db> db, OpenDb(options, false, Damage::kLook));
    OBT_RETURN_IF_ERROR(CheckRemains(*db, directory, before, found));
  }
  if (found.sequence() != accepted) {
    return Error(
        absl::StatusCode::kInvalidArgument, "LOSS_NOT_ACCEPTED",
        absl::StrCat("the store in ", directory, " ends at change ", found.sequence(), ", not ", accepted,
                     "; its witness saw change ", before.sequence(), ". Its audit log ends at entry ",
                     found.audit_sequence(), " of ", before.audit_sequence(),
                     ". Nothing was changed; --accept-loss=", found.sequence(), " accepts that"));
  }
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<Db> db, OpenDb(options, false, Damage::kCut));
  v1::Witness after;
  after.set_epoch(RandomBytes(16));
  after.set_service(before.service());
  OBT_RETURN_IF_ERROR(PutMeta(*db, {{"epoch", after.epoch()}, {"previous_epoch", before.epoch()}}));
  // No damaged log is needed any more.
  OBT_RETURN_IF_ERROR(FromRocks(db->db->Flush(rocksdb::FlushOptions(), db->handles)));
  const StorePoint end = {found.sequence(), found.chain(), found.audit_sequence(), found.audit_chain()};
  OBT_RETURN_IF_ERROR(SaveWitness(*db, end, db->db->GetLatestSequenceNumber(), true, after));
  return Recovery{found.sequence(), found.sequence() + 1, before.sequence(), found.audit_sequence(),
                  before.audit_sequence()};
}

}  // namespace obt::store
