#include "tools/simulate/idea_steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <map>
#include <utility>

#include "obt_tree.h"

namespace obt::simulate {
namespace {

using Item = std::pair<StepKind, uint32_t>;

struct Played {
  IdeasPlan plan;
  std::vector<IdeaStep> steps;
  std::map<Item, uint32_t> place;
};

IdeasPlan PlanOf(uint64_t seed) {
  static const absl::StatusOr<Population>* const population = [] {
    PopulationOptions options;
    options.reference_dir = OBT_SOURCE_DIR "/deploy/reference";
    options.people = 20'000;
    return new absl::StatusOr<Population>(Population::Make(options));
  }();
  absl::StatusOr<IdeasPlan> plan = PlanIdeas(population->value(), seed);
  if (!plan.ok()) std::abort();
  return *std::move(plan);
}

const Played& ThePlay() {
  static const Played* const played = [] {
    auto* const made = new Played{PlanOf(3), {}, {}};
    made->steps = StepsOf(made->plan);
    for (uint32_t i = 0; i < made->steps.size(); ++i)
      EXPECT_TRUE(made->place.emplace(Item(made->steps[i].kind, made->steps[i].index), i).second) << i;
    return made;
  }();
  return *played;
}

// Expects that a step waits until another one is done, perhaps for one that waits for it.
void ExpectAfter(Item step, Item earlier) {
  const Played& play = ThePlay();
  ASSERT_EQ(play.place.count(step), 1u) << static_cast<int>(step.first) << " of " << step.second;
  ASSERT_EQ(play.place.count(earlier), 1u) << static_cast<int>(earlier.first) << " of " << earlier.second;
  const uint32_t before = play.place.at(earlier) + 1;
  const IdeaStep* waits = &play.steps[play.place.at(step)];
  while (!waits->after_all && waits->after > before) waits = &play.steps[waits->after - 1];
  EXPECT_GE(waits->after, before) << static_cast<int>(step.first) << " of " << step.second;
}

// What has to be done before an idea is what the rest needs.
Item MadeBy(uint32_t idea) {
  const IdeaPlan& plan = ThePlay().plan.ideas[idea];
  if (plan.conversation != kNothing) return {StepKind::kLog, plan.conversation};
  return {plan.stays_draft ? StepKind::kWrite : StepKind::kPropose, idea};
}

Item SeenBy(const EndorsementPlan& endorsement) {
  if (endorsement.idea != kNothing) return MadeBy(endorsement.idea);
  return {StepKind::kPublish, endorsement.case_study};
}

TEST(IdeaStepsTest, TheyAreInTheOrderOfTheirTimesAndNoneWaitsForALaterOne) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const std::vector<IdeaStep> steps = StepsOf(PlanOf(seed));
    for (uint32_t i = 0; i < steps.size(); ++i) {
      ASSERT_LE(steps[i].after, i) << "kind " << static_cast<int>(steps[i].kind) << " of seed " << seed;
      if (i > 0) ASSERT_LE(steps[i - 1].at, steps[i].at) << i;
    }
  }
}

TEST(IdeaStepsTest, IdeasAreWrittenThenProposedThenAgreed) {
  const IdeasPlan& plan = ThePlay().plan;
  for (uint32_t i = 0; i < plan.ideas.size(); ++i) {
    const bool written = plan.ideas[i].written_at != 0;
    EXPECT_EQ(ThePlay().place.count({StepKind::kWrite, i}), written ? 1u : 0u);
    if (written && !plan.ideas[i].stays_draft) ExpectAfter({StepKind::kPropose, i}, {StepKind::kWrite, i});
    if (written && plan.ideas[i].conversation != kNothing) ExpectAfter(MadeBy(i), {StepKind::kPropose, i});
    if (plan.ideas[i].parked_at != 0) ExpectAfter({StepKind::kPark, i}, MadeBy(i));
  }
}

