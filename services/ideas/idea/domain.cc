#include "services/ideas/idea/domain.h"

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/rules.h"
#include "common/base/status.h"
#include "common/base/validate.h"
#include "services/ideas/item/sight_domain.h"
#include "services/ideas/item/state_domain.h"

namespace obt::ideas::v1 {

Violations Validate(const ListIdeasRequest& request) {
  Violations out = validate::ByRules(request);
  if (!request.team_id().empty() + !request.organisation_code().empty() + request.mine() > 1)
    out.Add("team_id", "give at most one of team_id, organisation_code, mine");
  return out;
}

Violations Validate(const FindSimilarIdeasRequest& request) {
  Violations out = validate::ByRules(request);
  const bool draft = !request.title().empty() || !request.text().empty();
  if (draft == !request.item_id().empty())
    out.Add("item_id", "give either item_id, or a draft as title and text");
  return out;
}

}  // namespace obt::ideas::v1

namespace obt::ideas {
namespace {

using v1::IdeaState;
using IdeaRules = std::vector<StateRule<IdeaVerb, IdeaState>>;

const IdeaRules& RulesOfIdeas() {
  static const auto& rules = *new IdeaRules{
      {IdeaVerb::kUpdate,
       "changed",
       {v1::IDEA_STATE_DRAFT, v1::IDEA_STATE_PROPOSED, v1::IDEA_STATE_AGREED, v1::IDEA_STATE_IN_EXPERIMENT}},
      {IdeaVerb::kPropose, "proposed", {v1::IDEA_STATE_DRAFT}},
      {IdeaVerb::kAgree, "agreed", {v1::IDEA_STATE_PROPOSED}},
      {IdeaVerb::kPark,
       "parked",
       {v1::IDEA_STATE_DRAFT, v1::IDEA_STATE_PROPOSED, v1::IDEA_STATE_AGREED, v1::IDEA_STATE_IN_EXPERIMENT}},
      {IdeaVerb::kReopen, "reopened", {v1::IDEA_STATE_PARKED}},
      {IdeaVerb::kMergeAway,
       "merged into another",
       {v1::IDEA_STATE_PROPOSED, v1::IDEA_STATE_AGREED, v1::IDEA_STATE_CONCLUDED}},
      {IdeaVerb::kSurvive,
       "merged with others",
       {v1::IDEA_STATE_PROPOSED, v1::IDEA_STATE_AGREED, v1::IDEA_STATE_IN_EXPERIMENT,
        v1::IDEA_STATE_CONCLUDED}},
      {IdeaVerb::kUnmerge, "unmerged", {v1::IDEA_STATE_MERGED}},
      {IdeaVerb::kEndorse,
       "endorsed",
       {v1::IDEA_STATE_DRAFT, v1::IDEA_STATE_PROPOSED, v1::IDEA_STATE_AGREED, v1::IDEA_STATE_IN_EXPERIMENT,
        v1::IDEA_STATE_CONCLUDED, v1::IDEA_STATE_PARKED}},
      {IdeaVerb::kPlan, "experimented with", {v1::IDEA_STATE_AGREED, v1::IDEA_STATE_CONCLUDED}},
      {IdeaVerb::kStart, "experimented with", {v1::IDEA_STATE_AGREED, v1::IDEA_STATE_CONCLUDED}},
      {IdeaVerb::kConclude, "concluded", {v1::IDEA_STATE_IN_EXPERIMENT}},
  };
  return rules;
}

absl::Status Precondition(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

void SetUnderlying(IdeaState state, v1::IdeaFacts& idea) {
  if (UnderlyingState(idea) == idea.state()) {
    idea.set_state(state);
  } else {
    idea.set_state_before(state);
  }
}

void PutAside(IdeaState aside, v1::IdeaFacts& idea) {
  idea.set_state_before(idea.state());
  idea.set_state(aside);
}

void TakeBack(v1::IdeaFacts& idea) {
  idea.set_state(idea.state_before());
  idea.clear_state_before();
}

}  // namespace

absl::Status CheckState(const v1::IdeaFacts& idea, IdeaVerb verb) {
  const IdeaState state = verb == IdeaVerb::kConclude ? UnderlyingState(idea) : idea.state();
  const std::string refusal = RefusalOf(RulesOfIdeas(), verb, state, "idea");
  return refusal.empty() ? absl::OkStatus() : Precondition("IDEA_STATE", refusal);
}

v1::IdeaFacts NewIdea(const std::string& programme_id, const std::string& team_id,
                      const v1::IdeaTerms& terms) {
  v1::IdeaFacts idea;
  idea.set_programme_id(programme_id);
  idea.set_team_id(team_id);
  idea.set_state(v1::IDEA_STATE_DRAFT);
  *idea.mutable_terms() = terms;
  return idea;
}

absl::Status Propose(v1::IdeaFacts& idea) {
  OBT_RETURN_IF_ERROR(CheckState(idea, IdeaVerb::kPropose));
  idea.set_state(v1::IDEA_STATE_PROPOSED);
  return absl::OkStatus();
}

absl::Status Agree(const v1::ConversationFacts& conversation, const google::type::Date& try_by,
                   bool team_withheld, v1::IdeaFacts& idea) {
  OBT_RETURN_IF_ERROR(CheckState(idea, IdeaVerb::kAgree));
  if (team_withheld) {
    return Precondition("ANONYMITY",
                        absl::StrCat("in a team of fewer than ", kFewestForATeam,
                                     " members agreeing an anonymous idea would tell who wrote it; let its "
                                     "author be shown, or write it down as the team's"));
  }
  if (conversation.team_id() != idea.team_id())
    return Precondition("CONVERSATION_OF_ANOTHER_TEAM",
                        "an idea is agreed in a conversation of its own team");
  if (conversation.state() != v1::CONVERSATION_STATE_LOGGED)
    return Precondition("CONVERSATION_WITHDRAWN", "the conversation was withdrawn");
  if (conversation.idea_ids_size() >= kMaxChangesPerConversation) {
    return Precondition("CHANGE_LIMIT", absl::StrCat("the conversation has ", kMaxChangesPerConversation,
                                                     " changes agreed in it, the most there can be"));
  }
  if (*ParseDay(try_by) < *ParseDay(conversation.held_on())) {
    Violations out;
    out.Add("try_by", "must not be before the conversation was held");
    return out.ToStatus();
  }
  idea.set_state(v1::IDEA_STATE_AGREED);
  idea.set_conversation_id(conversation.conversation_id());
  *idea.mutable_agreed_on() = conversation.held_on();
  *idea.mutable_try_by() = try_by;
  return absl::OkStatus();
}

absl::Status Disagree(v1::IdeaFacts& idea) {
  if (UnderlyingState(idea) != v1::IDEA_STATE_AGREED) {
    return Precondition("EXPERIMENT_STARTED",
                        "an experiment with a change agreed in it has started: the conversation stands");
  }
  SetUnderlying(v1::IDEA_STATE_PROPOSED, idea);
  idea.clear_conversation_id();
  idea.clear_agreed_on();
  idea.clear_try_by();
  return absl::OkStatus();
}

absl::Status Park(v1::IdeaFacts& idea) {
  OBT_RETURN_IF_ERROR(CheckState(idea, IdeaVerb::kPark));
  PutAside(v1::IDEA_STATE_PARKED, idea);
  return absl::OkStatus();
}

absl::Status Reopen(v1::IdeaFacts& idea) {
  OBT_RETURN_IF_ERROR(CheckState(idea, IdeaVerb::kReopen));
  TakeBack(idea);
  return absl::OkStatus();
}

absl::Status CheckOther(const v1::IdeaFacts& survivor, const v1::IdeaFacts& duplicate) {
  Violations out;
  if (survivor.idea_id() == duplicate.idea_id()) out.Add("duplicate_ids", "must not hold the survivor");
  return out.ToStatus();
}

absl::Status MergeInto(const v1::IdeaFacts& survivor, v1::IdeaFacts& duplicate) {
  OBT_RETURN_IF_ERROR(CheckState(survivor, IdeaVerb::kSurvive));
  OBT_RETURN_IF_ERROR(CheckState(duplicate, IdeaVerb::kMergeAway));
  if (survivor.programme_id() != duplicate.programme_id())
    return Precondition("ANOTHER_PROGRAMME", "ideas of different programmes are not merged");
  PutAside(v1::IDEA_STATE_MERGED, duplicate);
  duplicate.set_merged_into(survivor.idea_id());
  return absl::OkStatus();
}

absl::Status Unmerge(v1::IdeaFacts& duplicate) {
  OBT_RETURN_IF_ERROR(CheckState(duplicate, IdeaVerb::kUnmerge));
  TakeBack(duplicate);
  duplicate.clear_merged_into();
  return absl::OkStatus();
}

absl::Status Plan(const std::string& experiment_id, v1::IdeaFacts& idea) {
  OBT_RETURN_IF_ERROR(CheckState(idea, IdeaVerb::kPlan));
  idea.set_experiment_id(experiment_id);
  return absl::OkStatus();
}

absl::Status Start(Day day, v1::IdeaFacts& idea) {
  OBT_RETURN_IF_ERROR(CheckState(idea, IdeaVerb::kStart));
  std::vector<std::string> missing;
  for (const int needed : idea.terms().approvals_needed()) {
    if (!absl::c_linear_search(idea.terms().approvals_obtained(), needed))
      missing.push_back(absl::AsciiStrToLower(WordOf(static_cast<v1::Approval>(needed))));
  }
  if (!missing.empty()) {
    return Precondition("APPROVAL_MISSING", absl::StrCat("needed before it starts, and not obtained: ",
                                                         absl::StrJoin(missing, ", ")));
  }
  if (day < *ParseDay(idea.agreed_on())) {
    Violations out;
    out.Add("started_on", "must not be before the idea was agreed");
    return out.ToStatus();
  }
  idea.set_state(v1::IDEA_STATE_IN_EXPERIMENT);
  return absl::OkStatus();
}

absl::Status Conclude(v1::IdeaFacts& idea) {
  OBT_RETURN_IF_ERROR(CheckState(idea, IdeaVerb::kConclude));
  SetUnderlying(v1::IDEA_STATE_CONCLUDED, idea);
  return absl::OkStatus();
}

absl::Status CheckThemes(const google::protobuf::RepeatedPtrField<std::string>& codes,
                         const google::protobuf::RepeatedPtrField<std::string>& held,
                         const v1::ThemeList& list, absl::string_view field) {
  for (int i = 0; i < codes.size(); ++i) {
    const auto theme =
        absl::c_find_if(list.themes(), [&](const v1::Theme& each) { return each.code() == codes[i]; });
    if (theme != list.themes().end() && (!theme->retired() || absl::c_linear_search(held, codes[i])))
      continue;
    return Error(absl::StatusCode::kInvalidArgument, "THEME_UNKNOWN",
                 absl::StrCat(validate::Path(field, i, ""), ": ", codes[i],
                              " is no theme of the programme that may be chosen; ListThemes has them"));
  }
  return absl::OkStatus();
}

v1::IdeaReceipt ReceiptOf(const v1::IdeaFacts& idea) {
  v1::IdeaReceipt receipt;
  receipt.set_idea_id(idea.idea_id());
  receipt.set_state(idea.state());
  receipt.set_etag(idea.etag());
  return receipt;
}

}  // namespace obt::ideas
