// How far a simulated world is: which one it is, and what of it the suite has. A small file of names and
// numbers, replaced atomically, so that an interrupted run is resumed and another world is not mixed in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace obt::simulate {

struct WorldState {
  int64_t people = 0;  // 0: everybody
  uint64_t seed = 1;
  bool imported = false;
  int64_t events = 0;  // those before this place of the plan are acknowledged
  int64_t moves = 0;
  int64_t surveys = 0;
  uint64_t plan = 0;  // digest of the plan, once it was made
  bool played = false;
  bool teamed = false;      // all teams are made
  int64_t steps = 0;        // of the second half
  uint64_t steps_plan = 0;  // its digest, once it was made
  bool innovated = false;   // all of the second half is played
};

std::string FormatState(const WorldState& state);
// INVALID_ARGUMENT for anything that FormatState does not write, or wrote when it knew fewer names.
absl::StatusOr<WorldState> ParseState(absl::string_view text);

// Nothing when there is no such file yet.
absl::StatusOr<std::optional<WorldState>> LoadState(const std::string& path);
absl::Status SaveState(const std::string& path, const WorldState& state);

}  // namespace obt::simulate
