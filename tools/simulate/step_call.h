// One step of the second half of the programme as a call to ideas.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "tools/obtctl/session.h"
#include "tools/simulate/calendar.h"
#include "tools/simulate/idea_steps.h"
#include "tools/simulate/ids_file.h"
#include "tools/simulate/population.h"

namespace obt::simulate {

// Where the ids of a plan's items are among all of them, kind after kind.
struct ItemPlaces {
  explicit ItemPlaces(const IdeasPlan& plan);

  uint32_t conversations, ideas, experiments, case_studies, adoptions, comments, reports;
  uint32_t end;
};

struct IdeaStage {
  const Population& population;
  const Calendar& calendar;
  const IdeasPlan& plan;
  const std::vector<IdeaStep>& steps;
  const PersonIds& people;
  TeamIds& teams;
  ItemIds& items;
  uint64_t seed = 1;
  size_t lanes = 32;
};

// Makes the call, until it is answered, and keeps the id of what it made.
absl::Status MakeStep(ctl::Session& session, const IdeaStage& stage, size_t place);

}  // namespace obt::simulate
