#include "services/ideas/follow_up/domain.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "services/ideas/item/sight_domain.h"

namespace obt::ideas {
namespace {

Day DayIn(const google::type::Date& date) { return ParseDay(date).value_or(kNever); }

// Collects what has waited since a day that is over.
class Waiting {
 public:
  explicit Waiting(Day today) : today_(today) {}
  void Add(v1::FollowUpKind kind, const std::string& item_id, const google::type::Date& since) {
    if (DayIn(since) < today_) found_.push_back({kind, item_id, DayIn(since)});
  }
  std::vector<Standstill> InOrder() && {
    std::sort(found_.begin(), found_.end(), [](const Standstill& a, const Standstill& b) {
      return std::tie(a.kind, a.item_id) < std::tie(b.kind, b.item_id);
    });
    return std::move(found_);
  }

 private:
  const Day today_;
  std::vector<Standstill> found_;
};

void AddConversations(const TeamItems& items, const identity::v1::Programme& programme, Waiting& waiting) {
  std::set<std::string> with_change;
  for (const v1::IdeaFacts& idea : items.ideas) with_change.insert(idea.conversation_id());
  bool met = false;
  for (const v1::ConversationFacts& conversation : items.conversations) {
    if (conversation.state() != v1::CONVERSATION_STATE_LOGGED) continue;
    met = true;
    const std::string& id = conversation.conversation_id();
    if (!with_change.contains(id)) waiting.Add(v1::FOLLOW_UP_KIND_NO_CHANGE, id, conversation.held_on());
  }
  if (!met) waiting.Add(v1::FOLLOW_UP_KIND_NO_CONVERSATION, "", programme.starts_on());
}

void AddExperiment(const v1::ExperimentFacts& experiment, bool idea_aside, Waiting& waiting) {
  const v1::Trial& trial = experiment.trial();
  const std::string& id = experiment.experiment_id();
  if (trial.state() == v1::TRIAL_STATE_RUNNING || (trial.state() == v1::TRIAL_STATE_PLANNED && !idea_aside))
    waiting.Add(v1::FOLLOW_UP_KIND_NO_OUTCOME, id, trial.ends_on());
  if (trial.state() == v1::TRIAL_STATE_CONCLUDED && experiment.case_study_id().empty() && !idea_aside)
    waiting.Add(v1::FOLLOW_UP_KIND_NO_CASE_STUDY, id, trial.concluded_on());
}

}  // namespace

std::vector<Standstill> FollowUpsOf(const identity::v1::TeamFacts& team, const TeamItems& items,
                                    const identity::v1::Programme& programme, Day today) {
  Waiting waiting(today);
  if (team.state() != identity::v1::TEAM_STATE_CLOSED) AddConversations(items, programme, waiting);
  std::set<std::string> aside, hidden;
  for (const v1::IdeaFacts& idea : items.ideas) {
    if (UnderlyingState(idea) != idea.state()) aside.insert(idea.idea_id());
    if (idea.hidden()) hidden.insert(idea.idea_id());
    if (!idea.hidden() && idea.state() == v1::IDEA_STATE_AGREED && idea.experiment_id().empty())
      waiting.Add(v1::FOLLOW_UP_KIND_NOT_TRIED, idea.idea_id(), idea.try_by());
  }
  for (const v1::ExperimentFacts& experiment : items.experiments) {
    if (!experiment.hidden() && !hidden.contains(experiment.idea_id()))
      AddExperiment(experiment, aside.contains(experiment.idea_id()), waiting);
  }
  for (const v1::AdoptionFacts& adoption : items.adoptions) {
    const v1::Trial& trial = adoption.trial();
    if (!adoption.hidden() && trial.state() != v1::TRIAL_STATE_CONCLUDED)
      waiting.Add(v1::FOLLOW_UP_KIND_NO_REPORT, adoption.adoption_id(),
                  trial.has_ends_on() ? trial.ends_on() : adoption.adopted_on());
  }
  return std::move(waiting).InOrder();
}

}  // namespace obt::ideas
