// obtctl store: the store of a service that is stopped, as its files are. Asks no service.
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/store/care/inspect.h"
#include "common/store/care/recover.h"
#include "tools/obtctl/answer.h"
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
  session.Print(
      RecordOf("sequence|last change; chain; audit_sequence|last audit entry; audit_chain; "
               "table_count|tables; row_count|rows; bytes; #faults|faults|fault_count",
               found));
  if (found.faults().empty()) return absl::OkStatus();
  session.Say("");
  session.Print(LinesOf("faults", "table; sequence|change; description|what is wrong|what", found));
  return Error(absl::StatusCode::kDataLoss, "STORE_CORRUPT",
               absl::StrCat("the store in ", directory, " has ", found.faults_size(),
                            " faults; restore it from a backup"));
}

absl::Status ShowWitness(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const store::v1::Witness witness, store::WitnessOf(arguments.Text("data")));
  session.Print(RecordOf("epoch; sequence; chain; audit_sequence|audit entry; audit_chain; exact", witness));
  return absl::OkStatus();
}

absl::Status Recover(Session& session, const Arguments& arguments) {
  const int64_t accepted = arguments.Number("accept-loss");
  OBT_ASSIGN_OR_RETURN(const store::Recovery recovery,
                       store::Recover(arguments.Text("data"), static_cast<uint64_t>(accepted)));
  session.Print(
      Table::Record({{"sequence", "ends at change", ColumnKind::kCount},
                     {"first_lost", "lost from", ColumnKind::kCount},
                     {"last_lost", "lost to", ColumnKind::kCount},
                     {"audit_sequence", "audit log ends at entry", ColumnKind::kCount},
                     {"last_audit_seen", "and had reached", ColumnKind::kCount}},
                    {static_cast<int64_t>(recovery.sequence), static_cast<int64_t>(recovery.first_lost),
                     static_cast<int64_t>(recovery.last_lost), static_cast<int64_t>(recovery.audit_sequence),
                     static_cast<int64_t>(recovery.last_audit_seen)}));
  session.Say(
      "\n"
      "Up to a second's changes behind the last one named are lost too. Services that follow this one\n"
      "and had read what is lost stop and say so: docs/restoring.md tells what to do with each.");
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> StoreCommands() {
  const Option data = Required("data", "DIR", "Directory of the store");
  const Option accept_loss = Number("accept-loss", "SEQUENCE", "The change it ends at")
                                 .Between(0, std::numeric_limits<int64_t>::max())
                                 .Must();
  return {
      {"store verify",
       "Open a stopped service's store as the service would, and read it whole",
       "Every block of every file against its checksum, every row of every table, the change log's\n"
       "chain, the witness. Exits with 1 and says what is wrong, where, and what to do. Refused while\n"
       "the service runs: ask that with VerifyStore.\n\nExample:\n"
       "  obtctl store verify --data .obt/data/learning",
       {data},
       Verify},
      {"store witness",
       "How far a store is known to have got",
       "Its epoch, the last change its witness saw, the chain there, and whether the store was stopped\n"
       "cleanly and must end exactly there.\n\nExample:\n"
       "  obtctl store witness --data .obt/data/learning",
       {data},
       ShowWitness},
      {"store recover",
       "Serve again from a store that lost its end, accepting the loss",
       "For a store that is refused as damaged or rolled back when there is no backup. Say the change\n"
       "it ends at; a wrong number changes nothing and tells the right one. Everything behind it is\n"
       "lost for good: take a copy of the directory first. docs/restoring.md tells what to do with the\n"
       "services that follow.\n\nExample:\n"
       "  obtctl store recover --data .obt/data/learning --accept-loss 184467",
       {data, accept_loss},
       Recover},
  };
}

}  // namespace obt::ctl
