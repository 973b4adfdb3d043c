#include "common/store/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "common/store/rocks.h"
#include "common/store/witness.h"
#include "google/protobuf/util/time_util.h"
#include "rocksdb/utilities/checkpoint.h"

namespace obt::store {
namespace {

namespace fs = std::filesystem;

constexpr absl::string_view kFacts = "backup";
constexpr absl::string_view kUnfinished = ".part";  // of the names of what is being made
constexpr size_t kTrialCacheBytes = 8u << 20;

absl::Status Failed(absl::string_view what, const fs::path& path, const std::error_code& error) {
  const bool full = error == std::errc::no_space_on_device;
  return Error(absl::StatusCode::kUnavailable, full ? "DISK_FULL" : "STORE_UNAVAILABLE",
               absl::StrCat("cannot ", what, " ", path.string(), ": ", error.message()));
}

absl::Status Sync(const fs::path& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool ok = fd >= 0 && fsync(fd) == 0;
  const std::error_code error(errno, std::generic_category());
  if (fd >= 0) close(fd);
  return ok ? absl::OkStatus() : Failed("sync", path, error);
}

absl::Status MakeDirectories(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  return error ? Failed("make", path, error) : absl::OkStatus();
}

absl::Status Remove(const fs::path& path) {
  std::error_code error;
  fs::remove_all(path, error);
  return error ? Failed("remove", path, error) : absl::OkStatus();
}

absl::Status Rename(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  return error ? Failed("rename", from, error) : Sync(to.parent_path());
}

absl::StatusOr<std::vector<fs::path>> FilesIn(const fs::path& directory) {
  std::error_code error;
  std::vector<fs::path> files;
  fs::directory_iterator entries(directory, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) files.push_back(*entries);
  if (error) return Failed("read", directory, error);
  return files;
}

enum class TableFiles { kShared, kCopied };

// `db` and `witness` of a store nobody has open.
absl::Status CopyStore(const fs::path& from, const fs::path& to, TableFiles how) {
  OBT_RETURN_IF_ERROR(MakeDirectories(to / "db"));
  OBT_ASSIGN_OR_RETURN(std::vector<fs::path> files, FilesIn(from / "db"));
  files.push_back(from / "witness");
  for (const fs::path& file : files) {
    const fs::path copy = to / file.lexically_relative(from);
    std::error_code error;
    if (how == TableFiles::kShared && file.extension() == ".sst") {
      fs::create_hard_link(file, copy, error);
      if (!error) continue;
      error.clear();
    }
    fs::copy_file(file, copy, error);
    if (error) return Failed("copy to", copy, error);
    OBT_RETURN_IF_ERROR(Sync(copy));
  }
  OBT_RETURN_IF_ERROR(Sync(to / "db"));
  return Sync(to);
}

absl::StatusOr<int64_t> BytesOf(const fs::path& directory) {
  OBT_ASSIGN_OR_RETURN(const std::vector<fs::path> files, FilesIn(directory));
  int64_t bytes = 0;
  for (const fs::path& file : files) {
    std::error_code error;
    bytes += static_cast<int64_t>(fs::file_size(file, error));
    if (error) return Failed("read", file, error);
  }
  return bytes;
}

google::protobuf::Timestamp Now(const Clock& clock) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(clock.Now()));
}

// What an interrupted backup left behind.
absl::Status RemoveUnfinished(const fs::path& backups) {
  OBT_ASSIGN_OR_RETURN(const std::vector<fs::path> entries, FilesIn(backups));
  for (const fs::path& entry : entries) {
    if (absl::EndsWith(entry.filename().string(), kUnfinished)) OBT_RETURN_IF_ERROR(Remove(entry));
  }
  return absl::OkStatus();
}

