// Every verb in every state, from one table; and what each guard refuses.
#include "services/ideas/idea/domain.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "services/ideas/item/sight_domain.h"
#include "services/ideas/samples.h"

namespace obt::ideas {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;
using obt::testing::ViolatesFields;
using samples::DateOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr absl::StatusCode kRefused = absl::StatusCode::kFailedPrecondition;

v1::ConversationFacts Held() {
  v1::ConversationFacts conversation;
  conversation.set_conversation_id("c");
  conversation.set_team_id(samples::kTeam);
  conversation.set_state(v1::CONVERSATION_STATE_LOGGED);
  *conversation.mutable_held_on() = DateOf("2024-11-04");
  return conversation;
}

v1::IdeaFacts In(v1::IdeaState state, v1::IdeaState before = v1::IDEA_STATE_UNSPECIFIED) {
  v1::IdeaFacts idea = NewIdea("obt-2024", samples::kTeam, samples::TermsOf(v1::VISIBILITY_CROSS_GOVERNMENT));
  idea.set_idea_id("i");
  idea.set_state(state);
  idea.set_state_before(before);
  if (state == v1::IDEA_STATE_MERGED) idea.set_merged_into("s");
  *idea.mutable_agreed_on() = DateOf("2024-11-04");
  return idea;
}

// A verb, what it does, and to which state it leads from each: D, P, A, E, C as the states' letters; K parked
// and M merged, both from PROPOSED; "-" refused.
struct Row {
  const char* verb;
  std::function<absl::Status(v1::IdeaFacts&)> run;
  const char* leads;  // from D P A E C K M
};

const std::vector<Row>& Table() {
  static const auto& table = *new std::vector<Row>{
      {"propose", [](auto& idea) { return Propose(idea); }, "P------"},
      {"agree", [](auto& idea) { return Agree(Held(), DateOf("2024-11-30"), false, idea); }, "-A-----"},
      {"park", [](auto& idea) { return Park(idea); }, "KKKK---"},
      {"reopen", [](auto& idea) { return Reopen(idea); }, "-----P-"},
      {"merge away",
       [](auto& idea) {
         v1::IdeaFacts survivor = In(v1::IDEA_STATE_PROPOSED);
         survivor.set_idea_id("s");
         return MergeInto(survivor, idea);
       },
       "-MM-M--"},
      {"unmerge", [](auto& idea) { return Unmerge(idea); }, "------P"},
      {"plan", [](auto& idea) { return Plan("e", idea); }, "--A-C--"},
      {"start", [](auto& idea) { return Start(*ParseDayText("2024-11-20"), idea); }, "--E-E--"},
      {"conclude", [](auto& idea) { return Conclude(idea); }, "---C---"},
      {"disagree", [](auto& idea) { return Disagree(idea); }, "--P----"},
  };
  return table;
}

constexpr char kLetters[] = "DPAECKM";
const v1::IdeaState kStates[] = {
    v1::IDEA_STATE_DRAFT,     v1::IDEA_STATE_PROPOSED, v1::IDEA_STATE_AGREED, v1::IDEA_STATE_IN_EXPERIMENT,
    v1::IDEA_STATE_CONCLUDED, v1::IDEA_STATE_PARKED,   v1::IDEA_STATE_MERGED};

v1::IdeaFacts InState(int index) {
  const bool aside = kStates[index] == v1::IDEA_STATE_PARKED || kStates[index] == v1::IDEA_STATE_MERGED;
  return In(kStates[index], aside ? v1::IDEA_STATE_PROPOSED : v1::IDEA_STATE_UNSPECIFIED);
}

TEST(IdeaStates, EveryVerbLeadsWhereTheTableSaysOrIsRefused) {
  for (const Row& row : Table()) {
    for (int from = 0; from < 7; ++from) {
      v1::IdeaFacts idea = InState(from);
      const absl::Status status = row.run(idea);
      const std::string which = std::string(row.verb) + " from " + kLetters[from];
      if (row.leads[from] == '-') {
        EXPECT_EQ(status.code(), kRefused) << which;
        EXPECT_EQ(idea.SerializeAsString(), InState(from).SerializeAsString()) << which << " changed it";
        continue;
      }
      ASSERT_OK(status) << which;
      EXPECT_EQ(idea.state(), kStates[absl::string_view(kLetters).find(row.leads[from])]) << which;
    }
  }
}

TEST(IdeaStates, ARefusalNamesTheStateAndWhatIsAllowed) {
  v1::IdeaFacts idea = In(v1::IDEA_STATE_CONCLUDED);
  const absl::Status status = Park(idea);
  EXPECT_THAT(status, StatusIs(kRefused, "IDEA_STATE"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("CONCLUDED"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("DRAFT or PROPOSED or AGREED or IN_EXPERIMENT"));
}

TEST(IdeaStates, ThatOfAParkedIdeaGoesOnBeneath) {
  v1::IdeaFacts idea = In(v1::IDEA_STATE_IN_EXPERIMENT);
  ASSERT_OK(Park(idea));
  ASSERT_OK(Conclude(idea));
  EXPECT_EQ(idea.state(), v1::IDEA_STATE_PARKED);
  ASSERT_OK(Reopen(idea));
  EXPECT_EQ(idea.state(), v1::IDEA_STATE_CONCLUDED);
  idea = In(v1::IDEA_STATE_PARKED, v1::IDEA_STATE_AGREED);
  ASSERT_OK(Disagree(idea));
  EXPECT_EQ(idea.state(), v1::IDEA_STATE_PARKED);
  EXPECT_EQ(idea.state_before(), v1::IDEA_STATE_PROPOSED);
}

TEST(IdeaGuards, AgreeingTakesAConversationOfTheTeamThatStands) {
  struct Case {
    const char* reason;
    std::function<void(v1::ConversationFacts&, v1::IdeaFacts&)> spoil;
  };
  for (const Case& each :
       {Case{"CONVERSATION_OF_ANOTHER_TEAM",
             [](auto&conversation, auto&) { conversation.set_team_id(samples::kPair); }},
        Case{"CONVERSATION_WITHDRAWN",
             [](auto&conversation, auto&) { conversation.set_state(v1::CONVERSATION_STATE_WITHDRAWN); }},
        Case{"CHANGE_LIMIT", [](auto&conversation, auto&) {
               for (int i = 0; i < 100; ++i) conversation.add_idea_ids("j");
             }}}) {
    v1::ConversationFacts conversation = Held();
    v1::IdeaFacts idea = In(v1::IDEA_STATE_PROPOSED);
    each.spoil(conversation, idea);
    EXPECT_THAT(Agree(conversation, DateOf("2024-11-30"), false, idea), StatusIs(kRefused, each.reason));
  }
  v1::IdeaFacts idea = In(v1::IDEA_STATE_PROPOSED);
  EXPECT_THAT(Agree(Held(), DateOf("2024-11-03"), false, idea), ViolatesFields(ElementsAre("try_by")));
  EXPECT_OK(Agree(Held(), DateOf("2024-11-04"), false, idea)) << "the same day";
}

TEST(IdeaGuards, AnonymityHoldsFromFiveMembersOn) {
  for (const int members : {0, 1, 4, 5, 200}) {
    v1::IdeaFacts idea = In(v1::IDEA_STATE_PROPOSED);
    idea.mutable_terms()->set_anonymous(true);
    EXPECT_EQ(IsTeamWithheld(idea, members), members < 5) << members;
  }
}

TEST(IdeaGuards, WhereTheTeamIsWithheldNoConversationTellsWhetherItIsTheTeams) {
  for (const std::string& team : {samples::kTeam, samples::kPair}) {
    v1::ConversationFacts conversation = Held();
    conversation.set_team_id(team);
    v1::IdeaFacts idea = In(v1::IDEA_STATE_PROPOSED);
    EXPECT_THAT(Agree(conversation, DateOf("2024-11-30"), true, idea), StatusIs(kRefused, "ANONYMITY"));
  }
}

TEST(IdeaGuards, ApprovalsThatAreNeededAreObtainedBeforeItStarts) {
  v1::IdeaFacts idea = In(v1::IDEA_STATE_AGREED);
  idea.mutable_terms()->add_approvals_needed(v1::APPROVAL_LEGAL);
  idea.mutable_terms()->add_approvals_needed(v1::APPROVAL_POLICY);
  idea.mutable_terms()->add_approvals_obtained(v1::APPROVAL_POLICY);
  const absl::Status status = Start(*ParseDayText("2024-11-20"), idea);
  EXPECT_THAT(status, StatusIs(kRefused, "APPROVAL_MISSING"));
  EXPECT_TRUE(absl::EndsWith(status.message(), "not obtained: legal"));
  idea.mutable_terms()->add_approvals_obtained(v1::APPROVAL_LEGAL);
  EXPECT_OK(Start(*ParseDayText("2024-11-20"), idea));
}

TEST(IdeaGuards, NothingStartsBeforeItWasAgreed) {
  v1::IdeaFacts idea = In(v1::IDEA_STATE_AGREED);
  EXPECT_THAT(Start(*ParseDayText("2024-11-03"), idea), ViolatesFields(ElementsAre("started_on")));
  EXPECT_OK(Start(*ParseDayText("2024-11-04"), idea));
}

TEST(IdeaGuards, AnIdeaIsNotMergedIntoItselfNorAcrossProgrammes) {
  v1::IdeaFacts idea = In(v1::IDEA_STATE_PROPOSED), other = idea;
  EXPECT_THAT(CheckOther(idea, other), ViolatesFields(ElementsAre("duplicate_ids")));
  other.set_idea_id("o");
  EXPECT_OK(CheckOther(idea, other));
  other.set_programme_id("obt-2023");
  EXPECT_THAT(MergeInto(idea, other), StatusIs(kRefused, "ANOTHER_PROGRAMME"));
}

TEST(IdeaGuards, RetiredThemesAreKeptAndNotChosen) {
  v1::ThemeList list;
  list.add_themes()->set_code("letters");
  list.add_themes()->set_code("faxes");
  list.mutable_themes(1)->set_retired(true);
  v1::IdeaTerms terms, held;
  terms.add_theme_codes("faxes");
  EXPECT_THAT(CheckThemes(terms.theme_codes(), held.theme_codes(), list, "f"),
              StatusIs(absl::StatusCode::kInvalidArgument, "THEME_UNKNOWN"));
  held.add_theme_codes("faxes");
  EXPECT_OK(CheckThemes(terms.theme_codes(), held.theme_codes(), list, "f"));
  terms.add_theme_codes("pigeons");
  EXPECT_THAT(CheckThemes(terms.theme_codes(), held.theme_codes(), list, "f"),
              StatusIs(absl::StatusCode::kInvalidArgument, "THEME_UNKNOWN"));
}

}  // namespace
}  // namespace obt::ideas
