// Files in one zip, made in memory: the same files and day give the same bytes, whatever the machine's clock,
// zone and user. Another version of libzip or zlib may pack them into other bytes, of the same content. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/days.h"

namespace obt::reporting::bundle {

struct ZipEntry {
  std::string name;  // a path with slashes, in UTF-8; each of them once
  std::string bytes;
  bool packed = true;  // else stored as it is
};

// In their order, each read and written by its owner and read by everybody, of the noon of that day (which a
// zip can tell of the years 1980 to 2107: else of the nearest of these). INTERNAL with libzip's sentence.
absl::StatusOr<std::string> MakeZip(const std::vector<ZipEntry>& entries, Day day);

}  // namespace obt::reporting::bundle
