// Withholds further cells where the rules alone would let somebody work out what they withhold, as few and as
// cheap ones as it finds, until the audit proves all of it. Pure but for its memory.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/reporting/disclosure/audit.h"
#include "services/reporting/disclosure/certificate.h"
#include "services/reporting/disclosure/model.h"

namespace obt::reporting::disclosure {

struct ProtectOptions {
  // Worlds that may hold, by which the search is shortened: those that proved older releases.
  std::vector<World> hints;
  // Told how far it is, from 0 to 1, and asked whether to go on; by two threads.
  std::function<bool(double done)> go_on = [](double) { return true; };
};

struct Protection {
  std::vector<CellId> secondaries;
  Certificate certificate;           // for eyes that see one marker
  std::vector<Failure> told;         // not proved for them, after all
  std::vector<Failure> oracle_told;  // not proved for somebody who knew why each cell is withheld
  std::vector<std::string> faults;   // that the checker finds
  // Else the release must not leave the house.
  bool is_safe() const { return told.empty() && faults.empty(); }
};

// Sets the statuses of all cells that are not frozen. DEADLINE_EXCEEDED where it was told not to go on: then
// they are what the rules alone give. FAILED_PRECONDITION where what is frozen was printed against the rules.
absl::StatusOr<Protection> Protect(Model& model, const ProtectOptions& options = {});

}  // namespace obt::reporting::disclosure
