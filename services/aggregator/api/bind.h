// The RPCs of the aggregator, service by service.
#pragma once

#include <vector>

#include "common/rpc/router.h"
#include "services/aggregator/api/kept_answers.h"
#include "services/aggregator/api/pinned_states.h"
#include "services/aggregator/api/same_questions.h"
#include "services/aggregator/api/survey_weeks.h"
#include "services/aggregator/ingest/engine.h"
#include "services/aggregator/query/worker_pool.h"
#include "services/aggregator/verify/sources.h"
#include "services/aggregator/verify/verify_job.h"

namespace obt::aggregator {

// What figures are asked of, and what has been asked already.
struct Figures {
  Figures(const Engine& of, WorkerPool& workers, PinnedStates& states)
      : engine(of), pool(workers), pinned(states) {}
  const Engine& engine;
  WorkerPool& pool;
  PinnedStates& pinned;
  KeptAnswers kept;
  SameQuestions same;
};

// MetricsService: live figures, each answer from one consistent state in memory.
void BindMetrics(rpc::Router& router, Figures& figures, const std::vector<FollowedSource>& sources);
// SnapshotService: states that stand still.
void BindSnapshots(rpc::Router& router, const Engine& engine, PinnedStates& states);
// SurveyService: what people answered before and after, protected, a week at a time.
void BindSurveys(rpc::Router& router, SurveyWeeks& weeks);
// ProgressService: where one person stands, and who stands somewhere, from the columns.
void BindProgress(rpc::Router& router, const Engine& engine);
// VerifyService: starts recounts and tells what they found.
void BindVerify(rpc::Router& router, VerifyJob& job);

}  // namespace obt::aggregator
