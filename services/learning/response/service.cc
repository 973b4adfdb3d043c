#include "services/learning/response/service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/days.h"
#include "common/base/times.h"
#include "services/learning/curriculum/surveys.h"
#include "services/learning/event/record_domain.h"
#include "services/learning/event/rows.h"

namespace obt::learning {
namespace {

using obt::store::Reader;
using obt::store::Txn;
using obt::store::View;

// The person the call is made for.
absl::StatusOr<PersonId> PersonOf(const rpc::Call& call) {
  if (call.acting_for.has_value()) return *call.acting_for;
  return Error(absl::StatusCode::kInvalidArgument, "PERSON_MISSING",
               "metadata obt-person: is required; name the person the call is made for");
}

}  // namespace

void SurveyService::BindTo(rpc::Router& router) {
  router.Bind("obt.learning.v1.SurveyService")
      .Command("SubmitSurveyResponse", this, &SurveyService::SubmitSurveyResponse)
      .Batch("BatchSubmitSurveyResponses", this, &SurveyService::SubmitOne,
             &v1::BatchSubmitSurveyResponsesRequest::responses,
             &v1::BatchSubmitSurveyResponsesResponse::mutable_results)
      .Query("GetSurveyResponse", this, &SurveyService::GetSurveyResponse)
      .Command("WithdrawSurveyResponse", this, &SurveyService::WithdrawSurveyResponse)
      .Done();
}

absl::StatusOr<v1::SubmitSurveyResponseResponse> SurveyService::SubmitSurveyResponse(
    const v1::SubmitSurveyResponseRequest& request, const rpc::Call& call, Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const PersonId person, PersonOf(call));
  OBT_ASSIGN_OR_RETURN(v1::BatchSubmitSurveyResponsesResult result,
                       Submit(ResponseOf(request, ToText(person)), person, call.now, txn));
  v1::SubmitSurveyResponseResponse response;
  response.set_sequence(result.sequence());
  *response.mutable_record_time() = std::move(*result.mutable_record_time());
  return response;
}

absl::StatusOr<v1::BatchSubmitSurveyResponsesResult> SurveyService::SubmitOne(
    const v1::BatchSubmitSurveyResponsesRequest&, const v1::SurveyResponse& response, const rpc::Call& call,
    Txn& txn) {
  return Submit(response, ParseId<PersonId>(response.person_id()).value(), call.now, txn);
}

absl::StatusOr<v1::GetSurveyResponseResponse> SurveyService::GetSurveyResponse(
    const v1::GetSurveyResponseRequest& request, const rpc::Call& call, const View& view) {
  OBT_ASSIGN_OR_RETURN(const PersonId person, PersonOf(call));
  const ResponseKey key{person, request.programme_id(), request.survey_id()};
  OBT_ASSIGN_OR_RETURN(std::vector<v1::SurveyRevision> revisions, RevisionsOf(view, key));
  if (revisions.empty()) {
    return Error(absl::StatusCode::kNotFound, "RESPONSE_NOT_FOUND",
                 absl::StrCat("the person has no response to survey ", request.survey_id()));
  }
  v1::GetSurveyResponseResponse response;
  OBT_ASSIGN_OR_RETURN(const bool before,
                       IsBeforeLearning(view, key, DayOfMicros(MicrosOf(revisions.front().answered_at()))));
  response.set_before_learning(before);
  *response.mutable_current() = std::move(revisions.back());
  revisions.pop_back();
  for (v1::SurveyRevision& revision : revisions) *response.add_earlier() = std::move(revision);
  return response;
}

absl::StatusOr<v1::WithdrawSurveyResponseResponse> SurveyService::WithdrawSurveyResponse(
    const v1::WithdrawSurveyResponseRequest& request, const rpc::Call& call, Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const PersonId person, PersonOf(call));
  const ResponseKey key{person, request.programme_id(), request.survey_id()};
  OBT_ASSIGN_OR_RETURN(ResponseContext context, ReadResponseContext(txn, key, std::nullopt));
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<const feed::Lists> lists, directory_.ListsAt(txn));
  context.programme = lists->FindProgramme(key.programme_id);
  OBT_RETURN_IF_ERROR(CheckWithdrawal(request, context, call.now));
  v1::WithdrawSurveyResponseResponse response;
  OBT_ASSIGN_OR_RETURN(const uint64_t sequence,
                       WithdrawResponse(txn, key, context, MicrosOf(request.withdrawn_at())));
  response.set_sequence(sequence);
  return response;
}

absl::StatusOr<v1::BatchSubmitSurveyResponsesResult> SurveyService::Submit(const v1::SurveyResponse& response,
                                                                           const PersonId& person,
                                                                           absl::Time now, Txn& txn) {
  const ResponseKey key{person, response.programme_id(), response.survey_id()};
  OBT_ASSIGN_OR_RETURN(ResponseContext context, ReadResponseContext(txn, key, MomentOf(response)));
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<const feed::Lists> lists, directory_.ListsAt(txn));
  context.programme = lists->FindProgramme(key.programme_id);
  OBT_ASSIGN_OR_RETURN(const Intake intake, Decide(response, context, now));
  return RecordResponse(txn, key, response, context, intake);
}

absl::StatusOr<bool> SurveyService::IsBeforeLearning(const Reader& reader, const ResponseKey& key,
                                                     Day answered) {
  OBT_ASSIGN_OR_RETURN(const std::optional<v1::Survey> survey,
                       FindSurvey(reader, key.programme_id, key.survey_id));
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<const feed::Lists> lists, directory_.ListsAt(reader));
  const identity::v1::Programme* const programme = lists->FindProgramme(key.programme_id);
  if (programme == nullptr || !survey.has_value() || survey->kind() != v1::SURVEY_KIND_POST) return false;
  OBT_ASSIGN_OR_RETURN(const std::vector<store::v1::EventRow> events,
                       EventsOf(reader, key.person, key.programme_id));
  const v1::LearnerRecord record = FoldRecord(events, {}, *programme);
  return !record.has_started_on() || answered < ParseDay(record.started_on()).value();
}

}  // namespace obt::learning
