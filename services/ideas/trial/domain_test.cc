#include "services/ideas/trial/domain.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "services/ideas/item/state_domain.h"

namespace obt::ideas {
namespace {

using State = v1::TrialState;

constexpr State kStates[] = {v1::TRIAL_STATE_PLANNED, v1::TRIAL_STATE_RUNNING, v1::TRIAL_STATE_CONCLUDED};

google::type::Date DateOf(absl::string_view day) { return ToDate(ParseDayText(day).value()); }
const Day kToday = ParseDayText("2025-01-15").value();

v1::IdeaFacts IdeaIn(v1::IdeaState state) {
  v1::IdeaFacts idea;
  idea.set_idea_id("idea");
  idea.set_programme_id("obt-2024");
  idea.set_team_id("team");
  idea.set_state(state);
  *idea.mutable_agreed_on() = DateOf("2024-11-04");
  return idea;
}

v1::ExperimentFacts ExperimentIn(State state) {
  v1::ExperimentFacts experiment;
  experiment.mutable_trial()->set_state(state);
  if (state != v1::TRIAL_STATE_PLANNED)
    *experiment.mutable_trial()->mutable_started_on() = DateOf("2024-11-11");
  return experiment;
}

v1::AdoptionFacts AdoptionIn(State state) {
  v1::AdoptionFacts adoption;
  adoption.mutable_trial()->set_state(state);
  return adoption;
}

v1::TrialResult Worked() {
  v1::TrialResult result;
  result.set_outcome(v1::OUTCOME_WORKED);
  return result;
}

std::string FirstFault(const absl::Status& status) {
  const std::vector<FieldViolation> faults = ViolationsOf(status);
  return faults.empty() ? "" : faults.front().field + ": " + faults.front().description;
}

// What may be done when: the one table.
const std::map<TrialVerb, std::set<State>>& Allowed() {
  static const auto& allowed = *new std::map<TrialVerb, std::set<State>>{
      {TrialVerb::kUpdate, {v1::TRIAL_STATE_PLANNED, v1::TRIAL_STATE_RUNNING}},
      {TrialVerb::kStart, {v1::TRIAL_STATE_PLANNED}},
      {TrialVerb::kConclude, {v1::TRIAL_STATE_RUNNING}},
      {TrialVerb::kReport, {v1::TRIAL_STATE_PLANNED, v1::TRIAL_STATE_RUNNING}},
      {TrialVerb::kTell, {v1::TRIAL_STATE_CONCLUDED}}};
  return allowed;
}

TEST(TrialStates, EveryVerbIsRefusedInEveryOtherState) {
  for (const auto& [verb, states] : Allowed()) {
    for (const State state : kStates) {
      const absl::Status experiment = CheckState(ExperimentIn(state), verb);
      const absl::Status adoption = CheckState(AdoptionIn(state), verb);
      EXPECT_EQ(experiment.ok(), states.contains(state)) << static_cast<int>(verb) << WordOf(state);
      EXPECT_EQ(adoption.ok(), states.contains(state)) << static_cast<int>(verb) << WordOf(state);
      if (states.contains(state)) continue;
      EXPECT_EQ(ReasonOf(experiment), "EXPERIMENT_STATE");
      EXPECT_EQ(ReasonOf(adoption), "ADOPTION_STATE");
      EXPECT_TRUE(absl::StrContains(experiment.message(), absl::StrCat("the experiment is ", WordOf(state))));
      for (const State allowed : states) EXPECT_TRUE(absl::StrContains(adoption.message(), WordOf(allowed)));
    }
  }
}

TEST(TrialStates, ARefusalSaysWhatIsAllowed) {
  EXPECT_EQ(CheckState(ExperimentIn(v1::TRIAL_STATE_CONCLUDED), TrialVerb::kUpdate).message(),
            "the experiment is CONCLUDED; it can be changed while it is PLANNED or RUNNING");
}

TEST(Experiments, EveryVerbOfTheServiceKeepsToTheStates) {
  for (const State state : kStates) {
    v1::ExperimentFacts experiment = ExperimentIn(state);
    EXPECT_EQ(Update({}, experiment).ok(), Allowed().at(TrialVerb::kUpdate).contains(state));
    v1::IdeaFacts agreed = IdeaIn(v1::IDEA_STATE_AGREED);
    experiment = ExperimentIn(state);
    EXPECT_EQ(Start({}, kToday, agreed, experiment).ok(), Allowed().at(TrialVerb::kStart).contains(state));
    v1::IdeaFacts tried = IdeaIn(v1::IDEA_STATE_IN_EXPERIMENT);
    experiment = ExperimentIn(state);
    EXPECT_EQ(Conclude(Worked(), kToday, tried, experiment).ok(),
              Allowed().at(TrialVerb::kConclude).contains(state));
  }
}

TEST(Experiments, ArePlannedWithAnIdeaThatIsAgreedOrConcluded) {
  for (int state = v1::IDEA_STATE_DRAFT; state <= v1::IDEA_STATE_MERGED; ++state) {
    const bool allowed = state == v1::IDEA_STATE_AGREED || state == v1::IDEA_STATE_CONCLUDED;
    const auto planned = PlanWith(IdeaIn(static_cast<v1::IdeaState>(state)), std::nullopt, {});
    EXPECT_EQ(planned.ok(), allowed) << state;
    EXPECT_EQ(ReasonOf(planned.status()), allowed ? "" : "IDEA_STATE") << state;
  }
}

TEST(Experiments, AnIdeaHasOneAtATime) {
  for (const State state : kStates) {
    const auto planned = PlanWith(IdeaIn(v1::IDEA_STATE_AGREED), ExperimentIn(state), {});
    EXPECT_EQ(ReasonOf(planned.status()), state == v1::TRIAL_STATE_CONCLUDED ? "" : "EXPERIMENT_OPEN");
  }
}

TEST(Experiments, StartAndConcludeTakeTheIdeaAlong) {
  v1::IdeaFacts idea = IdeaIn(v1::IDEA_STATE_AGREED);
  v1::ExperimentFacts experiment = PlanWith(idea, std::nullopt, {}).value();
  ASSERT_TRUE(Start(DateOf("2024-11-05"), kToday, idea, experiment).ok());
  EXPECT_EQ(idea.state(), v1::IDEA_STATE_IN_EXPERIMENT);
  EXPECT_EQ(experiment.trial().started_on().day(), 5);
  ASSERT_TRUE(Conclude(Worked(), kToday, idea, experiment).ok());
  EXPECT_EQ(idea.state(), v1::IDEA_STATE_CONCLUDED);
  EXPECT_EQ(experiment.trial().outcome(), v1::OUTCOME_WORKED);
  EXPECT_EQ(ParseDay(experiment.trial().concluded_on()), kToday);
}

TEST(Experiments, DoNotStartBeforeTheIdeaWasAgreedOrInTheFuture) {
  const struct {
    const char* day;
    const char* fault;
  } kRows[] = {{"2024-11-03", "started_on: must not be before the idea was agreed"},
               {"2024-11-04", ""},
               {"2025-01-15", ""},
               {"2025-01-16", "started_on: must not be in the future"}};
  for (const auto& row : kRows) {
    v1::IdeaFacts idea = IdeaIn(v1::IDEA_STATE_AGREED);
    v1::ExperimentFacts experiment = ExperimentIn(v1::TRIAL_STATE_PLANNED);
    EXPECT_EQ(FirstFault(Start(DateOf(row.day), kToday, idea, experiment)), row.fault) << row.day;
  }
}

TEST(Results, TheDayLiesBetweenTheStartAndToday) {
  const struct {
    const char* day;
    const char* fault;
  } kRows[] = {{"2024-11-10", "result.concluded_on: must not be before it started"},
               {"2024-11-11", ""},
               {"2025-01-15", ""},
               {"2025-01-16", "result.concluded_on: must not be in the future"}};
  for (const auto& row : kRows) {
    v1::TrialResult result = Worked();
    *result.mutable_concluded_on() = DateOf(row.day);
    v1::IdeaFacts idea = IdeaIn(v1::IDEA_STATE_IN_EXPERIMENT);
    v1::ExperimentFacts experiment = ExperimentIn(v1::TRIAL_STATE_RUNNING);
    EXPECT_EQ(FirstFault(Conclude(result, kToday, idea, experiment)), row.fault) << row.day;
  }
}

TEST(Results, ABenefitSaysSomething) {
  v1::TrialResult result = Worked();
  result.add_benefits()->set_before_thousandths(1);
  result.add_benefits();
  result.add_benefits()->set_after_thousandths(1);
  v1::Trial trial;
  const absl::Status status = End(result, kAlways, "", kToday, trial);
  ASSERT_EQ(ViolationsOf(status).size(), 1u);
  EXPECT_EQ(ViolationsOf(status)[0].field, "result.benefits[1].before_thousandths");
  EXPECT_EQ(trial.state(), v1::TRIAL_STATE_UNSPECIFIED) << "a refusal changes nothing";
}

TEST(Requests, AListIsOfAnIdeaOrOfATeam) {
  v1::ListExperimentsRequest request;
  request.set_programme_id("obt-2024");
  request.set_idea_id("01927f3a-0000-7000-8000-000000000001");
  EXPECT_TRUE(Validate(request).empty());
  request.set_team_id("01927f3a-0000-7000-8000-000000000002");
  EXPECT_EQ(Validate(request).faults().at(0).field, "team_id");
}

}  // namespace
}  // namespace obt::ideas
