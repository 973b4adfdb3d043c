#include "services/ideas/follow_up/domain.h"

#include <algorithm>
#include <set>
#include <tuple>

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
  if (!met) waiting.Add(v1::FOLLOW_UP_KIND_NO_CONVERSATION, "", programme.first_day());
}

// `agreed`: its idea stands so.
void AddExperiment(const v1::ExperimentFacts& experiment, bool agreed, bool told, Waiting& waiting) {
  const v1::Trial& trial = experiment.trial();
  const std::string& id = experiment.experiment_id();
  if (trial.state() == v1::TRIAL_STATE_RUNNING || (trial.state() == v1::TRIAL_STATE_PLANNED && agreed))
    waiting.Add(v1::FOLLOW_UP_KIND_NO_OUTCOME, id, trial.last_day());
  if (trial.state() == v1::TRIAL_STATE_CONCLUDED && agreed && !told)
    waiting.Add(v1::FOLLOW_UP_KIND_NO_CASE_STUDY, id, trial.concluded_on());
}

// Agreed, and neither parked nor merged.
bool StandsAgreed(const v1::IdeaFacts& idea) {
  return idea.state() == v1::IDEA_STATE_AGREED || idea.state() == v1::IDEA_STATE_IN_EXPERIMENT ||
         idea.state() == v1::IDEA_STATE_CONCLUDED;
}

void AddIdeas(const TeamItems& items, Waiting& waiting) {
  std::set<std::string> agreed, hidden, told;
  for (const v1::IdeaFacts& idea : items.ideas) {
    if (StandsAgreed(idea)) agreed.insert(idea.idea_id());
    if (idea.hidden()) hidden.insert(idea.idea_id());
    if (!idea.hidden() && idea.state() == v1::IDEA_STATE_AGREED)  // until an experiment starts
      waiting.Add(v1::FOLLOW_UP_KIND_NOT_TRIED, idea.idea_id(), idea.try_by());
  }
  for (const v1::CaseStudyFacts& case_study : items.case_studies) {
    if (case_study.state() == v1::CASE_STUDY_STATE_PUBLISHED) told.insert(case_study.experiment_id());
  }
  for (const v1::ExperimentFacts& experiment : items.experiments) {
    if (!experiment.hidden() && !hidden.contains(experiment.idea_id()))
      AddExperiment(experiment, agreed.contains(experiment.idea_id()),
                    told.contains(experiment.experiment_id()), waiting);
  }
}

}  // namespace

std::vector<Standstill> FollowUpsOf(const identity::v1::TeamFacts& team, const TeamItems& items,
                                    const identity::v1::Programme& programme, Day today) {
  Waiting waiting(today);
  if (team.state() != identity::v1::TEAM_STATE_CLOSED) AddConversations(items, programme, waiting);
  AddIdeas(items, waiting);
  for (const v1::AdoptionFacts& adoption : items.adoptions) {
    const v1::Trial& trial = adoption.trial();
    if (!adoption.hidden() && trial.state() != v1::TRIAL_STATE_CONCLUDED)
      waiting.Add(v1::FOLLOW_UP_KIND_NO_REPORT, adoption.adoption_id(),
                  trial.has_last_day() ? trial.last_day() : adoption.adopted_on());
  }
  return std::move(waiting).InOrder();
}

}  // namespace obt::ideas
