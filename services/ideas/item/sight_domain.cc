#include "services/ideas/item/sight_domain.h"

#include "common/base/error.h"

namespace obt::ideas {
namespace {

// Of something that is all there for whoever belongs to it, or moderates it.
Sight Hidden(bool hidden, bool belongs, const Standing& standing) {
  if (!hidden || standing.moderates()) return Sight::kAll;
  return belongs ? Sight::kNotice : Sight::kNothing;
}

bool IsVisible(const v1::IdeaFacts& idea, const Standing& standing) {
  switch (idea.terms().visibility()) {
    case v1::VISIBILITY_CROSS_GOVERNMENT:
      return true;
    case v1::VISIBILITY_ORGANISATION:
      return standing.within;
    default:
      return false;
  }
}

absl::Status Denied(const char* reason, const char* who) {
  return Error(absl::StatusCode::kPermissionDenied, reason, who);
}

}  // namespace

v1::IdeaState UnderlyingState(const v1::IdeaFacts& idea) {
  const bool aside = idea.state() == v1::IDEA_STATE_PARKED || idea.state() == v1::IDEA_STATE_MERGED;
  return aside ? idea.state_before() : idea.state();
}

bool IsTeamWithheld(const v1::IdeaFacts& idea, int members) {
  return idea.terms().anonymous() && members < kFewestForATeam;
}

Standing WhereWithheld(const v1::IdeaFacts& idea, Standing standing) {
  if (standing.author || !idea.conversation_id().empty()) return standing;
  standing.member = standing.facilitates = false;
  return standing;
}

Sight SightOf(const v1::IdeaFacts& idea, const Standing& standing, bool reported) {
  const bool belongs = standing.author || standing.team();
  if (UnderlyingState(idea) == v1::IDEA_STATE_DRAFT) {
    if (!belongs && !(standing.moderates() && reported)) return Sight::kNothing;
    return Hidden(idea.hidden(), belongs, standing);
  }
  if (!belongs && !standing.moderates() && !IsVisible(idea, standing)) return Sight::kNothing;
  return Hidden(idea.hidden(), belongs, standing);
}

Sight SightOf(const v1::ExperimentFacts& experiment, const Standing& standing, Sight idea) {
  if (idea != Sight::kAll) return idea;
  return Hidden(experiment.hidden(), standing.author || standing.team(), standing);
}

Sight SightOf(const v1::ConversationFacts&, const Standing& standing) {
  return standing.team() || standing.moderates() ? Sight::kAll : Sight::kNothing;
}

bool IsForEverybody(const v1::CaseStudyFacts& case_study) {
  return case_study.state() == v1::CASE_STUDY_STATE_PUBLISHED && !case_study.hidden();
}

Sight SightOf(const v1::CaseStudyFacts& case_study, const Standing& standing, bool reported) {
  if (IsForEverybody(case_study)) return Sight::kAll;
  const bool draft = case_study.state() == v1::CASE_STUDY_STATE_DRAFT;
  const bool belongs = standing.author || standing.team();
  if (!belongs && !(standing.moderates() && (!draft || reported))) return Sight::kNothing;
  return Hidden(case_study.hidden(), belongs, standing);
}

Sight SightOf(const v1::AdoptionFacts& adoption, const Standing& standing, bool published) {
  if (!standing.team() && !standing.moderates() && !published) return Sight::kNothing;
  return Hidden(adoption.hidden(), standing.team(), standing);
}

absl::Status CheckRight(const Standing& standing, Right right) {
  const bool decides = standing.facilitates || standing.admin;
  switch (right) {
    case Right::kWrite:
      if (decides || standing.author) return absl::OkStatus();
      return Denied("NOT_AUTHOR",
                    "this is for its author and the team's facilitators, in calls made for them, "
                    "and for the lead organisation's admin");
    case Right::kDecide:
      if (decides) return absl::OkStatus();
      break;
    case Right::kWithdraw:
      if (decides || standing.central) return absl::OkStatus();
      break;
    case Right::kApprove:
      if (standing.moderates()) return absl::OkStatus();
      return Denied("NOT_ADMIN", "this is for an admin of the lead organisation or of the centre");
  }
  return Denied("NOT_FACILITATOR",
                "this is for the team's facilitators, in calls made for them, and for the "
                "lead organisation's admin");
}

absl::Status CheckMember(const Standing& standing) {
  if (standing.team()) return absl::OkStatus();
  return Denied("NOT_MEMBER", "this is for the team's members and facilitators");
}

}  // namespace obt::ideas