TEST(IdeaStepsTest, TrialsComeAfterTheirIdeasAndCaseStudiesAfterTheirTrials) {
  const IdeasPlan& plan = ThePlay().plan;
  for (uint32_t i = 0; i < plan.experiments.size(); ++i) {
    const uint32_t idea = plan.experiments[i].idea;
    ExpectAfter({StepKind::kPlan, i}, MadeBy(idea));
    ExpectAfter({StepKind::kStart, i}, {StepKind::kPlan, i});
    if (plan.ideas[idea].needs_approval) ExpectAfter({StepKind::kStart, i}, {StepKind::kObtain, idea});
    if (plan.experiments[i].concluded_at != 0) ExpectAfter({StepKind::kConclude, i}, {StepKind::kStart, i});
  }
  for (uint32_t i = 0; i < plan.case_studies.size(); ++i) {
    const CaseStudyPlan& study = plan.case_studies[i];
    const bool adopted = study.adoption != kNothing;
    ExpectAfter({StepKind::kDraft, i}, {adopted ? StepKind::kEndAdoption : StepKind::kConclude,
                                        adopted ? study.adoption : study.experiment});
    ExpectAfter({StepKind::kSubmit, i}, {StepKind::kDraft, i});
    ExpectAfter({StepKind::kPublish, i}, {StepKind::kSubmit, i});
  }
}

TEST(IdeaStepsTest, AdoptionsComeAfterWhatTheyCopy) {
  const IdeasPlan& plan = ThePlay().plan;
  for (uint32_t i = 0; i < plan.adoptions.size(); ++i) {
    ExpectAfter({StepKind::kAdopt, i}, {StepKind::kPublish, plan.adoptions[i].case_study});
    if (plan.adoptions[i].copied_from != kNothing)
      ExpectAfter({StepKind::kAdopt, i}, {StepKind::kAdopt, plan.adoptions[i].copied_from});
    ExpectAfter({StepKind::kRun, i}, {StepKind::kAdopt, i});
    if (plan.adoptions[i].reported_at != 0) ExpectAfter({StepKind::kEndAdoption, i}, {StepKind::kRun, i});
  }
}

TEST(IdeaStepsTest, PeopleReactToWhatIsThereAndMergesComeLast) {
  const Played& play = ThePlay();
  for (uint32_t i = 0; i < play.plan.endorsements.size(); ++i)
    ExpectAfter({StepKind::kEndorse, i}, SeenBy(play.plan.endorsements[i]));
  for (uint32_t i = 0; i < play.plan.comments.size(); ++i) {
    ExpectAfter({StepKind::kComment, i}, MadeBy(play.plan.comments[i].idea));
    if (play.plan.comments[i].answers != kNothing)
      ExpectAfter({StepKind::kComment, i}, {StepKind::kComment, play.plan.comments[i].answers});
  }
  for (uint32_t i = 0; i < play.plan.reports.size(); ++i) {
    const ReportPlan& report = play.plan.reports[i];
    ExpectAfter({StepKind::kReport, i},
                report.idea != kNothing ? MadeBy(report.idea) : Item(StepKind::kComment, report.comment));
    ExpectAfter({StepKind::kResolve, i}, {StepKind::kReport, i});
  }
  ASSERT_FALSE(play.plan.merges.empty());
  const uint32_t first_merge = play.place.at({StepKind::kMerge, 0});
  for (const IdeaStep& step : play.steps) {
    if (step.kind == StepKind::kMerge) EXPECT_TRUE(step.after_all && step.after == first_merge) << step.after;
  }
}

TEST(IdeaStepsTest, AnotherPlanHasAnotherDigest) {
  const Played& play = ThePlay();
  std::vector<IdeaStep> other = play.steps;
  other.back().index += 1;
  EXPECT_EQ(DigestOf(play.steps, play.plan), DigestOf(play.steps, play.plan));
  EXPECT_NE(DigestOf(play.steps, play.plan), DigestOf(other, play.plan));
}

}  // namespace
}  // namespace obt::simulate
