// The rules of learning and surveys, as one pure function: from a person's live events and answers in a
// programme to the days of their milestones and the minutes credited to them. The result does not depend on
// the order in which they arrived.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/base/days.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "services/aggregator/rules/facts.h"
#include "services/aggregator/rules/names.h"

namespace obt::aggregator {

// What a programme and its courses say about learning.
struct Rules {
  struct Module {
    int32_t expected_minutes = 0;
    bool required = false;  // a required module of a required course
    friend bool operator==(const Module& a, const Module& b) = default;
  };
  // The counting window, half open. A programme that is not known yet counts nothing.
  Day from = kNever;
  Day to = kNever;
  std::optional<int32_t> target_minutes;
  std::vector<Module> modules;  // by number
  int required_modules = 0;
  // A programme without required courses, or with one that requires no module, cannot be completed.
  bool can_be_completed = false;
  friend bool operator==(const Rules& a, const Rules& b) = default;
};

using Courses = std::map<std::string, learning::v1::Course>;

// The counting window: counting_from or starts_on; counting_to or the day after ends_on.
Day CountingFrom(const identity::v1::Programme& programme);
Day CountingTo(const identity::v1::Programme& programme);
// The last day figures are made for: the later of ends_on and the last day that counts.
Day LastDay(const identity::v1::Programme& programme);
// The name of a module among all modules.
std::string ModuleName(absl::string_view course_id, absl::string_view module_id);
// Every module of `courses` must have its number in `modules`. Without a programme nothing counts.
Rules MakeRules(const identity::v1::Programme* programme, const Courses& courses, const Names& modules);

// Minutes credited on a day.
struct Credit {
  Day day = 0;
  uint16_t minutes = 0;
  Number organisation = kNone;  // of that day; filled in where stays are known
  friend bool operator==(const Credit& a, const Credit& b) = default;
};

// One person in one programme.
struct Record {
  Day started = kNever;      // the earliest counted event
  Day completed = kNever;    // the last required module
  Day reached = kNever;      // the running minutes reached the target
  Day pre_survey = kNever;   // the earliest counted response of the kind
  Day post_survey = kNever;  // the same
  // The earliest of these: whoever reaches the later milestones has started.
  Day took_part() const { return std::min({started, pre_survey, post_survey}); }
  uint32_t minutes = 0;
  std::vector<Credit> credits;  // by day
};

Record Derive(absl::Span<const Fact> facts, absl::Span<const AnswerFact> answers, const Rules& rules,
              const Names& sources);

}  // namespace obt::aggregator
