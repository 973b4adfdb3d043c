#include "services/ideas/follow_up/domain.h"

#include <functional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/ideas/samples.h"

namespace obt::ideas {
namespace {

using samples::DateOf;

Day DayFrom(const char* text) { return ParseDayText(text).value(); }

v1::ConversationFacts Held(const char* day) {
  v1::ConversationFacts conversation;
  conversation.set_conversation_id("conversation");
  conversation.set_state(v1::CONVERSATION_STATE_LOGGED);
  *conversation.mutable_held_on() = DateOf(day);
  return conversation;
}

v1::IdeaFacts IdeaIn(v1::IdeaState state) {
  v1::IdeaFacts idea;
  idea.set_idea_id("idea");
  idea.set_state(state);
  idea.set_conversation_id("conversation");
  *idea.mutable_try_by() = DateOf("2024-11-30");
  return idea;
}

v1::Trial TrialIn(v1::TrialState state) {
  v1::Trial trial;
  trial.set_state(state);
  *trial.mutable_last_day() = DateOf("2024-12-10");
  if (state == v1::TRIAL_STATE_CONCLUDED) *trial.mutable_concluded_on() = DateOf("2024-12-05");
  return trial;
}

// A team that did all it was to do: its experiment was concluded and told of.
TeamItems Done() {
  TeamItems items;
  items.conversations.push_back(Held("2024-11-04"));
  items.ideas.push_back(IdeaIn(v1::IDEA_STATE_CONCLUDED));
  items.ideas[0].set_experiment_id("experiment");
  v1::ExperimentFacts& experiment = items.experiments.emplace_back();
  experiment.set_experiment_id("experiment");
  experiment.set_idea_id("idea");
  *experiment.mutable_trial() = TrialIn(v1::TRIAL_STATE_CONCLUDED);
  v1::CaseStudyFacts& case_study = items.case_studies.emplace_back();
  case_study.set_experiment_id("experiment");
  case_study.set_state(v1::CASE_STUDY_STATE_PUBLISHED);
  v1::AdoptionFacts& adoption = items.adoptions.emplace_back();
  adoption.set_adoption_id("adoption");
  *adoption.mutable_adopted_on() = DateOf("2024-12-01");
  *adoption.mutable_trial() = TrialIn(v1::TRIAL_STATE_CONCLUDED);
  return items;
}

// "kind item since", or kinds and items alone.
std::vector<std::string> FollowUps(const TeamItems& items, const char* today = "2025-01-15",
                                   bool closed = false) {
  identity::v1::TeamFacts team;
  team.set_state(closed ? identity::v1::TEAM_STATE_CLOSED : identity::v1::TEAM_STATE_OPEN);
  std::vector<std::string> found;
  for (const Standstill& each : FollowUpsOf(team, items, samples::Programme2024(), DayFrom(today))) {
    const std::string kind = v1::FollowUpKind_Name(each.kind).substr(std::string("FOLLOW_UP_KIND_").size());
    found.push_back(kind + " " + each.item_id + " " + FormatDay(each.since));
  }
  return found;
}

struct Row {
  const char* what;
  std::function<void(TeamItems&)> change;
  std::vector<std::string> found;
};

void SetIdea(TeamItems& items, v1::IdeaState state, v1::IdeaState before) {
  items.ideas[0].set_state(state);
  items.ideas[0].set_state_before(before);
}
void SetTrial(TeamItems& items, v1::TrialState state) {
  *items.experiments[0].mutable_trial() = TrialIn(state);
  items.case_studies.clear();
}
// The idea is agreed and nothing has come of it.
void Untried(TeamItems& items) {
  items.ideas[0] = IdeaIn(v1::IDEA_STATE_AGREED);
  items.experiments.clear();
}

TEST(FollowUps, AreWhatStandsStill) {
  const std::vector<Row> table = {
      {"all is done", [](TeamItems&) {}, {}},
      {"nothing was ever done",
       [](TeamItems& items) { items = TeamItems(); },
       {"NO_CONVERSATION  2024-10-14"}},
      {"the conversation was withdrawn",
       [](TeamItems& items) {
         items = TeamItems();
         items.conversations.push_back(Held("2024-11-04"));
         items.conversations[0].set_state(v1::CONVERSATION_STATE_WITHDRAWN);
       },
       {"NO_CONVERSATION  2024-10-14"}},
      {"nothing was agreed",
       [](TeamItems& items) { items.ideas.clear(), items.experiments.clear(); },
       {"NO_CHANGE conversation 2024-11-04"}},
      {"a draft beside it is nothing agreed",
       [](TeamItems& items) {
         items.experiments.clear();
         SetIdea(items, v1::IDEA_STATE_DRAFT, v1::IDEA_STATE_UNSPECIFIED);
         items.ideas[0].clear_conversation_id();
       },
       {"NO_CHANGE conversation 2024-11-04"}},
      {"the adoption has no outcome",
       [](TeamItems& items) { *items.adoptions[0].mutable_trial() = TrialIn(v1::TRIAL_STATE_RUNNING); },
       {"NO_REPORT adoption 2024-12-10"}},
      {"the adoption has no planned end either",
       [](TeamItems& items) {
         items.adoptions[0].mutable_trial()->set_state(v1::TRIAL_STATE_PLANNED);
         items.adoptions[0].mutable_trial()->clear_last_day();
       },
       {"NO_REPORT adoption 2024-12-01"}},
  };
  for (const Row& row : table) {
    TeamItems items = Done();
    row.change(items);
    EXPECT_EQ(FollowUps(items), row.found) << row.what;
  }
}

TEST(FollowUps, AreWhatStandsStillOnTheWayFromAChangeToItsCaseStudy) {
  const std::vector<Row> table = {
      {"the change was not tried", Untried, {"NOT_TRIED idea 2024-11-30"}},
      {"an experiment with it is planned and over",
       [](TeamItems& items) {
         SetIdea(items, v1::IDEA_STATE_AGREED, v1::IDEA_STATE_UNSPECIFIED);
         SetTrial(items, v1::TRIAL_STATE_PLANNED);
       },
       {"NOT_TRIED idea 2024-11-30", "NO_OUTCOME experiment 2024-12-10"}},
      {"an experiment with it is planned for some day",
       [](TeamItems& items) {
         SetIdea(items, v1::IDEA_STATE_AGREED, v1::IDEA_STATE_UNSPECIFIED);
         SetTrial(items, v1::TRIAL_STATE_PLANNED);
         *items.experiments[0].mutable_trial()->mutable_last_day() = DateOf("2029-12-10");
       },
       {"NOT_TRIED idea 2024-11-30"}},
      {"another experiment with it is planned and over",
       [](TeamItems& items) { SetTrial(items, v1::TRIAL_STATE_PLANNED); },
       {"NO_OUTCOME experiment 2024-12-10"}},
      {"an experiment is planned and its idea no longer agreed",
       [](TeamItems& items) {
         SetIdea(items, v1::IDEA_STATE_PROPOSED, v1::IDEA_STATE_UNSPECIFIED);
         SetTrial(items, v1::TRIAL_STATE_PLANNED);
       },
       {}},
      {"the experiment runs and is over",
       [](TeamItems& items) {
         SetIdea(items, v1::IDEA_STATE_IN_EXPERIMENT, v1::IDEA_STATE_UNSPECIFIED);
         SetTrial(items, v1::TRIAL_STATE_RUNNING);
       },
       {"NO_OUTCOME experiment 2024-12-10"}},
      {"no case study",
       [](TeamItems& items) { items.case_studies.clear(); },
       {"NO_CASE_STUDY experiment 2024-12-05"}},
      {"a case study of another experiment",
       [](TeamItems& items) { items.case_studies[0].set_experiment_id("another"); },
       {"NO_CASE_STUDY experiment 2024-12-05"}},
      {"the case study is a draft",
       [](TeamItems& items) { items.case_studies[0].set_state(v1::CASE_STUDY_STATE_DRAFT); },
       {"NO_CASE_STUDY experiment 2024-12-05"}},
      {"the case study is not published",
       [](TeamItems& items) { items.case_studies[0].set_state(v1::CASE_STUDY_STATE_SUBMITTED); },
       {"NO_CASE_STUDY experiment 2024-12-05"}},
      {"the case study was withdrawn",
       [](TeamItems& items) { items.case_studies[0].set_state(v1::CASE_STUDY_STATE_WITHDRAWN); },
       {"NO_CASE_STUDY experiment 2024-12-05"}},
  };
  for (const Row& row : table) {
    TeamItems items = Done();
    row.change(items);
    EXPECT_EQ(FollowUps(items), row.found) << row.what;
  }
}

TEST(FollowUps, AreNoneOfWhatIsParkedMergedOrHiddenButForWhatRuns) {
  const std::vector<Row> table = {
      {"parked",
       [](TeamItems& items) {
         Untried(items);
         SetIdea(items, v1::IDEA_STATE_PARKED, v1::IDEA_STATE_AGREED);
       },
       {}},
      {"merged, with a planned experiment",
       [](TeamItems& items) {
         SetIdea(items, v1::IDEA_STATE_MERGED, v1::IDEA_STATE_AGREED);
         SetTrial(items, v1::TRIAL_STATE_PLANNED);
       },
       {}},
      {"merged, with a concluded experiment",
       [](TeamItems& items) {
         SetIdea(items, v1::IDEA_STATE_MERGED, v1::IDEA_STATE_CONCLUDED);
         SetTrial(items, v1::TRIAL_STATE_CONCLUDED);
       },
       {}},
      {"parked, while the experiment goes on",
       [](TeamItems& items) {
         SetIdea(items, v1::IDEA_STATE_PARKED, v1::IDEA_STATE_IN_EXPERIMENT);
         SetTrial(items, v1::TRIAL_STATE_RUNNING);
       },
       {"NO_OUTCOME experiment 2024-12-10"}},
      {"hidden ideas",
       [](TeamItems& items) {
         Untried(items);
         items.ideas[0].set_hidden(true);
       },
       {}},
      {"experiments of hidden ideas",
       [](TeamItems& items) {
         SetTrial(items, v1::TRIAL_STATE_RUNNING);
         items.ideas[0].set_hidden(true);
       },
       {}},
      {"hidden experiments and adoptions",
       [](TeamItems& items) {
         SetTrial(items, v1::TRIAL_STATE_RUNNING);
         items.experiments[0].set_hidden(true);
         *items.adoptions[0].mutable_trial() = TrialIn(v1::TRIAL_STATE_RUNNING);
         items.adoptions[0].set_hidden(true);
       },
       {}},
  };
  for (const Row& row : table) {
    TeamItems items = Done();
    row.change(items);
    EXPECT_EQ(FollowUps(items), row.found) << row.what;
  }
}

TEST(FollowUps, BeginWhenTheDayIsOver) {
  TeamItems untried = Done();
  Untried(untried);
  EXPECT_EQ(FollowUps(untried, "2024-11-30").size(), 0) << "the last day to try it by";
  EXPECT_EQ(FollowUps(untried, "2024-12-01").size(), 1);
  EXPECT_EQ(FollowUps({}, "2024-10-14").size(), 0);
  EXPECT_EQ(FollowUps({}, "2024-10-15").size(), 1);
}

TEST(FollowUps, OfAClosedTeamAreThoseOfWhatItAgreed) {
  EXPECT_EQ(FollowUps({}, "2025-01-15", true).size(), 0);
  TeamItems items = Done();
  items.conversations.push_back(Held("2024-11-05"));
  items.conversations[1].set_conversation_id("another");
  Untried(items);
  EXPECT_EQ(FollowUps(items, "2025-01-15", true), std::vector<std::string>{"NOT_TRIED idea 2024-11-30"});
}

TEST(FollowUps, ComeByKindThenByItem) {
  TeamItems items = Done();
  items.case_studies.clear();
  items.experiments.push_back(items.experiments[0]);
  items.experiments[1].set_experiment_id("a second one");
  items.conversations.push_back(Held("2024-12-24"));
  items.conversations[1].set_conversation_id("another");
  EXPECT_EQ(FollowUps(items),
            (std::vector<std::string>{"NO_CHANGE another 2024-12-24", "NO_CASE_STUDY a second one 2024-12-05",
                                      "NO_CASE_STUDY experiment 2024-12-05"}));
}

}  // namespace
}  // namespace obt::ideas
