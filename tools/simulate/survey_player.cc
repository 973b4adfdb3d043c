#include "tools/simulate/survey_player.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "tools/simulate/lanes.h"

namespace obt::simulate {
namespace {

const learning::v1::SurveyQuestion* FindConstruct(const learning::v1::Survey& survey,
                                                  absl::string_view construct) {
  for (const learning::v1::SurveyQuestion& question : survey.questions()) {
    if (question.construct() == construct && question.scale() == 5) return &question;
  }
  return nullptr;
}

absl::Status SurveysMissing() {
  return Error(
      absl::StatusCode::kFailedPrecondition, "SURVEYS_MISSING",
      "obt-2024 has no pair of surveys about innovation-skills and support-to-try; load the reference data "
      "first: obtctl reference load deploy/reference");
}

// Sends a part of the stream: its responses as one batch, its withdrawals after them. What stands does not
// depend on the order.
class StepSender {
 public:
  StepSender(ctl::Session& session, const SurveyStage& stage, Counter& counter)
      : session_(session), stage_(stage), counter_(counter) {}

  absl::Status Send(size_t first, size_t end) {
    std::vector<size_t> responses, withdrawals;
    for (size_t i = first; i < end; ++i) (stage_.steps[i].withdrawal ? withdrawals : responses).push_back(i);
    absl::Status status = SendBatch<learning::v1::BatchSubmitSurveyResponsesRequest,
                                    learning::v1::BatchSubmitSurveyResponsesResponse>(
        session_, "learning", std::move(responses),
        [this](size_t i, learning::v1::BatchSubmitSurveyResponsesRequest& request) {
          return Fill(i, request);
        },
        CountedBy(counter_, [](size_t i) { return absl::StrCat("survey response ", i); }));
    for (const size_t i : withdrawals) {
      if (status.ok()) status = Withdraw(stage_.steps[i]);
    }
    return status;
  }

 private:
  absl::Status Fill(size_t i, learning::v1::BatchSubmitSurveyResponsesRequest& request) const {
    OBT_ASSIGN_OR_RETURN(const PersonId person, stage_.ids.Get(stage_.steps[i].person));
    FillResponse(stage_.steps[i], stage_.surveys, person, *request.add_responses());
    return absl::OkStatus();
  }

  absl::Status Withdraw(const SurveyStep& step) {
    OBT_ASSIGN_OR_RETURN(const PersonId person, stage_.ids.Get(step.person));
    learning::v1::WithdrawSurveyResponseRequest request;
    request.set_programme_id(stage_.surveys.Of(step.survey).programme_id());
    request.set_survey_id(stage_.surveys.Of(step.survey).survey_id());
    request.mutable_withdrawn_at()->set_seconds(step.answered_at);
    learning::v1::WithdrawSurveyResponseResponse response;
    OBT_RETURN_IF_ERROR(AskUntilAnswered(session_, "learning", request, response, ToText(person)));
    counter_.Acknowledge();
    return absl::OkStatus();
  }

  ctl::Session& session_;
  const SurveyStage& stage_;
  Counter& counter_;
};

}  // namespace

absl::StatusOr<SurveyPair> PairOf(const std::vector<learning::v1::Survey>& surveys) {
  SurveyPair pair;
  for (const learning::v1::Survey& survey : surveys) {
    const bool asks = std::all_of(
        kConstructs.begin(), kConstructs.end(),
        [&survey](absl::string_view construct) { return FindConstruct(survey, construct) != nullptr; });
    if (asks) (survey.kind() == learning::v1::SURVEY_KIND_PRE ? pair.before : pair.after) = survey;
  }
  if (pair.before.survey_id().empty() || pair.after.survey_id().empty()) return SurveysMissing();
  return pair;
}

void FillResponse(const SurveyStep& step, const SurveyPair& surveys, const PersonId& person,
                  learning::v1::SurveyResponse& message) {
  const learning::v1::Survey& survey = surveys.Of(step.survey);
  message.set_programme_id(survey.programme_id());
  message.set_survey_id(survey.survey_id());
  message.set_person_id(ToText(person));
  message.mutable_answered_at()->set_seconds(step.answered_at);
  for (size_t i = 0; i < kConstructs.size(); ++i) {
    learning::v1::SurveyAnswer& answer = *message.add_answers();
    answer.set_question_id(FindConstruct(survey, kConstructs[i])->question_id());
    answer.set_value(step.values[i]);
  }
  for (const learning::v1::SurveyQuestion& question : survey.questions()) {
    if (!step.comments || question.scale() > 0) continue;
    learning::v1::SurveyAnswer& answer = *message.add_answers();
    answer.set_question_id(question.question_id());
    answer.set_text("A made-up comment on what helped");
  }
}

absl::StatusOr<PlayReport> PlaySurveys(ctl::Session& session, const SurveyStage& stage, int64_t from,
                                       const std::function<absl::Status(int64_t)>& keep) {
  Counter counter;
  StepSender sender(session, stage, counter);
  OBT_RETURN_IF_ERROR(SendStream(
      {"playing surveys", "responses", stage.steps.size(), from, stage.lanes, stage.batch},
      [&](size_t first, size_t end) { return sender.Send(first, end); }, [](int64_t) {}, keep));
  return counter.Report();
}

}  // namespace obt::simulate
