// How a failed command tells what went wrong: the message, its reason, every field violation and what to do
// about it. Pure.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/cli/command_line.h"
#include "tools/obtctl/command.h"

namespace obt::ctl {

// Exit codes beside those of common/cli/command_line.h.
inline constexpr int kExitRefused = 1;      // a service said no, or what was asked is not so
inline constexpr int kExitUnreachable = 3;  // no service answered

// Wrong use of a command beyond what parsing finds: exit code 2.
absl::Status UsageError(absl::string_view message);
// No service answered: exit code 3.
absl::Status UnreachableError(absl::string_view message);
// The answer could not be written: exit code 4.
absl::Status UnwrittenError(absl::string_view message);

// Exit code of a command's outcome.
int ExitCodeOf(const absl::Status& status);

// What to do about a refusal; empty where the message says it all.
std::string RemedyOf(const absl::Status& status);

// Several lines for stderr, beginning with the program's name.
std::string DescribeFailure(absl::string_view program, const absl::Status& status);

}  // namespace obt::ctl
