// Plays a plan's surveys: its responses through BatchSubmitSurveyResponses in the order they are sent,
// several batches in flight, and its withdrawals one by one. Resumes where an earlier run was interrupted;
// what is sent twice changes nothing.
#pragma once

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "common/base/ids.h"
#include "obt/learning/v1/curriculum.pb.h"
#include "obt/learning/v1/survey.pb.h"
#include "tools/obtctl/session.h"
#include "tools/simulate/batch_sender.h"
#include "tools/simulate/ids_file.h"
#include "tools/simulate/survey_play.h"

namespace obt::simulate {

// The programme's surveys.
struct SurveyPair {
  learning::v1::Survey before, after;
  const learning::v1::Survey& Of(SurveyTime time) const {
    return time == SurveyTime::kBefore ? before : after;
  }
};

// FAILED_PRECONDITION unless there is one survey of each kind that asks about kConstructs. Pure.
absl::StatusOr<SurveyPair> PairOf(const std::vector<learning::v1::Survey>& surveys);

// Pure.
void FillResponse(const SurveyStep& step, const SurveyPair& surveys, const PersonId& person,
                  learning::v1::SurveyResponse& message);

struct SurveyStage {
  const std::vector<SurveyStep>& steps;
  const SurveyPair& surveys;
  const PersonIds& ids;
  size_t lanes = 4;
  size_t batch = 1000;
};

// `from` steps are acknowledged already; `keep` hears now and then how many are, and at the end.
absl::StatusOr<PlayReport> PlaySurveys(ctl::Session& session, const SurveyStage& stage, int64_t from,
                                       const std::function<absl::Status(int64_t)>& keep);

}  // namespace obt::simulate
