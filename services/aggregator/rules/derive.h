// From a person's live events and answers in a programme to the days of their milestones and the minutes
// credited to them, by the rules of common/rules/learning.h. Pure; the result does not depend on the order in
// which they arrived.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/base/days.h"
#include "common/rules/learning.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "services/aggregator/rules/facts.h"
#include "services/aggregator/rules/names.h"

namespace obt::aggregator {

using Rules = rules::Curriculum;
using Courses = std::map<std::string, learning::v1::Course>;

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
