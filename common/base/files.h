// Small files, read and written whole. Blocking.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace obt {

// NOT_FOUND naming the path when it cannot be read.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Writes beside the file and renames, so that nobody ever reads half of it. `mode` as for chmod.
absl::Status ReplaceFile(const std::string& path, absl::string_view content, unsigned mode = 0644);

}  // namespace obt
