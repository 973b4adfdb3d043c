#include "tools/obtctl/story.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "tools/obtctl/benefits.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

ideas::v1::CaseStudy Told() {
  ideas::v1::CaseStudy told;
  told.mutable_facts()->set_case_study_id("C1");
  told.mutable_facts()->set_experiment_id("E1");
  told.mutable_facts()->set_state(ideas::v1::CASE_STUDY_STATE_PUBLISHED);
  told.mutable_facts()->set_outcome(ideas::v1::OUTCOME_WORKED);
  *told.mutable_facts()->mutable_published_on() = DateOf("2025-02-03");
  told.mutable_text()->set_title("Answer licence requests from a template");
  told.mutable_text()->set_story("We wrote ten templates.");
  told.mutable_text()->set_learnt("Letters need an owner.");
  told.set_organisation_code("land-registry");
  told.set_endorsements(1);
  return told;
}

ideas::v1::Trial Worked() {
  ideas::v1::Trial trial;
  trial.set_state(ideas::v1::TRIAL_STATE_CONCLUDED);
  *trial.mutable_started_on() = DateOf("2024-12-02");
  *trial.mutable_concluded_on() = DateOf("2025-01-31");
  trial.set_outcome(ideas::v1::OUTCOME_WORKED);
  trial.add_enablers(ideas::v1::PILLAR_SKILLS);
  trial.add_enablers(ideas::v1::PILLAR_TIME_MONEY_SPACE);
  trial.add_barriers(ideas::v1::PILLAR_APPROVALS);
  *trial.add_benefits() = *ParseBenefit("staff_time:10h->6h/week");
  trial.mutable_benefits(0)->set_measured(true);
  return trial;
}

ideas::v1::Adoption Repeat(const std::string& id, const std::string& case_study, const std::string& copied,
                           const std::string& own = "") {
  ideas::v1::Adoption adoption;
  adoption.mutable_facts()->set_adoption_id(id);
  adoption.mutable_facts()->set_case_study_id(case_study);
  adoption.mutable_facts()->set_copied_from(copied);
  adoption.mutable_facts()->set_own_case_study_id(own);
  adoption.set_organisation_code("home-office");
  return adoption;
}

Story WholeWay() {
  Story story;
  story.case_study = Told();
  ideas::v1::Conversation& talk = story.conversation.emplace();
  *talk.mutable_facts()->mutable_held_on() = DateOf("2024-11-20");
  talk.mutable_facts()->set_conversation_id("T1");
  talk.mutable_facts()->set_attendance(9);
  talk.mutable_facts()->set_set_scene(true);
  talk.mutable_facts()->add_idea_ids("I1");
  talk.mutable_facts()->add_idea_ids("I2");
  talk.set_reflections("We write the same letter every day.");
  ideas::v1::Idea& idea = story.idea.emplace();
  idea.mutable_facts()->set_idea_id("I1");
  idea.mutable_facts()->set_conversation_id("T1");
  *idea.mutable_facts()->mutable_try_by() = DateOf("2024-12-20");
  idea.mutable_text()->set_title("Templates for letters");
  idea.mutable_text()->set_problem("Every request is answered anew.");
  ideas::v1::Experiment& experiment = story.experiment.emplace();
  experiment.mutable_facts()->set_experiment_id("E1");
  experiment.mutable_facts()->set_idea_id("I1");
  *experiment.mutable_facts()->mutable_trial() = Worked();
  experiment.mutable_text()->set_hypothesis("Templates halve the time.");
  experiment.mutable_text()->set_measure("Hours a week.");
  experiment.mutable_text()->set_learnt("They do,\nnearly.");
  story.adoptions = {Repeat("A1", "C1", ""), Repeat("A2", "C1", "A1")};
  story.adoptions[0].mutable_facts()->mutable_trial()->set_state(ideas::v1::TRIAL_STATE_CONCLUDED);
  story.adoptions[0].mutable_facts()->mutable_trial()->set_outcome(ideas::v1::OUTCOME_DID_NOT_WORK);
  story.adoptions[0].mutable_facts()->mutable_trial()->add_barriers(ideas::v1::PILLAR_TECHNOLOGY);
  *story.adoptions[0].mutable_facts()->mutable_adopted_on() = DateOf("2025-02-05");
  story.adoptions[0].mutable_text()->set_learnt("Our letters differ.");
  story.adoptions[1].set_organisation_code("wilton-park");
  story.adoptions[1].mutable_facts()->mutable_trial()->set_state(ideas::v1::TRIAL_STATE_RUNNING);
  story.names = {{"land-registry", "HM Land Registry"}, {"home-office", "Home Office"}};
  return story;
}

TEST(StoryTest, TheWholeWayIsToldAsAPersonWould) {
  EXPECT_EQ(
      InWords(WholeWay(), 0),
      "Answer licence requests from a template\n"
      "HM Land Registry; published on 3 February 2025; 1 endorsement\n"
      "\n"
      "The conversation\n"
      "  On 20 November 2024 9 people talked, once the scene was set so that everybody could speak, and "
      "agreed 2 changes.\n"
      "  What they thought: We write the same letter every day.\n"
      "\n"
      "The change\n"
      "  Templates for letters\n"
      "  Problem: Every request is answered anew.\n"
      "  To be tried by: 20 December 2024\n"
      "\n"
      "The experiment\n"
      "  Hypothesis: Templates halve the time.\n"
      "  Measure: Hours a week.\n"
      "  It ran from 2 December 2024 to 31 January 2025. It worked.\n"
      "  What was learnt: They do,\n"
      "  nearly.\n"
      "  What helped: skills and access to time, money or space\n"
      "  What stood in the way: approvals\n"
      "  What it was worth: staff time from 10 hours a week to 6, measured\n"
      "\n"
      "The case study\n"
      "  We wrote ten templates.\n"
      "  What was learnt: Letters need an owner.\n"
      "\n"
      "Who took it up: 2 teams of 2 organisations\n"
      "  - Home Office, on 5 February 2025\n"
      "    It did not work.\n"
      "    What was learnt: Our letters differ.\n"
      "    What stood in the way: technology\n"
      "      - wilton-park\n"
      "        It is running.\n");
}

