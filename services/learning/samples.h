// Programmes, a course, surveys and events that the tests of learning share. For tests only.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "common/base/rules.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt/learning/v1/learning.pb.h"
#include "obt/learning/v1/survey.pb.h"

namespace obt::learning::samples {

inline constexpr char kPerson[] = "01927f3a-0000-7000-8000-000000000001";
inline constexpr char kOtherPerson[] = "01927f3a-0000-7000-8000-000000000002";

inline google::type::Date DateOf(absl::string_view day) { return ToDate(ParseDayText(day).value()); }

// From RFC 3339, e.g. "2024-10-14T09:00:00Z".
inline absl::Time At(absl::string_view text) {
  absl::Time time;
  std::string problem;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &problem)) Die(problem);
  return time;
}

// Counting 14 October 2024 to 14 February 2025, no target.
inline identity::v1::Programme Programme2024() {
  identity::v1::Programme programme;
  programme.set_programme_id("obt-2024");
  *programme.mutable_first_day() = DateOf("2024-10-14");
  *programme.mutable_last_day() = DateOf("2025-02-14");
  *programme.mutable_counting_from_day() = DateOf("2024-10-14");
  *programme.mutable_counting_to_day() = DateOf("2025-02-15");
  return programme;
}

// Launched in September 2023, counting from 1 April, target 420 minutes.
inline identity::v1::Programme Programme2023() {
  identity::v1::Programme programme;
  programme.set_programme_id("obt-2023");
  *programme.mutable_first_day() = DateOf("2023-09-04");
  *programme.mutable_last_day() = DateOf("2023-12-31");
  *programme.mutable_counting_from_day() = DateOf("2023-04-01");
  *programme.mutable_counting_to_day() = DateOf("2024-01-01");
  programme.set_target_minutes(420);
  return programme;
}

// "masterclass" with the required modules "ideas" (60 minutes) and "trials" (30), and the optional "more"
// (0).
inline v1::Course Masterclass(absl::string_view programme_id = "obt-2024") {
  v1::Course course;
  course.set_programme_id(std::string(programme_id));
  course.set_course_id("masterclass");
  course.set_title("Innovation Masterclass");
  course.set_required(true);
  const auto add = [&course](const char* module_id, const char* title, int expected_minutes, bool required) {
    v1::Module& module = *course.add_modules();
    module.set_module_id(module_id);
    module.set_title(title);
    module.set_expected_minutes(expected_minutes);
    module.set_required(required);
  };
  add("ideas", "Where ideas come from", 60, true);
  add("trials", "How to try them", 30, true);
  add("more", "More to read", 0, false);
  return course;
}

// Skills and support on five points, the first required; a comment beside the first, and a question in words
// only.
inline v1::Survey SurveyOf(v1::SurveyKind kind, absl::string_view programme_id = "obt-2024") {
  const std::string when = kind == v1::SURVEY_KIND_PRE ? "before" : "after";
  v1::Survey survey;
  survey.set_programme_id(std::string(programme_id));
  survey.set_survey_id(when);
  survey.set_kind(kind);
  survey.set_title("What you think " + when);
  const auto add = [&](const std::string& question_id, const char* construct, bool required, bool text) {
    v1::SurveyQuestion& question = *survey.add_questions();
    question.set_question_id(question_id + "-" + when);
    question.set_construct(construct);
    question.set_wording("How far do you agree?");
    question.set_scale(*construct == 0 ? 0 : 5);
    question.set_required(required);
    question.set_text_allowed(text);
  };
  add("skills", "skills", true, true);
  add("support", "support", false, false);
  add("words", "", false, true);
  survey.mutable_questions(0)->mutable_baseline()->set_positive_per_mille(426);
  survey.mutable_questions(0)->mutable_baseline()->set_source("A survey of 2023");
  return survey;
}

// A response with an answer to the required question, and to the other one unless `support` is 0.
inline v1::SurveyResponse ResponseTo(const v1::Survey& survey, absl::string_view at, int skills,
                                     int support = 0, absl::string_view person_id = kPerson) {
  v1::SurveyResponse response;
  response.set_programme_id(survey.programme_id());
  response.set_survey_id(survey.survey_id());
  response.set_person_id(std::string(person_id));
  response.mutable_answered_at()->set_seconds(absl::ToUnixSeconds(At(at)));
  v1::SurveyAnswer* answer = response.add_answers();
  answer->set_question_id(survey.questions(0).question_id());
  answer->set_value(skills);
  if (support == 0) return response;
  answer = response.add_answers();
  answer->set_question_id(survey.questions(1).question_id());
  answer->set_value(support);
  return response;
}

inline v1::LearningEvent EventOf(absl::string_view source_event_id, v1::Verb verb, absl::string_view at) {
  v1::LearningEvent event;
  event.set_programme_id("obt-2024");
  event.set_source("csl");
  event.set_source_event_id(std::string(source_event_id));
  event.set_person_id(kPerson);
  event.set_verb(verb);
  event.mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(At(at)));
  return event;
}

// An event of a module of the masterclass; 0 minutes: not stated.
inline v1::LearningEvent ModuleEvent(absl::string_view source_event_id, v1::Verb verb,
                                     absl::string_view module_id, absl::string_view at, int minutes = 0) {
  v1::LearningEvent event = EventOf(source_event_id, verb, at);
  event.mutable_module()->set_course_id("masterclass");
  event.mutable_module()->set_module_id(std::string(module_id));
  if (minutes != 0) event.set_minutes(minutes);
  return event;
}

inline v1::LearningEvent Completion(absl::string_view source_event_id, absl::string_view module_id,
                                    absl::string_view at, int minutes = 0) {
  return ModuleEvent(source_event_id, v1::VERB_COMPLETED, module_id, at, minutes);
}

inline v1::LearningEvent SelfRecorded(absl::string_view source_event_id, absl::string_view at,
                                      int minutes = 0) {
  v1::LearningEvent event = EventOf(source_event_id, v1::VERB_COMPLETED, at);
  event.mutable_self_recorded()->set_title("A talk about trying things out");
  event.mutable_self_recorded()->set_learning_type("TALK");
  event.mutable_self_recorded()->set_link("https://www.example.gov.uk/talk");
  if (minutes != 0) event.set_minutes(minutes);
  return event;
}

inline v1::LearningEvent Retraction(absl::string_view source_event_id, absl::string_view target,
                                    absl::string_view at) {
  v1::LearningEvent event = EventOf(source_event_id, v1::VERB_RETRACTED, at);
  event.set_target_source_event_id(std::string(target));
  return event;
}

}  // namespace obt::learning::samples
