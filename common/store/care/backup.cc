#include "common/store/care/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <functional>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "common/store/care/witness.h"
#include "common/store/files.h"
#include "common/store/place.h"
#include "common/store/rocks.h"
#include "google/protobuf/util/time_util.h"
#include "rocksdb/utilities/checkpoint.h"

namespace obt::store {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kUnfinished = ".part";  // of the names of what is being made
constexpr size_t kTrialCacheBytes = 8u << 20;

rocksdb::FileSystem& Disk() { return *rocksdb::FileSystem::Default(); }

// What a backup says of itself.
std::string SheetIn(const std::string& copy) { return absl::StrCat(copy, "/backup"); }

absl::Status Failed(absl::string_view what, const std::string& path, const std::error_code& error) {
  const bool full = error == std::errc::no_space_on_device;
  return Error(absl::StatusCode::kUnavailable, full ? "DISK_FULL" : "STORE_UNAVAILABLE",
               absl::StrCat("cannot ", what, " ", path, ": ", error.message()));
}

absl::Status Sync(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool ok = fd >= 0 && fsync(fd) == 0;
  const std::error_code error(errno, std::generic_category());
  if (fd >= 0) close(fd);
  return ok ? absl::OkStatus() : Failed("sync", path, error);
}

absl::Status Remove(const std::string& path) {
  std::error_code error;
  fs::remove_all(path, error);
  return error ? Failed("remove", path, error) : absl::OkStatus();
}

enum class TableFiles { kShared, kCopied };

// `db` and `witness` of a store nobody has open.
absl::Status CopyStore(const std::string& from, const std::string& to, TableFiles how) {
  OBT_RETURN_IF_ERROR(MakeDirectory(Disk(), to + "/db"));
  OBT_ASSIGN_OR_RETURN(std::vector<std::string> names, NamesIn(Disk(), from + "/db"));
  for (std::string& name : names) name = absl::StrCat("db/", name);
  names.push_back("witness");
  for (const std::string& name : names) {
    const std::string file = absl::StrCat(from, "/", name), copy = absl::StrCat(to, "/", name);
    const bool shared = how == TableFiles::kShared && absl::EndsWith(name, ".sst");
    if (shared && Disk().LinkFile(file, copy, rocksdb::IOOptions(), nullptr).ok()) continue;
    std::error_code error;
    fs::copy_file(file, copy, error);
    if (error) return Failed("copy to", copy, error);
    OBT_RETURN_IF_ERROR(Sync(copy));
  }
  OBT_RETURN_IF_ERROR(Sync(to + "/db"));
  return Sync(to);
}

// Of `db`: all files together, and the file that lists them.
absl::Status Measure(const std::string& db, int64_t& bytes, v1::Witness& witness) {
  OBT_ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesIn(Disk(), db));
  for (const std::string& name : names) {
    uint64_t size = 0;
    OBT_RETURN_IF_ERROR(
        FromRocks(Disk().GetFileSize(absl::StrCat(db, "/", name), rocksdb::IOOptions(), &size, nullptr)));
    bytes += static_cast<int64_t>(size);
    if (!absl::StartsWith(name, "MANIFEST-")) continue;
    witness.set_manifest(name);
    witness.set_manifest_bytes(size);
  }
  return absl::OkStatus();
}

// What an interrupted backup left behind.
absl::Status RemoveUnfinished(const std::string& backups) {
  OBT_ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesIn(Disk(), backups));
  for (const std::string& name : names) {
    if (absl::EndsWith(name, kUnfinished)) OBT_RETURN_IF_ERROR(Remove(absl::StrCat(backups, "/", name)));
  }
  return absl::OkStatus();
}

// A directory for the copy, marked before there is anything in it.
absl::Status MakeMarked(const std::string& copy, const std::string& sensitive) {
  OBT_RETURN_IF_ERROR(MakeDirectory(Disk(), copy));
  if (sensitive.empty()) return absl::OkStatus();
  return ReplaceFile(Disk(), absl::StrCat(copy, "/SENSITIVE"), absl::StrCat(sensitive, "\n"));
}

