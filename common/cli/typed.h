// What somebody typed, and may have meant. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace obt::cli {

// How many letters are lost, added, wrong, or swapped with the next one.
size_t DistanceOf(absl::string_view a, absl::string_view b);

// The known word most like the one typed: a few letters lost, added, swapped or wrong, or the rest of it not
// typed. Empty when none is like it.
std::string Nearest(absl::string_view typed, const std::vector<std::string>& known);

}  // namespace obt::cli
