// Makes a release of what was copied: what is withheld, the tables, the bundle. The same of the same, and
// again of what was decided. Pure.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/reporting/disclosure/protect.h"
#include "services/reporting/making/joint.h"
#include "services/reporting/making/made.h"

namespace obt::reporting::making {

struct Decision {
  std::vector<disclosure::Status> statuses;  // of the newest
  std::vector<disclosure::World> worlds;
  int32_t told_to_insiders = 0;
  std::string cells_sha256;  // of which cells the statuses are
  // Why it must not be published, and what would help; empty: it may be.
  std::string failure;
};
// Of the releases it is audited with, the oldest first, and the newest; `go_on` as in ProtectOptions.
absl::StatusOr<Decision> Decide(absl::Span<const Kept> releases,
                                const std::function<bool(double done)>& go_on);

// How many figures somebody could narrow who kept all of these; the newest is decided.
absl::StatusOr<int32_t> CountNarrowed(absl::Span<const Kept> releases);

// Of a release that is decided.
absl::StatusOr<Written> Write(const Kept& release);

// How many figures are printed otherwise, or on one side alone.
int32_t CountChanged(const std::vector<v1::Table>& before, const std::vector<v1::Table>& after);

// Of the newest, table by table.
std::vector<v1::TableVerdict> VerdictsOf(const Joint& joint);
// What is wrong with a release that is decided, by its proof and the releases it was audited with. What is
// withheld it takes from `tables`, those that each of the releases prints, in order, and not from the model.
std::vector<std::string> FaultsOf(const Joint& joint, const std::vector<disclosure::World>& worlds,
                                  absl::Span<const std::vector<v1::Table>> tables);

}  // namespace obt::reporting::making
