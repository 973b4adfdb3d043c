#include "services/learning/curriculum/survey_domain.h"

#include "absl/strings/str_cat.h"
#include "common/base/etag.h"
#include "common/base/rules.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "services/learning/curriculum/domain.h"

namespace obt::learning {
namespace {

absl::Status Frozen(const v1::Survey& survey, absl::string_view what) {
  return Error(absl::StatusCode::kFailedPrecondition, "SURVEY_FROZEN",
               absl::StrCat("survey ", survey.survey_id(), " has been answered: ", what,
                            "; wording, comments, baselines and new optional questions in words are free"));
}

bool SameMeasure(const v1::SurveyQuestion& a, const v1::SurveyQuestion& b) {
  return a.construct() == b.construct() && a.scale() == b.scale() && a.required() == b.required();
}

absl::Status CheckFrozen(const v1::Survey& wanted, const v1::Survey& current) {
  if (wanted.kind() != current.kind()) return Frozen(current, "its kind stays");
  for (const v1::SurveyQuestion& question : current.questions()) {
    const v1::SurveyQuestion* const kept = FindQuestion(wanted, question.question_id());
    if (kept == nullptr || !SameMeasure(*kept, question)) {
      return Frozen(current, absl::StrCat("question ", question.question_id(), " stays as it is"));
    }
  }
  for (const v1::SurveyQuestion& question : wanted.questions()) {
    if (FindQuestion(current, question.question_id()) != nullptr) continue;
    if (question.construct().empty() && !question.required()) continue;
    return Frozen(current, absl::StrCat("question ", question.question_id(), " cannot be added"));
  }
  return absl::OkStatus();
}

absl::Status CheckScales(const v1::Survey& wanted, const std::vector<v1::Survey>& surveys) {
  for (const v1::Survey& survey : surveys) {
    if (survey.survey_id() == wanted.survey_id()) continue;
    for (const v1::SurveyQuestion& theirs : survey.questions()) {
      for (const v1::SurveyQuestion& ours : wanted.questions()) {
        if (ours.construct().empty() || ours.construct() != theirs.construct()) continue;
        if (ours.scale() == theirs.scale()) continue;
        return Error(absl::StatusCode::kFailedPrecondition, "SCALE_MISMATCH",
                     absl::StrCat("construct ", ours.construct(), " has a scale of ", theirs.scale(),
                                  " points in survey ", survey.survey_id(), ": use the same here"));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Survey> PutInPlace(const v1::Survey& wanted, const SurveyContext& context) {
  const v1::Survey& current = context.current.has_value() ? *context.current : v1::Survey::default_instance();
  OBT_RETURN_IF_ERROR(CheckEtag(wanted.etag(), current.etag()));
  if (!context.current.has_value() && context.surveys.size() >= kMaxSurveysPerProgramme) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "SURVEY_LIMIT",
        absl::StrCat("the programme has ", kMaxSurveysPerProgramme, " surveys, the most there can be"));
  }
  if (context.answered) OBT_RETURN_IF_ERROR(CheckFrozen(wanted, current));
  OBT_RETURN_IF_ERROR(CheckScales(wanted, context.surveys));
  return NextRevision(wanted, context.current);
}

absl::Status CheckSurvey(const std::optional<v1::Survey>& survey, absl::string_view programme_id,
                         absl::string_view survey_id) {
  if (survey.has_value()) return absl::OkStatus();
  return Error(absl::StatusCode::kNotFound, "SURVEY_NOT_FOUND",
               absl::StrCat("there is no survey ", survey_id, " in programme ", programme_id));
}

int MostQuestions() { return validate::RuleOf<v1::Survey>(v1::Survey::kQuestionsFieldNumber).max_entries(); }

const v1::SurveyQuestion* FindQuestion(const v1::Survey& survey, absl::string_view question_id) {
  for (const v1::SurveyQuestion& question : survey.questions()) {
    if (question.question_id() == question_id) return &question;
  }
  return nullptr;
}

}  // namespace obt::learning

namespace obt::learning::v1 {
namespace {

void CheckQuestion(Violations& out, const SurveyQuestion& question, int i) {
  const auto path = [i](absl::string_view field) { return validate::Path("survey.questions", i, field); };
  if (question.construct().empty() != (question.scale() == 0))
    out.Add(path("construct"), "is required for a question with a scale, and only for one");
  if (question.scale() == 1 || (question.scale() == 0 && !question.text_allowed()))
    out.Add(path("scale"), "must be 2 or more, or 0 for a question that takes words");
  if (question.has_baseline() && question.construct().empty())
    out.Add(path("baseline"), "needs a question with a construct");
}

}  // namespace

Violations Validate(const PutSurveyRequest& request) {
  Violations out = validate::ByRules(request);
  for (int i = 0; i < request.survey().questions_size(); ++i)
    CheckQuestion(out, request.survey().questions(i), i);
  return out;
}

}  // namespace obt::learning::v1
