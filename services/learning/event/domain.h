// The rules of intake, as pure functions: what one learning event must look like, whether it may be recorded,
// and what recording it means for what is already there (domain.md §3). They do not depend on the order of
// arrival.
#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/error.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/learning/store/v1/learning_store.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt/learning/v1/events.pb.h"
#include "obt/learning/v1/learning.pb.h"

namespace obt::learning::v1 {

// Paths are relative to the event.
Violations Validate(const LearningEvent& event);
Violations Validate(const RetractLearningRequest& request);

}  // namespace obt::learning::v1

namespace obt::learning {

// Per person and programme, retractions included: bounds the cost of deriving a record.
inline constexpr int kMaxEventsPerLearner = 2'000;
// domain.md §3: "occurred_at is not in the future (5 min tolerance)".
inline constexpr absl::Duration kClockTolerance = absl::Minutes(5);

// What is known when an event arrives whose natural key is new.
struct EventContext {
  const identity::v1::Programme* programme = nullptr;
  bool module_used = false;  // an event has named the module before, so it exists: such a module stays
  std::optional<v1::Course> course;  // the one `module.course_id` names; not looked up for a used module
  bool learning_type_known = false;  // for self-recorded activities
  int learner_events = 0;            // recorded for this person and programme
  bool retraction_waits = false;     // a retraction of this event came before it
  std::optional<store::v1::EventRow> target;  // for RETRACTED: what it takes back, if that is here
};

// What recording an event means.
enum class Outcome {
  kLive,       // it is an event like any other
  kDead,       // it was taken back before it came
  kTakesBack,  // a retraction: its target dies now
  kWaits,      // a retraction: its target is not here yet
  kNoEffect,   // a retraction of what is already taken back
};

// May this event be recorded, and as what? An unknown programme is NOT_FOUND; unknown codes and a time in the
// future are INVALID_ARGUMENT, all at once; a retraction of a retraction or of another person's event, and an
// event beyond kMaxEventsPerLearner, are FAILED_PRECONDITION. The programme a retraction names is not
// compared with its target's: the natural key alone says what is taken back.
absl::StatusOr<Outcome> Decide(const v1::LearningEvent& event, const EventContext& context, absl::Time now);

// The reply to an event whose natural key is already taken by `first` (with its free text): the first result
// when the content is the same, ABORTED / CONFLICT when it is not. Time and curriculum no longer matter.
absl::StatusOr<v1::RecordLearningResult> ReplyAgain(const v1::LearningEvent& event,
                                                    const store::v1::EventRow& first);
v1::RecordLearningResult ReplyOf(const store::v1::EventRow& row);

// The event of which `request` is the single-call form.
v1::LearningEvent RetractionOf(const v1::RetractLearningRequest& request);

// A copy with the fields we know and no others, and its time in microseconds: what is stored, and what
// redeliveries are compared by.
v1::LearningEvent KnownFields(v1::LearningEvent event);

// What others may know of a recorded event: neither free text nor the source's own ids. `recorded_sequence`
// is the change that first recorded it.
v1::LearningEventChanged ChangedEvent(const store::v1::EventRow& row, uint64_t identity_sequence);

}  // namespace obt::learning
