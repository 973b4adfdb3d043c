// Experiments, case studies and adoptions of the test world, made on the way that everybody takes. For tests
// only.
#pragma once

#include <string>

#include "services/ideas/item/rows.h"
#include "services/ideas/test_world.h"

namespace obt::ideas {

// Each call is that of kTeam's facilitator unless it names another person. Things are made a millisecond
// apart: so their ids are in the order of making.
class Trials : public World {
 public:
  // An idea of kTeam by kMember, agreed on 4 November.
  std::string Agreed(v1::Visibility visibility = v1::VISIBILITY_CROSS_GOVERNMENT, bool anonymous = false) {
    v1::LogConversationRequest request = samples::ConversationOf();
    v1::AgreedChange& change = *request.add_changes();
    change.set_idea_id(Propose(samples::kMember, visibility, anonymous));
    *change.mutable_try_by() = samples::DateOf("2024-11-30");
    Call<v1::LogConversationResponse>(request, samples::kFacilitator).value();
    return change.idea_id();
  }

  static v1::ExperimentPlan PlanOf() {
    v1::ExperimentPlan plan;
    plan.set_hypothesis("Letters leave on the day they are written.");
    plan.set_measure("Days between writing and posting.");
    *plan.mutable_first_day() = samples::DateOf("2024-11-11");
    *plan.mutable_last_day() = samples::DateOf("2024-12-20");
    return plan;
  }
  static v1::TrialResult ResultOf(v1::Outcome outcome = v1::OUTCOME_WORKED) {
    v1::TrialResult result;
    result.set_outcome(outcome);
    result.set_learnt("One printer is enough.");
    result.add_enablers(v1::PILLAR_SENIOR_SUPPORT);
    result.add_barriers(v1::PILLAR_TECHNOLOGY);
    v1::Benefit& benefit = *result.add_benefits();
    benefit.set_kind(v1::BENEFIT_KIND_STAFF_TIME);
    benefit.set_before_thousandths(3000);
    benefit.set_after_thousandths(1000);
    benefit.set_per(v1::PER_WEEK);
    *result.mutable_concluded_on() = samples::DateOf("2024-12-20");
    return result;
  }
  static v1::CaseStudyText StoryOf(const std::string& title = "Print at the desk") {
    v1::CaseStudyText text;
    text.set_title(title);
    text.set_story("We put a printer where letters are written.");
    text.set_learnt("One printer is enough.");
    return text;
  }

  absl::StatusOr<v1::PlanExperimentResponse> Plan(const std::string& idea_id,
                                                  const std::string& person = samples::kFacilitator) {
    clock().Advance(absl::Milliseconds(1));
    v1::PlanExperimentRequest request;
    request.set_idea_id(idea_id);
    *request.mutable_plan() = PlanOf();
    return Call<v1::PlanExperimentResponse>(request, person);
  }
  absl::StatusOr<v1::StartExperimentResponse> Start(const std::string& id,
                                                    const std::string& day = "2024-11-12",
                                                    const std::string& person = samples::kFacilitator) {
    v1::StartExperimentRequest request;
    request.set_experiment_id(id);
    if (!day.empty()) *request.mutable_started_on() = samples::DateOf(day);
    return Call<v1::StartExperimentResponse>(request, person);
  }
  absl::StatusOr<v1::ConcludeExperimentResponse> Conclude(const std::string& id,
                                                          const v1::TrialResult& result = ResultOf(),
                                                          const std::string& person = samples::kFacilitator) {
    v1::ConcludeExperimentRequest request;
    request.set_experiment_id(id);
    *request.mutable_result() = result;
    return Call<v1::ConcludeExperimentResponse>(request, person);
  }
  std::string Planned(const std::string& idea_id) {
    return Plan(idea_id).value().experiment().experiment_id();
  }
  std::string Running(const std::string& idea_id) {
    const std::string id = Planned(idea_id);
    Start(id).value();
    return id;
  }
  std::string Concluded(const std::string& idea_id) {
    const std::string id = Running(idea_id);
    Conclude(id).value();
    return id;
  }

