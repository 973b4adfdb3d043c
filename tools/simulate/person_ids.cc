#include "tools/simulate/person_ids.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
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

absl::StatusOr<std::unique_ptr<PersonIds>> PersonIds::Open(const std::string& path, size_t people) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0) return Fault("cannot open", path);
  struct stat facts = {};
  absl::Status status;
  if (fstat(file, &facts) != 0) status = Fault("cannot read", path);
  const off_t size = static_cast<off_t>(people * kBytes);
  if (status.ok() && facts.st_size == 0 && ftruncate(file, size) != 0) status = Fault("cannot write", path);
  if (status.ok() && facts.st_size != 0 && facts.st_size != size) {
    status = absl::FailedPreconditionError(
        absl::StrCat(path, " is of a world of ", facts.st_size / kBytes, " people, not of ", people));
  }
  void* bytes = MAP_FAILED;
  if (status.ok()) bytes = mmap(nullptr, people * kBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (status.ok() && bytes == MAP_FAILED) status = Fault("cannot map", path);
  close(file);
  if (!status.ok()) return status;
  return std::unique_ptr<PersonIds>(new PersonIds(static_cast<uint8_t*>(bytes), people));
}

PersonIds::~PersonIds() { munmap(bytes_, people_ * kBytes); }

void PersonIds::Set(uint32_t person, const PersonId& id) {
  std::memcpy(bytes_ + person * kBytes, id.bytes().data(), kBytes);
}

std::optional<PersonId> PersonIds::Find(uint32_t person) const {
  const std::optional<PersonId> id =
      IdFromBytes<PersonId>({reinterpret_cast<const char*>(bytes_) + person * kBytes, kBytes});
  return id == PersonId() ? std::nullopt : id;
}

absl::StatusOr<PersonId> PersonIds::Get(uint32_t person) const {
  const std::optional<PersonId> id = Find(person);
  if (id.has_value()) return *id;
  return absl::FailedPreconditionError("the people are not all imported yet");
}

bool PersonIds::KnowsAll(uint32_t first, uint32_t end) const {
  for (uint32_t person = first; person < end; ++person) {
    if (!Find(person).has_value()) return false;
  }
  return true;
}

size_t PersonIds::CountKnown() const {
  size_t known = 0;
  for (uint32_t person = 0; person < people_; ++person) known += Find(person).has_value();
  return known;
}

}  // namespace obt::simulate
