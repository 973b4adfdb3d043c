#include "tools/obtctl/shipping.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/error.h"
#include "common/base/files.h"
#include "common/base/status.h"
#include "tools/obtctl/failure.h"

namespace obt::ctl {
namespace {

constexpr size_t kChainDigits = 64;
constexpr int64_t kLongestLine = 1 << 20;  // bytes: 1,000 ids, told twice

absl::Status UnwrittenLines(const std::string& path) {
  return Error(absl::StatusCode::kFailedPrecondition, "AUDIT_UNWRITTEN",
               absl::StrCat(path, " cannot be written: ", std::strerror(errno)));
}

}  // namespace

absl::StatusOr<Shipped> ReadShipped(const std::string& path, const std::string& service) {
  Shipped shipped;
  shipped.service = service;
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (absl::IsNotFound(text.status())) return shipped;
  OBT_RETURN_IF_ERROR(text.status());
  const std::vector<absl::string_view> words = absl::StrSplit(absl::StripSuffix(*text, "\n"), ' ');
  uint64_t sequence = 0;
  if (words.size() != 4 || !absl::SimpleAtoi(words[1], &sequence) || words[2].size() != kChainDigits ||
      !absl::SimpleAtoi(words[3], &shipped.bytes))
    return UsageError(absl::StrCat("--to: ", path, " is not the state of a shipping"));
  if (words[0] != service)
    return UsageError(absl::StrCat("--to: ", path, " is ", words[0], "'s, not ", service, "'s"));
  shipped.chain = store::AuditChain(sequence, absl::HexStringToBytes(words[2]));
  shipped.is_begun = true;
  return shipped;
}

absl::Status WriteShipped(const std::string& path, const Shipped& shipped) {
  return ReplaceFile(path,
                     absl::StrCat(shipped.service, " ", shipped.chain.sequence(), " ",
                                  absl::BytesToHexString(shipped.chain.chain()), " ", shipped.bytes, "\n"));
}

LineFile::~LineFile() {
  if (file_ >= 0) close(file_);
}

absl::Status LineFile::Open(const std::string& path) {
  path_ = path;
  file_ = open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file_ < 0) return UnwrittenLines(path);
  if (flock(file_, LOCK_EX | LOCK_NB) != 0)
    return Error(absl::StatusCode::kUnavailable, "AUDIT_SHIPPING",
                 absl::StrCat(path, " is being shipped to by another; wait until it has ended"));
  const std::string parent = std::filesystem::absolute(path).parent_path().string();
  const int directory = open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool kept = directory >= 0 && fsync(directory) == 0;  // else a power cut may take the file along
  if (directory >= 0) close(directory);
  return kept ? absl::OkStatus() : UnwrittenLines(path);
}

bool LineFile::HasLastLine(const Shipped& shipped) const {
  if (shipped.bytes == 0) return true;
  std::string end(std::min<int64_t>(shipped.bytes, kLongestLine), '\0');
  const off_t from = shipped.bytes - static_cast<off_t>(end.size());
  if (pread(file_, end.data(), end.size(), from) != static_cast<ssize_t>(end.size()) || end.back() != '\n')
    return false;
  end.pop_back();
  const std::string chain = absl::StrCat("\"chain\":\"", absl::Base64Escape(shipped.chain.chain()), "\"");
  return absl::StrContains(absl::string_view(end).substr(end.rfind('\n') + 1), chain);
}

absl::Status LineFile::GoOn(Shipped& shipped) {
  struct stat facts = {};
  if (fstat(file_, &facts) != 0) return UnwrittenLines(path_);
  if (facts.st_size > 0 && !shipped.is_begun) {
    return Error(absl::StatusCode::kFailedPrecondition, "AUDIT_LINES_UNKNOWN",
                 absl::StrCat(path_, " has lines and no state beside it; name another file"));
  }
  if (facts.st_size == 0) shipped.bytes = 0;
  if (!HasLastLine(shipped)) {
    return Error(absl::StatusCode::kDataLoss, "AUDIT_LINES_LOST",
                 absl::StrCat(path_, " does not have entry ", shipped.chain.sequence(),
                              " where its state says, at byte ", shipped.bytes,
                              ": it is not what was shipped; move it away to go on in a new file"));
  }
  return ftruncate(file_, shipped.bytes) == 0 ? absl::OkStatus() : UnwrittenLines(path_);
}

absl::Status LineFile::Append(const std::string& lines) {
  size_t done = 0;
  while (done < lines.size()) {
    const ssize_t written = write(file_, lines.data() + done, lines.size() - done);
    if (written < 0 && errno != EINTR) return UnwrittenLines(path_);
    done += written < 0 ? 0 : static_cast<size_t>(written);
  }
  return fsync(file_) == 0 ? absl::OkStatus() : UnwrittenLines(path_);
}

}  // namespace obt::ctl
