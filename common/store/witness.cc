#include "common/store/witness.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/store/sha256.h"

namespace obt::store {
namespace {

constexpr absl::string_view kName = "witness";

std::string Check(v1::Witness witness) {
  witness.clear_check();
  return Sha256(witness.SerializeAsString());
}

absl::Status Failed(absl::string_view what, absl::string_view path) {
  return Error(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE",
               absl::StrCat(what, " ", path, ": ", std::strerror(errno)));
}

absl::Status SyncDirectory(const std::string& directory) {
  const int fd = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return Failed("cannot open", directory);
  const bool ok = fsync(fd) == 0;
  close(fd);
  return ok ? absl::OkStatus() : Failed("cannot sync", directory);
}

absl::Status WriteSynced(const std::string& path, const std::string& bytes) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return Failed("cannot write", path);
  const bool ok =
      write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && fsync(fd) == 0;
  close(fd);
  return ok ? absl::OkStatus() : Failed("cannot write", path);
}

}  // namespace

absl::Status WriteWitness(const std::string& directory, v1::Witness witness) {
  witness.set_check(Check(witness));
  const std::string path = absl::StrCat(directory, "/", kName);
  const std::string fresh = absl::StrCat(path, ".new");
  OBT_RETURN_IF_ERROR(WriteSynced(fresh, witness.SerializeAsString()));
  if (rename(fresh.c_str(), path.c_str()) != 0) return Failed("cannot rename", fresh);
  return SyncDirectory(directory);
}

absl::StatusOr<v1::Witness> ReadWitness(const std::string& directory) {
  const std::string path = absl::StrCat(directory, "/", kName);
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  v1::Witness witness;
  if (!file || !witness.ParseFromString(bytes.str()) || witness.check() != Check(witness)) {
    return Error(absl::StatusCode::kDataLoss, "WITNESS_UNREADABLE",
                 absl::StrCat("the witness ", path,
                              " is missing or unreadable, so the store cannot be told from a "
                              "truncated one; restore the directory from a backup"));
  }
  return witness;
}

}  // namespace obt::store
