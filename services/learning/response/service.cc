#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/days.h"
#include "common/base/times.h"
#include "obt/learning/v1/survey.pb.h"
#include "services/learning/bind.h"
#include "services/learning/curriculum/surveys.h"
#include "services/learning/event/record_domain.h"
#include "services/learning/event/rows.h"
#include "services/learning/response/domain.h"
#include "services/learning/response/rows.h"

namespace obt::learning {
namespace {

using obt::store::Reader;
using obt::store::Txn;
using obt::store::View;
using rpc::Call;

// One response of a batch.
absl::StatusOr<v1::BatchSubmitSurveyResponsesResult> SubmitOne(const v1::BatchSubmitSurveyResponsesRequest&,
                                                               const v1::SurveyResponse& response,
                                                               const Call& call, Txn& txn,
                                                               feed::Directory& directory) {
  const ResponseKey key{*ParseId<PersonId>(response.person_id()), response.programme_id(),
                        response.survey_id()};
  OBT_ASSIGN_OR_RETURN(ResponseContext context, ReadResponseContext(txn, key, MomentOf(response)));
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<const feed::Lists> lists, directory.ListsAt(txn));
  context.programme = lists->FindProgramme(key.programme_id);
  OBT_ASSIGN_OR_RETURN(const Intake intake, Decide(response, context, call.now));
  return RecordResponse(txn, key, response, context, intake);
}

// Whether a post-survey was first answered before the day of any learning that counts.
absl::StatusOr<bool> IsBeforeLearning(const Reader& reader, const ResponseKey& key, Day answered,
                                      feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const std::optional<v1::Survey> survey,
                       FindSurvey(reader, key.programme_id, key.survey_id));
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<const feed::Lists> lists, directory.ListsAt(reader));
  const identity::v1::Programme* const programme = lists->FindProgramme(key.programme_id);
  if (programme == nullptr || !survey.has_value() || survey->kind() != v1::SURVEY_KIND_POST) return false;
  OBT_ASSIGN_OR_RETURN(const std::vector<store::v1::EventRow> events,
                       EventsOf(reader, key.person, key.programme_id));
  const v1::LearnerRecord record = FoldRecord(events, {}, *programme);
  return !record.has_started_on() || answered < ParseDay(record.started_on()).value();
}

absl::StatusOr<v1::SubmitSurveyResponseResponse> SubmitSurveyResponse(
    const v1::SubmitSurveyResponseRequest& request, const Call& call, Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(v1::BatchSubmitSurveyResponsesResult result,
                       SubmitOne({}, ResponseOf(request, ToText(*call.acting_for)), call, txn, directory));
  v1::SubmitSurveyResponseResponse response;
  response.set_sequence(result.sequence());
  *response.mutable_record_time() = std::move(*result.mutable_record_time());
  return response;
}

absl::StatusOr<v1::GetSurveyResponseResponse> GetSurveyResponse(const v1::GetSurveyResponseRequest& request,
                                                                const Call& call, const View& view,
                                                                feed::Directory& directory) {
  const ResponseKey key{*call.acting_for, request.programme_id(), request.survey_id()};
  OBT_ASSIGN_OR_RETURN(std::vector<v1::SurveyRevision> revisions, RevisionsOf(view, key));
  if (revisions.empty()) {
    return Error(absl::StatusCode::kNotFound, "RESPONSE_NOT_FOUND",
                 absl::StrCat("the person has no response to survey ", request.survey_id()));
  }
  v1::GetSurveyResponseResponse response;
  OBT_ASSIGN_OR_RETURN(
      const bool before,
      IsBeforeLearning(view, key, DayOfMicros(MicrosOf(revisions.front().answered_at())), directory));
  response.set_before_learning(before);
  *response.mutable_current() = std::move(revisions.back());
  revisions.pop_back();
  for (v1::SurveyRevision& revision : revisions) *response.add_earlier() = std::move(revision);
  return response;
}

absl::StatusOr<v1::WithdrawSurveyResponseResponse> WithdrawSurveyResponse(
    const v1::WithdrawSurveyResponseRequest& request, const Call& call, Txn& txn,
    feed::Directory& directory) {
  const ResponseKey key{*call.acting_for, request.programme_id(), request.survey_id()};
  OBT_ASSIGN_OR_RETURN(ResponseContext context, ReadResponseContext(txn, key, std::nullopt));
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<const feed::Lists> lists, directory.ListsAt(txn));
  context.programme = lists->FindProgramme(key.programme_id);
  OBT_RETURN_IF_ERROR(CheckWithdrawal(request, context, call.now));
  v1::WithdrawSurveyResponseResponse response;
  OBT_ASSIGN_OR_RETURN(const uint64_t sequence,
                       WithdrawResponse(txn, key, context, MicrosOf(request.withdrawn_at())));
  response.set_sequence(sequence);
  return response;
}

}  // namespace

void BindResponses(rpc::Router& router, feed::Directory& directory) {
  router.Command(SubmitSurveyResponse, directory)
      .Batch(SubmitOne, directory)
      .Query(GetSurveyResponse, directory)
      .Command(WithdrawSurveyResponse, directory);
}

}  // namespace obt::learning
