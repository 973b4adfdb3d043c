// obtctl store: the store of a service that is stopped, as its files are. Asks no service.
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/store/care/inspect.h"
#include "common/store/care/recover.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/progress_bar.h"
#include "tools/obtctl/session.h"

namespace obt::ctl {
namespace {

absl::Status Verify(Session& session, const Arguments& arguments) {
  const std::string directory = arguments.Text("data");
  OBT_ASSIGN_OR_RETURN(store::StoppedStore stopped, store::StoppedStore::Open(directory));
  ProgressBar bar("reading", 100, "%");
  admin::v1::StoreVerification found;
  OBT_RETURN_IF_ERROR(store::Inspect(
      stopped.store(),
      [&bar](absl::string_view phase, int percent) {
        bar.SetDetail(std::string(phase));
        bar.Set(percent);
        return absl::OkStatus();
      },
      found));
  bar.Finish();
  session.Print(Table::Record({
      {{"sequence", "last change", ColumnKind::kCount}, static_cast<int64_t>(found.sequence())},
      {{"chain", "chain"}, absl::BytesToHexString(found.chain())},
      {{"table_count", "tables", ColumnKind::kCount}, static_cast<int64_t>(found.table_count())},
      {{"row_count", "rows", ColumnKind::kCount}, static_cast<int64_t>(found.row_count())},
      {{"bytes", "bytes", ColumnKind::kCount}, static_cast<int64_t>(found.bytes())},
      {{"fault_count", "faults", ColumnKind::kCount}, static_cast<int64_t>(found.faults_size())},
  }));
  if (found.faults().empty()) return absl::OkStatus();
  Table faults({{"table", "table"}, {"sequence", "change", ColumnKind::kCount}, {"what", "what is wrong"}});
  for (const admin::v1::StoreFault& fault : found.faults())
    faults.Add({fault.table(), static_cast<int64_t>(fault.sequence()), fault.description()});
  session.Say("");
  session.Print(faults);
  return Error(absl::StatusCode::kDataLoss, "STORE_CORRUPT",
               absl::StrCat("the store in ", directory, " has ", found.faults_size(),
                            " faults; restore it from a backup"));
}

absl::Status ShowWitness(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const store::v1::Witness witness, store::WitnessOf(arguments.Text("data")));
  session.Print(Table::Record({
      {{"epoch", "epoch"}, absl::BytesToHexString(witness.epoch())},
      {{"sequence", "sequence", ColumnKind::kCount}, static_cast<int64_t>(witness.sequence())},
      {{"chain", "chain"}, absl::BytesToHexString(witness.chain())},
      {{"exact", "exact"}, witness.exact()},
  }));
  return absl::OkStatus();
}

absl::Status Recover(Session& session, const Arguments& arguments) {
  const int64_t accepted = arguments.Number("accept-loss");
  OBT_ASSIGN_OR_RETURN(const store::Recovery recovery,
                       store::Recover(arguments.Text("data"), static_cast<uint64_t>(accepted)));
  session.Print(Table::Record({
      {{"sequence", "ends at change", ColumnKind::kCount}, static_cast<int64_t>(recovery.sequence)},
      {{"first_lost", "lost from", ColumnKind::kCount}, static_cast<int64_t>(recovery.first_lost)},
      {{"last_lost", "lost to", ColumnKind::kCount}, static_cast<int64_t>(recovery.last_lost)},
  }));
  session.Say(
      "\nUp to a second's changes behind the last one named are lost too. Services that follow this one and "
      "had\n"
      "read what is lost stop and say so: docs/restoring.md tells what to do with each.");
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> StoreCommands() {
  const Option data = Required("data", "DIR", "Directory of the store");
  Option accept_loss = Number("accept-loss", "SEQUENCE", "The change it ends at", -1);
  accept_loss.required = true;
  return {
      {"store verify",
       "Open a stopped service's store as the service would, and read it whole",
       "Every block of every file against its checksum, every row of every table, the change log's chain, "
       "the\n"
       "witness. Exits with 1 and says what is wrong, where, and what to do. Refused while the service "
       "runs:\n"
       "ask that with VerifyStore.\n\nExample:\n  obtctl store verify --data .obt/data/learning",
       {data},
       Verify},
      {"store witness",
       "How far a store is known to have got",
       "Its epoch, the last change its witness saw, the chain there, and whether the store was stopped "
       "cleanly\n"
       "and must end exactly there.\n\nExample:\n  obtctl store witness --data .obt/data/learning",
       {data},
       ShowWitness},
      {"store recover",
       "Serve again from a store that lost its end, accepting the loss",
       "For a store that is refused as damaged or rolled back when there is no backup. Say the change it "
       "ends at;\n"
       "a wrong number changes nothing and tells the right one. Everything behind it is lost for good: take "
       "a\n"
       "copy of the directory first. docs/restoring.md tells what to do with the services that follow.\n\n"
       "Example:\n  obtctl store recover --data .obt/data/learning --accept-loss 184467",
       {data, accept_loss},
       Recover},
  };
}

}  // namespace obt::ctl
