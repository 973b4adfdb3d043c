#include "services/learning/response/domain.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/base/rules.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "common/base/validate.h"
#include "services/learning/curriculum/domain.h"
#include "services/learning/curriculum/survey_domain.h"
#include "services/learning/event/domain.h"

namespace obt::learning {
namespace {

using store::v1::RevisionRow;
using store::v1::SurveyResponseRow;
using store::v1::SurveyTexts;
using validate::Presence;

// A time that is no time at all, or in the future.
void CheckTime(Violations& out, absl::string_view field, bool present,
               const google::protobuf::Timestamp& timestamp, absl::Time now) {
  const size_t before = out.faults().size();
  validate::Timestamp(out, field, present, timestamp, Presence::kRequired);
  if (out.faults().size() > before) return;
  if (TimeOf(timestamp) > now + kClockTolerance) {
    out.Add(field, "must not lie in the future");
  }
}

void CheckWords(Violations& out, absl::string_view field, const std::string& words) {
  static const int64_t most = validate::RuleOf<v1::SurveyAnswer>(v1::SurveyAnswer::kTextFieldNumber).max();
  validate::LongText(out, field, words, static_cast<size_t>(most), Presence::kOptional);
}

void CheckAnswer(Violations& out, int i, const v1::SurveyAnswer& answer, const v1::SurveyQuestion& question) {
  const std::string value = validate::Path("answers", i, "value"),
                    text = validate::Path("answers", i, "text");
  if (question.scale() == 0) {
    if (answer.has_value()) out.Add(value, "must be unset: the question is answered in words");
    if (answer.text().empty()) out.Add(text, "is required; leave the answer out if there is none");
  } else if (!answer.has_value()) {
    out.Add(value,
            absl::StrCat("is required, 1 to ", question.scale(), "; leave the answer out if there is none"));
  } else {
    validate::Range(out, value, answer.value(), 1, question.scale());
  }
  if (!question.text_allowed() && !answer.text().empty())
    out.Add(text, "must be empty: the question takes no words");
  CheckWords(out, text, answer.text());
}

void CheckAnswers(Violations& out, const v1::SurveyResponse& response, const v1::Survey& survey) {
  validate::Count(out, "answers", response.answers_size(), 0, MostQuestions());
  absl::flat_hash_set<absl::string_view> answered;
  for (int i = 0; i < std::min(response.answers_size(), MostQuestions()); ++i) {
    const v1::SurveyAnswer& answer = response.answers(i);
    const v1::SurveyQuestion* const question = FindQuestion(survey, answer.question_id());
    const std::string path = validate::Path("answers", i, "question_id");
    if (question == nullptr) {
      out.Add(path, absl::StrCat("must be a question of survey ", survey.survey_id()));
      CheckWords(out, validate::Path("answers", i, "text"), answer.text());
      continue;
    }
    if (!answered.insert(answer.question_id()).second) out.Add(path, "is answered twice");
    CheckAnswer(out, i, answer, *question);
  }
  for (const v1::SurveyQuestion& question : survey.questions()) {
    if (question.required() && !answered.contains(question.question_id())) {
      out.Add("answers", absl::StrCat("must answer question ", question.question_id()));
    }
  }
}

// Equal messages of these kinds have equal bytes: they hold no maps and no unknown fields.
bool SameContent(const v1::SurveyResponse& response, const RevisionRow& first, const SurveyTexts& texts) {
  RevisionRow wanted = RevisionOf(response);
  wanted.set_sequence(first.sequence());
  wanted.set_record_time_us(first.record_time_us());
  return wanted.SerializeAsString() == first.SerializeAsString() &&
         TextsOf(response).SerializeAsString() == texts.SerializeAsString();
}

// Forgets the earliest withdrawn moments beyond those that are kept.
void ForgetOldMoments(SurveyResponseRow& row) {
  const auto withdrawn = std::count_if(
      row.revisions().begin(), row.revisions().end(),
      [&row](const RevisionRow& revision) { return IsWithdrawn(row, revision.answered_at_us()); });
  const int surplus = static_cast<int>(withdrawn) - kMaxWithdrawnMoments;
  if (surplus > 0) row.mutable_revisions()->DeleteSubrange(0, surplus);  // withdrawn ones are the earliest
}

// The answers in the order of their questions' ids.
std::map<absl::string_view, const v1::SurveyAnswer*> ByQuestion(const v1::SurveyResponse& response) {
  std::map<absl::string_view, const v1::SurveyAnswer*> answers;
  for (const v1::SurveyAnswer& answer : response.answers()) answers[answer.question_id()] = &answer;
  return answers;
}

}  // namespace

absl::StatusOr<Intake> Decide(const v1::SurveyResponse& response, const ResponseContext& context,
                              absl::Time now) {
  if (context.programme == nullptr) return ProgrammeNotFound(response.programme_id());
  OBT_RETURN_IF_ERROR(CheckSurvey(context.survey, response.programme_id(), response.survey_id()));
  Violations out;
  CheckTime(out, "answered_at", response.has_answered_at(), response.answered_at(), now);
  const std::optional<int64_t> moment = MomentOf(response);
  const RevisionRow* const same = moment.has_value() ? FindRevision(context.row, *moment) : nullptr;
  if (same != nullptr) {
    if (IsWithdrawn(context.row, same->answered_at_us())) return Intake::kRepeated;  // its content is gone
    if (SameContent(response, *same, context.same_texts)) return Intake::kRepeated;
  }
  CheckAnswers(out, response, *context.survey);
  if (!out.empty()) return out.ToStatus();
  if (same != nullptr) {
    return Error(
        absl::StatusCode::kAborted, "CONFLICT",
        "answered_at: the person has answered otherwise at this very moment, and the first answers stand");
  }
  if (IsWithdrawn(context.row, *moment)) return Intake::kWithdrawn;
  if (Standing(context.row).size() >= kMaxRevisions) {
    return Error(absl::StatusCode::kFailedPrecondition, "REVISION_LIMIT",
                 absl::StrCat("the person has answered this survey ", kMaxRevisions,
                              " times, the most there can be; withdraw these answers to answer anew"));
  }
  return Intake::kStands;
}

absl::Status CheckWithdrawal(const v1::WithdrawSurveyResponseRequest& request, const ResponseContext& context,
                             absl::Time now) {
  if (context.programme == nullptr) return ProgrammeNotFound(request.programme_id());
  OBT_RETURN_IF_ERROR(CheckSurvey(context.survey, request.programme_id(), request.survey_id()));
  Violations out;
  CheckTime(out, "withdrawn_at", request.has_withdrawn_at(), request.withdrawn_at(), now);
  return out.ToStatus();
}

std::optional<int64_t> MomentOf(const v1::SurveyResponse& response) {
  Violations none;
  validate::Timestamp(none, "", response.has_answered_at(), response.answered_at(), Presence::kRequired);
  return none.empty() ? std::make_optional(MicrosOf(response.answered_at())) : std::nullopt;
}

v1::SurveyResponse ResponseOf(const v1::SubmitSurveyResponseRequest& request, const std::string& person_id) {
  v1::SurveyResponse response;
  response.set_programme_id(request.programme_id());
  response.set_survey_id(request.survey_id());
  response.set_person_id(person_id);
  if (request.has_answered_at()) *response.mutable_answered_at() = request.answered_at();
  *response.mutable_answers() = request.answers();
  return response;
}

RevisionRow RevisionOf(const v1::SurveyResponse& response) {
  RevisionRow revision;
  revision.set_answered_at_us(MicrosOf(response.answered_at()));
  for (const auto& [question_id, answer] : ByQuestion(response)) {
    if (!answer->has_value()) continue;
    RevisionRow::Answer& kept = *revision.add_answers();
    kept.set_question_id(answer->question_id());
    kept.set_value(answer->value());
  }
  return revision;
}

SurveyTexts TextsOf(const v1::SurveyResponse& response) {
  SurveyTexts texts;
  for (const auto& [question_id, answer] : ByQuestion(response)) {
    if (answer->text().empty()) continue;
    SurveyTexts::Text& kept = *texts.add_texts();
    kept.set_question_id(answer->question_id());
    kept.set_text(answer->text());
  }
  return texts;
}

std::vector<v1::SurveyAnswer> AnswersOf(const RevisionRow& revision, const SurveyTexts& texts) {
  std::map<absl::string_view, v1::SurveyAnswer> by_question;
  for (const RevisionRow::Answer& answer : revision.answers()) {
    by_question[answer.question_id()].set_value(answer.value());
  }
  for (const SurveyTexts::Text& text : texts.texts()) by_question[text.question_id()].set_text(text.text());
  std::vector<v1::SurveyAnswer> answers;
  for (auto& [question_id, answer] : by_question) {
    answer.set_question_id(std::string(question_id));
    answers.push_back(std::move(answer));
  }
  return answers;
}

const RevisionRow* FindRevision(const SurveyResponseRow& row, int64_t answered_at_us) {
  for (const RevisionRow& revision : row.revisions()) {
    if (revision.answered_at_us() == answered_at_us) return &revision;
  }
  return nullptr;
}

bool IsWithdrawn(const SurveyResponseRow& row, int64_t answered_at_us) {
  return row.has_withdrawn_at_us() && answered_at_us <= row.withdrawn_at_us();
}

void PutRevision(RevisionRow revision, SurveyResponseRow& row) {
  if (IsWithdrawn(row, revision.answered_at_us())) revision.clear_answers();
  int place = 0;
  while (place < row.revisions_size() && row.revisions(place).answered_at_us() < revision.answered_at_us())
    ++place;
  *row.add_revisions() = std::move(revision);
  std::rotate(row.mutable_revisions()->pointer_begin() + place, row.mutable_revisions()->pointer_end() - 1,
              row.mutable_revisions()->pointer_end());
  ForgetOldMoments(row);
}

std::vector<int64_t> Withdraw(int64_t withdrawn_at_us, SurveyResponseRow& row) {
  std::vector<int64_t> taken_back;
  for (RevisionRow& revision : *row.mutable_revisions()) {
    if (revision.answered_at_us() > withdrawn_at_us || IsWithdrawn(row, revision.answered_at_us())) continue;
    taken_back.push_back(revision.answered_at_us());
    revision.clear_answers();
  }
  if (!IsWithdrawn(row, withdrawn_at_us)) row.set_withdrawn_at_us(withdrawn_at_us);
  ForgetOldMoments(row);
  return taken_back;
}

std::vector<const RevisionRow*> Standing(const SurveyResponseRow& row) {
  std::vector<const RevisionRow*> standing;
  for (const RevisionRow& revision : row.revisions()) {
    if (!IsWithdrawn(row, revision.answered_at_us())) standing.push_back(&revision);
  }
  return standing;
}

v1::SurveyResponseChanged ChangedResponse(const SurveyResponseRow& row, const v1::Survey& survey,
                                          uint64_t identity_sequence) {
  v1::SurveyResponseChanged changed;
  changed.set_programme_id(row.programme_id());
  changed.set_survey_id(row.survey_id());
  changed.set_person_id(row.person_id());
  changed.set_kind(survey.kind());
  for (const RevisionRow* revision : Standing(row)) {
    v1::SurveyResponseChanged::Revision& published = *changed.add_revisions();
    *published.mutable_answered_at() = TimestampOf(revision->answered_at_us());
    std::map<absl::string_view, int32_t> by_construct;
    for (const RevisionRow::Answer& answer : revision->answers()) {
      const v1::SurveyQuestion* const question = FindQuestion(survey, answer.question_id());
      if (question == nullptr) Die("a question that was answered cannot go");
      by_construct[question->construct()] = answer.value();
    }
    for (const auto& [construct, value] : by_construct) {
      v1::ConstructAnswer& answer = *published.add_answers();
      answer.set_construct(std::string(construct));
      answer.set_value(value);
    }
  }
  changed.set_identity_sequence(identity_sequence);
  return changed;
}

}  // namespace obt::learning
