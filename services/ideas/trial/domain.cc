#include "services/ideas/trial/domain.h"

#include <string>
#include <vector>

#include "common/base/rules.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "services/ideas/idea/domain.h"
#include "services/ideas/item/state_domain.h"

namespace obt::ideas::v1 {

Violations Validate(const ListExperimentsRequest& request) {
  Violations out = validate::ByRules(request);
  if (!request.idea_id().empty() && !request.team_id().empty())
    out.Add("team_id", "give at most one of idea_id, team_id");
  return out;
}

}  // namespace obt::ideas::v1

namespace obt::ideas {
namespace {

using TrialRules = std::vector<StateRule<TrialVerb, v1::TrialState>>;

const TrialRules& RulesOfTrials() {
  static const auto& rules = *new TrialRules{
      {TrialVerb::kUpdate, "changed", {v1::TRIAL_STATE_PLANNED, v1::TRIAL_STATE_RUNNING}},
      {TrialVerb::kStart, "started", {v1::TRIAL_STATE_PLANNED}},
      {TrialVerb::kConclude, "concluded", {v1::TRIAL_STATE_RUNNING}},
      {TrialVerb::kReport, "concluded", {v1::TRIAL_STATE_PLANNED, v1::TRIAL_STATE_RUNNING}},
      {TrialVerb::kTell, "told in a case study", {v1::TRIAL_STATE_CONCLUDED}},
  };
  return rules;
}

absl::Status Refused(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

void SetPlan(const v1::ExperimentPlan& plan, v1::Trial& trial) {
  *trial.mutable_first_day() = plan.first_day();
  *trial.mutable_last_day() = plan.last_day();
}

}  // namespace

absl::Status CheckState(const v1::ExperimentFacts& experiment, TrialVerb verb) {
  const std::string refusal = RefusalOf(RulesOfTrials(), verb, experiment.trial().state(), "experiment");
  return refusal.empty() ? absl::OkStatus() : Refused("EXPERIMENT_STATE", refusal);
}

absl::Status CheckState(const v1::AdoptionFacts& adoption, TrialVerb verb) {
  const std::string refusal = RefusalOf(RulesOfTrials(), verb, adoption.trial().state(), "adoption");
  return refusal.empty() ? absl::OkStatus() : Refused("ADOPTION_STATE", refusal);
}

Day MeantDay(absl::string_view field, const google::type::Date& asked, Day earliest, absl::string_view what,
             Day today, Violations& out) {
  const Day day = ParseDay(asked).value_or(today);
  if (day > today) out.Add(field, "must not be in the future");
  if (day < earliest) out.Add(field, absl::StrCat("must not be before ", what));
  return day;
}

absl::Status End(const v1::TrialResult& result, Day earliest, absl::string_view what, Day today,
                 v1::Trial& trial) {
  Violations out;
  const Day day = MeantDay("result.concluded_on", result.concluded_on(), earliest, what, today, out);
  for (int i = 0; i < result.benefits_size(); ++i) {
    if (result.benefits(i).before_thousandths() == 0 && result.benefits(i).after_thousandths() == 0) {
      out.Add(validate::Path("result.benefits", i, "before_thousandths"),
              "nothing before and nothing after is no benefit: leave it out");
    }
  }
  OBT_RETURN_IF_ERROR(out.ToStatus());
  trial.set_state(v1::TRIAL_STATE_CONCLUDED);
  *trial.mutable_concluded_on() = ToDate(day);
  trial.set_outcome(result.outcome());
  *trial.mutable_enablers() = result.enablers();
  *trial.mutable_barriers() = result.barriers();
  *trial.mutable_benefits() = result.benefits();
  return absl::OkStatus();
}

absl::StatusOr<v1::ExperimentFacts> PlanWith(const v1::IdeaFacts& idea,
                                             const std::optional<v1::ExperimentFacts>& latest,
                                             const v1::ExperimentPlan& plan) {
  if (latest.has_value() && latest->trial().state() != v1::TRIAL_STATE_CONCLUDED) {
    return Refused("EXPERIMENT_OPEN",
                   absl::StrCat("an idea has one experiment at a time, and one with it is ",
                                WordOf(latest->trial().state())));
  }
  OBT_RETURN_IF_ERROR(CheckState(idea, IdeaVerb::kPlan));
  v1::ExperimentFacts experiment;
  experiment.set_programme_id(idea.programme_id());
  experiment.set_team_id(idea.team_id());
  experiment.set_idea_id(idea.idea_id());
  experiment.mutable_trial()->set_state(v1::TRIAL_STATE_PLANNED);
  SetPlan(plan, *experiment.mutable_trial());
  return experiment;
}

absl::Status Update(const v1::ExperimentPlan& plan, v1::ExperimentFacts& experiment) {
  OBT_RETURN_IF_ERROR(CheckState(experiment, TrialVerb::kUpdate));
  SetPlan(plan, *experiment.mutable_trial());
  return absl::OkStatus();
}

absl::Status Start(const google::type::Date& asked, Day today, v1::IdeaFacts& idea,
                   v1::ExperimentFacts& experiment) {
  OBT_RETURN_IF_ERROR(CheckState(experiment, TrialVerb::kStart));
  Violations out;
  const Day day = MeantDay("started_on", asked, kAlways, "", today, out);
  OBT_RETURN_IF_ERROR(out.ToStatus());
  OBT_RETURN_IF_ERROR(Start(day, idea));
  experiment.mutable_trial()->set_state(v1::TRIAL_STATE_RUNNING);
  *experiment.mutable_trial()->mutable_started_on() = ToDate(day);
  return absl::OkStatus();
}

absl::Status Conclude(const v1::TrialResult& result, Day today, v1::IdeaFacts& idea,
                      v1::ExperimentFacts& experiment) {
  OBT_RETURN_IF_ERROR(CheckState(experiment, TrialVerb::kConclude));
  v1::Trial& trial = *experiment.mutable_trial();
  OBT_RETURN_IF_ERROR(End(result, *ParseDay(trial.started_on()), "it started", today, trial));
  return Conclude(idea);
}

v1::ExperimentReceipt ReceiptOf(const v1::ExperimentFacts& experiment) {
  v1::ExperimentReceipt receipt;
  receipt.set_experiment_id(experiment.experiment_id());
  receipt.set_state(experiment.trial().state());
  receipt.set_etag(experiment.etag());
  return receipt;
}

}  // namespace obt::ideas
