// Files of a store that are our own and not RocksDB's: every one of them goes through the same FileSystem as
// RocksDB's, so that a test which watches, cuts or fails that one sees them all. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/file_system.h"

namespace obt::store {

// Makes a directory and whatever lies above it; its name is on disk when this returns.
absl::Status MakeDirectory(rocksdb::FileSystem& files, const std::string& path);
// True when there is no such directory, or nothing in it.
absl::StatusOr<bool> IsEmptyOrMissing(rocksdb::FileSystem& files, const std::string& path);
// What lies in a directory.
absl::StatusOr<std::vector<std::string>> NamesIn(rocksdb::FileSystem& files, const std::string& path);
// The new name is on disk when this returns.
absl::Status RenameFile(rocksdb::FileSystem& files, const std::string& from, const std::string& to);
// NOT_FOUND when there is none.
absl::StatusOr<std::string> ReadFile(rocksdb::FileSystem& files, const std::string& path);
// Replaces a file at once or not at all: temporary file, sync, rename, sync of the directory.
absl::Status ReplaceFile(rocksdb::FileSystem& files, const std::string& path, const std::string& bytes);
// Ends a file at `size`, on disk.
absl::Status CutFile(rocksdb::FileSystem& files, const std::string& path, uint64_t size);

}  // namespace obt::store
