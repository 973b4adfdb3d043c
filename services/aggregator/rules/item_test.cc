// What counts of what ideas published, and what it is worth.
#include "services/aggregator/rules/item.h"

#include "gtest/gtest.h"
#include "services/aggregator/testing/world.h"

namespace obt::aggregator {
namespace {

namespace iv1 = ideas::v1;
using testing::D;

iv1::Benefit Benefit(iv1::BenefitKind kind, iv1::Per per, int64_t before, int64_t after) {
  iv1::Benefit benefit;
  benefit.set_kind(kind);
  benefit.set_per(per);
  benefit.set_before_thousandths(before);
  benefit.set_after_thousandths(after);
  return benefit;
}

TEST(ItemRules, LessOfWhatCostsAndMoreOfWhatIsDoneIsBetterSoOftenAYear) {
  EXPECT_EQ(ImprovementOf(Benefit(iv1::BENEFIT_KIND_STAFF_TIME, iv1::PER_DAY, 3, 1)), 440);
  EXPECT_EQ(ImprovementOf(Benefit(iv1::BENEFIT_KIND_MONEY, iv1::PER_WEEK, 1, 3)), -88);
  EXPECT_EQ(ImprovementOf(Benefit(iv1::BENEFIT_KIND_CASES, iv1::PER_MONTH, 1, 3)), 24);
  EXPECT_EQ(ImprovementOf(Benefit(iv1::BENEFIT_KIND_CASES, iv1::PER_YEAR, 3, 1)), -2);
  EXPECT_EQ(ImprovementOf(Benefit(iv1::BENEFIT_KIND_MONEY, iv1::PER_DAY, 1'000'000'000'000, 0)),
            220'000'000'000'000);
  const iv1::Benefit once = Benefit(iv1::BENEFIT_KIND_STAFF_TIME, iv1::PER_ONCE, 3, 1);
  EXPECT_EQ(ImprovementOf(once), 2);
  EXPECT_TRUE(ComesOnce(once));
  EXPECT_FALSE(ComesOnce(Benefit(iv1::BENEFIT_KIND_STAFF_TIME, iv1::PER_YEAR, 3, 1)));
}

TEST(ItemRules, WhatIsNewerThanThisProgramIsLeftOutAndHarmsNothing) {
  iv1::ExperimentFacts experiment;
  iv1::Trial& trial = *experiment.mutable_trial();
  trial.set_state(iv1::TRIAL_STATE_CONCLUDED);
  trial.set_outcome(static_cast<iv1::Outcome>(77));
  trial.add_enablers(static_cast<iv1::Pillar>(77));
  trial.add_enablers(iv1::PILLAR_SKILLS);
  EXPECT_EQ(ItemOf(experiment).outcome, 0);
  EXPECT_EQ(ItemOf(experiment).enablers, 1 << iv1::PILLAR_SKILLS);
  EXPECT_EQ(ImprovementOf(Benefit(static_cast<iv1::BenefitKind>(77), static_cast<iv1::Per>(77), 3, 1)), -2);
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
