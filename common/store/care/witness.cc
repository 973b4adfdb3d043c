#include "common/store/care/witness.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/store/files.h"
#include "common/store/sha256.h"

namespace obt::store {
namespace {

std::string PathIn(const std::string& directory) { return absl::StrCat(directory, "/witness"); }

std::string Check(v1::Witness witness) {
  witness.clear_check();
  return Sha256(witness.SerializeAsString());
}

}  // namespace

absl::Status WriteWitness(rocksdb::FileSystem& files, const std::string& directory, v1::Witness witness) {
  witness.set_check(Check(witness));
  return ReplaceFile(files, PathIn(directory), witness.SerializeAsString());
}

absl::StatusOr<v1::Witness> ReadWitness(rocksdb::FileSystem& files, const std::string& directory) {
  const absl::StatusOr<std::string> bytes = ReadFile(files, PathIn(directory));
  if (!bytes.ok() && !absl::IsNotFound(bytes.status())) return bytes.status();
  v1::Witness witness;
  const bool readable = bytes.ok() && witness.ParseFromString(*bytes);
  if (!readable || witness.check() != Check(witness)) {
    return Error(absl::StatusCode::kDataLoss, "WITNESS_UNREADABLE",
                 absl::StrCat("the witness ", PathIn(directory),
                              " is missing or unreadable, so the store cannot be told from a "
                              "truncated one; restore the directory from a backup"));
  }
  return witness;
}

absl::Status SaveWitness(const Db& db, const StorePoint& end, uint64_t writes, bool exact,
                         v1::Witness& witness) {
  witness.set_sequence(end.sequence);
  witness.set_chain(end.chain);
  witness.set_audit_sequence(end.audit_sequence);
  witness.set_audit_chain(end.audit_chain);
  witness.set_writes(writes);
  witness.set_exact(exact);
  std::vector<std::string> names;
  uint64_t bytes = 0;
  if (!db.db->GetLiveFiles(names, &bytes, false).ok()) names.clear();
  for (const std::string& name : names) {
    if (!absl::StartsWith(name, "/MANIFEST-")) continue;
    witness.set_manifest(name.substr(1));
    witness.set_manifest_bytes(bytes);
  }
  return WriteWitness(*db.files, DirectoryOf(db), witness);
}

}  // namespace obt::store
