// A person's learner record, made of events, courses and programme by the rules of common/rules/learning.h.
// Pure; the result does not depend on the order of the events.
#pragma once

#include "absl/types/span.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/learning/store/v1/learning_store.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt/learning/v1/learning.pb.h"

namespace obt::learning {

// The record of the person whose events these are (all of one person and programme; each natural key once;
// retracted ones and retractions may be among them and count for nothing).
v1::LearnerRecord FoldRecord(absl::Span<const store::v1::EventRow> events,
                             absl::Span<const v1::Course> courses, const identity::v1::Programme& programme);

}  // namespace obt::learning
