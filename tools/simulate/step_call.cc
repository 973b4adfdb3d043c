#include "tools/simulate/step_call.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/base/days.h"
#include "common/base/status.h"
#include "obt/ideas/v1/adoption.pb.h"
#include "obt/ideas/v1/discussion.pb.h"
#include "tools/simulate/idea_messages.h"
#include "tools/simulate/persistence.h"

namespace obt::simulate {
namespace {

namespace v1 = ideas::v1;

constexpr int32_t kTriedWithin = 60;  // Days from a conversation to when a change is to be tried.
constexpr char kSameThought[] = "They say the same in nearly the same words";

// One step as a call, and what it made as an id.
class StepCall {
 public:
  StepCall(ctl::Session& session, const IdeaStage& stage, size_t place)
      : session_(session),
        stage_(stage),
        plan_(stage.plan),
        step_(stage.steps[place]),
        places_(stage.plan),
        texts_(stage.seed),
        request_id_(absl::StrCat("simulated-", stage.seed, "-", stage.population.size(), "-step-", place)) {}

  absl::Status Make() {
    switch (step_.kind) {
      case StepKind::kWrite:
        return Write(plan_.ideas[step_.index]);
      case StepKind::kPropose:
        return Propose(plan_.ideas[step_.index]);
      case StepKind::kLog:
        return Log(plan_.conversations[step_.index]);
      case StepKind::kWithdraw:
        return Withdraw(plan_.conversations[step_.index]);
      case StepKind::kPark:
        return Park(plan_.ideas[step_.index]);
      case StepKind::kObtain:
        return Obtain(plan_.ideas[step_.index]);
      case StepKind::kPlan:
        return Plan(plan_.experiments[step_.index]);
      case StepKind::kStart:
        return Start(plan_.experiments[step_.index]);
      case StepKind::kConclude:
        return Conclude(plan_.experiments[step_.index]);
      case StepKind::kDraft:
        return Draft(plan_.case_studies[step_.index]);
      case StepKind::kSubmit:
        return Submit(plan_.case_studies[step_.index]);
      case StepKind::kPublish:
        return Publish(plan_.case_studies[step_.index]);
      case StepKind::kAdopt:
        return Adopt(plan_.adoptions[step_.index]);
      case StepKind::kRun:
        return Run(plan_.adoptions[step_.index]);
      case StepKind::kEndAdoption:
        return End(plan_.adoptions[step_.index]);
      case StepKind::kEndorse:
        return Endorse(plan_.endorsements[step_.index]);
      case StepKind::kComment:
        return Comment(plan_.comments[step_.index]);
      case StepKind::kReport:
        return Report(plan_.reports[step_.index]);
      case StepKind::kResolve:
        return Resolve(plan_.reports[step_.index]);
      case StepKind::kMerge:
        return Merge(plan_.merges[step_.index]);
      case StepKind::kUnmerge:
        return Unmerge(plan_.merges[step_.index]);
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Write(const IdeaPlan& idea) {
    v1::CreateIdeaRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_team_id(), TeamIdOf(idea.team));
    const texts::IdeaText text = texts_.Idea(idea.text);
    FillText(text, *request.mutable_text());
    FillTerms(idea, text, false, *request.mutable_terms());
    v1::CreateIdeaResponse response;
    OBT_RETURN_IF_ERROR(CallFor(idea.author, request, response));
    return Keep(places_.ideas + step_.index, response.idea().idea_id());
  }

  absl::Status Propose(const IdeaPlan& idea) {
    v1::ProposeIdeaRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_idea_id(), ItemId(places_.ideas + step_.index));
    v1::ProposeIdeaResponse response;
    return CallFor(idea.author, request, response);
  }

  absl::Status Log(const ConversationPlan& talk) {
    v1::LogConversationRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_team_id(), TeamIdOf(talk.team));
    *request.mutable_held_on() = ToDate(talk.held_on);
    for (const uint32_t person : talk.attended) {
      OBT_ASSIGN_OR_RETURN(*request.add_attendee_ids(), PersonIdOf(person));
    }
    if (talk.attended.empty()) request.set_attendance(static_cast<int32_t>(talk.attendance));
    request.set_set_scene(talk.safe);
    const uint64_t about = talk.changes > 0 ? plan_.ideas[talk.first_idea].text : step_.index;
    request.set_reflections(texts_.Reflections(step_.index, about));
    for (uint32_t i = talk.first_idea; i < talk.first_idea + talk.changes; ++i)
      OBT_RETURN_IF_ERROR(FillChange(i, talk.held_on, *request.add_changes()));
    v1::LogConversationResponse response;
    OBT_RETURN_IF_ERROR(CallFor(FacilitatorOf(talk.team), request, response));
    for (int i = 0; i < response.ideas_size(); ++i) {
      const uint32_t place = places_.ideas + talk.first_idea + static_cast<uint32_t>(i);
      OBT_RETURN_IF_ERROR(Keep(place, response.ideas(i).idea_id()));
    }
    return Keep(places_.conversations + step_.index, response.conversation_id());
  }

