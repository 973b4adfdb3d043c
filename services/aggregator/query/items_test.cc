// The exact cases of what teams did, each on a small world whose right answer can be counted by hand.
#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/aggregator/query/query.h"
#include "services/aggregator/testing/shared_follower.h"

namespace obt::aggregator {
namespace {

using recount::Figures;
using testing::At;
using testing::D;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::ItemText;
using testing::Person;
using testing::World;

constexpr uint32_t kTeam = 1, kOtherTeam = 2;

// Two departments, one with an agency. A team that moves from DWP to the MoJ in December, and one of the HSE.
class ItemsTest : public testing::SharedFollower {
 protected:
  ItemsTest() {
    PutBodies();
    world.PutProgramme(World::Programme2024());
    for (const char* organisation : {"dwp", "hse", "moj"}) {
      world.PutHeadcount("obt-2024", organisation, "2024-03-31", 1000);
    }
    world.PutTeam(ItemText(kTeam), {{"dwp", ""}, {"moj", "2024-12-01"}});
    world.PutTeam(ItemText(kOtherTeam), {{"hse", ""}});
    world.PutThemes({"forms", "ai"});
  }

  // `text` gives the facts but for their id, programme and, if it names none, team.
  template <typename Facts>
  Facts Parse(const std::string& text) {
    Facts facts;
    facts.set_programme_id("obt-2024");
    facts.set_team_id(ItemText(kTeam));
    if (!google::protobuf::TextFormat::MergeFromString(Dated(text), &facts)) ADD_FAILURE() << text;
    return facts;
  }
  // Days are written D{2024-11-04}, ids I{7}.
  static std::string Dated(std::string text) {
    for (size_t at = text.find("D{"); at != std::string::npos; at = text.find("D{")) {
      text.replace(at, 13, "{" + testing::Date(text.substr(at + 2, 10)).ShortDebugString() + "}");
    }
    for (size_t at = text.find("I{"); at != std::string::npos; at = text.find("I{")) {
      const size_t end = text.find('}', at);
      text.replace(at, end + 1 - at,
                   "'" + ItemText(static_cast<uint32_t>(std::stoul(text.substr(at + 2)))) + "'");
    }
    return text;
  }
  void Conversation(uint32_t id, const std::string& text) {
    auto facts = Parse<ideas::v1::ConversationFacts>("state: CONVERSATION_STATE_LOGGED " + text);
    facts.set_conversation_id(ItemText(id));
    world.Put(facts);
  }
  void Idea(uint32_t id, const std::string& text) {
    auto facts = Parse<ideas::v1::IdeaFacts>(text);
    facts.set_idea_id(ItemText(id));
    world.Put(facts);
  }
  void Experiment(uint32_t id, const std::string& text) {
    auto facts = Parse<ideas::v1::ExperimentFacts>(text);
    facts.set_experiment_id(ItemText(id));
    world.Put(facts);
  }
  void CaseStudy(uint32_t id, const std::string& text) {
    auto facts = Parse<ideas::v1::CaseStudyFacts>("state: CASE_STUDY_STATE_PUBLISHED " + text);
    facts.set_case_study_id(ItemText(id));
    world.Put(facts);
  }
  void Adoption(uint32_t id, const std::string& text) {
    auto facts = Parse<ideas::v1::AdoptionFacts>(text);
    facts.set_adoption_id(ItemText(id));
    world.Put(facts);
  }

