// The rules of survey definitions, as pure functions: what a request about them must look like, and which
// changes are still allowed once people have answered.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "obt/learning/v1/curriculum.pb.h"

namespace obt::learning::v1 {

Violations Validate(const PutSurveyRequest& request);

}  // namespace obt::learning::v1

namespace obt::learning {

// As many questions as a survey may have.
int MostQuestions();
// Putting a survey compares it with the others of its programme: the number is bounded.
inline constexpr int kMaxSurveysPerProgramme = 20;

// The survey with this id in this programme, as `PutSurvey` finds it.
struct SurveyContext {
  std::optional<v1::Survey> current;
  bool answered = false;            // somebody has responded, whatever became of that response
  std::vector<v1::Survey> surveys;  // of the programme, with the current one
};

// The survey once `wanted` is put in the place of what there is: with its next etag, or as it was, etag and
// all, when `wanted` says nothing new. domain.md §3: "survey constructs are frozen by the first ... response
// that uses them." Frozen are therefore the kind and, of every question, construct, scale and whether it is
// required; no question can go, and a new one must be optional and without construct. Wording, comments and
// baselines stay free. A construct is measured on one scale throughout a programme, or answers before and
// after could not be compared. A stale etag is ABORTED.
absl::StatusOr<v1::Survey> PutInPlace(const v1::Survey& wanted, const SurveyContext& context);

// NOT_FOUND when the survey (as looked up) is not there.
absl::Status CheckSurvey(const std::optional<v1::Survey>& survey, absl::string_view programme_id,
                         absl::string_view survey_id);

// nullptr when the survey has no such question.
const v1::SurveyQuestion* FindQuestion(const v1::Survey& survey, absl::string_view question_id);

}  // namespace obt::learning
