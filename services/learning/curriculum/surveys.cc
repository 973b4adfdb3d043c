#include "services/learning/curriculum/surveys.h"

#include <tuple>
#include <utility>

#include "common/base/status.h"
#include "services/learning/schema.h"

namespace obt::learning {

absl::StatusOr<std::optional<v1::Survey>> FindSurvey(const obt::store::Reader& reader,
                                                     const std::string& programme_id,
                                                     const std::string& survey_id) {
  return kSurveys.Find(reader, {programme_id, survey_id});
}

absl::StatusOr<SurveyFacts> ReadSurveyFacts(const obt::store::Reader& reader, const v1::Survey& survey) {
  SurveyFacts facts;
  OBT_ASSIGN_OR_RETURN(facts.current, FindSurvey(reader, survey.programme_id(), survey.survey_id()));
  OBT_ASSIGN_OR_RETURN(facts.answered, IsSurveyUsed(reader, survey.programme_id(), survey.survey_id()));
  OBT_ASSIGN_OR_RETURN(facts.surveys,
                       ListSurveys(reader, survey.programme_id(), "", kMaxSurveysPerProgramme));
  return facts;
}

absl::StatusOr<std::vector<v1::Survey>> ListSurveys(const obt::store::Reader& reader,
                                                    const std::string& programme_id, const std::string& after,
                                                    size_t limit) {
  std::vector<v1::Survey> surveys;
  std::optional<decltype(kSurveys)::Key> behind;
  if (!after.empty()) behind.emplace(programme_id, after);
  OBT_RETURN_IF_ERROR(kSurveys.ScanEach(reader, std::tuple(programme_id), behind, limit,
                                        [&surveys](const auto&, v1::Survey survey) {
                                          surveys.push_back(std::move(survey));
                                          return true;
                                        }));
  return surveys;
}

void PutSurvey(obt::store::Txn& txn, const v1::Survey& survey) {
  kSurveys.Put(txn, {survey.programme_id(), survey.survey_id()}, survey);
}

absl::StatusOr<bool> IsSurveyUsed(const obt::store::Reader& reader, const std::string& programme_id,
                                  const std::string& survey_id) {
  return kUsedSurveys.Has(reader, {programme_id, survey_id});
}

void MarkSurveyUsed(obt::store::Txn& txn, const std::string& programme_id, const std::string& survey_id) {
  kUsedSurveys.Put(txn, {programme_id, survey_id}, {});
}

}  // namespace obt::learning