// The copy begins with a witness of what was durable before, and is held to it when it is tried.
absl::StatusOr<v1::Witness> CopyLive(const Store& store, const std::string& to) {
  const Db& db = DbOf(store);
  const View before = store.Now();
  OBT_ASSIGN_OR_RETURN(v1::Witness witness, ReadWitness(*db.files, DirectoryOf(db)));
  witness.set_sequence(before.sequence());
  witness.set_chain(before.chain());
  witness.set_audit_sequence(before.audit_sequence());
  witness.set_audit_chain(before.audit_chain());
  witness.set_exact(false);
  rocksdb::Checkpoint* made = nullptr;
  OBT_RETURN_IF_ERROR(FromRocks(rocksdb::Checkpoint::Create(db.db.get(), &made)));
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  OBT_RETURN_IF_ERROR(FromRocks(checkpoint->CreateCheckpoint(to + "/db")));
  OBT_RETURN_IF_ERROR(WriteWitness(*db.files, to, witness));
  return witness;
}

// Opens and reads a copy of the copy, so that the backup stays as it was made; `writes` is RocksDB's number
// of the last write in it.
absl::Status Try(const Store& store, const std::string& copy, const std::string& trial, const Report& report,
                 admin::v1::StoreVerification& found, uint64_t& writes) {
  OBT_RETURN_IF_ERROR(CopyStore(copy, trial, TableFiles::kShared));
  Options options;
  options.path = trial;
  options.tables = DbOf(store).tables;
  options.cache_bytes = kTrialCacheBytes;
  OBT_ASSIGN_OR_RETURN(const std::unique_ptr<Store> opened, Store::Open(std::move(options)));
  writes = DbOf(*opened).db->GetLatestSequenceNumber();
  OBT_RETURN_IF_ERROR(Inspect(*opened, report, found));
  if (found.faults().empty()) return absl::OkStatus();
  const admin::v1::StoreFault& fault = found.faults(0);
  return Error(absl::StatusCode::kDataLoss, "STORE_CORRUPT",
               absl::StrCat(fault.table(), fault.table().empty() ? "" : ": ", fault.description()));
}

// From now on the backup must be as it was seen: end exactly there, its list of files as long as it is.
absl::Status Seal(const std::string& copy, v1::Witness witness, const admin::v1::StoreVerification& found,
                  uint64_t writes) {
  witness.set_sequence(found.sequence());
  witness.set_chain(found.chain());
  witness.set_audit_sequence(found.audit_sequence());
  witness.set_audit_chain(found.audit_chain());
  witness.set_writes(writes);
  witness.set_exact(true);
  return WriteWitness(Disk(), copy, witness);
}

admin::v1::Backup ReadSheet(const std::string& backups, const std::string& id) {
  const absl::StatusOr<std::string> bytes = ReadFile(Disk(), SheetIn(absl::StrCat(backups, "/", id)));
  admin::v1::Backup backup;
  if (bytes.ok() && backup.ParseFromString(*bytes) && backup.backup_id() == id) return backup;
  backup.Clear();
  backup.set_backup_id(id);
  backup.set_state(admin::v1::BACKUP_STATE_FAILED);
  backup.set_failure("its file `backup` cannot be read");
  return backup;
}

}  // namespace