  absl::Status FillChange(uint32_t number, int32_t held_on, v1::AgreedChange& change) const {
    const IdeaPlan& idea = plan_.ideas[number];
    *change.mutable_try_by() = ToDate(held_on + kTriedWithin);
    if (idea.written_at != 0) {
      OBT_ASSIGN_OR_RETURN(*change.mutable_idea_id(), ItemId(places_.ideas + number));
      return absl::OkStatus();
    }
    const texts::IdeaText text = texts_.Idea(idea.text);
    FillText(text, *change.mutable_text());
    FillTerms(idea, text, false, *change.mutable_terms());
    return absl::OkStatus();
  }

  absl::Status Withdraw(const ConversationPlan& talk) {
    v1::WithdrawConversationRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_conversation_id(), ItemId(places_.conversations + step_.index));
    v1::WithdrawConversationResponse response;
    return CallFor(FacilitatorOf(talk.team), request, response);
  }

  absl::Status Park(const IdeaPlan& idea) {
    v1::ParkIdeaRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_idea_id(), ItemId(places_.ideas + step_.index));
    request.set_reason(texts_.ParkReason(idea.text));
    v1::ParkIdeaResponse response;
    const bool agreed = idea.conversation != kNothing;
    return CallFor(agreed ? FacilitatorOf(idea.team) : idea.author, request, response);
  }

  absl::Status Obtain(const IdeaPlan& idea) {
    v1::UpdateIdeaRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_idea_id(), ItemId(places_.ideas + step_.index));
    FillTerms(idea, texts_.Idea(idea.text), true, *request.mutable_terms());
    request.mutable_update_mask()->add_paths("terms");
    v1::UpdateIdeaResponse response;
    return CallFor(FacilitatorOf(idea.team), request, response);
  }

  absl::Status Plan(const ExperimentPlan& experiment) {
    const IdeaPlan& idea = plan_.ideas[experiment.idea];
    v1::PlanExperimentRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_idea_id(), ItemId(places_.ideas + experiment.idea));
    FillPlan(texts_.Experiment(idea.text, experiment.outcome), DayOf(experiment.started_at),
             experiment.planned_end, *request.mutable_plan());
    v1::PlanExperimentResponse response;
    OBT_RETURN_IF_ERROR(CallFor(FacilitatorOf(idea.team), request, response));
    return Keep(places_.experiments + step_.index, response.experiment().experiment_id());
  }

  absl::Status Start(const ExperimentPlan& experiment) {
    v1::StartExperimentRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_experiment_id(), ItemId(places_.experiments + step_.index));
    *request.mutable_started_on() = ToDate(DayOf(experiment.started_at));
    v1::StartExperimentResponse response;
    return CallFor(FacilitatorOf(plan_.ideas[experiment.idea].team), request, response);
  }

  absl::Status Conclude(const ExperimentPlan& experiment) {
    const IdeaPlan& idea = plan_.ideas[experiment.idea];
    v1::ConcludeExperimentRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_experiment_id(), ItemId(places_.experiments + step_.index));
    FillResult(texts_.Experiment(idea.text, experiment.outcome), experiment.outcome,
               DayOf(experiment.concluded_at), *request.mutable_result());
    v1::ConcludeExperimentResponse response;
    return CallFor(FacilitatorOf(idea.team), request, response);
  }

  absl::Status Draft(const CaseStudyPlan& study) {
    const IdeaPlan& idea = plan_.ideas[IdeaBehind(plan_, study)];
    const texts::Outcome outcome = OutcomeOf(plan_, study);
    const texts::IdeaText text = texts_.Idea(idea.text);
    v1::DraftCaseStudyRequest request;
    if (study.adoption == kNothing) {
      OBT_ASSIGN_OR_RETURN(*request.mutable_experiment_id(), ItemId(places_.experiments + study.experiment));
      FillText(texts_.CaseStudy(idea.text, outcome), *request.mutable_text());
    } else {
      OBT_ASSIGN_OR_RETURN(*request.mutable_adoption_id(), ItemId(places_.adoptions + study.adoption));
      FillText(text.title, texts_.Adoption(study.adoption, idea.text, outcome), *request.mutable_text());
    }
    v1::IdeaTerms terms;
    FillTerms(idea, text, false, terms);
    request.mutable_theme_codes()->Swap(terms.mutable_theme_codes());
    v1::DraftCaseStudyResponse response;
    OBT_RETURN_IF_ERROR(CallFor(FacilitatorOf(TellingTeam(plan_, study)), request, response));
    return Keep(places_.case_studies + step_.index, response.case_study().case_study_id());
  }

  absl::Status Submit(const CaseStudyPlan& study) {
    v1::SubmitCaseStudyRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_case_study_id(), ItemId(places_.case_studies + step_.index));
    v1::SubmitCaseStudyResponse response;
    return CallFor(FacilitatorOf(TellingTeam(plan_, study)), request, response);
  }

  absl::Status Publish(const CaseStudyPlan& study) {
    v1::PublishCaseStudyRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_case_study_id(), ItemId(places_.case_studies + step_.index));
    *request.mutable_published_on() = ToDate(DayOf(study.published_at));
    v1::PublishCaseStudyResponse response;
    return Call(request, response);
  }

  absl::Status Adopt(const AdoptionPlan& adoption) {
    v1::AdoptCaseStudyRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_case_study_id(),
                         ItemId(places_.case_studies + adoption.case_study));
    OBT_ASSIGN_OR_RETURN(*request.mutable_team_id(), TeamIdOf(adoption.team));
    if (adoption.copied_from != kNothing) {
      OBT_ASSIGN_OR_RETURN(*request.mutable_copied_from(), ItemId(places_.adoptions + adoption.copied_from));
    }
    request.set_plan(absl::StrCat("As they did it: ", texts_.Idea(IdeaOf(adoption)).title));
    *request.mutable_adopted_on() = ToDate(DayOf(adoption.planned_at));
    v1::AdoptCaseStudyResponse response;
    OBT_RETURN_IF_ERROR(CallFor(FacilitatorOf(adoption.team), request, response));
    return Keep(places_.adoptions + step_.index, response.adoption().adoption_id());
  }

  absl::Status Run(const AdoptionPlan& adoption) {
    v1::ReportAdoptionRequest request;
    *request.mutable_started_on() = ToDate(DayOf(adoption.running_at));
    return ReportOn(adoption, request);
  }

  absl::Status End(const AdoptionPlan& adoption) {
    v1::ReportAdoptionRequest request;
    FillResult(texts_.Adoption(step_.index, IdeaOf(adoption), adoption.outcome), adoption.outcome,
               DayOf(adoption.reported_at), *request.mutable_result());
    return ReportOn(adoption, request);
  }

  absl::Status ReportOn(const AdoptionPlan& adoption, v1::ReportAdoptionRequest& request) {
    OBT_ASSIGN_OR_RETURN(*request.mutable_adoption_id(), ItemId(places_.adoptions + step_.index));
    v1::ReportAdoptionResponse response;
    return CallFor(FacilitatorOf(adoption.team), request, response);
  }

  absl::Status Endorse(const EndorsementPlan& endorsement) {
    v1::EndorseRequest request;
    const bool story = endorsement.case_study != kNothing;
    OBT_ASSIGN_OR_RETURN(
        *request.mutable_target_id(),
        ItemId(story ? places_.case_studies + endorsement.case_study : places_.ideas + endorsement.idea));
    v1::EndorseResponse response;
    return CallFor(endorsement.person, request, response);
  }

  absl::Status Comment(const CommentPlan& comment) {
    v1::AddCommentRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_target_id(), ItemId(places_.ideas + comment.idea));
    if (comment.answers != kNothing) {
      OBT_ASSIGN_OR_RETURN(*request.mutable_reply_to(), ItemId(places_.comments + comment.answers));
    }
    request.set_text(texts_.CommentOn(step_.index, plan_.ideas[comment.idea].text).text);
    v1::AddCommentResponse response;
    OBT_RETURN_IF_ERROR(CallFor(comment.person, request, response));
    return Keep(places_.comments + step_.index, response.comment_id());
  }

  absl::Status Report(const ReportPlan& report) {
    v1::ReportContentRequest request;
    const bool said = report.comment != kNothing;
    OBT_ASSIGN_OR_RETURN(*request.mutable_target_id(),
                         ItemId(said ? places_.comments + report.comment : places_.ideas + report.idea));
    request.set_reason(texts_.ReportReason(step_.index));
    v1::ReportContentResponse response;
    OBT_RETURN_IF_ERROR(CallFor(report.person, request, response));
    return Keep(places_.reports + step_.index, response.report_id());
  }

  absl::Status Resolve(const ReportPlan& report) {
    v1::ResolveReportRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_report_id(), ItemId(places_.reports + step_.index));
    request.set_resolution(report.hides ? v1::RESOLUTION_HIDDEN : v1::RESOLUTION_DISMISSED);
    request.set_reason(texts_.ModerationReason(step_.index, report.hides));
    v1::ResolveReportResponse response;
    return Call(request, response);
  }

  absl::Status Merge(const MergePlan& merge) {
    v1::MergeIdeasRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_survivor_id(), ItemId(places_.ideas + merge.survivor));
    OBT_ASSIGN_OR_RETURN(*request.add_duplicate_ids(), ItemId(places_.ideas + merge.duplicate));
    request.set_reason(kSameThought);
    v1::MergeIdeasResponse response;
    return Call(request, response);
  }

  absl::Status Unmerge(const MergePlan& merge) {
    v1::UnmergeIdeaRequest request;
    OBT_ASSIGN_OR_RETURN(*request.mutable_idea_id(), ItemId(places_.ideas + merge.duplicate));
    v1::UnmergeIdeaResponse response;
    return Call(request, response);
  }

  // ---- what the calls have in common ----

  template <typename Request, typename Response>
  absl::Status Call(Request& request, Response& response, const std::string& person = "") {
    request.set_request_id(request_id_);
    return AskUntilAnswered(session_, "ideas", request, response, person);
  }
  template <typename Request, typename Response>
  absl::Status CallFor(uint32_t number, Request& request, Response& response) {
    OBT_ASSIGN_OR_RETURN(const std::string person, PersonIdOf(number));
    return Call(request, response, person);
  }

  absl::StatusOr<std::string> PersonIdOf(uint32_t number) const {
    OBT_ASSIGN_OR_RETURN(const PersonId person, stage_.people.Get(number));
    return ToText(person);
  }
  absl::StatusOr<std::string> TeamIdOf(uint32_t number) const {
    OBT_ASSIGN_OR_RETURN(const TeamId team, stage_.teams.Get(number));
    return ToText(team);
  }
  absl::StatusOr<std::string> ItemId(uint32_t place) const {
    OBT_ASSIGN_OR_RETURN(const PlayedId item, stage_.items.Get(place));
    return ToText(item);
  }
  absl::Status Keep(uint32_t place, const std::string& id) {
    stage_.items.Set(place, *ParseId<PlayedId>(id));
    return absl::OkStatus();
  }

  uint32_t FacilitatorOf(uint32_t team) const { return plan_.teams[team].members.front(); }
  uint64_t IdeaOf(const AdoptionPlan& adoption) const {
    return plan_.ideas[IdeaBehind(plan_, plan_.case_studies[adoption.case_study])].text;
  }
  int32_t DayOf(int64_t at) const { return Calendar::DaysSince1970(stage_.calendar.DayOf(at)); }

  ctl::Session& session_;
  const IdeaStage& stage_;
  const IdeasPlan& plan_;
  const IdeaStep& step_;
  const ItemPlaces places_;
  const texts::Texts texts_;
  const std::string request_id_;
};

}  // namespace

ItemPlaces::ItemPlaces(const IdeasPlan& plan)
    : conversations(0),
      ideas(conversations + static_cast<uint32_t>(plan.conversations.size())),
      experiments(ideas + static_cast<uint32_t>(plan.ideas.size())),
      case_studies(experiments + static_cast<uint32_t>(plan.experiments.size())),
      adoptions(case_studies + static_cast<uint32_t>(plan.case_studies.size())),
      comments(adoptions + static_cast<uint32_t>(plan.adoptions.size())),
      reports(comments + static_cast<uint32_t>(plan.comments.size())),
      end(reports + static_cast<uint32_t>(plan.reports.size())) {}

absl::Status MakeStep(ctl::Session& session, const IdeaStage& stage, size_t place) {
  return StepCall(session, stage, place).Make();
}

}  // namespace obt::simulate
