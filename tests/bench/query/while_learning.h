// Learning that is recorded at an even pace while something else is measured.
#pragma once

#include <functional>

#include "common/rpc/client.h"
#include "obt/learning/v1/learning.pb.h"
#include "tests/bench/query/tables.h"

namespace obt::bench::query {

struct Pace {
  int events_a_second = 0;
  int batch = 1;    // events in a call
  int callers = 1;  // by turns, each waiting for its answer
};

// Of people of the world; each event is an activity that adds a minute. Runs `run` meanwhile and returns how
// many events a second were recorded. `told` hears every answer, on the caller's thread. Optional.
double WhileLearning(const rpc::Client& learning, const World& world, const Pace& pace,
                     const std::function<void()>& run,
                     const std::function<void(const learning::v1::RecordLearningResponse&)>& told = nullptr);

}  // namespace obt::bench::query
