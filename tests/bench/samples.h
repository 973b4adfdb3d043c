// The same work for everybody who is measured: people to import and learning events about them. Pure.
#pragma once

#include <string>
#include <vector>

#include "obt/learning/v1/learning.pb.h"
#include "tests/integration/world.h"

namespace obt::bench {

// Imports people of DWP through ImportPeople; returns their ids.
std::vector<std::string> ImportSomePeople(testing::World& world, int people);

// The n-th event of a run: PROGRESSED and COMPLETED by turns, of modules by turns, with minutes.
learning::v1::LearningEvent EventFor(const std::vector<std::string>& people, const std::string& run,
                                     int64_t n);

}  // namespace obt::bench