absl::Status MakeBackup(const Store& store, const std::string& backups, const Clock& clock,
                        const Report& report, admin::v1::Backup& backup) {
  const std::string made = absl::StrCat(backups, "/", backup.backup_id());
  const std::string copy = absl::StrCat(made, kUnfinished), trial = absl::StrCat(made, ".trial", kUnfinished);
  OBT_RETURN_IF_ERROR(CheckReach(backups));
  OBT_RETURN_IF_ERROR(MakeDirectory(Disk(), backups));
  OBT_RETURN_IF_ERROR(RemoveUnfinished(backups));
  OBT_RETURN_IF_ERROR(MakeMarked(copy, backup.sensitive()));
  OBT_ASSIGN_OR_RETURN(v1::Witness witness, CopyLive(store, copy));
  int64_t bytes = 0;
  OBT_RETURN_IF_ERROR(Measure(copy + "/db", bytes, witness));
  backup.set_bytes(bytes);
  admin::v1::StoreVerification found;
  uint64_t writes = 0;
  const absl::Status sound = Try(store, copy, trial, report, found, writes);
  OBT_RETURN_IF_ERROR(Remove(trial));
  if (!sound.ok() && !absl::IsDataLoss(sound)) return sound;
  if (sound.ok()) OBT_RETURN_IF_ERROR(Seal(copy, witness, found, writes));
  backup.set_sequence(found.sequence());
  backup.set_chain(found.chain());
  *backup.mutable_verify_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(clock.Now()));
  backup.set_state(sound.ok() ? admin::v1::BACKUP_STATE_VERIFIED : admin::v1::BACKUP_STATE_FAILED);
  if (!sound.ok()) backup.set_failure(std::string(sound.message()));
  OBT_RETURN_IF_ERROR(ReplaceFile(Disk(), SheetIn(copy), backup.SerializeAsString()));
  return RenameFile(Disk(), copy, made);
}

absl::StatusOr<std::vector<admin::v1::Backup>> ListBackups(const std::string& backups,
                                                           const std::string& after, size_t limit) {
  std::vector<admin::v1::Backup> list;
  OBT_RETURN_IF_ERROR(CheckReadable(backups));
  OBT_ASSIGN_OR_RETURN(const bool none, IsEmptyOrMissing(Disk(), backups));
  if (none) return list;
  OBT_ASSIGN_OR_RETURN(std::vector<std::string> names, NamesIn(Disk(), backups));
  std::sort(names.begin(), names.end(), std::greater<>());  // ids begin with their time
  for (const std::string& name : names) {
    if (list.size() == limit) break;
    if (ParseId<JobId>(name).has_value() && (after.empty() || name < after))
      list.push_back(ReadSheet(backups, name));
  }
  return list;
}

absl::StatusOr<admin::v1::Backup> RestoreBackup(const std::string& backups, const std::string& id,
                                                const std::string& directory) {
  const std::string from = absl::StrCat(backups, "/", id);
  OBT_RETURN_IF_ERROR(CheckReadable(backups));
  OBT_RETURN_IF_ERROR(CheckReach(directory));
  if (!ParseId<JobId>(id).has_value() || !Disk().FileExists(from, rocksdb::IOOptions(), nullptr).ok()) {
    return Error(absl::StatusCode::kNotFound, "BACKUP_NOT_FOUND",
                 absl::StrCat("there is no backup ", id, " in ", backups));
  }
  admin::v1::Backup backup = ReadSheet(backups, id);
  if (backup.state() != admin::v1::BACKUP_STATE_VERIFIED) {
    return Error(absl::StatusCode::kFailedPrecondition, "BACKUP_NOT_VERIFIED",
                 absl::StrCat("backup ", id, " was not verified: ", backup.failure(), "; choose another"));
  }
  OBT_ASSIGN_OR_RETURN(const bool free, IsEmptyOrMissing(Disk(), directory));
  if (!free) {
    return Error(
        absl::StatusCode::kAlreadyExists, "STORE_EXISTS",
        absl::StrCat(directory, " is not an empty directory; a backup is restored into an empty one"));
  }
  const std::string to = fs::absolute(fs::path(directory) / "").parent_path();
  const std::string making = absl::StrCat(to, ".restoring");
  OBT_RETURN_IF_ERROR(Remove(making));
  OBT_RETURN_IF_ERROR(CopyStore(from, making, TableFiles::kCopied));
  OBT_RETURN_IF_ERROR(RenameFile(Disk(), making, to));
  return backup;
}

}  // namespace obt::store
