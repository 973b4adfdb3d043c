#include "services/aggregator/api/progress_service.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/base/rules.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "common/rpc/page_token.h"
#include "common/rules/measures.h"
#include "services/aggregator/api/metrics_service.h"
#include "services/aggregator/api/points.h"
#include "services/aggregator/query/cohort.h"

namespace obt::aggregator::v1 {

Violations Validate(const GetPersonProgressRequest& request) {
  Violations out = validate::ByRules(request);
  CheckPoints(out, request.at_least());
  return out;
}

Violations Validate(const ListCohortRequest& request) {
  Violations out = validate::ByRules(request);
  std::set<int> named;
  const auto check = [&](absl::string_view field, const google::protobuf::RepeatedField<int>& steps) {
    for (int i = 0; i < steps.size(); ++i) {
      if (!named.insert(steps[i]).second)
        out.Add(validate::Path(field, i, ""), "names a step that is named already");
    }
  };
  if (request.done().empty() && request.not_done().empty())
    out.Add("done", "done or not_done must name a step");
  check("done", request.done());
  check("not_done", request.not_done());
  CheckPoints(out, request.at_least());
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

absl::StatusOr<v1::ListCohortResponse> ListCohort(const v1::ListCohortRequest& request, const rpc::Call& call,
                                                  const obt::store::View&, const Engine& engine) {
  OBT_ASSIGN_OR_RETURN(const std::string after, rpc::OpenPageToken(call, request));
  const CohortQuery query = QueryOf(request, call, after);
  OBT_ASSIGN_OR_RETURN(const Cohort cohort, engine.ReadAt(request.at_least(), [&](const State& state) {
    return FindCohort(state, query);
  }));
  v1::ListCohortResponse response;
  for (const PersonId& person : cohort.people) response.add_person_ids(ToText(person));
  response.set_total(static_cast<int32_t>(cohort.total));
  if (cohort.more)
    response.set_next_page_token(rpc::SealPageToken(call, request, std::string(cohort.people.back().view())));
  return response;
}

}  // namespace

v1::GetPersonProgressResponse ProgressOf(const ProgrammeState& programme, ParticipantIndex participant) {
  v1::GetPersonProgressResponse response;
  const Participants& participants = programme.participants;
  const auto day_of = [&](v1::Step step) {
    return participant == kNobody ? kNever : participants.reached(rules::MilestoneOf(step))[participant].day;
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
  if (participant != kNobody) response.set_minutes(static_cast<int32_t>(participants.minutes()[participant]));
  return response;
}

absl::StatusOr<v1::GetPersonProgressResponse> GetPersonProgress(const v1::GetPersonProgressRequest& request,
                                                                const rpc::Call&, const obt::store::View&,
                                                                const Engine& engine) {
  return engine.ReadAt(
      request.at_least(), [&](const State& state) -> absl::StatusOr<v1::GetPersonProgressResponse> {
        OBT_ASSIGN_OR_RETURN(const ProgrammeState* const programme,
                             state.GetProgramme(request.programme_id()));
        const PersonIndex person = state.people.Find(*ParseId<PersonId>(request.person_id()));
        return ProgressOf(*programme, person == kNobody ? kNobody : programme->participants.Find(person));
      });
}

void BindProgress(rpc::Router& router, const Engine& engine) {
  router.Query(GetPersonProgress, engine)
      .Wait(WaitForPoints<v1::GetPersonProgressRequest>, engine)
      .Query(ListCohort, engine)
      .Wait(WaitForPoints<v1::ListCohortRequest>, engine);
}

}  // namespace obt::aggregator
