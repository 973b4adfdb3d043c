// Planted faults, to show that the tests would notice. `if (OBT_MUTANT("ack_before_sync"))` is `if (false)`
// in every program that is shipped. In the objects of tests/chaos/mutants it is true when the environment's
// OBT_MUTANT has that name, and the test that tests/chaos/mutants.py names beside it must then fail. In .cc
// files only: objects of both kinds meet in one program.
#pragma once

#ifdef OBT_MUTANTS

#include <cstdlib>

#include "absl/strings/string_view.h"

namespace obt {

inline absl::string_view PlantedFault() {
  static const char* const name = std::getenv("OBT_MUTANT");
  return name == nullptr ? "" : name;
}

}  // namespace obt

#define OBT_MUTANT(name) (::obt::PlantedFault() == (name))

#else

#define OBT_MUTANT(name) false

#endif
