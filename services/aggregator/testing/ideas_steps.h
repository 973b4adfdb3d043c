// Random histories of what teams do: each step is decided by a few small numbers.
#pragma once

#include <array>
#include <cstdint>

#include "services/aggregator/testing/world.h"

namespace obt::aggregator::testing {

using Numbers = std::array<uint16_t, 8>;

// The day a number stands for, around the programme of 2024.
Day DayOfNumber(uint16_t number);

// A team with one or more leads, a list of themes, or a conversation, idea, experiment, case study or
// adoption in any state, new or in the place of what was there. What it refers to may not be there yet.
void PlayTeams(World& world, const Numbers& step);

}  // namespace obt::aggregator::testing
