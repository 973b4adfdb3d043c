#include "services/learning/response/rows.h"

#include <utility>

#include "absl/time/time.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "common/feed/directory.h"
#include "services/learning/curriculum/surveys.h"
#include "services/learning/schema.h"

namespace obt::learning {
namespace {

using obt::store::Reader;
using obt::store::Txn;
using store::v1::RevisionRow;
using store::v1::SurveyResponseRow;
using store::v1::SurveyTexts;

absl::StatusOr<SurveyTexts> TextsAt(const Reader& reader, const ResponseKey& key, int64_t answered_at_us) {
  OBT_ASSIGN_OR_RETURN(
      std::optional<SurveyTexts> texts,
      kSurveyTexts.Find(reader, {key.person, key.programme_id, key.survey_id, answered_at_us}));
  return texts.has_value() ? *std::move(texts) : SurveyTexts();
}

v1::BatchSubmitSurveyResponsesResult ResultOf(const RevisionRow& revision) {
  v1::BatchSubmitSurveyResponsesResult result;
  result.set_sequence(revision.sequence());
  *result.mutable_record_time() = TimestampOf(revision.record_time_us());
  return result;
}

// Puts the row and publishes what stands of it.
absl::StatusOr<uint64_t> PutResponse(Txn& txn, const ResponseKey& key, SurveyResponseRow row,
                                     const v1::Survey& survey) {
  row.set_programme_id(key.programme_id);
  row.set_survey_id(key.survey_id);
  row.set_person_id(ToText(key.person));
  kSurveyResponses.Put(txn, {key.person, key.programme_id, key.survey_id}, row);
  OBT_ASSIGN_OR_RETURN(const uint64_t identity_sequence, feed::IdentitySequence(txn));
  return txn.Publish(ChangedResponse(row, survey, identity_sequence));
}

}  // namespace

absl::StatusOr<ResponseContext> ReadResponseContext(const Reader& reader, const ResponseKey& key,
                                                    std::optional<int64_t> answered_at_us) {
  ResponseContext context;
  OBT_ASSIGN_OR_RETURN(context.survey, FindSurvey(reader, key.programme_id, key.survey_id));
  OBT_ASSIGN_OR_RETURN(context.survey_used, IsSurveyUsed(reader, key.programme_id, key.survey_id));
  OBT_ASSIGN_OR_RETURN(std::optional<SurveyResponseRow> row,
                       kSurveyResponses.Find(reader, {key.person, key.programme_id, key.survey_id}));
  if (row.has_value()) context.row = *std::move(row);
  if (!answered_at_us.has_value() || FindRevision(context.row, *answered_at_us) == nullptr) return context;
  OBT_ASSIGN_OR_RETURN(context.same_texts, TextsAt(reader, key, *answered_at_us));
  return context;
}

absl::StatusOr<v1::BatchSubmitSurveyResponsesResult> RecordResponse(Txn& txn, const ResponseKey& key,
                                                                    const v1::SurveyResponse& response,
                                                                    const ResponseContext& context,
                                                                    Intake intake) {
  RevisionRow revision = RevisionOf(response);
  if (intake == Intake::kRepeated) return ResultOf(*FindRevision(context.row, revision.answered_at_us()));
  revision.set_sequence(txn.next_sequence());
  revision.set_record_time_us(absl::ToUnixMicros(txn.commit_time()));
  SurveyResponseRow row = context.row;
  PutRevision(revision, row);
  if (FindRevision(row, revision.answered_at_us()) == nullptr) {
    revision.set_sequence(txn.sequence());  // withdrawn, and older than what is remembered: nothing changes
    return ResultOf(revision);
  }
  const v1::BatchSubmitSurveyResponsesResult result = ResultOf(revision);
  const SurveyTexts texts = TextsOf(response);
  if (intake == Intake::kStands && texts.texts_size() > 0) {
    kSurveyTexts.Put(txn, {key.person, key.programme_id, key.survey_id, revision.answered_at_us()}, texts);
  }
  if (!context.survey_used) MarkSurveyUsed(txn, key.programme_id, key.survey_id);
  OBT_RETURN_IF_ERROR(PutResponse(txn, key, std::move(row), *context.survey).status());
  return result;
}

absl::StatusOr<uint64_t> WithdrawResponse(Txn& txn, const ResponseKey& key, const ResponseContext& context,
                                          int64_t withdrawn_at_us) {
  if (IsWithdrawn(context.row, withdrawn_at_us)) return txn.sequence();
  SurveyResponseRow row = context.row;
  for (const int64_t answered_at_us : Withdraw(withdrawn_at_us, row)) {
    kSurveyTexts.Delete(txn, {key.person, key.programme_id, key.survey_id, answered_at_us});
  }
  return PutResponse(txn, key, std::move(row), *context.survey);
}

absl::StatusOr<std::vector<v1::SurveyRevision>> RevisionsOf(const Reader& reader, const ResponseKey& key) {
  std::vector<v1::SurveyRevision> revisions;
  OBT_ASSIGN_OR_RETURN(const std::optional<SurveyResponseRow> row,
                       kSurveyResponses.Find(reader, {key.person, key.programme_id, key.survey_id}));
  if (!row.has_value()) return revisions;
  for (const RevisionRow* kept : Standing(*row)) {
    OBT_ASSIGN_OR_RETURN(const SurveyTexts texts, TextsAt(reader, key, kept->answered_at_us()));
    v1::SurveyRevision& revision = revisions.emplace_back();
    *revision.mutable_answered_at() = TimestampOf(kept->answered_at_us());
    for (v1::SurveyAnswer& answer : AnswersOf(*kept, texts)) *revision.add_answers() = std::move(answer);
    revision.set_sequence(kept->sequence());
    *revision.mutable_record_time() = TimestampOf(kept->record_time_us());
  }
  return revisions;
}

}  // namespace obt::learning