  // About an experiment, or about the adoption of kTeamElsewhere where `person` is its facilitator.
  absl::StatusOr<v1::DraftCaseStudyResponse> Draft(const std::string& about_id,
                                                   const std::string& person = samples::kFacilitator) {
    clock().Advance(absl::Milliseconds(1));
    v1::DraftCaseStudyRequest request;
    (person == samples::kOutsider ? request.mutable_adoption_id() : request.mutable_experiment_id())
        ->assign(about_id);
    *request.mutable_text() = StoryOf();
    request.add_theme_codes("letters");
    return Call<v1::DraftCaseStudyResponse>(request, person);
  }
  absl::StatusOr<v1::SubmitCaseStudyResponse> Submit(const std::string& id,
                                                     const std::string& person = samples::kFacilitator) {
    v1::SubmitCaseStudyRequest request;
    request.set_case_study_id(id);
    return Call<v1::SubmitCaseStudyResponse>(request, person);
  }
  absl::StatusOr<v1::PublishCaseStudyResponse> Publish(const std::string& id,
                                                       const std::string& client = "dwp-admin",
                                                       const std::string& day = "2025-01-06") {
    v1::PublishCaseStudyRequest request;
    request.set_case_study_id(id);
    if (!day.empty()) *request.mutable_published_on() = samples::DateOf(day);
    return CallAs<v1::PublishCaseStudyResponse>(client, request);
  }
  absl::StatusOr<v1::WithdrawCaseStudyResponse> Withdraw(const std::string& id,
                                                         const std::string& person = samples::kFacilitator) {
    v1::WithdrawCaseStudyRequest request;
    request.set_case_study_id(id);
    request.set_reason("It names somebody.");
    return Call<v1::WithdrawCaseStudyResponse>(request, person);
  }
  // Published by the centre, of whichever department it is.
  std::string Published(const std::string& about_id, const std::string& person = samples::kFacilitator) {
    const std::string id = Draft(about_id, person).value().case_study().case_study_id();
    Submit(id, person).value();
    Publish(id, "centre").value();
    return id;
  }

  // By kTeamElsewhere.
  absl::StatusOr<v1::AdoptCaseStudyResponse> Adopt(const std::string& case_study_id,
                                                   const std::string& person = samples::kOutsider,
                                                   const std::string& team_id = samples::kTeamElsewhere,
                                                   const std::string& copied_from = "",
                                                   const std::string& day = "") {
    clock().Advance(absl::Milliseconds(1));
    v1::AdoptCaseStudyRequest request;
    request.set_case_study_id(case_study_id);
    request.set_team_id(team_id);
    request.set_copied_from(copied_from);
    request.set_plan("The same at our counter.");
    if (!day.empty()) *request.mutable_adopted_on() = samples::DateOf(day);
    return Call<v1::AdoptCaseStudyResponse>(request, person);
  }
  std::string Adopted(const std::string& case_study_id, const std::string& person = samples::kOutsider,
                      const std::string& team_id = samples::kTeamElsewhere,
                      const std::string& copied_from = "") {
    return Adopt(case_study_id, person, team_id, copied_from, "2025-01-06").value().adoption().adoption_id();
  }
  absl::StatusOr<v1::ReportAdoptionResponse> ReportEnd(const std::string& id,
                                                       const std::string& day = "2025-01-06",
                                                       const std::string& person = samples::kOutsider) {
    v1::ReportAdoptionRequest request;
    request.set_adoption_id(id);
    *request.mutable_result() = ResultOf();
    *request.mutable_result()->mutable_concluded_on() = samples::DateOf(day);
    return Call<v1::ReportAdoptionResponse>(request, person);
  }

  v1::CaseStudy CaseStudyOf(const std::string& id, const std::string& person) {
    v1::GetCaseStudyRequest request;
    request.set_case_study_id(id);
    return Call<v1::GetCaseStudyResponse>(request, person).value().case_study();
  }

  // As moderation does.
  template <typename Facts>
  void Hide(const std::string& id) {
    Change([&](obt::store::Txn& txn) -> absl::Status {
      OBT_ASSIGN_OR_RETURN(Facts facts, Get<Facts>(txn, id));
      facts.set_hidden(true);
      store::v1::RemarksRow remarks;
      remarks.set_hidden_reason("It names somebody.");
      PutRemarks(txn, id, remarks);
      return Put(txn, clock().Now(), facts);
    });
  }
  // kTeam with so many of its members.
  void Shrink(int members) {
    std::vector<std::string> ids;
    for (int i = 0; i < members; ++i) ids.push_back(samples::IdOfNumber(2 + i));
    Change([&](obt::store::Txn& txn) {
      return PutTeam(txn, samples::kTeam, "jobcentres", samples::kFacilitator, ids);
    });
  }
};

}  // namespace obt::ideas
