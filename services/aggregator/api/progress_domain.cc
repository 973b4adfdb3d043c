#include "services/aggregator/api/progress_domain.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "common/base/rules.h"
#include "common/base/validate.h"
#include "common/rules/measures.h"
#include "services/aggregator/api/points.h"

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

template <learning::v1::SurveyKind kind>
bool HasSurvey(const ProgrammeState& programme) {
  return std::any_of(programme.surveys.begin(), programme.surveys.end(),
                     [](const auto& survey) { return survey.second.kind() == kind; });
}
bool HasTarget(const ProgrammeState& programme) { return programme.rules.target_minutes.has_value(); }

// In the order people take them, with the programmes that have them.
struct StepRow {
  v1::Step step;
  bool (*has)(const ProgrammeState&);
};
constexpr StepRow kSteps[] = {
    {v1::STEP_PRE_SURVEY, HasSurvey<learning::v1::SURVEY_KIND_PRE>},
    {v1::STEP_START_LEARNING, [](const ProgrammeState&) { return true; }},
    {v1::STEP_COMPLETE_LEARNING,
     [](const ProgrammeState& programme) { return programme.rules.CanBeCompleted(); }},
    {v1::STEP_REACH_TARGET, HasTarget},
    {v1::STEP_CONVERSE, [](const ProgrammeState& programme) { return programme.has_teams; }},
    {v1::STEP_POST_SURVEY, HasSurvey<learning::v1::SURVEY_KIND_POST>},
};

}  // namespace

bool IsTold(v1::Step step) {
  return std::any_of(std::begin(kSteps), std::end(kSteps),
                     [step](const StepRow& row) { return row.step == step; });
}

v1::GetPersonProgressResponse ProgressOf(const ProgrammeState& programme, ParticipantIndex participant) {
  v1::GetPersonProgressResponse response;
  const Participants& participants = programme.participants;
  const auto day_of = [&](v1::Step step) {
    return participant == kNobody ? kNever : participants.reached(rules::MilestoneOf(step))[participant].day;
  };
  const Day started = day_of(v1::STEP_START_LEARNING);
  const Day conversed = programme.has_teams ? day_of(v1::STEP_CONVERSE) : kAlways;
  for (const auto& [step, has] : kSteps) {
    if (!has(programme)) continue;
    v1::StepProgress& progress = *response.add_steps();
    progress.set_step(step);
    progress.set_done(day_of(step) != kNever);
    if (progress.done()) *progress.mutable_done_on() = ToDate(day_of(step));
    progress.set_before_learning(step == v1::STEP_POST_SURVEY && day_of(step) < started);
    progress.set_before_conversation(step == v1::STEP_POST_SURVEY && day_of(step) < conversed);
    const bool too_late = step == v1::STEP_PRE_SURVEY && started != kNever;
    if (progress.done() || too_late || response.next_step() != v1::STEP_UNSPECIFIED) continue;
    response.set_next_step(step);
  }
  if (programme.rules.target_minutes.has_value())
    response.set_target_minutes(*programme.rules.target_minutes);
  if (participant != kNobody) response.set_minutes(static_cast<int32_t>(participants.minutes()[participant]));
  return response;
}

}  // namespace obt::aggregator
