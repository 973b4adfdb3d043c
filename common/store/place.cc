#include "common/store/place.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/store/files.h"

namespace obt::store {
namespace {

absl::Status Refuse(absl::string_view reason, absl::string_view sentence) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, sentence);
}

absl::Status CheckAccess(const std::string& path, int access) {
  struct stat found {};
  int problem = stat(path.c_str(), &found) == 0 ? 0 : errno;
  if (problem == 0 && !S_ISDIR(found.st_mode)) problem = ENOTDIR;
  if (problem == 0 && faccessat(AT_FDCWD, path.c_str(), access, AT_EACCESS) != 0) problem = errno;
  switch (problem) {
    case ENOTDIR:
      return Refuse("NO_DIRECTORY",
                    absl::StrCat(path, " is not a directory, or leads through a file; give a directory"));
    case EACCES:
    case EPERM:
      return Refuse("NOT_PERMITTED", absl::StrCat("this user may not use ", path,
                                                  "; run as the user to whom it belongs, or give it to "
                                                  "this one"));
    case EROFS:
      return Refuse("NOT_PERMITTED",
                    absl::StrCat(path, " lies on a disk that can only be read; mount it for writing"));
    default:
      return absl::OkStatus();
  }
}

bool Has(rocksdb::FileSystem& files, const std::string& path) {
  return files.FileExists(path, rocksdb::IOOptions(), nullptr).ok();
}

}  // namespace

absl::Status CheckReach(const std::string& path) { return CheckAccess(path, R_OK | W_OK | X_OK); }
absl::Status CheckReadable(const std::string& path) { return CheckAccess(path, R_OK | X_OK); }

absl::Status CheckHoldsStore(rocksdb::FileSystem& files, const std::string& path) {
  OBT_ASSIGN_OR_RETURN(const bool missing, IsEmptyOrMissing(files, path));
  if (missing) {
    return Refuse("STORE_MISSING",
                  absl::StrCat("there is no store in ", path, "; make one with `init --data ", path, "`"));
  }
  if (Has(files, absl::StrCat(path, "/witness")) || Has(files, absl::StrCat(path, "/db/CURRENT")))
    return absl::OkStatus();
  return Refuse("NO_STORE", absl::StrCat(path,
                                         " has files but is no store: it holds neither `witness` nor "
                                         "`db/CURRENT`; give the directory that `init --data` made"));
}

absl::Status CheckService(const std::string& path, const std::string& service, const v1::Witness& witness) {
  if (service.empty() || witness.service().empty() || witness.service() == service) return absl::OkStatus();
  return Refuse("STORE_OF_ANOTHER_SERVICE",
                absl::StrCat(path, " is ", witness.service(), "'s store, and this is ", service,
                             "; give this service's own directory"));
}

}  // namespace obt::store
