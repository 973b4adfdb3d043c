// What the tests of the play plan share: the whole world, made once per test binary, and instants worked out
// by hand. Aborts where the reference data cannot be loaded.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <tuple>
#include <utility>

#include "obt_tree.h"
#include "tools/simulate/play.h"
#include "tools/simulate/population.h"

namespace obt::simulate {

// Instants as unix seconds, worked out by hand: British Summer Time until 01:00 UTC on 27 October 2024.
inline constexpr int64_t kProgrammeBegins = 1'728'860'400;    // 2024-10-13T23:00:00Z
inline constexpr int64_t kProgrammeEnds = 1'734'220'800;      // 2024-12-15T00:00:00Z, the first second after
inline constexpr int64_t kHalfPastMidnight = 1'729'985'400;   // 2024-10-26T23:30:00Z, 00:30 BST
inline constexpr int64_t kFirstHalfPastOne = 1'729'989'000;   // 2024-10-27T00:30:00Z, 01:30 BST
inline constexpr int64_t kSecondHalfPastOne = 1'729'992'600;  // 2024-10-27T01:30:00Z, 01:30 GMT

inline Population MakePopulation(int64_t people) {
  PopulationOptions options;
  options.reference_dir = OBT_SOURCE_DIR "/deploy/reference";
  options.people = people;
  absl::StatusOr<Population> population = Population::Make(options);
  EXPECT_TRUE(population.ok()) << population.status();
  if (!population.ok()) std::abort();
  return *std::move(population);
}

inline CourseModel Masterclass() {
  return CourseModel{{{20, true}, {25, true}, {15, true}, {30, true}, {20, false}}};
}

inline PlayPlan MakePlan(const Population& population, const PlayOptions& options) {
  absl::StatusOr<PlayPlan> plan = MakePlayPlan(population, Masterclass(), options);
  EXPECT_TRUE(plan.ok()) << plan.status();
  if (!plan.ok()) std::abort();
  return *std::move(plan);
}

inline const Population& Everybody() {
  static const Population* const population = new Population(MakePopulation(0));
  return *population;
}

inline const PlayPlan& Plan() {
  static const PlayPlan* const plan = new PlayPlan(MakePlan(Everybody(), PlayOptions()));
  return *plan;
}

inline auto Content(const LearningEvent& event) {
  return std::tuple(event.id, event.target, event.occurred_at, event.person, event.minutes, event.module,
                    event.learning_type, event.rating, event.kind, event.source);
}

}  // namespace obt::simulate
