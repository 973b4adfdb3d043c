// Small files, read and written whole. Blocking.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace obt {

// NOT_FOUND naming the path when it cannot be read.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// The same of an ordinary file of at most so many bytes; any other is FAILED_PRECONDITION naming the path.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path, size_t most);

// Writes beside the file and renames, so that nobody ever reads half of it. `mode` as for chmod.
absl::Status ReplaceFile(const std::string& path, absl::string_view content, unsigned mode = 0644);

}  // namespace obt
