#include "services/aggregator/api/progress_service.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "common/rpc/page_token.h"
#include "services/aggregator/api/metrics_domain.h"
#include "services/aggregator/api/metrics_service.h"
#include "services/aggregator/query/cohort.h"

namespace obt::aggregator::v1 {

Violations Validate(const GetPersonProgressRequest& request) {
  Violations out;
  validate::Code(out, "programme_id", request.programme_id(), validate::Presence::kRequired);
  validate::ServerId(out, "person_id", request.person_id(), validate::Presence::kRequired);
  CheckPoints(out, request.at_least());
  return out;
}

Violations Validate(const ListCohortRequest& request) {
  Violations out;
  validate::Code(out, "programme_id", request.programme_id(), validate::Presence::kRequired);
  validate::Code(out, "organisation_code", request.organisation_code(), validate::Presence::kOptional);
  std::set<int> named;
  const auto check = [&](absl::string_view field, const google::protobuf::RepeatedField<int>& steps) {
    for (int i = 0; i < steps.size(); ++i) {
      const std::string path = validate::Path(field, i, "");
      validate::Enum(out, path, *Step_descriptor(), steps[i], validate::Presence::kRequired);
      if (!named.insert(steps[i]).second) out.Add(path, "names a step that is named already");
    }
  };
  if (request.done().empty() && request.not_done().empty())
    out.Add("done", "done or not_done must name a step");
  check("done", request.done());
  check("not_done", request.not_done());
  CheckPoints(out, request.at_least());
  validate::PageSize(out, request.page_size());
  return out;
}

}  // namespace obt::aggregator::v1

namespace obt::aggregator {
namespace {

// In the order people take them.
std::vector<v1::Step> StepsOf(const ProgrammeState& programme) {
  const auto has_survey = [&programme](learning::v1::SurveyKind kind) {
    return std::any_of(programme.surveys.begin(), programme.surveys.end(),
                       [kind](const auto& survey) { return survey.second.kind() == kind; });
  };
  std::vector<v1::Step> steps;
  if (has_survey(learning::v1::SURVEY_KIND_PRE)) steps.push_back(v1::STEP_PRE_SURVEY);
  steps.push_back(v1::STEP_START_LEARNING);
  if (programme.rules.CanBeCompleted()) steps.push_back(v1::STEP_COMPLETE_LEARNING);
  if (programme.rules.target_minutes.has_value()) steps.push_back(v1::STEP_REACH_TARGET);
  if (has_survey(learning::v1::SURVEY_KIND_POST)) steps.push_back(v1::STEP_POST_SURVEY);
  return steps;
}

CohortQuery QueryOf(const v1::ListCohortRequest& request, const rpc::Call& call, absl::string_view after) {
  CohortQuery query;
  query.programme_id = request.programme_id();
  query.organisation_code = request.organisation_code();
  for (const int step : request.done()) query.done.push_back(static_cast<v1::Step>(step));
  for (const int step : request.not_done()) query.not_done.push_back(static_cast<v1::Step>(step));
  query.covers = [&call](absl::string_view code) { return call.Covers(code); };
  query.today = DayOf(call.now);
  if (!after.empty()) query.after = IdFromBytes<PersonId>(after).value();
  query.limit = static_cast<size_t>(validate::EffectivePageSize(request.page_size()));
  return query;
}

}  // namespace

v1::GetPersonProgressResponse ProgressOf(const ProgrammeState& programme, LearnerIndex learner) {
  v1::GetPersonProgressResponse response;
  const Learners& learners = programme.learners;
  const auto day_of = [&](v1::Step step) {
    return learner == kNobody ? kNever : MilestonesOf(learners, step)[learner].day;
  };
  const Day started = day_of(v1::STEP_START_LEARNING);
  for (const v1::Step step : StepsOf(programme)) {
    v1::StepProgress& progress = *response.add_steps();
    progress.set_step(step);
    progress.set_done(day_of(step) != kNever);
    if (progress.done()) *progress.mutable_done_on() = ToDate(day_of(step));
    progress.set_before_learning(step == v1::STEP_POST_SURVEY && day_of(step) < started);
    const bool too_late = step == v1::STEP_PRE_SURVEY && started != kNever;
    if (progress.done() || too_late || response.next_step() != v1::STEP_UNSPECIFIED) continue;
    response.set_next_step(step);
  }
  if (programme.rules.target_minutes.has_value())
    response.set_target_minutes(*programme.rules.target_minutes);
  if (learner != kNobody) response.set_minutes(static_cast<int32_t>(learners.minutes()[learner]));
  return response;
}

void ProgressService::BindTo(rpc::Router& router) {
  router
      .Query(
          +[](const v1::GetPersonProgressRequest& request, const rpc::Call& call,
              const obt::store::View& view,
              ProgressService& self) { return self.GetPersonProgress(request, call, view); },
          *this)
      .Wait(
          +[](const v1::GetPersonProgressRequest& request, const rpc::Call& call,
              const obt::store::View& view,
              ProgressService& self) { return self.WaitForProgress(request, call, view); },
          *this)
      .Query(
          +[](const v1::ListCohortRequest& request, const rpc::Call& call, const obt::store::View& view,
              ProgressService& self) { return self.ListCohort(request, call, view); },
          *this)
      .Wait(
          +[](const v1::ListCohortRequest& request, const rpc::Call& call, const obt::store::View& view,
              ProgressService& self) { return self.WaitForCohort(request, call, view); },
          *this);
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

absl::Duration ProgressService::WaitForCohort(const v1::ListCohortRequest& request, const rpc::Call&,
                                              const obt::store::View&) {
  return WaitForPoints(engine_, request.at_least());
}

absl::StatusOr<v1::ListCohortResponse> ProgressService::ListCohort(const v1::ListCohortRequest& request,
                                                                   const rpc::Call& call,
                                                                   const obt::store::View&) {
  OBT_ASSIGN_OR_RETURN(const std::string after, rpc::OpenPageToken(call, request));
  const CohortQuery query = QueryOf(request, call, after);
  OBT_ASSIGN_OR_RETURN(const Cohort cohort, engine_.Read([&](const State& state) -> absl::StatusOr<Cohort> {
    OBT_RETURN_IF_ERROR(CheckIncluded(state, request.at_least()));
    return FindCohort(state, query);
  }));
  v1::ListCohortResponse response;
  for (const PersonId& person : cohort.people) response.add_person_ids(ToText(person));
  response.set_total(static_cast<int32_t>(cohort.total));
  if (cohort.more)
    response.set_next_page_token(rpc::SealPageToken(call, request, std::string(cohort.people.back().view())));
  return response;
}

}  // namespace obt::aggregator
