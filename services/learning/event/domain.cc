#include "services/learning/event/domain.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "services/learning/curriculum/domain.h"
#include "services/learning/event/record_domain.h"

namespace obt::learning {
namespace {

using validate::Presence;

constexpr size_t kMaxSourceEventIdChars = 128;
constexpr int kMaxRating = 5;

// An activity is a must for every verb but RETRACTED, which says nothing beside its target.
void CheckActivity(Violations& out, const v1::LearningEvent& event) {
  switch (event.activity_case()) {
    case v1::LearningEvent::kModule:
      validate::Code(out, "module.course_id", event.module().course_id(), Presence::kRequired);
      validate::Code(out, "module.module_id", event.module().module_id(), Presence::kRequired);
      break;
    case v1::LearningEvent::kSelfRecorded: {
      const v1::SelfRecordedActivity& activity = event.self_recorded();
      validate::Text(out, "self_recorded.title", activity.title(), validate::kMaxName, Presence::kRequired);
      validate::ReferenceCode(out, "self_recorded.learning_type", activity.learning_type(),
                              Presence::kRequired);
      validate::Link(out, "self_recorded.link", activity.link(), Presence::kOptional);
      if (event.verb() != v1::VERB_COMPLETED && event.verb() != v1::VERB_RETRACTED) {
        out.Add("verb", "must be VERB_COMPLETED for a self-recorded activity");
      }
      break;
    }
    case v1::LearningEvent::ACTIVITY_NOT_SET:
      if (event.verb() != v1::VERB_RETRACTED) out.Add("activity", "must be module or self_recorded");
      break;
  }
}

void CheckRetraction(Violations& out, const v1::LearningEvent& event) {
  const absl::string_view target = event.target_source_event_id();
  if (event.verb() != v1::VERB_RETRACTED) {
    if (!target.empty()) out.Add("target_source_event_id", "must be empty unless the verb is VERB_RETRACTED");
    return;
  }
  validate::ForeignId(out, "target_source_event_id", target, kMaxSourceEventIdChars, Presence::kRequired);
  if (!target.empty() && target == event.source_event_id()) {
    out.Add("target_source_event_id", "must not be the retraction itself");
  }
  if (event.activity_case() != v1::LearningEvent::ACTIVITY_NOT_SET) {
    out.Add("activity", "must be empty for VERB_RETRACTED");
  }
  if (event.has_minutes()) out.Add("minutes", "must be empty for VERB_RETRACTED");
  if (event.has_rating()) out.Add("rating", "must be empty for VERB_RETRACTED");
}

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

// What is wrong with the event given what is known today; another day it may be right.
void CheckKnown(Violations& out, const v1::LearningEvent& event, const EventFacts& facts, absl::Time now) {
  if (TimeOf(event.occurred_at()) > now + kClockTolerance) {
    out.Add("occurred_at", "must not lie in the future");
  }
  const bool new_module = event.has_module() && !facts.module_used;
  if (new_module && !facts.course.has_value()) {
    out.Add("module.course_id", absl::StrCat("there is no course ", event.module().course_id(),
                                             " in programme ", event.programme_id()));
  } else if (new_module && FindModule(*facts.course, event.module().module_id()) == nullptr) {
    out.Add("module.module_id", absl::StrCat("there is no module ", event.module().module_id(), " in course ",
                                             event.module().course_id()));
  }
  if (event.has_self_recorded() && !facts.learning_type_known) {
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
  if (target->event().verb() == v1::VERB_RETRACTED) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "TARGET_IS_RETRACTION",
        "target_source_event_id: a retraction cannot be taken back; send the corrected event under a new id");
  }
  return target->retracted() ? Outcome::kNoEffect : Outcome::kTakesBack;
}

}  // namespace

absl::StatusOr<Outcome> Decide(const v1::LearningEvent& event, const EventFacts& facts, absl::Time now) {
  OBT_RETURN_IF_ERROR(CheckProgramme(facts.programme, event.programme_id()));
  Violations out;
  CheckKnown(out, event, facts, now);
  if (!out.empty()) return out.ToStatus();
  if (facts.learner_events >= kMaxEventsPerLearner) {
    return Error(absl::StatusCode::kFailedPrecondition, "LEARNER_EVENT_LIMIT",
                 absl::StrCat("the person has ", kMaxEventsPerLearner,
                              " learning events in the programme, which is the most there can be"));
  }
  if (event.verb() == v1::VERB_RETRACTED) return DecideRetraction(event, facts.target);
  return facts.retraction_waits ? Outcome::kDead : Outcome::kLive;
}

absl::StatusOr<v1::RecordLearningResult> ReplyAgain(const v1::LearningEvent& event,
                                                    const store::v1::EventRow& first) {
  if (KnownFields(event).SerializeAsString() == first.event().SerializeAsString()) return ReplyOf(first);
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

v1::LearningEvent KnownFields(const v1::LearningEvent& event) {
  v1::LearningEvent known;
  known.set_programme_id(event.programme_id());
  known.set_source(event.source());
  known.set_source_event_id(event.source_event_id());
  known.set_person_id(event.person_id());
  if (event.has_module()) {
    known.mutable_module()->set_course_id(event.module().course_id());
    known.mutable_module()->set_module_id(event.module().module_id());
  } else if (event.has_self_recorded()) {
    known.mutable_self_recorded()->set_title(event.self_recorded().title());
    known.mutable_self_recorded()->set_learning_type(event.self_recorded().learning_type());
    known.mutable_self_recorded()->set_link(event.self_recorded().link());
  }
  known.set_verb(event.verb());
  known.mutable_occurred_at()->set_seconds(event.occurred_at().seconds());
  known.mutable_occurred_at()->set_nanos(event.occurred_at().nanos());
  if (event.has_minutes()) known.set_minutes(event.minutes());
  if (event.has_rating()) known.set_rating(event.rating());
  if (!event.target_source_event_id().empty())
    known.set_target_source_event_id(event.target_source_event_id());
  return known;
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

using validate::Presence;

Violations Validate(const RecordLearningRequest& request) {
  Violations out;
  validate::Count(out, "events", request.events_size(), 1, kMaxEventsPerCall);
  return out;
}

Violations Validate(const LearningEvent& event) {
  Violations out;
  validate::Code(out, "programme_id", event.programme_id(), Presence::kRequired);
  validate::Code(out, "source", event.source(), Presence::kRequired);
  validate::ForeignId(out, "source_event_id", event.source_event_id(), kMaxSourceEventIdChars,
                      Presence::kRequired);
  validate::ServerId(out, "person_id", event.person_id(), Presence::kRequired);
  validate::Enum(out, "verb", *Verb_descriptor(), event.verb(), Presence::kRequired);
  CheckActivity(out, event);
  validate::Timestamp(out, "occurred_at", event.has_occurred_at(), event.occurred_at(), Presence::kRequired);
  if (event.has_minutes()) validate::Range(out, "minutes", event.minutes(), 1, kMaxMinutes);
  if (event.has_rating()) validate::Range(out, "rating", event.rating(), 1, kMaxRating);
  CheckRetraction(out, event);
  return out;
}

// The fields of the event it stands for, and the request_id.
Violations Validate(const RetractLearningRequest& request) {
  Violations out = Validate(RetractionOf(request));
  validate::RequestId(out, request.request_id());
  return out;
}

}  // namespace obt::learning::v1
