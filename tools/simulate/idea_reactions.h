// What people make of the ideas of a plan: endorsements, comments, reports of the rude ones, and merges of
// what says the same. Pure.
#pragma once

#include <cstdint>

#include "tools/simulate/calendar.h"
#include "tools/simulate/idea_calendar.h"
#include "tools/simulate/population.h"
#include "tools/simulate/random.h"

namespace obt::simulate {

inline constexpr int kLastDay = 123;  // 14 February, of the calendar, which counts from 14 October.

// Its last second.
int64_t EndOfProgramme(const Calendar& calendar);

// Few have many: at least `x` with a chance of about x to the power of -1/steepness.
uint32_t Skewed(double steepness, uint32_t most, Random& random);

// Adds them to a plan that has all the rest.
void PlanReactions(const Population& population, const Calendar& calendar, uint64_t seed, IdeasPlan& plan);

}  // namespace obt::simulate
