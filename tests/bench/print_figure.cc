// Prints a figure of a script beside its goal, as the benches do. Arguments: see usage.
#include <cstdio>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "tests/bench/goals.h"

namespace obt::bench {
namespace {

int Usage() {
  std::fprintf(stderr, "usage: obt-bench-print [FIGURE VALUE [NOTE [less|more AT_LEAST [AIM]]]]\n");
  return 2;
}

int Main(int argc, char** argv) {
  double value = 0, at_least = 0, aim = 0;
  if (argc == 1) {
    PrintHead();
    return 0;
  }
  if ((argc != 3 && argc != 4 && argc != 6 && argc != 7) || !absl::SimpleAtod(argv[2], &value))
    return Usage();
  std::optional<Goal> goal;
  if (argc >= 6) {
    const absl::string_view better = argv[4];
    if ((better != "less" && better != "more") || !absl::SimpleAtod(argv[5], &at_least) ||
        !absl::SimpleAtod(argv[argc - 1], &aim))
      return Usage();
    goal = Goal{better == "more" ? Better::kMore : Better::kLess, at_least, aim};
  }
  PrintFigure(argv[1], value, goal, argc > 3 ? argv[3] : "");
  return 0;
}

}  // namespace
}  // namespace obt::bench

int main(int argc, char** argv) { return obt::bench::Main(argc, argv); }
