#include <functional>
#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/ideas/test_trials.h"

namespace obt::ideas {
namespace {

using obt::testing::IsOk;
using samples::kColleague;
using samples::kFacilitator;
using samples::kMember;
using samples::kOutsider;
using samples::kTeam;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ExperimentServiceTest : public ::testing::Test {
 protected:
  absl::StatusOr<v1::Experiment> Get(const std::string& id, const std::string& person) {
    v1::GetExperimentRequest request;
    request.set_experiment_id(id);
    OBT_ASSIGN_OR_RETURN(auto response, world.Call<v1::GetExperimentResponse>(request, person));
    return response.experiment();
  }
  static v1::ListExperimentsRequest Asked() {
    v1::ListExperimentsRequest request;
    request.set_programme_id("obt-2024");
    return request;
  }
  // The ids on the first page, and whether there is another one.
  std::vector<std::string> Listed(const v1::ListExperimentsRequest& request, const std::string& person) {
    const auto response = world.Call<v1::ListExperimentsResponse>(request, person).value();
    std::vector<std::string> ids;
    for (const v1::Experiment& each : response.experiments()) ids.push_back(each.facts().experiment_id());
    if (!response.next_page_token().empty()) ids.push_back("more");
    return ids;
  }
  absl::StatusOr<v1::UpdateExperimentResponse> Update(const std::string& id, const std::string& person,
                                                      const std::string& etag = "") {
    v1::UpdateExperimentRequest request;
    request.set_experiment_id(id);
    request.set_etag(etag);
    *request.mutable_plan() = Trials::PlanOf();
    request.mutable_plan()->set_measure("Stamps used.");
    return world.Call<v1::UpdateExperimentResponse>(request, person);
  }

  Trials world;
};

TEST_F(ExperimentServiceTest, TheWayOfAnExperimentTakesItsIdeaAlong) {
  const std::string idea = world.Agreed();
  const std::string id = world.Planned(idea);
  EXPECT_EQ(world.FactsOf(idea).experiment_id(), id);
  EXPECT_EQ(world.FactsOf(idea).state(), v1::IDEA_STATE_AGREED);
  ASSERT_THAT(Update(id, kFacilitator), IsOk());
  const auto started = world.Start(id).value();
  EXPECT_EQ(started.experiment().state(), v1::TRIAL_STATE_RUNNING);
  EXPECT_EQ(world.FactsOf(idea).state(), v1::IDEA_STATE_IN_EXPERIMENT);
  const auto concluded = world.Conclude(id).value();
  EXPECT_EQ(concluded.experiment().state(), v1::TRIAL_STATE_CONCLUDED);
  EXPECT_EQ(world.FactsOf(idea).state(), v1::IDEA_STATE_CONCLUDED);
  const v1::Experiment experiment = Get(id, kOutsider).value();
  EXPECT_EQ(experiment.text().measure(), "Stamps used.");
  EXPECT_EQ(experiment.text().learnt(), "One printer is enough.");
  EXPECT_EQ(experiment.facts().trial().outcome(), v1::OUTCOME_WORKED);
  EXPECT_EQ(experiment.facts().etag(), concluded.experiment().etag());
  EXPECT_EQ(experiment.organisation_code(), "jobcentres");
}

TEST_F(ExperimentServiceTest, EachChangePublishesBothWithoutWords) {
  const std::string id = world.Concluded(world.Agreed());
  const auto events = world.Events<v1::ExperimentChanged>();
  std::vector<v1::TrialState> states;
  for (const v1::ExperimentChanged& event : events) {
    states.push_back(event.experiment().trial().state());
    EXPECT_EQ(event.identity_sequence(), World::kIdentitySequence);
  }
  EXPECT_THAT(states,
              ElementsAre(v1::TRIAL_STATE_PLANNED, v1::TRIAL_STATE_RUNNING, v1::TRIAL_STATE_CONCLUDED));
  EXPECT_EQ(world.Events<v1::IdeaChanged>().back().idea().state(), v1::IDEA_STATE_CONCLUDED);
  for (const auto& change : world.Changes()) {
    EXPECT_EQ(change.event().find("printer"), std::string::npos);
    EXPECT_EQ(change.event().find("writing"), std::string::npos);
  }
}

TEST_F(ExperimentServiceTest, AnotherOneMayFollowButOneAtATime) {
  const std::string idea = world.Agreed();
  const std::string first = world.Planned(idea);
  EXPECT_EQ(ReasonOf(world.Plan(idea).status()), "EXPERIMENT_OPEN");
  world.Start(first).value();
  EXPECT_EQ(ReasonOf(world.Plan(idea).status()), "EXPERIMENT_OPEN");
  world.Conclude(first, Trials::ResultOf(v1::OUTCOME_DID_NOT_WORK)).value();
  const std::string second = world.Running(idea);
  EXPECT_EQ(world.FactsOf(idea).experiment_id(), second);
  EXPECT_EQ(world.FactsOf(idea).state(), v1::IDEA_STATE_IN_EXPERIMENT);
  v1::ListExperimentsRequest request = Asked();
  request.set_idea_id(idea);
  EXPECT_THAT(Listed(request, kFacilitator), ElementsAre(first, second));
}

TEST_F(ExperimentServiceTest, EveryGuardHasItsReason) {
  const std::string team_only = world.Agreed(v1::VISIBILITY_TEAM);
  const std::string proposed = world.Propose(kMember, v1::VISIBILITY_CROSS_GOVERNMENT);
  const std::string idea = world.Agreed();
  const std::string id = world.Planned(idea);
  const std::string running = world.Running(world.Agreed());
  const std::string nobody = samples::IdOfNumber(999);
  const auto unlearnt = [] {
    v1::TrialResult result = Trials::ResultOf(v1::OUTCOME_STOPPED);
    result.clear_learnt();
    return result;
  };
  const struct {
    const char* reason;
    std::function<absl::Status()> run;
  } kRows[] = {
      {"IDEA_NOT_FOUND", [&] { return world.Plan(nobody).status(); }},
      {"IDEA_NOT_FOUND", [&] { return world.Plan(team_only, kOutsider).status(); }},
      {"NOT_FACILITATOR", [&] { return world.Plan(world.Agreed(), kMember).status(); }},
      {"NOT_FACILITATOR", [&] { return world.Plan(world.Agreed(), kOutsider).status(); }},
      {"IDEA_STATE", [&] { return world.Plan(proposed).status(); }},
      {"EXPERIMENT_NOT_FOUND", [&] { return world.Start(nobody).status(); }},
      {"NOT_FACILITATOR", [&] { return world.Start(id, "2024-11-12", kMember).status(); }},
      {"INVALID_FIELDS", [&] { return world.Start(id, "2024-11-03").status(); }},
      {"INVALID_FIELDS", [&] { return world.Start(id, "2025-01-16").status(); }},
      {"EXPERIMENT_STATE", [&] { return world.Start(running).status(); }},
      {"EXPERIMENT_STATE", [&] { return world.Conclude(id).status(); }},
      {"INVALID_FIELDS", [&] { return world.Conclude(running, unlearnt()).status(); }},
      {"NOT_FACILITATOR", [&] { return world.Conclude(running, Trials::ResultOf(), kMember).status(); }},
      {"NOT_FACILITATOR", [&] { return Update(id, kMember).status(); }},
      {"STALE_ETAG", [&] { return Update(id, kFacilitator, "77").status(); }},
      {"EXPERIMENT_STATE", [&] { return Update(world.Concluded(world.Agreed()), kFacilitator).status(); }},
  };
  int number = 0;
  for (const auto& row : kRows) EXPECT_EQ(ReasonOf(row.run()), row.reason) << number++;
}

TEST_F(ExperimentServiceTest, ApprovalsThatAreNeededBlockTheStart) {
  const std::string idea = world.Agreed();
  const std::string id = world.Planned(idea);
  world.Change([&](obt::store::Txn& txn) {
    v1::IdeaFacts facts = world.FactsOf(idea);
    facts.mutable_terms()->add_approvals_needed(v1::APPROVAL_LEGAL);
    return Put(txn, world.clock().Now(), facts);
  });
  EXPECT_EQ(ReasonOf(world.Start(id).status()), "APPROVAL_MISSING");
  EXPECT_EQ(world.FactsOf(idea).state(), v1::IDEA_STATE_AGREED);
  EXPECT_EQ(Get(id, kFacilitator).value().facts().trial().state(), v1::TRIAL_STATE_PLANNED);
}

TEST_F(ExperimentServiceTest, TodayIsLondonsDay) {
  const std::string id = world.Planned(world.Agreed());
  world.clock().Set(samples::At("2025-06-30T23:30:00Z"));
  world.Start(id, "").value();
  EXPECT_EQ(FormatDay(*ParseDay(Get(id, kMember).value().facts().trial().started_on())), "2025-07-01");
}

TEST_F(ExperimentServiceTest, AnAdminDecidesToo) {
  v1::PlanExperimentRequest request;
  request.set_idea_id(world.Agreed());
  *request.mutable_plan() = Trials::PlanOf();
  EXPECT_EQ(ReasonOf(world.CallAs<v1::PlanExperimentResponse>("defra-admin", request).status()),
            "NOT_FACILITATOR");
  EXPECT_THAT(world.CallAs<v1::PlanExperimentResponse>("jobcentres-admin", request), IsOk());
}

TEST_F(ExperimentServiceTest, IsSeenAsItsIdeaIs) {
  const std::string id = world.Planned(world.Agreed(v1::VISIBILITY_ORGANISATION));
  EXPECT_THAT(Get(id, kColleague), IsOk());
  EXPECT_EQ(ReasonOf(Get(id, kOutsider).status()), "EXPERIMENT_NOT_FOUND");
  EXPECT_EQ(Get(id, kOutsider).status(), Get(samples::IdOfNumber(999), kOutsider).status());
}

TEST_F(ExperimentServiceTest, ListsWhatIsAskedForAndSeen) {
  const std::string open = world.Planned(world.Agreed());
  const std::string inside = world.Planned(world.Agreed(v1::VISIBILITY_ORGANISATION));
  const std::string concluded = world.Concluded(world.Agreed());
  v1::ListExperimentsRequest by_team = Asked();
  by_team.set_team_id(kTeam);
  EXPECT_THAT(Listed(Asked(), kColleague), ElementsAre(open, inside, concluded));
  EXPECT_THAT(Listed(Asked(), kOutsider), ElementsAre(open, concluded));
  EXPECT_THAT(Listed(by_team, kOutsider), ElementsAre(open, concluded));
  v1::ListExperimentsRequest some = Asked();
  some.add_states(v1::TRIAL_STATE_PLANNED);
  EXPECT_THAT(Listed(some, kOutsider), ElementsAre(open));
  some = Asked();
  some.add_outcomes(v1::OUTCOME_WORKED);
  EXPECT_THAT(Listed(some, kOutsider), ElementsAre(concluded));
  some.set_outcomes(0, v1::OUTCOME_STOPPED);
  EXPECT_THAT(Listed(some, kOutsider), IsEmpty());
  some.set_programme_id("obt-2030");
  EXPECT_EQ(ReasonOf(world.Call<v1::ListExperimentsResponse>(some, kOutsider).status()),
            "PROGRAMME_NOT_FOUND");
}

TEST_F(ExperimentServiceTest, WhetherThereIsANextPageTellsOfNothingUnseen) {
  const std::string open = world.Planned(world.Agreed());
  v1::ListExperimentsRequest request = Asked();
  request.set_team_id(kTeam);
  request.set_page_size(1);
  world.Planned(world.Agreed(v1::VISIBILITY_TEAM));
  EXPECT_THAT(Listed(request, kOutsider), ElementsAre(open));
  EXPECT_THAT(Listed(request, kMember), ElementsAre(open, "more"));
}

TEST_F(ExperimentServiceTest, ATeamThatIsWithheldIsNeitherToldNorListed) {
  const std::string id = world.Planned(world.Agreed(v1::VISIBILITY_CROSS_GOVERNMENT, true));
  v1::ListExperimentsRequest by_team = Asked();
  by_team.set_team_id(kTeam);
  EXPECT_EQ(Get(id, kOutsider).value().facts().team_id(), kTeam);
  world.Shrink(2);
  EXPECT_EQ(Get(id, kOutsider).value().facts().team_id(), "");
  EXPECT_EQ(Get(id, kOutsider).value().organisation_code(), "jobcentres");
  EXPECT_EQ(Get(id, kFacilitator).value().facts().team_id(), kTeam);
  EXPECT_EQ(Get(id, kMember).value().facts().team_id(), kTeam);
  EXPECT_THAT(Listed(by_team, kOutsider), IsEmpty());
  EXPECT_THAT(Listed(by_team, kFacilitator), ElementsAre(id));
  EXPECT_THAT(Listed(Asked(), kOutsider), ElementsAre(id));
}

TEST_F(ExperimentServiceTest, WhatIsHiddenIsANoticeToItsTeamAlone) {
  const std::string idea = world.Agreed();
  const std::string id = world.Planned(idea);
  world.Hide<v1::ExperimentFacts>(id);
  const v1::Experiment notice = Get(id, kMember).value();
  EXPECT_EQ(notice.hidden_reason(), "It names somebody.");
  v1::Experiment expected;
  expected.mutable_facts()->set_experiment_id(id);
  expected.mutable_facts()->set_programme_id("obt-2024");
  expected.mutable_facts()->set_hidden(true);
  expected.set_hidden_reason("It names somebody.");
  EXPECT_EQ(notice.SerializeAsString(), expected.SerializeAsString());
  EXPECT_EQ(ReasonOf(Get(id, kColleague).status()), "EXPERIMENT_NOT_FOUND");
  EXPECT_EQ(ReasonOf(world.Start(id).status()), "HIDDEN");
  EXPECT_THAT(Listed(Asked(), kMember), IsEmpty());
  v1::GetExperimentRequest request;
  request.set_experiment_id(id);
  const auto moderated = world.CallAs<v1::GetExperimentResponse>("centre", request).value().experiment();
  EXPECT_EQ(moderated.text().measure(), "Days between writing and posting.");
  EXPECT_EQ(moderated.hidden_reason(), "It names somebody.");
}

TEST_F(ExperimentServiceTest, ADraftCaseStudyIsNotNamedToOthers) {
  const std::string id = world.Concluded(world.Agreed());
  const std::string story = world.Draft(id).value().case_study().case_study_id();
  EXPECT_EQ(Get(id, kMember).value().facts().case_study_id(), story);
  EXPECT_EQ(Get(id, kOutsider).value().facts().case_study_id(), "");
  world.Submit(story).value();
  world.Publish(story).value();
  EXPECT_EQ(Get(id, kOutsider).value().facts().case_study_id(), story);
}

}  // namespace
}  // namespace obt::ideas
