// Who sees what, and who may change it: the table of docs/domain.md §4, as pure functions of how somebody
// stands to a thing. What somebody does not see does not exist for them.
#pragma once

#include "absl/status/status.h"
#include "obt/ideas/v1/case_study.pb.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "obt/ideas/v1/experiment.pb.h"
#include "obt/ideas/v1/idea.pb.h"

namespace obt::ideas {

// In a team of fewer members nobody is told the team of an anonymous idea; the team itself not before it has
// agreed the idea.
inline constexpr int kFewestForATeam = 5;

// How whoever calls, or the person they call for, stands to a thing and its team.
struct Standing {
  bool author = false;       // they wrote it; in calls made for them alone
  bool member = false;       // of the team
  bool facilitates = false;  // the team
  bool within = false;       // the lead organisation's subtree
  bool admin = false;        // of the lead organisation or above; never in calls made for somebody
  bool central = false;      // of the centre; likewise

  bool team() const { return member || facilitates; }
  bool moderates() const { return admin || central; }
};

enum class Sight {
  kNothing,  // it does not exist
  kNotice,   // that it is hidden by moderation, and why
  kAll,
};

// What an idea is apart from being parked or merged.
v1::IdeaState UnderlyingState(const v1::IdeaFacts& idea);

// True when nobody may be told the idea's team, because that would tell who wrote it. `members`: who are
// there today.
bool IsTeamWithheld(const v1::IdeaFacts& idea, int members);
// How somebody stands to an idea whose team is withheld: unless they wrote it or the team has agreed it, like
// anybody else.
Standing WhereWithheld(const v1::IdeaFacts& idea, Standing standing);

// `reported`: moderators have been asked to look at it.
Sight SightOf(const v1::IdeaFacts& idea, const Standing& standing, bool reported);
// `idea`: how the idea of the experiment is seen.
Sight SightOf(const v1::ExperimentFacts& experiment, const Standing& standing, Sight idea);
Sight SightOf(const v1::ConversationFacts& conversation, const Standing& standing);
Sight SightOf(const v1::CaseStudyFacts& case_study, const Standing& standing, bool reported);
// `published`: the case study it repeats is there for everybody.
Sight SightOf(const v1::AdoptionFacts& adoption, const Standing& standing, bool published);

bool IsForEverybody(const v1::CaseStudyFacts& case_study);

// Who may change something they see.
enum class Right {
  kWrite,     // its author, the team's facilitators, an organisation's admin
  kDecide,    // the team's facilitators, an organisation's admin
  kWithdraw,  // the same, and the centre's admin
  kApprove,   // an admin, of an organisation or of the centre
};

// PERMISSION_DENIED with who may.
absl::Status CheckRight(const Standing& standing, Right right);
// PERMISSION_DENIED unless they are a member or facilitator of the team.
absl::Status CheckMember(const Standing& standing);

}  // namespace obt::ideas