  Question Ask(v1::Measure measure, std::vector<v1::Dimension> group_by = {}, bool then = false) {
    Question question;
    question.programme_id = "obt-2024";
    question.measures = {measure};
    question.group_by = std::move(group_by);
    question.then = then;
    question.as_of = D("2025-02-14");
    return question;
  }
  Figures Count(const Question& question) {
    follower.CatchUp(world);
    return follower.Figures(question);
  }
  Figures Count(v1::Measure measure, std::vector<v1::Dimension> group_by = {}, bool then = false) {
    return Count(Ask(measure, std::move(group_by), then));
  }
};

const std::vector<v1::Dimension> kByOrganisation = {v1::DIMENSION_ORGANISATION};

TEST_F(ItemsTest, AConversationCountsAtTheLeadOfItsDayOrAtThePresentOne) {
  Conversation(10, "held_on D{2024-11-30}");
  Conversation(11, "held_on D{2024-12-01}");
  Conversation(12, "held_on D{2025-02-15}");  // behind the window
  EXPECT_THAT(Count(v1::MEASURE_CONVERSATIONS, kByOrganisation, true),
              (Figures{{{"dwp"}, {{"", 1}}}, {{"moj"}, {{"", 1}}}}));
  EXPECT_THAT(Count(v1::MEASURE_CONVERSATIONS, kByOrganisation), (Figures{{{"moj"}, {{"", 2}}}}));
  world.PutTeam(ItemText(kTeam), {{"dwp", ""}, {"hse", "2024-11-15"}});
  EXPECT_THAT(Count(v1::MEASURE_CONVERSATIONS, kByOrganisation, true), (Figures{{{"hse"}, {{"", 2}}}}));
  Conversation(11, "held_on D{2024-12-01} state: CONVERSATION_STATE_WITHDRAWN");
  EXPECT_THAT(Count(v1::MEASURE_CONVERSATIONS), (Figures{{{}, {{"", 1}}}}));
  identity::v1::Programme programme = World::Programme2024();
  *programme.mutable_counting_from_day() = testing::Date("2024-12-01");
  world.PutProgramme(programme);
  EXPECT_THAT(Count(v1::MEASURE_CONVERSATIONS), IsEmpty());
}

TEST_F(ItemsTest, ATeamNobodyHasHeardOfIsUnknown) {
  Conversation(10, "held_on D{2024-11-30} team_id: I{99}");
  EXPECT_THAT(Count(v1::MEASURE_CONVERSATIONS, kByOrganisation), (Figures{{{"unknown"}, {{"", 1}}}}));
}

TEST_F(ItemsTest, WhoIsNamedHasConversedAndTakesPartOthersAreANumber) {
  world.PutPerson(Person(1), {{"dwp", "2020-01-01", ""}});
  const std::string one = ToText(Person(1)), two = ToText(Person(2));
  Conversation(10, "held_on D{2024-11-20} attendee_ids: '" + one + "' attendee_ids: '" + two + "'");
  Conversation(11, "held_on D{2024-11-18} attendee_ids: '" + one + "'");
  Conversation(12, "held_on D{2024-11-18} attendance: 7");
  const std::vector<v1::Dimension> by_day = {v1::DIMENSION_DAY};
  Question question = Ask(v1::MEASURE_CONVERSED, by_day);
  question.only_new = true;
  const Figures both = {{{"2024-11-18"}, {{"", 1}}}, {{"2024-11-20"}, {{"", 1}}}};
  EXPECT_THAT(Count(question), both);
  question.measures = {v1::MEASURE_PARTICIPANTS};
  EXPECT_THAT(Count(question), both);
  EXPECT_THAT(Count(v1::MEASURE_ATTENDANCE_STATED), (Figures{{{}, {{"", 7}}}}));
  Conversation(11, "held_on D{2024-11-18} state: CONVERSATION_STATE_WITHDRAWN attendee_ids: '" + one + "'");
  EXPECT_THAT(Count(question), (Figures{{{"2024-11-20"}, {{"", 2}}}}));
  Conversation(10, "held_on D{2024-11-20} attendee_ids: '" + two + "'");
  EXPECT_THAT(Count(question), (Figures{{{"2024-11-20"}, {{"", 1}}}})) << "the list of names was corrected";
  follower.Restart();
  EXPECT_THAT(Count(question), (Figures{{{"2024-11-20"}, {{"", 1}}}}));
}

TEST_F(ItemsTest, WhatWasAgreedCountsAsLongAsItStandsParkedAndMergedToo) {
  Idea(20,
       "state: IDEA_STATE_PARKED agreed_on D{2024-11-20} terms { theme_codes: 'ai' theme_codes: 'forms' }");
  Idea(21, "state: IDEA_STATE_MERGED agreed_on D{2024-11-21} hidden: true");
  Idea(22, "state: IDEA_STATE_PROPOSED");
  EXPECT_THAT(Count(v1::MEASURE_CHANGES_AGREED), (Figures{{{}, {{"", 2}}}}));
  EXPECT_THAT(Count(v1::MEASURE_CHANGES_AGREED, {v1::DIMENSION_THEME}),
              (Figures{{{"ai"}, {{"", 1}}}, {{"forms"}, {{"", 1}}}, {{"none"}, {{"", 1}}}}))
      << "an idea with two themes is in both groups";
  Question question = Ask(v1::MEASURE_CHANGES_AGREED);
  question.filter.attributes[v1::DIMENSION_THEME] = {"ai", "forms"};
  EXPECT_THAT(Count(question), (Figures{{{}, {{"", 1}}}}));
  question.filter.attributes[v1::DIMENSION_THEME] = {"fishing"};
  EXPECT_THAT(follower.engine().Read(
                  [&](const State& state) { return aggregator::Run(state, question, nullptr).status(); }),
              obt::testing::ViolatesFields(ElementsAre("filter.themes[0]")));
  Idea(20, "state: IDEA_STATE_PROPOSED");  // its conversation was withdrawn
  EXPECT_THAT(Count(v1::MEASURE_CHANGES_AGREED), (Figures{{{}, {{"", 1}}}}));
}

TEST_F(ItemsTest, ThemesAreListedInTheOrderOfTheirList) {
  Idea(20, "agreed_on D{2024-11-20} terms { theme_codes: 'ai' theme_codes: 'forms' theme_codes: 'old' }");
  follower.CatchUp(world);
  const Answer answer = follower.Ask(Ask(v1::MEASURE_CHANGES_AGREED, {v1::DIMENSION_THEME}));
  EXPECT_THAT(answer.dimensions[0].codes, ElementsAre("forms", "ai", "old", "none"));
  EXPECT_EQ(answer.dimensions[0].names[0], "About forms");
}

TEST_F(ItemsTest, ExperimentsAreCountedByOutcomeWithTheThemesOfTheirIdeas) {
  Idea(20, "terms { theme_codes: 'ai' }");
  const std::string of_idea = "idea_id: I{20} ";
  Experiment(30, of_idea + "trial { state: TRIAL_STATE_RUNNING started_on D{2024-11-25} }");
  for (uint32_t i = 31; i < 34; ++i) {
    Experiment(i, of_idea +
                      "trial { state: TRIAL_STATE_CONCLUDED started_on D{2024-11-25} concluded_on "
                      "D{2025-01-10} outcome: " +
                      (i < 33 ? "OUTCOME_WORKED" : "OUTCOME_STOPPED") +
                      " enablers: PILLAR_SKILLS barriers: PILLAR_APPROVALS barriers: PILLAR_SKILLS }");
  }
  EXPECT_THAT(Count(v1::MEASURE_EXPERIMENTS_STARTED, {v1::DIMENSION_THEME}), (Figures{{{"ai"}, {{"", 4}}}}));
  EXPECT_THAT(Count(v1::MEASURE_EXPERIMENTS_CONCLUDED, kByOrganisation, true),
              (Figures{{{"moj"}, {{"STOPPED", 1}, {"WORKED", 2}}}}));
  EXPECT_THAT(Count(v1::MEASURE_EXPERIMENTS_STARTED, {v1::DIMENSION_OUTCOME}),
              (Figures{{{"STOPPED"}, {{"", 1}}}, {{"WORKED"}, {{"", 2}}}, {{"none"}, {{"", 1}}}}));
  EXPECT_THAT(Count(v1::MEASURE_ENABLERS), (Figures{{{}, {{"SKILLS", 3}}}}));
  Question question = Ask(v1::MEASURE_BARRIERS);
  question.filter.attributes[v1::DIMENSION_OUTCOME] = {"STOPPED"};
  EXPECT_THAT(Count(question), (Figures{{{}, {{"APPROVALS", 1}, {"SKILLS", 1}}}}));
}

TEST_F(ItemsTest, ImprovementsAddUpExactlyOverAYear) {
  const std::string concluded =
      "trial { state: TRIAL_STATE_CONCLUDED concluded_on D{2025-01-10} outcome: OUTCOME_WORKED ";
  const auto benefit = [](const char* kind, const char* per, int64_t before, int64_t after) {
    return absl::StrCat("benefits { kind: BENEFIT_KIND_", kind, " per: PER_", per,
                        " before_thousandths: ", before, " after_thousandths: ", after, " } ");
  };
  Experiment(30, concluded + benefit("STAFF_TIME", "WEEK", 1'500, 1'000) +
                     benefit("CASES", "MONTH", 10'000, 12'000) + benefit("MONEY", "ONCE", 900'000, 100'000) +
                     benefit("WAITING_TIME", "ONCE", 9'000, 5'000) + "}");
  Adoption(60, concluded + benefit("STAFF_TIME", "DAY", 1'000, 1'001) +
                   benefit("WAITING_TIME", "DAY", 4'000, 3'000) + "}");
  Adoption(61, "trial { state: TRIAL_STATE_RUNNING " + benefit("STAFF_TIME", "YEAR", 1'000, 0) + "}");
  EXPECT_THAT(Count(v1::MEASURE_BENEFITS_A_YEAR),
              (Figures{{{}, {{"CASES items", 24'000}, {"STAFF_TIME hours", 44 * 500 - 220}}}}));
  EXPECT_THAT(Count(v1::MEASURE_BENEFITS_ONCE), (Figures{{{}, {{"MONEY pence", 800'000}}}}));
  EXPECT_THAT(
      Count(v1::MEASURE_BENEFITS_STATED),
      (Figures{
          {{},
           {{"CASES items", 1}, {"MONEY pence", 1}, {"STAFF_TIME hours", 2}, {"WAITING_TIME days", 2}}}}));
  EXPECT_THAT(Count(v1::MEASURE_MEDIAN_BEFORE), (Figures{{{}, {{"WAITING_TIME days", 6'500}}}}));
  EXPECT_THAT(Count(v1::MEASURE_MEDIAN_AFTER), (Figures{{{}, {{"WAITING_TIME days", 4'000}}}}));
}

TEST_F(ItemsTest, AMedianIsOfThePeriodOrOfAllUpToItsEnd) {
  const char* const days[] = {"2024-11-10", "2024-11-11", "2024-11-12", "2024-12-10", "2025-01-10"};
  const int amounts[] = {5, 1, 9, 30, 40};
  for (uint32_t i = 0; i < 5; ++i) {
    Experiment(
        30 + i,
        absl::StrCat("trial { state: TRIAL_STATE_CONCLUDED outcome: OUTCOME_WORKED concluded_on D{", days[i],
                     "} benefits { kind: BENEFIT_KIND_QUALITY per: PER_ONCE after_thousandths: ", amounts[i],
                     " } }"));
  }
  Question question = Ask(v1::MEASURE_MEDIAN_AFTER, {v1::DIMENSION_MONTH});
  follower.CatchUp(world);
  const auto values = [&] { return follower.Ask(question).columns[1].values; };
  EXPECT_THAT(values(), ElementsAre(0, 5, 7, 9, 9)) << "October to February";
  question.only_new = true;
  EXPECT_THAT(values(), ElementsAre(0, 5, 30, 40, 0));
}

TEST_F(ItemsTest, AdoptionsSayHowFarTheyHaveComeAndHowACaseStudySpread) {
  CaseStudy(50, "published_on D{2024-11-01} theme_codes: 'forms' outcome: OUTCOME_DID_NOT_WORK");
  CaseStudy(51, "published_on D{2024-11-10}");
  CaseStudy(52, "published_on D{2024-11-10} hidden: true");
  Adoption(60,
           "adopted_on D{2024-11-11} team_id: I{2} chain: I{50} case_study_id: I{50} "
           "trial { state: TRIAL_STATE_PLANNED }");
  Adoption(61,
           "adopted_on D{2024-12-02} chain: I{51} chain: I{50} case_study_id: I{51} "
           "trial { state: TRIAL_STATE_CONCLUDED outcome: OUTCOME_WORKED }");
  Adoption(62,
           "adopted_on D{2024-12-03} chain: I{50} chain: I{52} case_study_id: I{50} "
           "trial { state: TRIAL_STATE_RUNNING }");
  EXPECT_THAT(Count(v1::MEASURE_CASE_STUDIES, {v1::DIMENSION_OUTCOME}),
              (Figures{{{"DID_NOT_WORK"}, {{"", 1}}}, {{"none"}, {{"", 1}}}}));
  EXPECT_THAT(Count(v1::MEASURE_ADOPTIONS), (Figures{{{}, {{"PLANNED", 1}, {"RUNNING", 1}, {"WORKED", 1}}}}));
  EXPECT_THAT(Count(v1::MEASURE_ADOPTIONS, {v1::DIMENSION_THEME}),
              (Figures{{{"forms"}, {{"PLANNED", 1}, {"RUNNING", 1}}}, {{"none"}, {{"WORKED", 1}}}}));
  Question question = Ask(v1::MEASURE_DEPARTMENTS_REACHED, {v1::DIMENSION_MONTH, v1::DIMENSION_THEME});
  question.only_new = true;
  EXPECT_THAT(Count(question), (Figures{{{"2024-11", "forms"}, {{"", 1}}},
                                        {{"2024-12", "forms"}, {{"", 1}}},
                                        {{"2024-12", "none"}, {{"", 1}}}}))
      << "DWP through the HSE, then the MoJ once";
  EXPECT_THAT(Count(v1::MEASURE_DAYS_TO_FIRST_ADOPTION), (Figures{{{}, {{"", (10 + 22) / 2}}}}));
  CaseStudy(50, "published_on D{2024-11-01} state: CASE_STUDY_STATE_WITHDRAWN");
  EXPECT_THAT(Count(v1::MEASURE_DEPARTMENTS_REACHED), (Figures{{{}, {{"", 1}}}}));
}

}  // namespace
}  // namespace obt::aggregator
