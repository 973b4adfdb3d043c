// Standard output that notices when it cannot be written: a full disk, a pipe nobody reads. Not thread-safe.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace obt::ctl {

// Call first. Where the caller closed standard input, output or error, no file of ours may take their place.
void BeginOut();
void PutOut(absl::string_view text);
// Leaves nothing in a buffer.
void FlushOut();
// A failure of exit code 4 when anything could not be written. A pipe that nobody reads any longer ends the
// program here as it ends any other, by SIGPIPE, unless the caller ignores that.
absl::Status EndOut();

}  // namespace obt::ctl
