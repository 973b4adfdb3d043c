// Brings a simulated population into identity: one DELTA import for each body, in calls of 1,000 rows,
// several of them in flight. What is known already is not sent again.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "tools/obtctl/session.h"
#include "tools/simulate/ids_file.h"
#include "tools/simulate/population.h"

namespace obt::simulate {

// Remembers each person's id. Refused rows fail the import, with the first of them told.
absl::Status ImportPopulation(ctl::Session& session, const Population& population, uint64_t seed,
                              size_t lanes, PersonIds& ids);

}  // namespace obt::simulate
