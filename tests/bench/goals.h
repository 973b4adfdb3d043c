// Figures beside what they are to reach, as a table. Nothing is asserted: a figure on a busy machine says
// little, and says so by its processor time.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace obt::bench {

enum class Better : uint8_t { kMore, kLess };
struct Goal {
  Better better = Better::kLess;
  double at_least = 0;
  double aim = 0;
};

void PrintHead();
// "pass" where it reaches what it must at least, "aim" where it reaches its aim too, else "MISS". `note`:
// what the figure cannot say by itself.
void PrintFigure(absl::string_view what, double value, const std::optional<Goal>& goal,
                 absl::string_view note = "");

}  // namespace obt::bench
