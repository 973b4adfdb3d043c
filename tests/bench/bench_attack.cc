// Attacks a release that is made, with GLPK, which has no part in protecting: by what its tables print and
// those of the releases it was audited with, and what everybody knows to hold between figures. The truth only
// says which figures are worth it, and of which more came out than may. Arguments: see usage.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "common/base/error.h"
#include "common/store/care/inspect.h"
#include "services/reporting/disclosure/testing/attacker.h"
#include "services/reporting/making/published.h"
#include "services/reporting/release/rows.h"
#include "tests/bench/goals.h"

namespace obt::bench {
namespace {

namespace disclosure = reporting::disclosure;
namespace making = reporting::making;
using disclosure::CellId;
using disclosure::Interval;

constexpr Goal kNone = {Better::kLess, 0, 0};

template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) Die(value.status().ToString());
  return *std::move(value);
}

double SecondsSince(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// A copy of a store of reporting, with the other tables that it has.
std::unique_ptr<store::Store> OpenCopy(const std::string& directory) {
  static store::FoundTables found(directory);
  store::Options options = found.OptionsFor(directory);
  for (const store::TableRef*& table : options.tables) {
    for (const store::TableRef* const own : reporting::Tables()) {
      if (absl::string_view(own->name) == table->name) table = own;
    }
  }
  return Must(store::Store::Open(options));
}

// The last one that is made, unless one is named.
reporting::ReleaseRow FindRelease(const store::View& view, const std::string& release_id) {
  std::optional<reporting::ReleaseRow> last;
  for (auto& entry : Must(reporting::kReleases.Scan(view, std::tuple<>(), std::nullopt, 10'000))) {
    const reporting::v1::Release& release = entry.row.release();
    if (release.bundle_sha256().empty()) continue;
    if (!release_id.empty()
            ? release.release_id() != release_id
            : last.has_value() && release.create_time().seconds() < last->release().create_time().seconds())
      continue;
    last = std::move(entry.row);
  }
  if (!last.has_value()) Die("the store has no such release that is made");
  return *std::move(last);
}

struct Target {
  making::Joint joint;
  disclosure::PrintedRelease printed;
};
Target ReadTarget(const store::View& view, const reporting::ReleaseRow& row) {
  const std::vector<making::Kept> kept = Must(reporting::ReadWithOlder(view, row));
  std::vector<std::vector<reporting::v1::Table>> tables;
  for (const making::Kept& one : kept)
    tables.push_back(Must(reporting::ReadTables(view, reporting::IdOf(one.row))));
  Target target{Must(making::Join(kept)), {}};
  making::Published published = making::ReadPublished(target.joint, tables);
  if (!published.faults.empty()) Die(published.faults.front());
  target.printed = std::move(published.release);
  return target;
}

std::vector<CellId> Draw(const disclosure::Model& model, size_t cells, uint32_t seed) {
  std::vector<CellId> drawn;
  for (CellId id = 0; id < model.size(); ++id) {
    if (model.cell(id).is_protected()) drawn.push_back(id);
  }
  std::shuffle(drawn.begin(), drawn.end(), std::mt19937(seed));
  drawn.resize(std::min(cells, drawn.size()));
  return drawn;
}

bool IsBroken(const disclosure::Cell& cell, const Interval& known) {
  const Interval wanted = disclosure::Wanted(cell);
  return known.low > wanted.low || known.high < wanted.high;
}

void Attack(const Target& target, const std::vector<CellId>& cells) {
  const disclosure::Model& model = target.joint.model;
  auto begin = std::chrono::steady_clock::now();
  disclosure::Attacker attacker(target.printed);
  PrintFigure("a data set that explains what is printed, s", SecondsSince(begin), std::nullopt,
              absl::StrFormat("%d figures of %d releases", model.size(), target.joint.plans.size()));
  size_t broken = 0, attacked = 0;
  double most = 0;
  begin = std::chrono::steady_clock::now();
  for (const CellId id : cells) {
    const auto one = std::chrono::steady_clock::now();
    const Interval known = attacker.Work(id);
    most = std::max(most, SecondsSince(one));
    if (++attacked % 20 == 0) std::fprintf(stderr, "%zu attacked, %.0f s\n", attacked, SecondsSince(begin));
    if (!IsBroken(model.cell(id), known)) continue;
    ++broken;
    std::printf("BROKEN: %s lies between %d and %d\n", model.cell(id).name.c_str(), known.low, known.high);
  }
  PrintFigure("withheld figures attacked", static_cast<double>(cells.size()), std::nullopt);
  PrintFigure("of which more is told than may be", static_cast<double>(broken), kNone);
  PrintFigure("one attack, s", SecondsSince(begin) / static_cast<double>(std::max<size_t>(1, cells.size())),
              std::nullopt, absl::StrFormat("the longest took %.1f s", most));
}

// The same figures if the others were printed as they are: who finds nothing there either proves nothing.
void AttackExact(Target target, const std::vector<CellId>& cells) {
  for (CellId id = 0; id < target.printed.cells.size(); ++id) {
    disclosure::PrintedCell& cell = target.printed.cells[id];
    if (cell.withheld) continue;
    cell.exact = true;
    cell.value = target.joint.model.cell(id).truth;
  }
  disclosure::Attacker attacker(target.printed);
  size_t broken = 0, exact = 0;
  for (const CellId id : cells) {
    const Interval known = attacker.Work(id);
    broken += IsBroken(target.joint.model.cell(id), known);
    exact += known.low == known.high;
  }
  PrintFigure("with exact counts: of which more were told", static_cast<double>(broken), std::nullopt,
              absl::StrFormat("of %d; %d exactly", cells.size(), exact));
}

int Main(const std::string& directory, size_t cells, uint32_t seed, const std::string& release_id) {
  const std::unique_ptr<store::Store> opened = OpenCopy(directory);
  const reporting::ReleaseRow row = FindRelease(opened->Now(), release_id);
  const Target target = ReadTarget(opened->Now(), row);
  std::printf("release %d.%d, seed %u\n", row.release().number(), row.release().revision(), seed);
  PrintHead();
  const std::vector<CellId> drawn = Draw(target.joint.model, cells, seed);
  Attack(target, drawn);
  AttackExact(target, drawn);
  return 0;
}

}  // namespace
}  // namespace obt::bench

int main(int argc, char** argv) {
  uint32_t cells = 0, seed = 0;
  if ((argc != 4 && argc != 5) || !absl::SimpleAtoi(argv[2], &cells) || !absl::SimpleAtoi(argv[3], &seed)) {
    std::fprintf(stderr, "usage: obt-bench-attack COPY_OF_STORE CELLS SEED [RELEASE]\n");
    return 2;
  }
  return obt::bench::Main(argv[1], cells, seed, argc == 5 ? argv[4] : "");
}
