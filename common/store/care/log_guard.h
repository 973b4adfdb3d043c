// Between RocksDB and the files of its write-ahead log: makes a failure there plain. A failed append leaves
// nothing behind, so that a refused commit does not come back after a restart; after a failed sync nobody
// knows what is on disk, so the process ends and recovers by starting again. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>

#include "rocksdb/file_system.h"

namespace obt::store {

std::shared_ptr<rocksdb::FileSystem> GuardLogs(std::shared_ptr<rocksdb::FileSystem> files);

// How many syncs of a log have succeeded on this thread.
uint64_t LogSyncsOfThisThread();

}  // namespace obt::store
