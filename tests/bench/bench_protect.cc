// Protects drawn releases as large as the Civil Service's and proves them, by themselves and with the one
// before: how long, how much memory, how much is withheld. Each is checked without a solver.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/base/error.h"
#include "services/reporting/disclosure/certificate.h"
#include "services/reporting/disclosure/propagate.h"
#include "services/reporting/disclosure/protect.h"
#include "services/reporting/disclosure/testing/programme.h"
#include "tests/bench/goals.h"

namespace obt::bench {
namespace {

namespace disclosure = reporting::disclosure;

constexpr uint32_t kSeeds = 3;
constexpr Goal kTime = {Better::kLess, 20, 6}, kWithheld = {Better::kLess, 1.02, 1.006},
               kCheck = {Better::kLess, 1, 1}, kMemory = {Better::kLess, 400, 200},
               kTimeOfTwo = {Better::kLess, 60, 25}, kMemoryOfTwo = {Better::kLess, 800, 800},
               kOracle = {Better::kLess, 0.5, 0.1};

double SecondsSince(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double PeakMib() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// Dies where something is told.
void Protect(disclosure::Model& model, const std::string& what, const Goal& goal) {
  const size_t told = disclosure::BreachesIn(model, disclosure::Eyes::kBlind).size();
  auto begin = std::chrono::steady_clock::now();
  const auto protection = disclosure::Protect(model);
  if (!protection.ok() || !protection->is_safe()) Die(absl::StrCat(what, " is not safe"));
  PrintFigure(absl::StrCat(what, ": protected and proved, s"), SecondsSince(begin), goal,
              absl::StrFormat("%d figures, %d told by propagation without more", model.size(), told));
  begin = std::chrono::steady_clock::now();
  disclosure::FaultsOf(disclosure::Print(model), protection->certificate);
  PrintFigure(absl::StrCat(what, ": checked without a solver, s"), SecondsSince(begin), kCheck,
              absl::StrFormat("%d worlds", protection->certificate.worlds.size()));
  size_t guarded = 0;
  for (const disclosure::Cell& cell : model.cells()) guarded += cell.is_protected() && !cell.frozen ? 1 : 0;
  const auto more = static_cast<double>(protection->secondaries.size());
  PrintFigure(absl::StrCat(what, ": all withheld to by rule"), 1 + more / static_cast<double>(guarded),
              kWithheld, absl::StrFormat("%d more than %d", protection->secondaries.size(), guarded));
  const auto known = static_cast<double>(protection->oracle_told.size());
  PrintFigure(absl::StrCat(what, ": known to who knows why, %"), 100 * known / static_cast<double>(guarded),
              kOracle);
}

disclosure::Drawn WeekOf(uint32_t seed, int weeks_missing, int earlier_tables) {
  disclosure::Drawn drawn = disclosure::kCivilService;
  drawn.seed = seed;
  drawn.weeks_missing = weeks_missing;
  drawn.earlier_tables = earlier_tables;
  return drawn;
}

// A release of the last week but one by itself, and that of the last week with it.
void Measure() {
  std::vector<disclosure::Model> older;
  for (uint32_t seed = 1; seed <= kSeeds; ++seed) {
    older.push_back(disclosure::DrawModel(WeekOf(seed, 1, 0)));
    Protect(older.back(), absl::StrCat("release ", seed), kTime);
  }
  PrintFigure("most memory, MiB", PeakMib(), kMemory, "the drawing included");
  for (uint32_t seed = 1; seed <= kSeeds; ++seed) {
    disclosure::Model both = disclosure::DrawModel(WeekOf(seed, 0, 1));
    disclosure::Freeze(older[seed - 1], both);
    Protect(both, absl::StrCat("release ", seed, " with another"), kTimeOfTwo);
  }
  PrintFigure("most memory, MiB", PeakMib(), kMemoryOfTwo, "the drawing included");
}

}  // namespace
}  // namespace obt::bench

int main() {
  obt::bench::PrintHead();
  obt::bench::Measure();
}
