// Waits until the aggregator's figures include what has happened so far.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "tools/obtctl/session.h"

namespace obt::ctl {

// Everything every source had committed when it was called; DEADLINE_EXCEEDED when that takes longer. Shows a
// bar.
absl::Status CatchUp(Session& session, absl::Duration patience);

}  // namespace obt::ctl
