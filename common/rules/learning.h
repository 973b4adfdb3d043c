// The rules of learning (domain.md §3) as one pure function: which of a person's events count in a programme,
// and what they are worth. Learning's records and the aggregator's figures both rest on it; the aggregator's
// recount says the rules once more, on purpose. Modules and sources are numbers, as whoever asks counts them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/base/days.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/learning/v1/curriculum.pb.h"

namespace obt::rules {

// Days on which learning counts: from the first, before the second.
struct CountingWindow {
  Day from = kAlways;
  Day to = kNever;
  bool Holds(Day day) const { return from <= day && day < to; }
  friend bool operator==(const CountingWindow& a, const CountingWindow& b) = default;
};

// Default: from the programme's first day to its last.
CountingWindow CountingWindowOf(const identity::v1::Programme& programme);

// What one person may be credited with where a programme says nothing else: 200 hours, as in 2023.
inline constexpr int32_t kDefaultMaxMinutes = 12'000;
int32_t MaxMinutesOf(const identity::v1::Programme& programme);

// What a programme and its courses ask for.
struct Curriculum {
  struct Module {
    int32_t expected_minutes = 0;
    bool required = false;  // a required module of a required course
    friend bool operator==(const Module& a, const Module& b) = default;
  };

  Curriculum() = default;
  explicit Curriculum(const identity::v1::Programme& programme);
  // `number_of` gives a module's number from its id; never 0.
  void Add(const learning::v1::Course& course, absl::FunctionRef<uint32_t(absl::string_view)> number_of);

  // A programme without required courses, or with one that requires no module, cannot be completed.
  bool CanBeCompleted() const { return required_modules > 0 && every_course_requires; }
  friend bool operator==(const Curriculum& a, const Curriculum& b) = default;

  CountingWindow window{kNever, kNever};  // without a programme nothing counts
  std::optional<int32_t> target_minutes;
  int32_t max_minutes = kDefaultMaxMinutes;
  std::vector<Module> modules;  // by number
  int required_modules = 0;
  bool every_course_requires = true;
};

// An event that stands: not a retraction, and not retracted.
struct Event {
  int64_t occurred_at_us = 0;
  uint32_t module = 0;  // 0: a self-recorded activity
  uint32_t source = 0;  // never 0
  int32_t minutes = 0;  // 0: none stated
  bool completes = false;
  // Orders events of one source and time, which all lie on one day: without it only a module's share of the
  // most minutes is open.
  uint32_t id = 0;
};

// Minutes credited on a day.
struct Credit {
  Day day = kNever;
  int32_t minutes = 0;
};

// What counts of a module that has events.
struct ModuleOutcome {
  uint32_t module = 0;
  Day started = kNever;
  Day completed = kNever;
  int64_t minutes = 0;
  int64_t not_counted = 0;       // credited too, but above the most a person may be credited with
  bool estimated = false;        // for lack of minutes, the expected ones
  uint32_t credited_source = 0;  // 0: none
};

struct Outcome {
  Day started = kNever;    // the earliest event that counts
  Day completed = kNever;  // the last required module
  Day reached = kNever;    // the running minutes reached the target; exactly the target counts
  int64_t minutes = 0;
  int64_t not_counted = 0;      // minutes above the most
  int self_recorded = 0;        // activities
  std::vector<Credit> credits;  // by day, then by minutes
};

// What the events of one person, each natural key once, come to. Their order does not matter.
// - An event counts when the London day of its time lies in the counting window.
// - A module is started by its first event and completed by its first completion, and stays completed.
// - Minutes are summed by module and source. The credit of a module is the largest sum; between equal sums,
//   that of the source whose earliest event with minutes for the module is earliest, then that of the first
//   source by name, of which `comes_first` knows. Each credited event's minutes lie on its own day.
// - A completed module for which nobody sent minutes is credited its expected minutes on the day of
//   completion, and marked estimated.
// - Each self-recorded activity counts, with its minutes on its day.
// - All credits together come to max_minutes at most. They are filled in order of time, source and id; the
//   one that does not fit counts in part, and those after it do not.
// - A course is complete on the day its last required module is; the learning on the day the last required
//   course is; without required courses, never.
// - The target is reached on the day the running credited minutes reach target_minutes.
// `of_module` is told of each module with events that count, in order of their numbers.
Outcome OutcomeOf(absl::Span<const Event> events, const Curriculum& curriculum,
                  absl::FunctionRef<bool(uint32_t source, uint32_t other)> comes_first,
                  absl::FunctionRef<void(const ModuleOutcome&)> of_module);

}  // namespace obt::rules
