#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/answer_page.h"
#include "common/rpc/grpc_status.h"
#include "obt/learning/v1/learning.pb.h"
#include "services/learning/bind.h"
#include "services/learning/curriculum/courses.h"
#include "services/learning/curriculum/domain.h"
#include "services/learning/event/domain.h"
#include "services/learning/event/record_domain.h"
#include "services/learning/event/rows.h"

namespace obt::learning {
namespace {

using obt::store::Txn;
using obt::store::View;
using rpc::Call;

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

// What every record of a programme is derived with.
struct Edition {
  std::shared_ptr<const feed::Lists> lists;  // keeps `programme`
  const identity::v1::Programme* programme = nullptr;
  std::vector<v1::Course> courses;
};

absl::StatusOr<Edition> EditionAt(const View& view, const std::string& programme_id,
                                  feed::Directory& directory) {
  Edition edition;
  OBT_ASSIGN_OR_RETURN(edition.lists, directory.ListsAt(view));
  edition.programme = edition.lists->FindProgramme(programme_id);
  if (edition.programme == nullptr) return ProgrammeNotFound(programme_id);
  OBT_ASSIGN_OR_RETURN(edition.courses, CoursesOf(view, programme_id));
  return edition;
}

absl::StatusOr<v1::LearnerRecord> RecordOf(const View& view, const Edition& edition,
                                           const std::string& person_id) {
  const std::string& programme_id = edition.programme->programme_id();
  OBT_ASSIGN_OR_RETURN(const std::vector<store::v1::EventRow> events,
                       EventsOf(view, PersonOf(person_id), programme_id));
  v1::LearnerRecord record = FoldRecord(events, edition.courses, *edition.programme);
  record.set_person_id(person_id);
  record.set_programme_id(programme_id);
  return record;
}

// One event of a batch.
absl::StatusOr<v1::RecordLearningResult> RecordOne(const v1::RecordLearningRequest&,
                                                   const v1::LearningEvent& event, const Call& call, Txn& txn,
                                                   feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const std::optional<store::v1::EventRow> first,
                       FindEvent(txn, event.source(), event.source_event_id()));
  if (first.has_value()) return ReplyAgain(event, *first);
  const PersonId person = PersonOf(event.person_id());
  OBT_ASSIGN_OR_RETURN(EventContext context, ReadContext(txn, event, person));
  OBT_ASSIGN_OR_RETURN(const std::shared_ptr<const feed::Lists> lists, directory.ListsAt(txn));
  context.programme = lists->FindProgramme(event.programme_id());
  context.learning_type_known =
      event.has_self_recorded() &&
      lists->HasCode(identity::v1::REFERENCE_KIND_LEARNING_TYPE, event.self_recorded().learning_type());
  OBT_ASSIGN_OR_RETURN(const Outcome outcome, Decide(event, context, call.now));
  return RecordEvent(txn, event, person, context, outcome);
}

absl::StatusOr<v1::RetractLearningResponse> RetractLearning(const v1::RetractLearningRequest& request,
                                                            const Call& call, Txn& txn,
                                                            feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(v1::RecordLearningResult result,
                       RecordOne({}, RetractionOf(request), call, txn, directory));
  v1::RetractLearningResponse response;
  response.set_sequence(result.sequence());
  *response.mutable_record_time() = std::move(*result.mutable_record_time());
  return response;
}

absl::StatusOr<v1::GetLearnerRecordResponse> GetLearnerRecord(const v1::GetLearnerRecordRequest& request,
                                                              const Call&, const View& view,
                                                              feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Edition edition, EditionAt(view, request.programme_id(), directory));
  v1::GetLearnerRecordResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_record(), RecordOf(view, edition, request.person_id()));
  return response;
}

absl::StatusOr<v1::BatchGetLearnerRecordsResponse> BatchGetLearnerRecords(
    const v1::BatchGetLearnerRecordsRequest& request, const Call&, const View& view,
    feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Edition edition, EditionAt(view, request.programme_id(), directory));
  v1::BatchGetLearnerRecordsResponse response;
  rpc::BatchRoom room;
  for (const std::string& person_id : request.person_ids()) {
    v1::BatchGetLearnerRecordsResponse::Result& result = *response.add_results();
    result.mutable_status();
    if (!room.full()) {
      OBT_ASSIGN_OR_RETURN(*result.mutable_record(), RecordOf(view, edition, person_id));
    }
    room.Take(result);
  }
  return response;
}

absl::StatusOr<v1::ListLearningEventsResponse> ListLearningEvents(
    const v1::ListLearningEventsRequest& request, const Call& call, const View& view,
    feed::Directory& directory) {
  OBT_RETURN_IF_ERROR(directory.RequireProgramme(view, request.programme_id()));
  return rpc::AnswerPage(
      request, call, &v1::ListLearningEventsResponse::mutable_events,
      [&](const std::string& position, size_t limit) {
        return PageOfEvents(view, PersonOf(request.person_id()), request.programme_id(), position, limit);
      },
      Recorded);
}

}  // namespace

void BindEvents(rpc::Router& router, feed::Directory& directory) {
  router.Batch(RecordOne, directory)
      .Command(RetractLearning, directory)
      .Query(GetLearnerRecord, directory)
      .Query(BatchGetLearnerRecords, directory)
      .Query(ListLearningEvents, directory);
}

}  // namespace obt::learning
