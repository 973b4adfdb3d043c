// Survey responses: the rows behind what people answered. Keeps words apart from answers on scales, and
// publishes each change.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/ids.h"
#include "common/store/reader.h"
#include "common/store/txn.h"
#include "obt/learning/v1/survey.pb.h"
#include "services/learning/response/domain.h"

namespace obt::learning {

// A person's response to a survey.
struct ResponseKey {
  PersonId person;
  std::string programme_id, survey_id;
};

// What the tables know about a person's response; the programme is left open. `answered_at_us` is the moment
// of the revision that arrives, if it has one.
absl::StatusOr<ResponseContext> ReadResponseContext(const obt::store::Reader& reader, const ResponseKey& key,
                                                    std::optional<int64_t> answered_at_us);

// Writes what Decide allowed and publishes the change, which gives the revision its sequence; of a repeated
// one the first result. `context` and `intake` are of the same transaction.
absl::StatusOr<v1::BatchSubmitSurveyResponsesResult> RecordResponse(obt::store::Txn& txn,
                                                                    const ResponseKey& key,
                                                                    const v1::SurveyResponse& response,
                                                                    const ResponseContext& context,
                                                                    Intake intake);

// Deletes what was answered up to a moment, publishes what stands now, and returns the change's sequence; the
// last one when that much was withdrawn before.
absl::StatusOr<uint64_t> WithdrawResponse(obt::store::Txn& txn, const ResponseKey& key,
                                          const ResponseContext& context, int64_t withdrawn_at_us);

// The revisions that stand, earliest first, with their words; empty without a response.
absl::StatusOr<std::vector<v1::SurveyRevision>> RevisionsOf(const obt::store::Reader& reader,
                                                            const ResponseKey& key);

}  // namespace obt::learning
