// A service's audit log shipped to a file as JSON lines: every entry once, in order, however often the
// program is ended in between. A second file, the state, says how far it has come and is replaced only after
// the lines before it are on disk; lines behind it are cut off before others follow.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/store/audit.h"

namespace obt::ctl {

// "identity 1200 <chain, in hex> 345678\n"
struct Shipped {
  std::string service;
  store::AuditChain chain;  // the last entry that is in the file
  int64_t bytes = 0;        // of the file, up to there
  bool is_begun = false;    // there is a state of it
};

// Where an earlier shipping got; the beginning when there is no such file. A usage error when it is another
// service's, or no state at all.
absl::StatusOr<Shipped> ReadShipped(const std::string& path, const std::string& service);
absl::Status WriteShipped(const std::string& path, const Shipped& shipped);

// The file of lines. One thread.
class LineFile {
 public:
  LineFile() = default;
  LineFile(const LineFile&) = delete;
  LineFile& operator=(const LineFile&) = delete;
  ~LineFile();
  // Makes it, if need be. UNAVAILABLE (AUDIT_SHIPPING) while another ships to it: ask before the state is
  // read.
  absl::Status Open(const std::string& path);
  // Goes on behind what `shipped` says is in it. A file that was taken away, as logs are, begins anew; one
  // that is not what the state tells of is left alone.
  absl::Status GoOn(Shipped& shipped);
  // On disk when this returns.
  absl::Status Append(const std::string& lines);

 private:
  // The line before `shipped.bytes` is the last entry that the state knows.
  bool HasLastLine(const Shipped& shipped) const;

  std::string path_;
  int file_ = -1;
};

}  // namespace obt::ctl
