// Derives a person's learner record from events, courses and programme, by the rules of domain.md §3.
// Pure; the result does not depend on the order of the events.
#pragma once

#include "absl/types/span.h"
#include "common/base/days.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/learning/store/v1/learning_store.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt/learning/v1/learning.pb.h"

namespace obt::learning {

// Days on which learning counts: from the first, before the second.
struct CountingWindow {
  Day from = kAlways;
  Day to = kNever;
  bool Holds(Day day) const { return from <= day && day < to; }
};

// Default: from the programme's first day to its last.
CountingWindow CountingWindowOf(const identity::v1::Programme& programme);

// The record of the person whose events these are (all of one person and programme; each natural key once;
// retracted ones and retractions may be among them and count for nothing). domain.md §3, in words:
// - An event counts when the London day of its occurred_at lies in the counting window.
// - A module is started by its first event and completed by its first completion, and stays completed.
// - Minutes are summed by module and source. The credit of a module is the largest sum; between equal sums,
//   that of the source whose earliest event for the module (with or without minutes) is earliest, then that
//   of the first source by name. Each credited event's minutes lie on its own day.
// - A completed module for which nobody sent minutes is credited its expected minutes on the day of
//   completion, and marked estimated.
// - Each self-recorded activity counts, with its minutes on its day.
// - A course is complete on the day its last required module is; the learning on the day the last required
//   course is; without required courses, never.
// - The target is reached on the day the running credited minutes reach target_minutes; exactly the target
//   counts.
v1::LearnerRecord FoldRecord(absl::Span<const store::v1::EventRow> events,
                             absl::Span<const v1::Course> courses, const identity::v1::Programme& programme);

}  // namespace obt::learning
