// What is done to a store's write-ahead logs and MANIFEST before RocksDB sees them. A power cut may leave the
// end of such a log torn, which is nobody's acknowledged change and is cut off. Damage anywhere else is
// refused: RocksDB would open some such stores without the rows that were lost.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "obt/store/v1/store.pb.h"
#include "rocksdb/file_system.h"

namespace obt::store {

// The store in `path` (with `db` and `witness` in it). DATA_LOSS names the file and the byte; UNAVAILABLE if
// another process has it open.
absl::Status MendLogs(rocksdb::FileSystem& files, const std::string& path, const v1::Witness& witness);

// Its list of files alone: up to where the witness saw it, it has to be whole.
absl::Status MendManifest(rocksdb::FileSystem& files, const std::string& path, const v1::Witness& witness);

// A refusal to open, with what is wrong and what to do.
absl::Status RefuseStore(absl::string_view reason, absl::string_view path, absl::string_view sentence);

}  // namespace obt::store
