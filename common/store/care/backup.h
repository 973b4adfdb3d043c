// Backups of a store that serves. A backup is a directory with `db` and `witness`, exactly like a store that
// was stopped cleanly, and a file `backup` that says what it is. Nothing is named as a backup before it was
// opened the way a service opens its store, and read whole. Table files never change once written: where the
// file system allows it, a backup shares them with the store and takes hardly any room. Blocking; any thread.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/care/inspect.h"
#include "common/store/store.h"
#include "obt/admin/v1/admin.pb.h"

namespace obt::store {

// Makes backups/ID of everything acknowledged before the call, ID being backup.backup_id(), and fills in
// `backup`; what that has as `sensitive` marks it. A copy that does not open or has faults is kept as FAILED;
// an error means that there is none. One at a time.
absl::Status MakeBackup(const Store& store, const std::string& backups, const Clock& clock,
                        const Report& report, admin::v1::Backup& backup);
// The newest first; behind `after` unless that is empty; at most `limit`.
absl::StatusOr<std::vector<admin::v1::Backup>> ListBackups(const std::string& backups,
                                                           const std::string& after, size_t limit);
// Makes a store of a verified backup, in a directory that is empty or missing; shares nothing with the
// backup.
absl::StatusOr<admin::v1::Backup> RestoreBackup(const std::string& backups, const std::string& id,
                                                const std::string& directory);

}  // namespace obt::store
