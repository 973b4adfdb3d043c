// The switch of the faults that plant.py puts into copies of the sources: true for the one that the
// environment's OBT_MUTANT names. In no program that is shipped.
#pragma once

#include <cstdlib>

#include "absl/strings/string_view.h"

#pragma GCC diagnostic ignored "-Wmisleading-indentation"  // of what is planted

namespace obt {

inline bool PlantedFault(absl::string_view fault) {
  static const char* const name = std::getenv("OBT_MUTANT");
  return name != nullptr && fault == name;
}

}  // namespace obt
