// Which ideas of a played plan say what another one says, for whoever judges a search: the suite is not told.
#pragma once

#include <cstdint>
#include <string>

#include "tools/simulate/idea_calendar.h"
#include "tools/simulate/ids_file.h"

namespace obt::simulate {

// CSV: idea_id, original_id, likeness (EDIT, PARAPHRASE or FAR).
std::string PlantedCsv(const IdeasPlan& plan, uint64_t seed, const ItemIds& items);

}  // namespace obt::simulate
