// What somebody typed: whether it is text at all, and what may have been meant. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace obt {

bool IsUtf8(absl::string_view text);

// The known word most like the one typed: a few letters lost, added, swapped or wrong, or the rest of it not
// typed. Empty when none is like it.
std::string Nearest(absl::string_view typed, const std::vector<std::string>& known);

}  // namespace obt