// The copy begins with a witness of what was durable before, and is held to it when it is tried.
absl::Status CopyLive(const Store& store, const fs::path& to) {
  OBT_RETURN_IF_ERROR(MakeDirectories(to));
  const View before = store.Now();
  OBT_ASSIGN_OR_RETURN(v1::Witness witness, ReadWitness(*DbOf(store).files, DirectoryOf(DbOf(store))));
  witness.set_sequence(before.sequence());
  witness.set_chain(before.chain());
  witness.set_exact(false);
  rocksdb::Checkpoint* made = nullptr;
  OBT_RETURN_IF_ERROR(FromRocks(rocksdb::Checkpoint::Create(DbOf(store).db.get(), &made)));
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
  OBT_RETURN_IF_ERROR(FromRocks(checkpoint->CreateCheckpoint((to / "db").string())));
  return WriteWitness(*DbOf(store).files, to.string(), witness);
}

// What opening and reading a copy told.
struct Tried {
  admin::v1::StoreVerification found;
  uint64_t writes = 0;  // RocksDB's number of the last write in it
};

// Opens and reads a copy of the copy, so that the backup stays as it was made.
absl::Status Try(const Store& store, const fs::path& copy, const fs::path& trial, const Report& report,
                 Tried& tried) {
  OBT_RETURN_IF_ERROR(CopyStore(copy, trial, TableFiles::kShared));
  Options options;
  options.path = trial.string();
  options.tables = DbOf(store).tables;
  options.cache_bytes = kTrialCacheBytes;
  OBT_ASSIGN_OR_RETURN(const std::unique_ptr<Store> opened, Store::Open(std::move(options)));
  tried.writes = DbOf(*opened).db->GetLatestSequenceNumber();
  OBT_RETURN_IF_ERROR(Inspect(*opened, report, tried.found));
  if (tried.found.faults().empty()) return absl::OkStatus();
  const admin::v1::StoreFault& fault = tried.found.faults(0);
  return Error(absl::StatusCode::kDataLoss, "STORE_CORRUPT",
               absl::StrCat(fault.table(), fault.table().empty() ? "" : ": ", fault.description()));
}

// From now on the backup must be as it was seen: end exactly there, its list of files as long as it is.
absl::Status Seal(const fs::path& copy, const Tried& tried) {
  rocksdb::FileSystem& files = *rocksdb::FileSystem::Default();
  OBT_ASSIGN_OR_RETURN(v1::Witness witness, ReadWitness(files, copy.string()));
  witness.set_sequence(tried.found.sequence());
  witness.set_chain(tried.found.chain());
  witness.set_writes(tried.writes);
  witness.set_exact(true);
  OBT_ASSIGN_OR_RETURN(const std::vector<fs::path> all, FilesIn(copy / "db"));
  for (const fs::path& file : all) {
    if (!absl::StartsWith(file.filename().string(), "MANIFEST-")) continue;
    std::error_code error;
    witness.set_manifest(file.filename().string());
    witness.set_manifest_bytes(fs::file_size(file, error));
    if (error) return Failed("read", file, error);
  }
  return WriteWitness(files, copy.string(), witness);
}

absl::Status WriteFacts(const fs::path& copy, const admin::v1::Backup& backup) {
  const fs::path path = copy / std::string(kFacts);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << backup.SerializeAsString();
  file.close();
  if (!file) return Failed("write", path, std::make_error_code(std::errc::io_error));
  OBT_RETURN_IF_ERROR(Sync(path));
  return Sync(copy);
}

admin::v1::Backup ReadFacts(const fs::path& copy) {
  std::ifstream file(copy / std::string(kFacts), std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  admin::v1::Backup backup;
  const bool readable = file && backup.ParseFromString(bytes.str());
  if (readable && backup.backup_id() == copy.filename().string()) return backup;
  backup.Clear();
  backup.set_backup_id(copy.filename().string());
  backup.set_state(admin::v1::BACKUP_STATE_FAILED);
  backup.set_failure("its file `backup` cannot be read");
  return backup;
}

}  // namespace

