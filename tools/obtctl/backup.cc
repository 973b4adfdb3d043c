// obtctl backup: copies of a service's store, made while it serves, and made stores again.
#include "common/store/care/backup.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "obt/admin/v1/admin.pb.h"
#include "obt_services.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/verb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

const Columns kBackup =
    "backup_id|backup; create_time|made|created; state; sequence|changes; bytes; chain|-; failure|what is "
    "wrong; sensitive|to be kept with care";

absl::Status Create(Session& session, const Arguments& arguments) {
  const std::string service = arguments.Text("service");
  OBT_ASSIGN_OR_RETURN(admin::v1::BackupResponse made,
                       session.Ask<admin::v1::BackupResponse>(admin::v1::BackupRequest(), {service}));
  admin::v1::Backup& backup = *made.mutable_backup();
  OBT_ASSIGN_OR_RETURN(const bool done,
                       Await(absl::Seconds(arguments.Number("patience")), [&]() -> absl::StatusOr<bool> {
                         admin::v1::ListBackupsRequest request;
                         admin::v1::ListBackupsResponse page;
                         OBT_RETURN_IF_ERROR(session.EachPage(request, page, {service}, 0, [&] {
                           for (const admin::v1::Backup& each : page.backups()) {
                             if (each.backup_id() == backup.backup_id()) backup = each;
                           }
                           return 0;
                         }));
                         return backup.state() != admin::v1::BACKUP_STATE_RUNNING;
                       }));
  if (!done) {
    return Error(absl::StatusCode::kDeadlineExceeded, "BACKUP_TOO_LONG",
                 "the backup is not finished yet; it goes on: obtctl backup list tells when it is");
  }
  session.Print(LinesOf("backup", kBackup, made));
  if (backup.state() == admin::v1::BACKUP_STATE_VERIFIED) return absl::OkStatus();
  return Error(absl::StatusCode::kDataLoss, "BACKUP_FAILED",
               absl::StrCat("the backup is not to be relied on: ", backup.failure()));
}

absl::Status Restore(Session& session, const Arguments& arguments) {
  const std::string to = arguments.Text("to");
  OBT_ASSIGN_OR_RETURN(const admin::v1::Backup backup,
                       store::RestoreBackup(arguments.Text("from"), arguments.Text("id"), to));
  session.Say(absl::StrCat("restored ", to, " as of change ", WithThousands(backup.sequence()), ", ",
                           TimeCell(backup.create_time()).text(), "; obtctl store verify --data ", to,
                           " reads it whole"));
  return absl::OkStatus();
}

Option Service() { return Positional("service", absl::StrJoin(kServiceNames, ", ")).For(Use::kService); }

}  // namespace

std::vector<Command> BackupCommands() {
  return {
      {"backup create",
       "Copy a service's store while it serves, and verify the copy",
       "Made where `serve --backups DIR` says: on another disk than the store, or copied away\n"
       "afterwards. The copy is opened as the service would open it and read whole before it counts as\n"
       "a backup.\n\nExample:\n"
       "  obtctl backup create learning",
       {Service(),
        Number("patience", "SECONDS", "How long to wait for its end", 600).Between(0, kMaxPatience)},
       Create},
      CommandOf({"backup list",
                 "The backups of a service's store, the newest first",
                 "Example:\n  obtctl backup list learning",
                 {Service()},
                 Of<admin::v1::ListBackupsRequest>(),
                 {.rows = "backups", .columns = kBackup}}),
      {"backup restore",
       "Make a store of a verified backup",
       "Needs no service: the service of the new directory is started afterwards. What was acknowledged\n"
       "after the backup is not in it; services that follow this one and had read further stop and say\n"
       "so (docs/restoring.md).\n\nExample:\n"
       "  obtctl backup restore BACKUP --from .obt/backups/learning --to .obt/data/learning",
       {Positional("id", "Id of the backup"), Required("from", "DIR", "The service's directory of backups"),
        Required("to", "DIR", "Directory of the new store: empty or missing")},
       Restore},
  };
}

}  // namespace obt::ctl
