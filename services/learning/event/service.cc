#include "services/learning/event/service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/validate.h"
#include "common/rpc/grpc_status.h"
#include "common/rpc/page_token.h"
#include "services/learning/curriculum/courses.h"
#include "services/learning/curriculum/domain.h"
#include "services/learning/event/rows.h"

namespace obt::learning {
namespace {

using obt::store::Txn;
using obt::store::View;

constexpr size_t kBatchBytes = 3u << 20;  // a response may have 4 MiB

// Of an id that Validate has seen.
PersonId PersonOf(absl::string_view person_id) { return ParseId<PersonId>(person_id).value(); }

v1::RecordedLearningEvent Recorded(store::v1::EventRow row) {
  const v1::RecordLearningResult result = ReplyOf(row);
  v1::RecordedLearningEvent recorded;
  *recorded.mutable_event() = std::move(*row.mutable_event());
  recorded.set_sequence(result.sequence());
  *recorded.mutable_record_time() = result.record_time();
  recorded.set_retracted(row.retracted());
  return recorded;
}

}  // namespace

void LearningService::BindTo(rpc::Router& router) {
  router.Bind("obt.learning.v1.LearningService")
      .Batch("RecordLearning", this, &LearningService::RecordOne, &v1::RecordLearningRequest::events,
             &v1::RecordLearningResponse::mutable_results)
      .Command("RetractLearning", this, &LearningService::RetractLearning)
      .Query("GetLearnerRecord", this, &LearningService::GetLearnerRecord)
      .Query("BatchGetLearnerRecords", this, &LearningService::BatchGetLearnerRecords)
      .Query("ListLearningEvents", this, &LearningService::ListLearningEvents)
      .Done();
}

absl::StatusOr<v1::RecordLearningResult> LearningService::RecordOne(const v1::RecordLearningRequest&,
                                                                    const v1::LearningEvent& event,
                                                                    const rpc::Call& call, Txn& txn) {
  return Record(event, call.now, txn);
}

absl::StatusOr<v1::RetractLearningResponse> LearningService::RetractLearning(
    const v1::RetractLearningRequest& request, const rpc::Call& call, Txn& txn) {
  OBT_ASSIGN_OR_RETURN(v1::RecordLearningResult result, Record(RetractionOf(request), call.now, txn));
  v1::RetractLearningResponse response;
  response.set_sequence(result.sequence());
  *response.mutable_record_time() = std::move(*result.mutable_record_time());
  return response;
}

absl::StatusOr<v1::GetLearnerRecordResponse> LearningService::GetLearnerRecord(
    const v1::GetLearnerRecordRequest& request, const rpc::Call&, const View& view) {
  OBT_ASSIGN_OR_RETURN(const Edition edition, EditionAt(view, request.programme_id()));
  v1::GetLearnerRecordResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_record(), RecordOf(view, edition, request.person_id()));
  return response;
}

absl::StatusOr<v1::BatchGetLearnerRecordsResponse> LearningService::BatchGetLearnerRecords(
    const v1::BatchGetLearnerRecordsRequest& request, const rpc::Call& call, const View& view) {
  OBT_ASSIGN_OR_RETURN(const Edition edition, EditionAt(view, request.programme_id()));
  v1::BatchGetLearnerRecordsResponse response;
  size_t bytes = 0;
  for (const std::string& person_id : request.person_ids()) {
    v1::BatchGetLearnerRecordsResponse::Result& result = *response.add_results();
    absl::Status status = CheckScope(call, view, person_id);
    if (status.ok() && bytes > kBatchBytes) {
      status = Error(absl::StatusCode::kResourceExhausted, "RESPONSE_FULL", "ask for fewer people at once");
    }
    if (status.ok()) {
      OBT_ASSIGN_OR_RETURN(*result.mutable_record(), RecordOf(view, edition, person_id));
    }
    *result.mutable_status() = rpc::ToProto(status);
    bytes += result.ByteSizeLong();
  }
  return response;
}

absl::StatusOr<v1::ListLearningEventsResponse> LearningService::ListLearningEvents(
    const v1::ListLearningEventsRequest& request, const rpc::Call& call, const View& view) {
  OBT_RETURN_IF_ERROR(directory_.RequireProgramme(view, request.programme_id()));
  OBT_ASSIGN_OR_RETURN(const std::string after, rpc::OpenPageToken(call, request));
  OBT_ASSIGN_OR_RETURN(obt::store::Page<store::v1::EventRow> page,
                       PageOfEvents(view, PersonOf(request.person_id()), request.programme_id(), after,
                                    validate::EffectivePageSize(request.page_size())));
  v1::ListLearningEventsResponse response;
  for (store::v1::EventRow& row : page.rows) *response.add_events() = Recorded(std::move(row));
  if (!page.next.empty()) response.set_next_page_token(rpc::SealPageToken(call, request, page.next));
  return response;
}

absl::StatusOr<v1::RecordLearningResult> LearningService::Record(const v1::LearningEvent& event,
                                                                 absl::Time now, Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const std::optional<store::v1::EventRow> first,
                       FindEvent(txn, event.source(), event.source_event_id()));
  if (first.has_value()) return ReplyAgain(event, *first);
  const PersonId person = PersonOf(event.person_id());
  OBT_ASSIGN_OR_RETURN(EventContext context, ReadContext(txn, event, person));
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<const feed::Lists> lists, directory_.ListsAt(txn));
  context.programme = lists->FindProgramme(event.programme_id());
  context.learning_type_known =
      event.has_self_recorded() &&
      lists->HasCode(identity::v1::REFERENCE_KIND_LEARNING_TYPE, event.self_recorded().learning_type());
  OBT_ASSIGN_OR_RETURN(const Outcome outcome, Decide(event, context, now));
  return RecordEvent(txn, event, person, context, outcome);
}

absl::StatusOr<LearningService::Edition> LearningService::EditionAt(const View& view,
                                                                    const std::string& programme_id) {
  Edition edition;
  OBT_ASSIGN_OR_RETURN(edition.lists, directory_.ListsAt(view));
  edition.programme = edition.lists->FindProgramme(programme_id);
  if (edition.programme == nullptr) return ProgrammeNotFound(programme_id);
  OBT_ASSIGN_OR_RETURN(edition.courses, CoursesOf(view, programme_id));
  return edition;
}

absl::StatusOr<v1::LearnerRecord> LearningService::RecordOf(const View& view, const Edition& edition,
                                                            const std::string& person_id) {
  const std::string& programme_id = edition.programme->programme_id();
  OBT_ASSIGN_OR_RETURN(const std::vector<store::v1::EventRow> events,
                       EventsOf(view, PersonOf(person_id), programme_id));
  v1::LearnerRecord record = FoldRecord(events, edition.courses, *edition.programme);
  record.set_person_id(person_id);
  record.set_programme_id(programme_id);
  return record;
}

absl::Status LearningService::CheckScope(const rpc::Call& call, const View& view,
                                         const std::string& person_id) {
  OBT_ASSIGN_OR_RETURN(const std::optional<std::string> organisation,
                       directory_.OrganisationOf(view, PersonOf(person_id), DayOf(call.now)));
  if (organisation.has_value() && call.Covers(*organisation)) return absl::OkStatus();
  return PersonNotFound(person_id);
}

}  // namespace obt::learning
