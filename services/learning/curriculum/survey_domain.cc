#include "services/learning/curriculum/survey_domain.h"

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "services/learning/curriculum/domain.h"

namespace obt::learning {
namespace {

using validate::Presence;

constexpr int kMaxPerMille = 1'000;

void CheckScale(Violations& out, absl::string_view path, const v1::SurveyQuestion& question) {
  if (question.scale() != 0) return validate::Range(out, path, question.scale(), 2, kMaxScale);
  if (!question.text_allowed()) {
    out.Add(path, absl::StrCat("must be 2 to ", kMaxScale, ", or 0 for a question that takes words"));
  }
}

void CheckBaseline(Violations& out, absl::string_view path, const v1::SurveyQuestion& question) {
  if (!question.has_baseline()) return;
  if (question.construct().empty()) out.Add(path, "needs a question with a construct");
  validate::Range(out, absl::StrCat(path, ".positive_per_mille"), question.baseline().positive_per_mille(), 0,
                  kMaxPerMille);
  validate::Text(out, absl::StrCat(path, ".source"), question.baseline().source(), validate::kMaxName,
                 Presence::kRequired);
}

void CheckQuestions(Violations& out, const v1::Survey& survey) {
  validate::Count(out, "survey.questions", survey.questions_size(), 1, kMaxQuestions);
  absl::flat_hash_set<absl::string_view> ids, constructs;
  for (int i = 0; i < survey.questions_size(); ++i) {
    const v1::SurveyQuestion& question = survey.questions(i);
    const auto path = [i](absl::string_view field) { return validate::Path("survey.questions", i, field); };
    validate::Code(out, path("question_id"), question.question_id(), Presence::kRequired);
    if (!question.question_id().empty() && !ids.insert(question.question_id()).second) {
      out.Add(path("question_id"), "must not be the id of another question of the survey");
    }
    validate::Code(out, path("construct"), question.construct(), Presence::kOptional);
    if (question.construct().empty() != (question.scale() == 0)) {
      out.Add(path("construct"), "is required for a question with a scale, and only for one");
    }
    if (!question.construct().empty() && !constructs.insert(question.construct()).second) {
      out.Add(path("construct"), "must not be that of another question of the survey");
    }
    validate::Text(out, path("wording"), question.wording(), kMaxWordingChars, Presence::kRequired);
    CheckScale(out, path("scale"), question);
    CheckBaseline(out, path("baseline"), question);
  }
}

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

absl::StatusOr<v1::Survey> PutInPlace(const v1::Survey& wanted, const SurveyFacts& facts) {
  const v1::Survey& current = facts.current.has_value() ? *facts.current : v1::Survey::default_instance();
  OBT_RETURN_IF_ERROR(CheckEtag(wanted.etag(), current.etag(), "survey"));
  if (!facts.current.has_value() && facts.surveys.size() >= kMaxSurveysPerProgramme) {
    return Error(
        absl::StatusCode::kFailedPrecondition, "SURVEY_LIMIT",
        absl::StrCat("the programme has ", kMaxSurveysPerProgramme, " surveys, the most there can be"));
  }
  if (facts.answered) OBT_RETURN_IF_ERROR(CheckFrozen(wanted, current));
  OBT_RETURN_IF_ERROR(CheckScales(wanted, facts.surveys));
  v1::Survey put = wanted;
  put.DiscardUnknownFields();
  put.set_etag(current.etag());
  if (!facts.current.has_value() || put.SerializeAsString() != current.SerializeAsString()) {
    put.set_etag(NextEtag(current.etag()));
  }
  return put;
}

absl::Status CheckSurvey(const std::optional<v1::Survey>& survey, absl::string_view programme_id,
                         absl::string_view survey_id) {
  if (survey.has_value()) return absl::OkStatus();
  return Error(absl::StatusCode::kNotFound, "SURVEY_NOT_FOUND",
               absl::StrCat("there is no survey ", survey_id, " in programme ", programme_id));
}

const v1::SurveyQuestion* FindQuestion(const v1::Survey& survey, absl::string_view question_id) {
  for (const v1::SurveyQuestion& question : survey.questions()) {
    if (question.question_id() == question_id) return &question;
  }
  return nullptr;
}

}  // namespace obt::learning

namespace obt::learning::v1 {

using validate::Presence;

Violations Validate(const PutSurveyRequest& request) {
  Violations out;
  validate::RequestId(out, request.request_id());
  if (!request.has_survey()) {
    out.Add("survey", "is required");
    return out;
  }
  const Survey& survey = request.survey();
  validate::Code(out, "survey.programme_id", survey.programme_id(), Presence::kRequired);
  validate::Code(out, "survey.survey_id", survey.survey_id(), Presence::kRequired);
  validate::Enum(out, "survey.kind", *SurveyKind_descriptor(), survey.kind(), Presence::kRequired);
  validate::Text(out, "survey.title", survey.title(), validate::kMaxName, Presence::kRequired);
  validate::ForeignId(out, "survey.etag", survey.etag(), kMaxEtagChars, Presence::kOptional);
  CheckQuestions(out, survey);
  return out;
}

Violations Validate(const GetSurveyRequest& request) {
  Violations out;
  validate::Code(out, "programme_id", request.programme_id(), Presence::kRequired);
  validate::Code(out, "survey_id", request.survey_id(), Presence::kRequired);
  return out;
}

Violations Validate(const ListSurveysRequest& request) {
  Violations out;
  validate::Code(out, "programme_id", request.programme_id(), Presence::kRequired);
  validate::PageSize(out, request.page_size());
  return out;
}

}  // namespace obt::learning::v1
