#include "tools/simulate/ids_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace obt::simulate {
namespace {

constexpr size_t kBytes = 16;

absl::Status Fault(absl::string_view what, const std::string& path) {
  return absl::FailedPreconditionError(absl::StrCat(what, " ", path, ": ", std::strerror(errno)));
}

}  // namespace

absl::StatusOr<std::unique_ptr<IdsFile>> IdsFile::Open(const std::string& path, const char* what,
                                                       size_t count) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0) return Fault("cannot open", path);
  struct stat facts = {};
  absl::Status status;
  if (fstat(file, &facts) != 0) status = Fault("cannot read", path);
  const off_t size = static_cast<off_t>(count * kBytes);
  if (status.ok() && facts.st_size == 0 && ftruncate(file, size) != 0) status = Fault("cannot write", path);
  if (status.ok() && facts.st_size != 0 && facts.st_size != size) {
    status = absl::FailedPreconditionError(
        absl::StrCat(path, " is of a world of ", facts.st_size / kBytes, " ", what, ", not of ", count));
  }
  void* bytes = MAP_FAILED;
  if (status.ok()) bytes = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (status.ok() && bytes == MAP_FAILED) status = Fault("cannot map", path);
  close(file);
  if (!status.ok()) return status;
  return std::unique_ptr<IdsFile>(new IdsFile(static_cast<char*>(bytes), what, count));
}

IdsFile::~IdsFile() { munmap(bytes_, count_ * kBytes); }

absl::string_view IdsFile::BytesOf(uint32_t place) const { return {bytes_ + place * kBytes, kBytes}; }

void IdsFile::SetBytes(uint32_t place, absl::string_view id) {
  std::memcpy(bytes_ + place * kBytes, id.data(), kBytes);
}

absl::Status IdsFile::NotKnown() const {
  return absl::FailedPreconditionError(absl::StrCat("the ", what_, " are not all made yet"));
}

}  // namespace obt::simulate
