#include "common/store/care/mend.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/store/care/log_scan.h"
#include "common/store/files.h"
#include "common/store/rocks.h"

namespace obt::store {
namespace {

absl::Status Damaged(absl::string_view path, absl::string_view file, uint64_t at, absl::string_view why) {
  return RefuseStore("STORE_CORRUPT", path, absl::StrCat("db/", file, " is damaged at byte ", at, why));
}

uint64_t NumberOf(absl::string_view manifest) {
  uint64_t number = 0;
  return absl::ConsumePrefix(&manifest, "MANIFEST-") && absl::SimpleAtoi(manifest, &number) ? number : 0;
}

// Write-ahead logs by number; RocksDB replays them in this order.
absl::StatusOr<std::map<uint64_t, std::string>> WriteAheadLogs(rocksdb::FileSystem& files,
                                                               const std::string& db) {
  OBT_ASSIGN_OR_RETURN(const std::vector<std::string> names, NamesIn(files, db));
  std::map<uint64_t, std::string> logs;
  for (const std::string& name : names) {
    absl::string_view stem = name;
    uint64_t number = 0;
    if (absl::ConsumeSuffix(&stem, ".log") && absl::SimpleAtoi(stem, &number)) logs.emplace(number, name);
  }
  return logs;
}

// Every group is on disk before the next is written. So a record behind the fault, or a later log, proves
// that the damaged one was finished; with neither it is what the power cut interrupted.
absl::Status MendWriteAheadLogs(rocksdb::FileSystem& files, const std::string& path) {
  const std::string db = absl::StrCat(path, "/db");
  OBT_ASSIGN_OR_RETURN(const auto logs, WriteAheadLogs(files, db));
  uint64_t next_write = 0;
  std::string torn;
  uint64_t torn_at = 0;
  for (const auto& [number, name] : logs) {
    const std::string file = absl::StrCat(db, "/", name);
    OBT_ASSIGN_OR_RETURN(const std::string bytes, ReadFile(files, file));
    if (bytes.empty()) continue;
    if (!torn.empty()) return Damaged(path, torn, torn_at, ", and a later log has more");
    const LogScan scan = ScanLog(bytes, LogKind::kWriteAhead);
    if (scan.goes_on) return Damaged(path, name, scan.whole, ", and finished changes lie behind it");
    if (scan.first_write < next_write && scan.first_write != 0)
      return Damaged(path, name, 0, ": it repeats what an earlier log has");
    next_write = std::max(next_write, scan.next_write);
    if (scan.whole == bytes.size()) continue;
    torn = name;
    torn_at = scan.whole;
  }
  if (torn.empty()) return absl::OkStatus();
  return CutFile(files, absl::StrCat(db, "/", torn), torn_at);
}

}  // namespace

// Up to where the witness saw it, the MANIFEST has to be whole; what came behind may be torn.
absl::Status MendManifest(rocksdb::FileSystem& files, const std::string& path, const v1::Witness& witness) {
  const absl::StatusOr<std::string> current = ReadFile(files, absl::StrCat(path, "/db/CURRENT"));
  if (absl::IsNotFound(current.status())) return RefuseStore("STORE_CORRUPT", path, "db/CURRENT is missing");
  OBT_RETURN_IF_ERROR(current.status());
  const std::string name(absl::StripSuffix(*current, "\n"));
  const std::string file = absl::StrCat(path, "/db/", name);
  const absl::StatusOr<std::string> bytes = ReadFile(files, file);
  if (absl::IsNotFound(bytes.status()) || NumberOf(name) == 0)
    return RefuseStore("STORE_CORRUPT", path, "db/CURRENT names no MANIFEST that is there");
  OBT_RETURN_IF_ERROR(bytes.status());
  const LogScan scan = ScanLog(*bytes, LogKind::kManifest);
  if (scan.whole == 0) return Damaged(path, name, 0, "");
  if (NumberOf(name) < NumberOf(witness.manifest()))
    return RefuseStore("STORE_ROLLED_BACK", path,
                       absl::StrCat("its list of files is db/", name, " but had been ", witness.manifest()));
  if (name == witness.manifest() && scan.whole < witness.manifest_bytes())
    return Damaged(path, name, scan.whole,
                   absl::StrCat("; it was whole up to byte ", witness.manifest_bytes()));
  if (scan.whole == bytes->size()) return absl::OkStatus();
  return CutFile(files, file, scan.whole);
}

absl::Status RefuseStore(absl::string_view reason, absl::string_view path, absl::string_view sentence) {
  return Error(absl::StatusCode::kDataLoss, reason,
               absl::StrCat("store ", path, ": ", sentence,
                            "; restore the directory from a backup, or recover with an explicit loss"));
}

absl::Status MendLogs(rocksdb::FileSystem& files, const std::string& path, const v1::Witness& witness) {
  // A store that somebody has open has an unfinished end at any moment.
  const rocksdb::IOOptions plain;
  rocksdb::FileLock* lock = nullptr;
  const rocksdb::Status locked = files.LockFile(absl::StrCat(path, "/db/LOCK"), plain, &lock, nullptr);
  if (locked.IsPathNotFound()) return RefuseStore("STORE_CORRUPT", path, "db is missing");
  if (absl::Status why = FromRocks(locked); !why.ok()) {
    if (ReasonOf(why) == "NOT_PERMITTED") return why;
    return Error(
        absl::StatusCode::kUnavailable, "STORE_IN_USE",
        absl::StrCat("store ", path, " is in use; stop the service that has it open: ", locked.ToString()));
  }
  absl::Status mended = MendManifest(files, path, witness);
  if (mended.ok()) mended = MendWriteAheadLogs(files, path);
  OBT_RETURN_IF_ERROR(FromRocks(files.UnlockFile(lock, plain, nullptr)));
  return mended;
}

}  // namespace obt::store
