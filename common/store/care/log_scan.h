// RocksDB's log format, which its write-ahead logs and its MANIFEST share, read strictly. RocksDB itself
// takes some damage for an early end, or skips it, and opens without what was lost. Pure.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace obt::store {

struct LogScan {
  uint64_t whole = 0;    // bytes up to the first fault: all of them when there is none
  bool goes_on = false;  // behind the fault a record begins: what is damaged is not just an unfinished end
  // Of a write-ahead log: RocksDB's number of its first write and the number that comes after its last. 0:
  // empty.
  uint64_t first_write = 0, next_write = 0;
};

enum class LogKind { kWriteAhead, kManifest };

LogScan ScanLog(absl::string_view bytes, LogKind kind);

}  // namespace obt::store
