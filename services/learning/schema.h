// Every table of learning's store. Beside them lie the replica of identity's directory and the store's own
// tables.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "common/base/ids.h"
#include "common/store/table.h"
#include "obt/learning/store/v1/learning_store.pb.h"
#include "obt/learning/v1/curriculum.pb.h"

namespace obt::learning {

// Source and its id for the event: the natural key. Without free text, so that feed snapshots may read it.
inline constexpr obt::store::Table<std::tuple<std::string, std::string>, store::v1::EventRow> kEvents{
    "events"};
// The same key: what a person wrote about a self-recorded activity. Never leaves the service but to its
// callers.
inline constexpr obt::store::Table<std::tuple<std::string, std::string>, store::v1::SelfRecordedText>
    kSelfRecordedTexts{"self_recorded_texts"};
// Person, programme, microseconds at which it occurred, natural key: a person's events in order of time.
inline constexpr obt::store::Table<std::tuple<PersonId, std::string, int64_t, std::string, std::string>,
                                   store::v1::PersonEvent>
    kEventsByPerson{"events_by_person"};
// Person, programme.
inline constexpr obt::store::Table<std::tuple<PersonId, std::string>, store::v1::LearnerRow> kLearners{
    "learners"};
// Source, its id for the event to take back, person: retractions whose target is not here yet.
inline constexpr obt::store::Table<std::tuple<std::string, std::string, PersonId>,
                                   store::v1::PendingRetraction>
    kPendingRetractions{"pending_retractions"};
// Programme, course.
inline constexpr obt::store::Table<std::tuple<std::string, std::string>, v1::Course> kCourses{"courses"};
// Programme, course, module: modules named by an event, which freezes their course.
inline constexpr obt::store::Table<std::tuple<std::string, std::string, std::string>, store::v1::Used>
    kUsedModules{"used_modules"};
// Programme, survey.
inline constexpr obt::store::Table<std::tuple<std::string, std::string>, v1::Survey> kSurveys{"surveys"};
// Programme, survey: surveys somebody has responded to, which freezes them.
inline constexpr obt::store::Table<std::tuple<std::string, std::string>, store::v1::Used> kUsedSurveys{
    "used_surveys"};
// Person, programme, survey: what a person answered on scales, with every revision. Without words, so that
// feed snapshots may read it.
inline constexpr obt::store::Table<std::tuple<PersonId, std::string, std::string>,
                                   store::v1::SurveyResponseRow>
    kSurveyResponses{"survey_responses"};
// The same key and the microseconds of a revision: what the person wrote in it. Never leaves the service but
// to the person.
inline constexpr obt::store::Table<std::tuple<PersonId, std::string, std::string, int64_t>,
                                   store::v1::SurveyTexts>
    kSurveyTexts{"survey_texts"};

inline std::vector<const obt::store::TableRef*> Tables() {
  return {&kEvents,     &kSelfRecordedTexts, &kEventsByPerson, &kLearners,    &kPendingRetractions,
          &kCourses,    &kUsedModules,       &kSurveys,        &kUsedSurveys, &kSurveyResponses,
          &kSurveyTexts};
}

// What feed snapshots may read.
inline std::vector<const obt::store::TableRef*> PublishedTables() {
  return {&kEvents, &kCourses, &kSurveys, &kSurveyResponses};
}

}  // namespace obt::learning
