// Survey definitions and which of them are in use: the rows behind the questionnaires.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/store/page.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "services/learning/curriculum/survey_domain.h"

namespace obt::learning {

absl::StatusOr<std::optional<v1::Survey>> FindSurvey(const obt::store::Reader& reader,
                                                     const std::string& programme_id,
                                                     const std::string& survey_id);
// What is there already where the survey is to go.
absl::StatusOr<SurveyContext> ReadSurveyContext(const obt::store::Reader& reader, const v1::Survey& survey);

// Surveys of a programme by id behind `position` (empty: from the first), at most `limit`. There are at most
// kMaxSurveysPerProgramme.
absl::StatusOr<obt::store::Page<v1::Survey>> PageOfSurveys(const obt::store::Reader& reader,
                                                           const std::string& programme_id,
                                                           absl::string_view position, size_t limit);

void PutSurvey(obt::store::Txn& txn, const v1::Survey& survey);

// Whether somebody has responded to the survey.
absl::StatusOr<bool> IsSurveyUsed(const obt::store::Reader& reader, const std::string& programme_id,
                                  const std::string& survey_id);
void MarkSurveyUsed(obt::store::Txn& txn, const std::string& programme_id, const std::string& survey_id);

}  // namespace obt::learning
