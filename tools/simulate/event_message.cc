#include "tools/simulate/event_message.h"

#include "absl/strings/str_cat.h"
#include "common/base/days.h"

namespace obt::simulate {
namespace {

constexpr absl::string_view kFirstDay = "2024-04-01";

learning::v1::Verb VerbOf(EventKind kind) {
  switch (kind) {
    case EventKind::kStarted:
      return learning::v1::VERB_STARTED;
    case EventKind::kProgressed:
      return learning::v1::VERB_PROGRESSED;
    case EventKind::kCompleted:
      return learning::v1::VERB_COMPLETED;
    case EventKind::kRetracted:
      return learning::v1::VERB_RETRACTED;
  }
  return learning::v1::VERB_UNSPECIFIED;
}

std::string RequestIdOf(absl::string_view what, const Move& move, uint64_t seed) {
  return absl::StrCat("simulated-", what, "-", seed, "-", move.person);
}

}  // namespace

int32_t FirstDayOfStays() { return *ParseDayText(kFirstDay); }

CourseModel ModelOf(const learning::v1::Course& course) {
  CourseModel model;
  for (const learning::v1::Module& module : course.modules()) {
    model.modules.push_back({module.expected_minutes(), module.required()});
  }
  return model;
}

void FillEvent(const LearningEvent& event, const learning::v1::Course& course, const Reference& reference,
               const PersonId& person, learning::v1::LearningEvent& message) {
  message.set_programme_id(course.programme_id());
  const absl::string_view source = SourceName(event.source);
  message.set_source(source.data(), source.size());
  message.set_source_event_id(EventIdText(event));
  message.set_person_id(ToText(person));
  message.set_verb(VerbOf(event.kind));
  message.mutable_occurred_at()->set_seconds(event.occurred_at);
  if (event.kind == EventKind::kRetracted) {
    LearningEvent target = event;
    target.id = event.target;
    message.set_target_source_event_id(EventIdText(target));
    return;
  }
  if (event.module == kSelfRecorded) {
    const CodeList& types = reference.learning_types;
    learning::v1::SelfRecordedActivity& activity = *message.mutable_self_recorded();
    activity.set_title(absl::StrCat(types.names[event.learning_type], " on innovation"));
    activity.set_learning_type(types.codes[event.learning_type]);
  } else {
    message.mutable_module()->set_course_id(course.course_id());
    message.mutable_module()->set_module_id(course.modules(event.module).module_id());
  }
  if (event.minutes > 0) message.set_minutes(event.minutes);
  if (event.rating > 0) message.set_rating(event.rating);
}

identity::v1::MovePersonRequest MoveMessage(const Move& move, const Reference& reference,
                                            const PersonId& person, uint64_t seed) {
  identity::v1::MovePersonRequest request;
  request.set_person_id(ToText(person));
  request.set_to_organisation_code(reference.organisations[move.to].code);
  *request.mutable_effective() = ToDate(move.day);
  request.set_request_id(RequestIdOf("move", move, seed));
  return request;
}

identity::v1::CorrectStaysRequest CorrectionMessage(const Move& move, const Reference& reference,
                                                    const PersonId& person, uint64_t seed) {
  identity::v1::CorrectStaysRequest request;
  request.set_person_id(ToText(person));
  identity::v1::Stay& before = *request.add_stays();
  before.set_organisation_code(reference.organisations[move.from].code);
  *before.mutable_from_day() = ToDate(FirstDayOfStays());
  *before.mutable_to_day() = ToDate(move.corrected_day);
  identity::v1::Stay& after = *request.add_stays();
  after.set_organisation_code(reference.organisations[move.to].code);
  *after.mutable_from_day() = ToDate(move.corrected_day);
  request.set_request_id(RequestIdOf("correction", move, seed));
  return request;
}

}  // namespace obt::simulate
