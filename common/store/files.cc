#include "common/store/files.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/store/rocks.h"

namespace obt::store {
namespace {

const rocksdb::IOOptions kPlain;

std::string ParentOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

absl::Status SyncDirectory(rocksdb::FileSystem& files, const std::string& path) {
  std::unique_ptr<rocksdb::FSDirectory> directory;
  OBT_RETURN_IF_ERROR(FromRocks(files.NewDirectory(path, kPlain, &directory, nullptr)));
  return FromRocks(directory->Fsync(kPlain, nullptr));
}

absl::Status WriteSynced(rocksdb::FileSystem& files, const std::string& path, const std::string& bytes) {
  std::unique_ptr<rocksdb::FSWritableFile> file;
  OBT_RETURN_IF_ERROR(FromRocks(files.NewWritableFile(path, rocksdb::FileOptions(), &file, nullptr)));
  OBT_RETURN_IF_ERROR(FromRocks(file->Append(bytes, kPlain, nullptr)));
  OBT_RETURN_IF_ERROR(FromRocks(file->Fsync(kPlain, nullptr)));
  return FromRocks(file->Close(kPlain, nullptr));
}

}  // namespace

absl::Status MakeDirectory(rocksdb::FileSystem& files, const std::string& path) {
  if (files.FileExists(path, kPlain, nullptr).ok()) return absl::OkStatus();
  const std::string parent = ParentOf(path);
  OBT_RETURN_IF_ERROR(MakeDirectory(files, parent));
  OBT_RETURN_IF_ERROR(FromRocks(files.CreateDirIfMissing(path, kPlain, nullptr)));
  return SyncDirectory(files, parent);
}

absl::StatusOr<bool> IsEmptyOrMissing(rocksdb::FileSystem& files, const std::string& path) {
  std::vector<std::string> children;
  const rocksdb::Status status = files.GetChildren(path, kPlain, &children, nullptr);
  if (status.IsNotFound() || status.IsPathNotFound()) return true;
  OBT_RETURN_IF_ERROR(FromRocks(status));
  return children.empty();
}

absl::StatusOr<std::vector<std::string>> NamesIn(rocksdb::FileSystem& files, const std::string& path) {
  std::vector<std::string> names;
  OBT_RETURN_IF_ERROR(FromRocks(files.GetChildren(path, kPlain, &names, nullptr)));
  return names;
}

absl::Status RenameFile(rocksdb::FileSystem& files, const std::string& from, const std::string& to) {
  OBT_RETURN_IF_ERROR(FromRocks(files.RenameFile(from, to, kPlain, nullptr)));
  return SyncDirectory(files, ParentOf(to));
}

absl::StatusOr<std::string> ReadFile(rocksdb::FileSystem& files, const std::string& path) {
  std::string bytes;
  const rocksdb::Status status = rocksdb::ReadFileToString(&files, path, &bytes);
  if (status.IsNotFound() || status.IsPathNotFound())
    return absl::NotFoundError(absl::StrCat(path, " is missing"));
  OBT_RETURN_IF_ERROR(FromRocks(status));
  return bytes;
}

absl::Status ReplaceFile(rocksdb::FileSystem& files, const std::string& path, const std::string& bytes) {
  const std::string fresh = absl::StrCat(path, ".new");
  OBT_RETURN_IF_ERROR(WriteSynced(files, fresh, bytes));
  return RenameFile(files, fresh, path);
}

absl::Status CutFile(rocksdb::FileSystem& files, const std::string& path, uint64_t size) {
  OBT_ASSIGN_OR_RETURN(std::string bytes, ReadFile(files, path));
  bytes.resize(size);
  return ReplaceFile(files, path, bytes);
}

}  // namespace obt::store
