// What counts of what ideas published, and which days it counts on.
#include "services/aggregator/rules/item.h"

#include "gtest/gtest.h"
#include "services/aggregator/testing/world.h"

namespace obt::aggregator {
namespace {

namespace iv1 = ideas::v1;
using testing::D;

TEST(ItemRules, WhatIsNewerThanThisProgramIsLeftOutAndHarmsNothing) {
  iv1::ExperimentFacts experiment;
  iv1::Trial& trial = *experiment.mutable_trial();
  trial.set_state(iv1::TRIAL_STATE_CONCLUDED);
  trial.set_outcome(static_cast<iv1::Outcome>(77));
  trial.add_enablers(static_cast<iv1::Pillar>(77));
  trial.add_enablers(iv1::PILLAR_SKILLS);
  EXPECT_EQ(ItemOf(experiment).outcome, 0);
  EXPECT_EQ(ItemOf(experiment).enablers, 1 << iv1::PILLAR_SKILLS);
}

TEST(ItemRules, ACaseStudyCountsWhilePublishedAndNotHidden) {
  iv1::CaseStudyFacts facts;
  *facts.mutable_published_on() = testing::Date("2024-11-20");
  for (int state = 0; state <= iv1::CaseStudyState_MAX; ++state) {
    facts.set_state(static_cast<iv1::CaseStudyState>(state));
    EXPECT_EQ(ItemOf(facts).day, state == iv1::CASE_STUDY_STATE_PUBLISHED ? D("2024-11-20") : kNever);
  }
  facts.set_state(iv1::CASE_STUDY_STATE_PUBLISHED);
  facts.set_hidden(true);
  EXPECT_EQ(ItemOf(facts).day, kNever);
}

TEST(ItemRules, ModerationHidesWordsAndNotFacts) {
  iv1::IdeaFacts idea;
  idea.set_hidden(true);
  *idea.mutable_agreed_on() = testing::Date("2024-11-20");
  for (int state = 1; state <= iv1::IdeaState_MAX; ++state) {
    idea.set_state(static_cast<iv1::IdeaState>(state));
    EXPECT_EQ(ItemOf(idea).day, D("2024-11-20"));
  }
  iv1::ConversationFacts conversation;
  *conversation.mutable_held_on() = testing::Date("2024-11-20");
  conversation.set_state(iv1::CONVERSATION_STATE_WITHDRAWN);
  EXPECT_EQ(ItemOf(conversation).day, kNever);
}

}  // namespace
}  // namespace obt::aggregator
