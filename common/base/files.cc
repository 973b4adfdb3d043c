#include "common/base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace obt {
namespace {

absl::Status Fault(absl::string_view what, const std::string& path) {
  return absl::FailedPreconditionError(absl::StrCat(what, " ", path, ": ", std::strerror(errno)));
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path, ": ", std::strerror(errno)));
  return text.str();
}

absl::StatusOr<std::string> ReadSmallFile(const std::string& path, size_t most) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);  // a pipe must not hold us up
  if (file < 0) return absl::NotFoundError(absl::StrCat("cannot read ", path, ": ", std::strerror(errno)));
  struct stat status;
  const bool ordinary = fstat(file, &status) == 0 && S_ISREG(status.st_mode);
  std::string text(most + 1, '\0');
  size_t size = 0;
  ssize_t got = ordinary ? 1 : 0;
  while (got > 0 && size < text.size()) {
    got = read(file, text.data() + size, text.size() - size);
    if (got > 0) size += static_cast<size_t>(got);
  }
  close(file);
  if (!ordinary || got < 0) return absl::FailedPreconditionError(absl::StrCat(path, " is no ordinary file"));
  if (size > most)
    return absl::FailedPreconditionError(absl::StrCat(path, " has more than ", most, " bytes"));
  text.resize(size);
  return text;
}

absl::Status ReplaceFile(const std::string& path, absl::string_view content, unsigned mode) {
  const std::string fresh = absl::StrCat(path, ".", getpid(), ".new");
  const int file = open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (file < 0) return Fault("cannot write", fresh);
  const bool written = write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size());
  const bool kept = written && fchmod(file, mode) == 0 && fsync(file) == 0;
  if (close(file) != 0 || !kept) return Fault("cannot write", fresh);
  if (std::rename(fresh.c_str(), path.c_str()) != 0) return Fault("cannot replace", path);
  return absl::OkStatus();
}

}  // namespace obt