TEST(StoryTest, WhatTheCallerMayNotSeeLeavesNoTrace) {
  Story story;
  story.case_study = Told();
  EXPECT_EQ(InWords(story, 0),
            "Answer licence requests from a template\n"
            "land-registry; published on 3 February 2025; 1 endorsement\n"
            "\n"
            "The case study\n"
            "  We wrote ten templates.\n"
            "  What was learnt: Letters need an owner.\n");
  Story without = WholeWay();
  without.conversation.reset();
  EXPECT_THAT(InWords(without, 0), Not(HasSubstr("conversation")));
  EXPECT_THAT(InWords(without, 0), HasSubstr("The change\n"));
}

TEST(StoryTest, WhoIsToldOfWhatIsHiddenReadsTheReasonInItsPlace) {
  Story story;
  story.case_study = Told();
  story.idea.emplace().set_hidden_reason("It names a customer.");
  story.adoptions = {Repeat("A1", "C1", "")};
  story.adoptions[0].set_hidden_reason("So does this.");
  EXPECT_THAT(InWords(story, 0), HasSubstr("The change\n  Hidden because: It names a customer.\n"));
  EXPECT_THAT(InWords(story, 0), HasSubstr("  - home-office\n    Hidden because: So does this.\n"));
}

TEST(StoryTest, TheStoryOfAnAdoptionNamesWhatItRepeats) {
  Story story;
  story.case_study = Told();
  story.adoption = Repeat("A1", "C0", "");
  story.adoption->mutable_text()->set_plan("The same ten templates.");
  *story.adoption->mutable_facts()->mutable_trial() = Worked();
  story.adoption->mutable_facts()->mutable_trial()->set_outcome(ideas::v1::OUTCOME_STOPPED);
  story.repeated = Told();
  story.repeated->mutable_facts()->set_case_study_id("C0");
  story.repeated->set_organisation_code("wilton-park");
  const std::string text = InWords(story, 0);
  EXPECT_THAT(text, HasSubstr("What it repeated\n  Answer licence requests from a template, of wilton-park\n"
                              "  Its own story: obtctl story C0\n"));
  EXPECT_THAT(text,
              HasSubstr("The trial\n  Plan: The same ten templates.\n"
                        "  It ran from 2 December 2024 to 31 January 2025. It was stopped before it could "
                        "show whether it works.\n"));
}

TEST(StoryTest, LinesAreNoWiderThanTheTerminalAndObeyNothing) {
  Story story = WholeWay();
  story.conversation->set_reflections("Red \x1B[31m and \u202Eback, said at length by everybody in the room");
  const std::string text = InWords(story, 40);
  EXPECT_THAT(text, HasSubstr("  What they thought: Red \\x1B[31m and\n  \\u202Eback, said at length by\n"));
  size_t from = 0;
  for (size_t end = text.find('\n'); end != std::string::npos; from = end + 1, end = text.find('\n', from))
    EXPECT_LE(WidthOf(text.substr(from, end - from)), 40u) << text.substr(from, end - from);
}

using Order = std::vector<std::pair<std::string, size_t>>;

Order OrderOf(const std::vector<ideas::v1::Adoption>& adoptions) {
  Story story;
  story.adoptions = adoptions;
  Order order;
  for (const Taken& taken : TreeOf(story))
    order.emplace_back(taken.adoption->facts().adoption_id(), taken.depth);
  return order;
}

TEST(StoryTest, WhatWasCopiedStandsBehindWhatItWasCopiedFrom) {
  EXPECT_EQ(
      OrderOf({Repeat("A", "C", ""), Repeat("B", "C", ""), Repeat("D", "C", "A"), Repeat("E", "C", "D")}),
      (Order{{"A", 0}, {"D", 1}, {"E", 2}, {"B", 0}}));
  EXPECT_EQ(OrderOf({Repeat("B", "C-OF-A", ""), Repeat("A", "C", "", "C-OF-A")}), (Order{{"A", 0}, {"B", 1}}))
      << "through a case study of its own";
  EXPECT_EQ(OrderOf({Repeat("B", "C", "UNSEEN")}), (Order{{"B", 0}}));
  EXPECT_EQ(OrderOf({Repeat("A", "C", "B"), Repeat("B", "C", "A"), Repeat("S", "C", "S")}).size(), 3u)
      << "each once, though they follow each other round";
}

TEST(StoryTest, ProgramsGetALineForEachStation) {
  const Table table = TableOf(WholeWay());
  std::vector<std::string> stations;
  for (const std::vector<Cell>& row : table.rows())
    stations.push_back(row[0].text() + " " + row[1].text() + "<" + row[2].text() + " " + row[5].text());
  EXPECT_THAT(stations,
              ElementsAre("conversation T1< ", "change I1<T1 ", "experiment E1<I1 worked",
                          "case_study C1<E1 worked", "adoption A1<C1 did_not_work", "adoption A2<A1 "));
}

}  // namespace
}  // namespace obt::ctl
