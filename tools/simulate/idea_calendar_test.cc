#include "tools/simulate/idea_calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "obt_tree.h"
#include "tools/simulate/calendar.h"

namespace obt::simulate {
namespace {

using texts::Outcome;

const Population& People() {
  static const Population* const population = [] {
    PopulationOptions options;
    options.reference_dir = OBT_SOURCE_DIR "/deploy/reference";
    options.people = 60'000;
    absl::StatusOr<Population> made = Population::Make(options);
    EXPECT_TRUE(made.ok()) << made.status();
    if (!made.ok()) std::abort();
    return new Population(*std::move(made));
  }();
  return *population;
}

IdeasPlan Make(uint64_t seed) {
  absl::StatusOr<IdeasPlan> plan = PlanIdeas(People(), seed);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.ok() ? *std::move(plan) : IdeasPlan();
}

const IdeasPlan& ThePlan() {
  static const IdeasPlan* const plan = new IdeasPlan(Make(5));
  return *plan;
}

// As the number would be for all 477,230 people.
double AtFullSize(size_t count) { return static_cast<double>(count) * 477'230 / People().size(); }

TEST(IdeaCalendarTest, TheSameSeedGivesTheSamePlan) {
  const IdeasPlan& one = ThePlan();
  const IdeasPlan same = Make(5), other = Make(6);
  ASSERT_EQ(one.ideas.size(), same.ideas.size());
  for (size_t i = 0; i < one.ideas.size(); ++i) {
    EXPECT_EQ(one.ideas[i].text, same.ideas[i].text);
    EXPECT_EQ(one.ideas[i].proposed_at, same.ideas[i].proposed_at);
  }
  EXPECT_NE(one.ideas.size(), other.ideas.size());
}

TEST(IdeaCalendarTest, EverybodyIsInOneTeamOfAUsualSize) {
  std::set<uint32_t> people;
  std::vector<size_t> sizes;
  size_t crossing = 0;
  const auto& organisations = People().reference().organisations;
  for (const TeamPlan& team : ThePlan().teams) {
    sizes.push_back(team.members.size());
    bool crosses = false;
    for (const uint32_t person : team.members) {
      EXPECT_TRUE(people.insert(person).second);
      crosses |= organisations[People().people()[person].organisation].department !=
                 organisations[team.organisation].department;
    }
    crossing += crosses;
  }
  EXPECT_EQ(people.size(), People().size());
  std::sort(sizes.begin(), sizes.end());
  EXPECT_EQ(sizes[sizes.size() / 2], 9u);
  EXPECT_GE(sizes.front(), 1u);
  EXPECT_LE(sizes.back(), 17u);
  EXPECT_NEAR(AtFullSize(sizes.size()), 52'000, 2'500);
  EXPECT_GT(crossing, sizes.size() / 50);
}

TEST(IdeaCalendarTest, MostTeamsMeetInNovemberAndSomeNever) {
  std::set<uint32_t> teams;
  size_t november = 0;
  for (const ConversationPlan& talk : ThePlan().conversations) {
    teams.insert(talk.team);
    november += talk.held_on >= Calendar::DaysSince1970(18) && talk.held_on < Calendar::DaysSince1970(48);
    EXPECT_LE(talk.changes, 3u);
    EXPECT_TRUE(talk.attended.empty() || talk.attended.size() == talk.attendance);
    for (uint32_t i = 0; i < talk.changes; ++i) {
      EXPECT_EQ(ThePlan().ideas[talk.first_idea + i].team, talk.team);
    }
  }
  EXPECT_NEAR(static_cast<double>(teams.size()) / ThePlan().teams.size(), 0.85, 0.02);
  EXPECT_GT(november, ThePlan().conversations.size() * 3 / 4);
}

TEST(IdeaCalendarTest, EveryTextIsUsedOnce) {
  std::set<uint32_t> used;
  for (const IdeaPlan& idea : ThePlan().ideas) used.insert(idea.text);
  EXPECT_EQ(used.size(), ThePlan().ideas.size());
  EXPECT_EQ(*used.rbegin() + 1, ThePlan().ideas.size());
  EXPECT_LE(AtFullSize(used.size()), static_cast<double>(texts::Texts::MostIdeas()));
}

TEST(IdeaCalendarTest, ManyIdeasAreAboutWorkOfTheirOwnDepartment) {
  const texts::Texts words(5);
  const auto& organisations = People().reference().organisations;
  size_t own = 0, anybodys = 0;
  for (const IdeaPlan& idea : ThePlan().ideas) {
    const std::string& department = words.DepartmentOf(idea.text);
    const Organisation& lead = organisations[ThePlan().teams[idea.team].organisation];
    own += department == organisations[lead.department].code;
    anybodys += department.empty();
  }
  const double all = static_cast<double>(ThePlan().ideas.size());
  std::printf("work of the own department %.2f, anybody's %.2f\n", own / all, anybodys / all);
  EXPECT_GT((own + anybodys) / all, 0.6);
}

TEST(IdeaCalendarTest, NothingComesBeforeWhatItFollowsOrAfterTheEnd) {
  const IdeasPlan& plan = ThePlan();
  const int64_t end = Calendar::Load()->At(124, 0);
  for (const ExperimentPlan& experiment : plan.experiments) {
    EXPECT_GT(experiment.started_at, plan.ideas[experiment.idea].proposed_at);
    EXPECT_EQ(plan.ideas[experiment.idea].parked_at, 0);
    EXPECT_TRUE(experiment.concluded_at == 0 || experiment.concluded_at > experiment.started_at);
    EXPECT_LT(experiment.concluded_at, end);
  }
  for (const CaseStudyPlan& study : plan.case_studies) {
    EXPECT_GT(study.submitted_at, study.adoption != kNothing
                                      ? plan.adoptions[study.adoption].reported_at
                                      : plan.experiments[study.experiment].concluded_at);
    EXPECT_GT(study.published_at, study.submitted_at);
    EXPECT_LT(study.published_at, end);
  }
  for (const CommentPlan& comment : plan.comments) {
    EXPECT_GT(comment.at, plan.ideas[comment.idea].proposed_at);
    EXPECT_LT(comment.at, end);
    if (comment.answers == kNothing) continue;
    EXPECT_EQ(plan.comments[comment.answers].answers, kNothing);
    EXPECT_EQ(plan.comments[comment.answers].idea, comment.idea);
  }
  for (const ReportPlan& report : plan.reports) {
    if (report.comment != kNothing) EXPECT_GT(report.at, plan.comments[report.comment].at);
    EXPECT_GE(report.resolved_at, report.at);
    EXPECT_LT(report.resolved_at, end);
  }
}

TEST(IdeaCalendarTest, AdoptionsFormChainsOfOtherTeams) {
  const IdeasPlan& plan = ThePlan();
  uint32_t deepest = 0;
  std::set<std::pair<uint32_t, uint32_t>> once;
  for (uint32_t i = 0; i < plan.adoptions.size(); ++i) {
    const AdoptionPlan& adoption = plan.adoptions[i];
    EXPECT_TRUE(once.emplace(adoption.case_study, adoption.team).second);
    EXPECT_GT(adoption.planned_at, plan.case_studies[adoption.case_study].published_at);
    if (adoption.copied_from != kNothing) {
      ASSERT_LT(adoption.copied_from, i);
      const AdoptionPlan& source = plan.adoptions[adoption.copied_from];
      EXPECT_EQ(source.case_study, adoption.case_study);
      EXPECT_GT(adoption.planned_at, source.running_at);
      EXPECT_EQ(adoption.depth, source.depth + 1);
    }
    deepest = std::max(deepest, adoption.depth);
  }
  EXPECT_GE(deepest, 3u);
  EXPECT_LE(deepest, 5u);
}

TEST(IdeaCalendarTest, SomeTellWhatTheyAdoptedAndOthersAdoptThat) {
  const IdeasPlan& plan = ThePlan();
  size_t told = 0, again = 0;
  for (const CaseStudyPlan& study : plan.case_studies) told += study.adoption != kNothing;
  for (const AdoptionPlan& adoption : plan.adoptions) {
    const CaseStudyPlan& study = plan.case_studies[adoption.case_study];
    EXPECT_NE(adoption.team, TellingTeam(plan, study));
    again += study.adoption != kNothing;
  }
  EXPECT_GT(told, 5u);
  EXPECT_GT(again, 0u);
}

TEST(IdeaCalendarTest, EndorsersAreDifferentPeopleWhoSeeTheIdea) {
  const IdeasPlan& plan = ThePlan();
  std::set<std::pair<uint32_t, uint32_t>> once;
  std::vector<uint32_t> count(plan.ideas.size());
  for (const EndorsementPlan& endorsement : plan.endorsements) {
    if (endorsement.idea == kNothing) continue;  // everybody sees a published case study
    EXPECT_TRUE(once.emplace(endorsement.idea, endorsement.person).second);
    ++count[endorsement.idea];
    const IdeaPlan& idea = plan.ideas[endorsement.idea];
    EXPECT_NE(idea.reach, IdeaReach::kTeam);
    if (idea.reach == IdeaReach::kOrganisation) {
      EXPECT_EQ(People().people()[endorsement.person].organisation, plan.teams[idea.team].organisation);
    }
  }
  std::sort(count.rbegin(), count.rend());
  EXPECT_GT(count[0], 50u);
  EXPECT_EQ(count[count.size() / 2], 0u);
}

TEST(IdeaCalendarTest, TheFunnelHasTheSizeOfTheProgramme) {
  const IdeasPlan& plan = ThePlan();
  std::printf(
      "at full size: teams %.0f, conversations %.0f, ideas %.0f, experiments %.0f, case studies %.0f, "
      "adoptions %.0f, endorsements %.0f, comments %.0f, reports %.0f\n",
      AtFullSize(plan.teams.size()), AtFullSize(plan.conversations.size()), AtFullSize(plan.ideas.size()),
      AtFullSize(plan.experiments.size()), AtFullSize(plan.case_studies.size()),
      AtFullSize(plan.adoptions.size()), AtFullSize(plan.endorsements.size()),
      AtFullSize(plan.comments.size()), AtFullSize(plan.reports.size()));
  size_t agreed = 0, failed = 0;
  for (const IdeaPlan& idea : plan.ideas) agreed += idea.conversation != kNothing;
  for (const ExperimentPlan& experiment : plan.experiments)
    failed += experiment.outcome == Outcome::kDidNotWork;
  EXPECT_NEAR(static_cast<double>(plan.experiments.size()) / agreed, 0.3, 0.03);
  EXPECT_NEAR(static_cast<double>(failed) / plan.experiments.size(), 0.17, 0.03);
  EXPECT_NEAR(AtFullSize(plan.case_studies.size()), 2'400, 400);
  EXPECT_GT(plan.reports.size(), 10u);
}

}  // namespace
}  // namespace obt::simulate
