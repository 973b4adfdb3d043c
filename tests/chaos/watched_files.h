// A file system under a store that shows every operation to a Watcher, which may note it, hold it up or
// refuse it. Thread-safe if the watcher is.
#pragma once

#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "rocksdb/file_system.h"

namespace obt::testing {

struct Operation {
  enum Kind {
    kMakeDirectory,
    kCreate,
    kAppend,
    kTruncate,
    kSync,
    kRename,
    kDelete,
    kSyncDirectory,
    kOpenToRead,
    kRead
  };
  Kind kind;
  std::string path;
  std::string target;       // of a rename
  absl::string_view bytes;  // of an append
  uint64_t size = 0;        // of a truncation
};

class Watcher {
 public:
  virtual ~Watcher() = default;
  // Calls `run` to let the operation happen, and returns what the store shall see of it.
  virtual rocksdb::IOStatus Around(const Operation& operation,
                                   absl::FunctionRef<rocksdb::IOStatus()> run) = 0;
  // How much room is left, of so much.
  virtual uint64_t Room(uint64_t room) { return room; }
};

std::shared_ptr<rocksdb::FileSystem> Watch(std::shared_ptr<rocksdb::FileSystem> files,
                                           std::shared_ptr<Watcher> watcher);

// Files in memory, empty.
std::shared_ptr<rocksdb::FileSystem> MemoryFiles();

}  // namespace obt::testing
