// From what stands of a person in a programme to the days of their milestones and the minutes credited to
// them, by the rules of common/rules/learning.h. Pure; the result does not depend on the order in which it
// arrived.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "common/base/days.h"
#include "common/rules/learning.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt/options/v1/measures.pb.h"
#include "services/aggregator/rules/names.h"
#include "services/aggregator/rules/person_row.h"

namespace obt::aggregator {

using Rules = rules::Curriculum;
using Courses = std::map<std::string, learning::v1::Course>;

// The last day figures are made for: the later of last_day and the last day that counts.
Day LastDay(const identity::v1::Programme& programme);
// The name of a module among all modules.
std::string ModuleName(absl::string_view course_id, absl::string_view module_id);
// Every module of `courses` must have its number in `names`. Without a programme nothing counts.
Rules MakeRules(const identity::v1::Programme* programme, const Courses& courses, const NameBook& names);

// Minutes credited on a day.
struct Credit {
  Day day = 0;
  uint16_t minutes = 0;
  Number organisation = kNone;  // of that day; filled in where stays are known
  friend bool operator==(const Credit& a, const Credit& b) = default;
};

using options::v1::Milestone;
inline constexpr size_t kMilestones = options::v1::Milestone_MAX;
// Of a known one, in arrays of all.
inline constexpr size_t IndexOf(Milestone milestone) { return static_cast<size_t>(milestone) - 1; }

// One person in one programme.
struct Record {
  Record() { days.fill(kNever); }
  Day& operator[](Milestone milestone) { return days[IndexOf(milestone)]; }
  Day operator[](Milestone milestone) const { return days[IndexOf(milestone)]; }

  std::array<Day, kMilestones> days;  // by milestone; kNever until it is reached
  uint32_t minutes = 0;
  std::vector<Credit> credits;  // by day
};

Record Derive(const PersonRowView& row, const Rules& rules, const NameBook& names);
// Whether Derive finds the day of a milestone.
bool IsDerived(Milestone milestone);

}  // namespace obt::aggregator
