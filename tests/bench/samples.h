// The same work for everybody who is measured: people to import and learning events about them.
#pragma once

#include <string>
#include <vector>

#include "obt/learning/v1/learning.pb.h"
#include "tests/bench/load.h"
#include "tests/integration/world.h"

namespace obt::bench {

// Imports people of DWP through ImportPeople; returns their ids.
std::vector<std::string> ImportSomePeople(testing::World& world, int people);

// The n-th event of a run: PROGRESSED and COMPLETED by turns, of modules by turns, with minutes.
learning::v1::LearningEvent EventFor(const std::vector<std::string>& people, const std::string& run,
                                     int64_t n);

// Records the events of a run, so many a call; each must be recorded. `people` must outlive it.
LoadPlan RecordPlan(const rpc::Client& client, const std::vector<std::string>& people, const std::string& run,
                    int batch);

}  // namespace obt::bench
