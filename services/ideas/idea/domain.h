// The life of an idea, as pure functions: what each verb makes of it, from which states, and what else it
// takes (docs/domain.md §4). PARKED and MERGED lie over another state, which goes on beneath and comes back.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "obt/ideas/v1/idea.pb.h"
#include "obt/ideas/v1/theme.pb.h"

namespace obt::ideas::v1 {

Violations Validate(const ListIdeasRequest& request);
Violations Validate(const FindSimilarIdeasRequest& request);

}  // namespace obt::ideas::v1

namespace obt::ideas {

// Agreed in it; each writes and publishes the conversation whole.
inline constexpr int kMaxChangesPerConversation = 100;

enum class IdeaVerb {
  kUpdate,
  kPropose,
  kAgree,
  kPark,
  kReopen,
  kMergeAway,  // into another
  kSurvive,    // a merge
  kUnmerge,
  kEndorse,
  kPlan,  // an experiment with it
  kStart,
  kConclude,
};

// FAILED_PRECONDITION (IDEA_STATE) naming the state and what is allowed, unless the verb may be done now. Of
// an idea that is aside only kConclude looks at what lies beneath.
absl::Status CheckState(const v1::IdeaFacts& idea, IdeaVerb verb);

// A draft of a team.
v1::IdeaFacts NewIdea(const std::string& programme_id, const std::string& team_id,
                      const v1::IdeaTerms& terms);

// The changes a verb makes; each is refused by CheckState where that says so.
absl::Status Propose(v1::IdeaFacts& idea);
// In a conversation of its team that stands and has room, not before it was held. FAILED_PRECONDITION
// (ANONYMITY) where its team is withheld: agreeing would tell who wrote it. That comes first, or trying
// conversations would tell the team.
absl::Status Agree(const v1::ConversationFacts& conversation, const google::type::Date& try_by,
                   bool team_withheld, v1::IdeaFacts& idea);
// The conversation is taken back. FAILED_PRECONDITION (EXPERIMENT_STARTED) once an experiment has started.
absl::Status Disagree(v1::IdeaFacts& idea);
absl::Status Park(v1::IdeaFacts& idea);
absl::Status Reopen(v1::IdeaFacts& idea);
// INVALID_ARGUMENT where an idea is to be merged into itself.
absl::Status CheckOther(const v1::IdeaFacts& survivor, const v1::IdeaFacts& duplicate);
absl::Status MergeInto(const v1::IdeaFacts& survivor, v1::IdeaFacts& duplicate);
absl::Status Unmerge(v1::IdeaFacts& duplicate);
absl::Status Plan(const std::string& experiment_id, v1::IdeaFacts& idea);
// FAILED_PRECONDITION (APPROVAL_MISSING) naming what is needed and not obtained; INVALID_ARGUMENT before the
// day it was agreed.
absl::Status Start(Day day, v1::IdeaFacts& idea);
absl::Status Conclude(v1::IdeaFacts& idea);

// INVALID_ARGUMENT (THEME_UNKNOWN) naming each theme that is not in the list, or retired and not held before.
absl::Status CheckThemes(const google::protobuf::RepeatedPtrField<std::string>& codes,
                         const google::protobuf::RepeatedPtrField<std::string>& held,
                         const v1::ThemeList& list, absl::string_view field);

v1::IdeaReceipt ReceiptOf(const v1::IdeaFacts& idea);

}  // namespace obt::ideas
