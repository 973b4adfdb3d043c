#include "services/learning/event/domain.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/rules.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "services/learning/curriculum/domain.h"

namespace obt::learning {
namespace {

// What is wrong with the event given what is known today; another day it may be right.
void CheckKnown(Violations& out, const v1::LearningEvent& event, const EventContext& context,
                absl::Time now) {
  if (TimeOf(event.occurred_at()) > now + kClockTolerance) {
    out.Add("occurred_at", "must not lie in the future");
  }
  const bool new_module = event.has_module() && !context.module_used;
  if (new_module && !context.course.has_value()) {
    out.Add("module.course_id", absl::StrCat("there is no course ", event.module().course_id(),
                                             " in programme ", event.programme_id()));
  } else if (new_module && FindModule(*context.course, event.module().module_id()) == nullptr) {
    out.Add("module.module_id", absl::StrCat("there is no module ", event.module().module_id(), " in course ",
                                             event.module().course_id()));
  }
  if (event.has_self_recorded() && !context.learning_type_known) {
    out.Add("self_recorded.learning_type",
            absl::StrCat("there is no learning type ", event.self_recorded().learning_type()));
  }
}

absl::StatusOr<Outcome> DecideRetraction(const v1::LearningEvent& event,
                                         const std::optional<store::v1::EventRow>& target) {
  if (!target.has_value()) return Outcome::kWaits;
  if (target->event().person_id() != event.person_id()) {
    return Error(absl::StatusCode::kFailedPrecondition, "TARGET_OF_ANOTHER_PERSON",
                 "target_source_event_id: the event to take back is another person's");
  }
  if (target->event().programme_id() != event.programme_id()) {
    return Error(absl::StatusCode::kFailedPrecondition, "TARGET_OF_ANOTHER_PROGRAMME",
                 absl::StrCat("programme_id: the event to take back is of programme ",
                              target->event().programme_id()));
  }
  if (target->event().verb() == v1::VERB_RETRACTED) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "TARGET_IS_RETRACTION",
        "target_source_event_id: a retraction cannot be taken back; send the corrected event under a new id");
  }
  return target->retracted() ? Outcome::kNoEffect : Outcome::kTakesBack;
}

bool HasUnknown(const google::protobuf::Message& message) {
  return !message.GetReflection()->GetUnknownFields(message).empty();
}

// Each message within it is named: to look for them by reflection takes as long as the rest of KnownFields.
bool HasUnknownFields(const v1::LearningEvent& event) {
  return HasUnknown(event) || HasUnknown(event.module()) || HasUnknown(event.self_recorded()) ||
         HasUnknown(event.occurred_at());
}

}  // namespace

absl::StatusOr<Outcome> Decide(const v1::LearningEvent& event, const EventContext& context, absl::Time now) {
  if (context.programme == nullptr) return ProgrammeNotFound(event.programme_id());
  Violations out;
  CheckKnown(out, event, context, now);
  if (!out.empty()) return out.ToStatus();
  if (context.learner_events >= kMaxEventsPerLearner) {
    return Error(absl::StatusCode::kFailedPrecondition, "LEARNER_EVENT_LIMIT",
                 absl::StrCat("the person has ", kMaxEventsPerLearner,
                              " learning events in the programme, which is the most there can be"));
  }
  if (event.verb() == v1::VERB_RETRACTED) return DecideRetraction(event, context.target);
  return context.retraction_waits ? Outcome::kDead : Outcome::kLive;
}

absl::StatusOr<v1::RecordLearningResult> ReplyAgain(const v1::LearningEvent& event,
                                                    const store::v1::EventRow& first) {
  if (KnownFields(event).SerializeAsString() == KnownFields(first.event()).SerializeAsString())
    return ReplyOf(first);
  return Error(absl::StatusCode::kAborted, "CONFLICT",
               "the source has sent another event under this source_event_id, and the first one stands");
}

v1::RecordLearningResult ReplyOf(const store::v1::EventRow& row) {
  v1::RecordLearningResult result;
  result.set_sequence(row.sequence());
  *result.mutable_record_time() = TimestampOf(row.record_time_us());
  return result;
}

v1::LearningEvent RetractionOf(const v1::RetractLearningRequest& request) {
  v1::LearningEvent event;
  event.set_programme_id(request.programme_id());
  event.set_source(request.source());
  event.set_source_event_id(request.source_event_id());
  event.set_person_id(request.person_id());
  event.set_verb(v1::VERB_RETRACTED);
  if (request.has_occurred_at()) *event.mutable_occurred_at() = request.occurred_at();
  event.set_target_source_event_id(request.target_source_event_id());
  return event;
}

v1::LearningEvent KnownFields(v1::LearningEvent event) {
  if (HasUnknownFields(event)) event.DiscardUnknownFields();
  if (event.has_occurred_at()) *event.mutable_occurred_at() = TimestampOf(MicrosOf(event.occurred_at()));
  return event;
}

v1::LearningEventChanged ChangedEvent(const store::v1::EventRow& row, uint64_t identity_sequence) {
  const v1::LearningEvent& event = row.event();
  v1::LearningEventChanged changed;
  changed.set_programme_id(event.programme_id());
  changed.set_person_id(event.person_id());
  changed.set_recorded_sequence(row.sequence());
  changed.set_source(event.source());
  if (event.has_module()) {
    changed.set_course_id(event.module().course_id());
    changed.set_module_id(event.module().module_id());
  } else {
    changed.set_learning_type(event.self_recorded().learning_type());
  }
  changed.set_verb(event.verb());
  *changed.mutable_occurred_at() = event.occurred_at();
  changed.set_minutes(event.minutes());
  changed.set_retracted(row.retracted());
  changed.set_identity_sequence(identity_sequence);
  return changed;
}

}  // namespace obt::learning

namespace obt::learning::v1 {
namespace {

// A retraction says nothing beside its target.
void CheckRetraction(Violations& out, const LearningEvent& event) {
  if (event.activity_case() != LearningEvent::ACTIVITY_NOT_SET)
    out.Add("activity", "must be empty for VERB_RETRACTED");
  if (event.has_minutes()) out.Add("minutes", "must be empty for VERB_RETRACTED");
  if (event.has_rating()) out.Add("rating", "must be empty for VERB_RETRACTED");
  if (event.target_source_event_id().empty()) out.Add("target_source_event_id", "is required");
}

template <typename Retraction>
void CheckTarget(Violations& out, const Retraction& retraction) {
  const std::string& target = retraction.target_source_event_id();
  if (!target.empty() && target == retraction.source_event_id())
    out.Add("target_source_event_id", "must not be the retraction itself");
}

}  // namespace

Violations Validate(const LearningEvent& event) {
  Violations out = validate::ByRules(event);
  if (event.verb() == VERB_RETRACTED) {
    CheckRetraction(out, event);
    CheckTarget(out, event);
    return out;
  }
  if (event.activity_case() == LearningEvent::ACTIVITY_NOT_SET)
    out.Add("activity", "must be module or self_recorded");
  if (event.has_self_recorded() && event.verb() != VERB_COMPLETED)
    out.Add("verb", "must be VERB_COMPLETED for a self-recorded activity");
  if (!event.target_source_event_id().empty())
    out.Add("target_source_event_id", "must be empty unless the verb is VERB_RETRACTED");
  return out;
}

Violations Validate(const RetractLearningRequest& request) {
  Violations out = validate::ByRules(request);
  CheckTarget(out, request);
  return out;
}

}  // namespace obt::learning::v1
