#include "services/aggregator/progress_service.h"

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "services/aggregator/metrics_domain.h"
#include "services/aggregator/metrics_service.h"

namespace obt::aggregator::v1 {

Violations Validate(const GetPersonProgressRequest& request) {
  Violations out;
  validate::Code(out, "programme_id", request.programme_id(), validate::Presence::kRequired);
  validate::ServerId(out, "person_id", request.person_id(), validate::Presence::kRequired);
  CheckPoints(out, request.at_least());
  return out;
}

}  // namespace obt::aggregator::v1

namespace obt::aggregator {

v1::GetPersonProgressResponse ProgressOf(const ProgrammeState& programme, LearnerIndex learner) {
  v1::GetPersonProgressResponse response;
  const Learners& learners = programme.learners;
  const auto add = [&](v1::Step step, const std::vector<Milestone>& milestones) {
    v1::StepProgress& progress = *response.add_steps();
    progress.set_step(step);
    progress.set_done(learner != kNobody && milestones[learner].day != kNever);
    if (progress.done()) *progress.mutable_done_on() = ToDate(milestones[learner].day);
    if (!progress.done() && response.next_step() == v1::STEP_UNSPECIFIED) response.set_next_step(step);
  };
  add(v1::STEP_START_LEARNING, learners.started());
  if (programme.rules.can_be_completed) add(v1::STEP_COMPLETE_LEARNING, learners.completed());
  if (programme.rules.target_minutes.has_value()) {
    add(v1::STEP_REACH_TARGET, learners.reached());
    response.set_target_minutes(*programme.rules.target_minutes);
  }
  if (learner != kNobody) response.set_minutes(static_cast<int32_t>(learners.minutes()[learner]));
  return response;
}

void ProgressService::BindTo(rpc::Router& router) {
  router.Bind("obt.aggregator.v1.ProgressService")
      .Query("GetPersonProgress", this, &ProgressService::GetPersonProgress,
             &ProgressService::WaitForProgress)
      .Done();
}

absl::Duration ProgressService::WaitForProgress(const v1::GetPersonProgressRequest& request, const rpc::Call&,
                                                const obt::store::View&) {
  return WaitForPoints(engine_, request.at_least());
}

absl::StatusOr<v1::GetPersonProgressResponse> ProgressService::GetPersonProgress(
    const v1::GetPersonProgressRequest& request, const rpc::Call&, const obt::store::View&) {
  return engine_.Read([&](const State& state) -> absl::StatusOr<v1::GetPersonProgressResponse> {
    OBT_RETURN_IF_ERROR(CheckIncluded(state, request.at_least()));
    const ProgrammeState* const programme = state.FindProgramme(request.programme_id());
    if (programme == nullptr) {
      return Error(absl::StatusCode::kNotFound, "PROGRAMME_NOT_FOUND",
                   absl::StrCat("programme ", request.programme_id(), " not found"));
    }
    const PersonIndex person = state.people.Find(*ParseId<PersonId>(request.person_id()));
    return ProgressOf(*programme, person == kNobody ? kNobody : programme->learners.Find(person));
  });
}

}  // namespace obt::aggregator
