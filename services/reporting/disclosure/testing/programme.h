// A programme of drawn people, with the tables of a release over it: bodies in departments; each department
// by grade, profession and region; weeks; minutes; for each of seven measures. For tests and benches only.
#pragma once

#include <cstdint>

#include "services/reporting/disclosure/model.h"

namespace obt::reporting::disclosure {

struct Drawn {
  uint32_t seed = 1;
  int people = 20'000;
  int departments = 12, bodies = 30, grades = 9, professions = 16, regions = 12;
  int weeks = 8;        // in which people take part
  double share = 0.35;  // of people who take part, varied by body
  int weeks_missing =
      0;  // the release is of the end of the last week but so many, the weeks before are a series
  int earlier_tables = 0;  // how many of the weeks before have tables too, as releases of their own
  int last_week() const { return weeks - 1 - weeks_missing; }
};
// As large as the Civil Service.
inline constexpr Drawn kCivilService = {1, 520'000, 38, 110, 9, 32, 14, 18, 0.35, 0, 0};

// Finished, with primaries set.
Model DrawModel(const Drawn& drawn);

}  // namespace obt::reporting::disclosure
