// The rules of survey responses, as pure functions: what is wrong with one, whether it may be recorded, and
// what stands of somebody's revisions and withdrawals (domain.md §3). What stands does not depend on the
// order in which they arrive.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/error.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/learning/store/v1/learning_store.pb.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt/learning/v1/events.pb.h"
#include "obt/learning/v1/survey.pb.h"

namespace obt::learning {

// Of one person and survey, those that stand: bounds the cost of reading a response.
inline constexpr int kMaxRevisions = 20;
// Of one person and survey, the latest: of these the moment is still known, so that the same answers again
// get the first result. Older ones are forgotten, and what is answered at their moment is withdrawn all the
// same.
inline constexpr int kMaxWithdrawnMoments = 20;

// What is known when a response arrives.
struct ResponseContext {
  const identity::v1::Programme* programme = nullptr;
  std::optional<v1::Survey> survey;
  bool survey_used = false;           // somebody has responded to it before
  store::v1::SurveyResponseRow row;   // of the person and survey; without revisions when there is none
  store::v1::SurveyTexts same_texts;  // the words of the revision of that very moment, if there is one
};

// What recording a response means.
enum class Intake {
  kStands,
  kWithdrawn,  // what was answered up to then had been withdrawn before it came
  kRepeated,   // it is here already
};

// May this response be recorded, and as what? An unknown programme or survey is NOT_FOUND; whatever is wrong
// with the time or the answers is INVALID_ARGUMENT, all at once; other content at a moment that has a
// revision is ABORTED / CONFLICT; one more that would stand beyond kMaxRevisions is FAILED_PRECONDITION.
absl::StatusOr<Intake> Decide(const v1::SurveyResponse& response, const ResponseContext& context,
                              absl::Time now);

// May somebody withdraw what they answered to this survey up to then?
absl::Status CheckWithdrawal(const v1::WithdrawSurveyResponseRequest& request, const ResponseContext& context,
                             absl::Time now);

// The moment a response was given, in microseconds; nothing when what it states is no time.
std::optional<int64_t> MomentOf(const v1::SurveyResponse& response);

// The response of which `request` is the single-call form.
v1::SurveyResponse ResponseOf(const v1::SubmitSurveyResponseRequest& request, const std::string& person_id);

// A valid response as it is kept: answers on a scale, and words apart from them, both by question id.
store::v1::RevisionRow RevisionOf(const v1::SurveyResponse& response);
store::v1::SurveyTexts TextsOf(const v1::SurveyResponse& response);
// The answers both came from.
std::vector<v1::SurveyAnswer> AnswersOf(const store::v1::RevisionRow& revision,
                                        const store::v1::SurveyTexts& texts);

// nullptr when there is no revision of that moment.
const store::v1::RevisionRow* FindRevision(const store::v1::SurveyResponseRow& row, int64_t answered_at_us);
bool IsWithdrawn(const store::v1::SurveyResponseRow& row, int64_t answered_at_us);
// Adds a revision at its place in time; one that is withdrawn loses its answers. Withdrawn moments beyond
// kMaxWithdrawnMoments are forgotten, earliest first.
void PutRevision(store::v1::RevisionRow revision, store::v1::SurveyResponseRow& row);
// Withdraws what was answered up to a moment; returns the moments of the revisions this took back. An earlier
// withdrawal than the last one changes nothing.
std::vector<int64_t> Withdraw(int64_t withdrawn_at_us, store::v1::SurveyResponseRow& row);
// The revisions that are not withdrawn, earliest first; the last one is what stands.
std::vector<const store::v1::RevisionRow*> Standing(const store::v1::SurveyResponseRow& row);

// What is published of a response.
v1::SurveyResponseChanged ChangedResponse(const store::v1::SurveyResponseRow& row, const v1::Survey& survey,
                                          uint64_t identity_sequence);

}  // namespace obt::learning