absl::Status MakeBackup(const Store& store, const std::string& backups, const Clock& clock,
                        const Report& report, admin::v1::Backup& backup) {
  const fs::path place(backups);
  const fs::path copy = place / absl::StrCat(backup.backup_id(), kUnfinished);
  const fs::path trial = place / absl::StrCat(backup.backup_id(), ".trial", kUnfinished);
  OBT_RETURN_IF_ERROR(MakeDirectories(place));
  OBT_RETURN_IF_ERROR(RemoveUnfinished(place));
  OBT_RETURN_IF_ERROR(CopyLive(store, copy));
  OBT_ASSIGN_OR_RETURN(const int64_t bytes, BytesOf(copy / "db"));
  backup.set_bytes(bytes);
  Tried tried;
  absl::Status sound = Try(store, copy, trial, report, tried);
  OBT_RETURN_IF_ERROR(Remove(trial));
  if (sound.ok()) sound = Seal(copy, tried);
  if (!sound.ok() && !absl::IsDataLoss(sound)) return sound;
  backup.set_sequence(tried.found.sequence());
  backup.set_chain(tried.found.chain());
  *backup.mutable_verify_time() = Now(clock);
  backup.set_state(sound.ok() ? admin::v1::BACKUP_STATE_VERIFIED : admin::v1::BACKUP_STATE_FAILED);
  if (!sound.ok()) backup.set_failure(std::string(sound.message()));
  OBT_RETURN_IF_ERROR(WriteFacts(copy, backup));
  return Rename(copy, place / backup.backup_id());
}

absl::StatusOr<std::vector<admin::v1::Backup>> ListBackups(const std::string& backups,
                                                           const std::string& after, size_t limit) {
  std::vector<admin::v1::Backup> list;
  std::error_code ignored;
  if (!fs::exists(backups, ignored)) return list;
  OBT_ASSIGN_OR_RETURN(const std::vector<fs::path> entries, FilesIn(backups));
  std::vector<std::string> ids;
  for (const fs::path& entry : entries) {
    const std::string name = entry.filename().string();
    if (ParseId<JobId>(name).has_value() && (after.empty() || name < after)) ids.push_back(name);
  }
  std::sort(ids.begin(), ids.end(), std::greater<>());  // ids begin with their time
  if (ids.size() > limit) ids.resize(limit);
  for (const std::string& id : ids) list.push_back(ReadFacts(fs::path(backups) / id));
  return list;
}

absl::StatusOr<admin::v1::Backup> RestoreBackup(const std::string& backups, const std::string& id,
                                                const std::string& directory) {
  const fs::path from = fs::path(backups) / id;
  std::error_code error;
  if (!ParseId<JobId>(id).has_value() || !fs::exists(from, error)) {
    return Error(absl::StatusCode::kNotFound, "BACKUP_NOT_FOUND",
                 absl::StrCat("there is no backup ", id, " in ", backups));
  }
  admin::v1::Backup backup = ReadFacts(from);
  if (backup.state() != admin::v1::BACKUP_STATE_VERIFIED) {
    return Error(absl::StatusCode::kFailedPrecondition, "BACKUP_NOT_VERIFIED",
                 absl::StrCat("backup ", id, " was not verified: ", backup.failure(), "; choose another"));
  }
  if (fs::exists(directory, error) && !fs::is_empty(directory, error)) {
    return Error(
        absl::StatusCode::kAlreadyExists, "STORE_EXISTS",
        absl::StrCat(directory, " is not an empty directory; a backup is restored into an empty one"));
  }
  const fs::path to = fs::absolute(fs::path(directory) / "").parent_path();
  const fs::path making = absl::StrCat(to.string(), ".restoring");
  OBT_RETURN_IF_ERROR(Remove(making));
  OBT_RETURN_IF_ERROR(CopyStore(from, making, TableFiles::kCopied));
  OBT_RETURN_IF_ERROR(Rename(making, to));
  return backup;
}

}  // namespace obt::store
