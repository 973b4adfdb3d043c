// The tables of the aggregator: the only place that knows keys and rows. Beside these it keeps the replica of
// identity's tables (common/feed/directory_schema.h) and the cursors; people have no second row here:
// what identity publishes of them is the row.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "common/base/ids.h"
#include "common/store/table.h"
#include "obt/aggregator/store/v1/aggregator_store.pb.h"
#include "obt/aggregator/v1/verify.pb.h"
#include "obt/ideas/v1/case_study.pb.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "obt/ideas/v1/experiment.pb.h"
#include "obt/ideas/v1/idea.pb.h"
#include "obt/ideas/v1/theme.pb.h"
#include "obt/learning/v1/curriculum.pb.h"

namespace obt::aggregator {

// programme id, person -> their live learning events, survey answers and conversations. Programme first: a
// changed programme reads all of its participants.
inline constexpr obt::store::Table<std::tuple<std::string, PersonId>, store::v1::LearnerRow> kLearners{
    "learners"};
// programme id, course id -> the course, as learning published it
inline constexpr obt::store::Table<std::tuple<std::string, std::string>, learning::v1::Course> kCourses{
    "courses"};
// programme id, survey id -> the survey, as learning published it
inline constexpr obt::store::Table<std::tuple<std::string, std::string>, learning::v1::Survey> kSurveys{
    "surveys"};
// id -> the item, as ideas published it
template <typename Facts>
using ItemTable = obt::store::Table<std::tuple<Id<struct ItemIdKind>>, Facts>;
inline constexpr ItemTable<ideas::v1::ConversationFacts> kConversations{"conversations"};
inline constexpr ItemTable<ideas::v1::IdeaFacts> kIdeas{"ideas"};
inline constexpr ItemTable<ideas::v1::ExperimentFacts> kExperiments{"experiments"};
inline constexpr ItemTable<ideas::v1::CaseStudyFacts> kCaseStudies{"case_studies"};
inline constexpr ItemTable<ideas::v1::AdoptionFacts> kAdoptions{"adoptions"};
// programme id -> its themes, as ideas published them
inline constexpr obt::store::Table<std::tuple<std::string>, ideas::v1::ThemeList> kThemes{"themes"};
// NameKind, number -> its code
inline constexpr obt::store::Table<std::tuple<int32_t, uint32_t>, store::v1::NameRow> kNames{"names"};
// programme id -> what surveys show of it this week
inline constexpr obt::store::Table<std::tuple<std::string>, store::v1::SurveyWeekRow> kSurveyWeeks{
    "survey_weeks"};
// recount -> how it went
inline constexpr obt::store::Table<std::tuple<JobId>, v1::Verification> kVerifications{"verifications"};

inline std::vector<const obt::store::TableRef*> Tables() {
  return {&kLearners, &kCourses,     &kSurveys,     &kNames,     &kVerifications, &kConversations,
          &kIdeas,    &kExperiments, &kCaseStudies, &kAdoptions, &kThemes,        &kSurveyWeeks};
}

}  // namespace obt::aggregator
