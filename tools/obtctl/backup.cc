// obtctl backup: copies of a service's store, made while it serves, and made stores again.
#include "common/store/care/backup.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "obt/admin/v1/admin.pb.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = admin::v1;

constexpr absl::Duration kPoll = absl::Milliseconds(200);

void PrintBackups(const Session& session, const std::vector<v1::Backup>& backups) {
  Table table({{"backup_id", "backup"},
               {"created", "made"},
               {"state", "state"},
               {"sequence", "changes", ColumnKind::kCount},
               {"bytes", "bytes", ColumnKind::kCount},
               {"chain", "chain", ColumnKind::kText, true},
               {"failure", "what is wrong"}});
  for (const v1::Backup& each : backups) {
    table.Add({each.backup_id(), TimeText(each.create_time()),
               WordOf(*v1::BackupState_descriptor(), each.state()), static_cast<int64_t>(each.sequence()),
               static_cast<int64_t>(each.bytes()), absl::BytesToHexString(each.chain()), each.failure()});
  }
  session.Print(table);
}

absl::StatusOr<std::vector<v1::Backup>> AllBackups(Session& session, const std::string& service) {
  std::vector<v1::Backup> all;
  v1::ListBackupsRequest request;
  request.set_page_size(500);
  do {
    OBT_ASSIGN_OR_RETURN(const auto page, session.AskService<v1::ListBackupsResponse>(service, request));
    all.insert(all.end(), page.backups().begin(), page.backups().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

absl::Status Create(Session& session, const Arguments& arguments) {
  const std::string service = arguments.Text("service");
  OBT_ASSIGN_OR_RETURN(const auto started,
                       session.AskService<v1::BackupResponse>(service, v1::BackupRequest()));
  const absl::Time deadline = absl::Now() + absl::Seconds(arguments.Number("patience"));
  v1::Backup backup = started.backup();
  while (backup.state() == v1::BACKUP_STATE_RUNNING) {
    if (absl::Now() > deadline) {
      return Error(absl::StatusCode::kDeadlineExceeded, "BACKUP_TOO_LONG",
                   "the backup is not finished yet; it goes on: obtctl backup list tells when it is");
    }
    absl::SleepFor(kPoll);
    OBT_ASSIGN_OR_RETURN(const std::vector<v1::Backup> all, AllBackups(session, service));
    for (const v1::Backup& each : all) {
      if (each.backup_id() == backup.backup_id()) backup = each;
    }
  }
  PrintBackups(session, {backup});
  if (backup.state() == v1::BACKUP_STATE_VERIFIED) return absl::OkStatus();
  return Error(absl::StatusCode::kDataLoss, "BACKUP_FAILED",
               absl::StrCat("the backup is not to be relied on: ", backup.failure()));
}

absl::Status ShowBackups(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const std::vector<v1::Backup> all, AllBackups(session, arguments.Text("service")));
  PrintBackups(session, all);
  return absl::OkStatus();
}

absl::Status Restore(Session& session, const Arguments& arguments) {
  const std::string to = arguments.Text("to");
  OBT_ASSIGN_OR_RETURN(const v1::Backup backup,
                       store::RestoreBackup(arguments.Text("from"), arguments.Text("id"), to));
  session.Say(absl::StrCat("restored ", to, " as of change ", WithThousands(backup.sequence()), ", ",
                           TimeText(backup.create_time()), "; obtctl store verify --data ", to,
                           " reads it whole"));
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> BackupCommands() {
  return {
      {"backup create",
       "Copy a service's store while it serves, and verify the copy",
       "Made where `serve --backups DIR` says: on another disk than the store, or copied away afterwards.\n"
       "The copy is opened as the service would open it and read whole before it counts as a backup.\n\n"
       "Example:\n  obtctl backup create learning",
       {Positional("service", "identity, learning or aggregator"),
        Number("patience", "SECONDS", "How long to wait for its end", 600)},
       Create},
      {"backup list",
       "The backups of a service's store, the newest first",
       "Example:\n  obtctl backup list learning",
       {Positional("service", "identity, learning or aggregator")},
       ShowBackups},
      {"backup restore",
       "Make a store of a verified backup",
       "Needs no service: the service of the new directory is started afterwards. What was acknowledged "
       "after\n"
       "the backup is not in it; services that follow this one and had read further stop and say so\n"
       "(docs/restoring.md).\n\n"
       "Example:\n  obtctl backup restore 0192... --from .obt/backups/learning --to .obt/data/learning",
       {Positional("id", "Id of the backup"), Required("from", "DIR", "The service's directory of backups"),
        Required("to", "DIR", "Directory of the new store: empty or missing")},
       Restore},
  };
}

}  // namespace obt::ctl
