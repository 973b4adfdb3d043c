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

absl::StatusOr<SurveyContext> ReadSurveyContext(const obt::store::Reader& reader, const v1::Survey& survey) {
  SurveyContext context;
  OBT_ASSIGN_OR_RETURN(context.current, FindSurvey(reader, survey.programme_id(), survey.survey_id()));
  OBT_ASSIGN_OR_RETURN(context.answered, IsSurveyUsed(reader, survey.programme_id(), survey.survey_id()));
  OBT_ASSIGN_OR_RETURN(auto all, kSurveys.Scan(reader, std::tuple(survey.programme_id()), std::nullopt,
                                               kMaxSurveysPerProgramme));
  for (auto& entry : all) context.surveys.push_back(std::move(entry.row));
  return context;
}

absl::StatusOr<obt::store::Page<v1::Survey>> PageOfSurveys(const obt::store::Reader& reader,
                                                           const std::string& programme_id,
                                                           absl::string_view position, size_t limit) {
  return obt::store::ReadPage(kSurveys, reader, std::tuple(programme_id), position, limit);
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
