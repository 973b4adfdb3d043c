// Checks a release's proof without any solver: what is printed, what everybody knows to hold, and the worlds.
// Of statuses it reads only whether a cell is withheld: which need protection follows from the truth. What
// the model lacks it lacks too. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/reporting/disclosure/model.h"
#include "services/reporting/disclosure/world.h"

namespace obt::reporting::disclosure {

// A cell as it is printed.
struct PrintedCell {
  bool withheld = false;
  bool exact = false;
  int32_t value = 0;  // where it is not withheld
  int32_t cap = 0;
  bool printed = true;  // in some table
  bool never = false;   // withheld it is so by the rules
};

// What is published, of one release or of several together.
struct PrintedRelease {
  std::vector<PrintedCell> cells;
  std::vector<Sum> sums;
  std::vector<Order> orders;
  std::vector<Cover> covers;
};
PrintedRelease Print(const Model& model);

// Kept with the release and never exported: it holds the truth.
struct Certificate {
  std::vector<int32_t> truth;  // by cell
  std::vector<World> worlds;
};
Certificate Certify(const Model& model, std::vector<World> worlds);

// What is wrong, a sentence each; nothing: every withheld figure is proved safe.
std::vector<std::string> FaultsOf(const PrintedRelease& release, const Certificate& certificate);

}  // namespace obt::reporting::disclosure
