// The second half of programme obt-2024, from team conversations to adoptions, until 14 February 2025: who
// meets when, what is agreed, tried, told, copied and said about it. Made up: the shares are chosen, not
// found. The same arguments give the same plan. Pure; a plan is plain values, and texts/texts.h has the
// words by the same numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/simulate/population.h"
#include "tools/simulate/texts/texts.h"

namespace obt::simulate {

inline constexpr uint32_t kNothing = 0xFFFFFFFF;

// Times are Unix seconds, days since 1970-01-01; everything is of Europe/London. Numbers are places in the
// lists of the plan.
struct TeamPlan {
  uint32_t organisation = 0;      // The lead organisation.
  std::vector<uint32_t> members;  // Of people of the population, the first is the facilitator.
};

struct ConversationPlan {
  uint32_t team = 0;
  int32_t held_on = 0;
  int64_t logged_at = 0;
  std::vector<uint32_t> attended;  // Empty where only a number is stated.
  uint32_t attendance = 0;         // People there, named or not.
  bool safe = true;                // The scene was set for psychological safety.
  uint32_t first_idea = 0;         // The changes agreed are ideas [first_idea, first_idea + changes).
  uint32_t changes = 0;
  int64_t withdrawn_at = 0;  // 0: never. Nothing agreed in it is tried then.
};

enum class IdeaReach : uint8_t { kTeam, kOrganisation, kCrossGovernment };

// Also those nobody agreed on: written by a member on the intranet, and perhaps parked.
struct IdeaPlan {
  uint32_t text = 0;  // Of Texts::Idea; its work is the organisation's where there were any left.
  uint32_t team = 0;
  uint32_t author = 0;
  uint32_t conversation = kNothing;
  int64_t written_at = 0;  // By its author, before it is proposed; 0: in the conversation, as the team's.
  int64_t proposed_at = 0;
  int64_t parked_at = 0;  // 0: never.
  bool anonymous = false;
  bool stays_draft = false;     // It is never proposed.
  bool needs_approval = false;  // Which is there when it is tried.
  IdeaReach reach = IdeaReach::kCrossGovernment;
};

struct ExperimentPlan {
  uint32_t idea = 0;
  int64_t started_at = 0;
  int32_t planned_end = 0;
  int64_t concluded_at = 0;  // 0: not by the end of the programme.
  texts::Outcome outcome = texts::Outcome::kWorked;
};

// Of an experiment or of an adoption.
struct CaseStudyPlan {
  uint32_t experiment = kNothing;
  uint32_t adoption = kNothing;
  int64_t submitted_at = 0;
  int64_t published_at = 0;
};

struct AdoptionPlan {
  uint32_t case_study = 0;
  uint32_t copied_from = kNothing;  // An earlier adoption of the same case study.
  uint32_t team = 0;
  uint32_t depth = 1;  // 1: from the case study itself.
  int64_t planned_at = 0;
  int64_t running_at = 0;
  int64_t reported_at = 0;  // 0: not by the end of the programme.
  texts::Outcome outcome = texts::Outcome::kWorked;
};

// Of an idea or of a case study.
struct EndorsementPlan {
  uint32_t idea = kNothing;
  uint32_t case_study = kNothing;
  uint32_t person = 0;
  int64_t at = 0;
};

// Its words are those of Texts::CommentOn(its place, the text of the idea).
struct CommentPlan {
  uint32_t idea = 0;
  uint32_t person = 0;
  uint32_t answers = kNothing;  // An earlier comment, itself no answer.
  int64_t at = 0;
};

// Of a comment: the rude ones are reported, and a few that are not. Or of an idea, in the last second.
struct ReportPlan {
  uint32_t comment = kNothing;
  uint32_t idea = kNothing;
  uint32_t person = 0;
  int64_t at = 0;
  int64_t resolved_at = 0;
  bool hides = false;
};

// Of ideas that say nearly the same, when the programme is over.
struct MergePlan {
  uint32_t survivor = 0;
  uint32_t duplicate = 0;
  bool taken_back = false;
};

struct IdeasPlan {
  std::vector<TeamPlan> teams;
  std::vector<ConversationPlan> conversations;
  std::vector<IdeaPlan> ideas;
  std::vector<ExperimentPlan> experiments;
  std::vector<CaseStudyPlan> case_studies;  // One of an adoption comes after the one that was adopted.
  std::vector<AdoptionPlan> adoptions;      // By case study; whoever copies comes after what is copied.
  std::vector<EndorsementPlan> endorsements;
  std::vector<CommentPlan> comments;
  std::vector<ReportPlan> reports;
  std::vector<MergePlan> merges;
};

// Whose experiment or adoption a case study tells of, and the idea behind it.
uint32_t TellingTeam(const IdeasPlan& plan, const CaseStudyPlan& study);
uint32_t IdeaBehind(const IdeasPlan& plan, const CaseStudyPlan& study);
texts::Outcome OutcomeOf(const IdeasPlan& plan, const CaseStudyPlan& study);

// Fails where the machine has no Europe/London.
absl::StatusOr<IdeasPlan> PlanIdeas(const Population& population, uint64_t seed);

}  // namespace obt::simulate
