// The witness: a small fsynced file beside the store that says how far the store had got, so that a
// truncated, rolled-back or foreign store is refused instead of served. It never runs ahead of what is
// durable.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/rocks.h"
#include "obt/store/v1/store.pb.h"

namespace obt::store {

// Where a store ends.
struct StorePoint {
  uint64_t sequence = 0;
  std::string chain = std::string(32, '\0');
  // Of its audit log.
  uint64_t audit_sequence = 0;
  std::string audit_chain = std::string(32, '\0');
};

// Replaces the file: temporary file, fsync, rename, fsync of the directory. `check` is filled in.
absl::Status WriteWitness(rocksdb::FileSystem& files, const std::string& directory, v1::Witness witness);
// DATA_LOSS when there is none, or when it cannot be read.
absl::StatusOr<v1::Witness> ReadWitness(rocksdb::FileSystem& files, const std::string& directory);
// Replaces the witness of an open database: it has got to `end`, RocksDB to `writes`, and with `exact` it has
// to end exactly there. Notes, too, how long its list of files is.
absl::Status SaveWitness(const Db& db, const StorePoint& end, uint64_t writes, bool exact,
                         v1::Witness& witness);

}  // namespace obt::store
