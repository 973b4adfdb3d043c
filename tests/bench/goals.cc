#include "tests/bench/goals.h"

#include <iostream>

#include "absl/strings/str_format.h"

namespace obt::bench {
namespace {

bool Reaches(double value, double goal, Better better) {
  return better == Better::kMore ? value >= goal : value <= goal;
}

}  // namespace

void PrintHead() {
  std::cout << absl::StrFormat("%-58s %10s %9s %9s  %s\n", "figure", "measured", "at least", "aim", "");
}

void PrintFigure(absl::string_view what, double value, const std::optional<Goal>& goal,
                 absl::string_view note) {
  std::cout << absl::StrFormat("%-58s %10.3f ", what, value);
  if (goal.has_value()) {
    const bool passes = Reaches(value, goal->at_least, goal->better);
    const bool aims = Reaches(value, goal->aim, goal->better);
    std::cout << absl::StrFormat("%9.3f %9.3f  %s", goal->at_least, goal->aim,
                                 !passes ? "MISS"
                                 : aims  ? "aim "
                                         : "pass");
  } else {
    std::cout << absl::StrFormat("%9s %9s      ", "", "");
  }
  std::cout << "  " << note << std::endl;
}

}  // namespace obt::bench
