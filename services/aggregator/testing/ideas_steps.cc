#include "services/aggregator/testing/ideas_steps.h"

#include "absl/strings/str_cat.h"

namespace obt::aggregator::testing {
namespace {

namespace iv1 = ideas::v1;

constexpr uint32_t kTeams = 100, kConversations = 200, kIdeas = 300, kExperiments = 400, kCaseStudies = 500,
                   kAdoptions = 600;

// Four of each kind: most steps change what is there.
std::string Named(uint32_t kind, uint16_t number) { return ItemText(kind + number % 4); }

google::type::Date DateOf(uint16_t number) { return ToDate(DayOfNumber(number)); }

std::string ThemeOf(uint16_t number) { return absl::StrCat("theme-", number % 3); }

void PlayTeam(World& world, const Numbers& step) {
  std::vector<std::pair<std::string, std::string>> leads;
  uint16_t day = step[3] % 60;
  for (uint16_t i = 0; i <= step[2] % 3; ++i) {
    leads.emplace_back(absl::StrCat("o", (step[4] + i) % 6), FormatDay(DayOfNumber(day)));
    day = static_cast<uint16_t>(day + 1 + step[5] % 50);
  }
  world.PutTeam(Named(kTeams, step[1]), leads);
}

void PlayConversation(World& world, const Numbers& step) {
  iv1::ConversationFacts facts;
  facts.set_conversation_id(Named(kConversations, step[1]));
  facts.set_programme_id("obt-2024");
  facts.set_team_id(Named(kTeams, step[2]));
  facts.set_state(step[3] % 4 ? iv1::CONVERSATION_STATE_LOGGED : iv1::CONVERSATION_STATE_WITHDRAWN);
  *facts.mutable_held_on() = DateOf(step[4]);
  for (uint16_t i = 0; i < step[5] % 4; ++i) facts.add_attendee_ids(ToText(Person((step[6] + i) % 8)));
  if (step[5] % 4 == 0) facts.set_attendance(1 + step[6] % 30);
  world.Put(facts);
}

void PlayIdea(World& world, const Numbers& step) {
  iv1::IdeaFacts facts;
  facts.set_idea_id(Named(kIdeas, step[1]));
  facts.set_programme_id("obt-2024");
  facts.set_team_id(Named(kTeams, step[2]));
  facts.set_state(static_cast<iv1::IdeaState>(1 + step[3] % iv1::IdeaState_MAX));
  for (uint16_t i = 0; i < step[4] % 3; ++i)
    facts.mutable_terms()->add_theme_codes(ThemeOf(static_cast<uint16_t>(step[5] + i)));
  if (step[3] % iv1::IdeaState_MAX > 1) *facts.mutable_agreed_on() = DateOf(step[6]);
  facts.set_hidden(step[7] % 3 == 0);
  world.Put(facts);
}

iv1::Trial AnyTrial(const Numbers& step) {
  iv1::Trial trial;
  trial.set_state(static_cast<iv1::TrialState>(1 + step[3] % 3));
  if (trial.state() != iv1::TRIAL_STATE_PLANNED) *trial.mutable_started_on() = DateOf(step[4]);
  if (trial.state() != iv1::TRIAL_STATE_CONCLUDED) return trial;
  *trial.mutable_concluded_on() = DateOf(static_cast<uint16_t>(step[4] + step[5] % 30));
  trial.set_outcome(static_cast<iv1::Outcome>(1 + step[5] % iv1::Outcome_MAX));
  for (uint16_t i = 0; i < step[6] % 3; ++i) {
    trial.add_enablers(static_cast<iv1::Pillar>(1 + (step[6] + i) % iv1::Pillar_MAX));
    trial.add_barriers(static_cast<iv1::Pillar>(1 + (step[5] + i) % iv1::Pillar_MAX));
    iv1::Benefit& benefit = *trial.add_benefits();
    benefit.set_kind(static_cast<iv1::BenefitKind>(1 + (step[7] + i) % iv1::BenefitKind_MAX));
    benefit.set_before_thousandths(step[6]);
    benefit.set_after_thousandths(step[5]);
    benefit.set_per(static_cast<iv1::Per>(1 + (step[4] + i) % iv1::Per_MAX));
  }
  return trial;
}

void PlayExperiment(World& world, const Numbers& step) {
  iv1::ExperimentFacts facts;
  facts.set_experiment_id(Named(kExperiments, step[1]));
  facts.set_programme_id("obt-2024");
  facts.set_team_id(Named(kTeams, step[2]));
  facts.set_idea_id(Named(kIdeas, step[7]));
  *facts.mutable_trial() = AnyTrial(step);
  world.Put(facts);
}

void PlayCaseStudy(World& world, const Numbers& step) {
  iv1::CaseStudyFacts facts;
  facts.set_case_study_id(Named(kCaseStudies, step[1]));
  facts.set_programme_id("obt-2024");
  facts.set_team_id(Named(kTeams, step[2]));
  facts.set_state(step[3] % 4 ? iv1::CASE_STUDY_STATE_PUBLISHED : iv1::CASE_STUDY_STATE_WITHDRAWN);
  *facts.mutable_published_on() = DateOf(step[4] % 60);
  facts.set_hidden(step[5] % 5 == 0);
  facts.set_outcome(static_cast<iv1::Outcome>(1 + step[5] % iv1::Outcome_MAX));
  if (step[6] % 2) facts.add_theme_codes(ThemeOf(step[7]));
  world.Put(facts);
}

void PlayAdoption(World& world, const Numbers& step) {
  iv1::AdoptionFacts facts;
  facts.set_adoption_id(Named(kAdoptions, step[1]));
  facts.set_programme_id(step[1] % 7 == 0 ? "obt-2025" : "obt-2024");
  facts.set_team_id(Named(kTeams, step[2]));
  facts.set_case_study_id(Named(kCaseStudies, step[7]));
  *facts.mutable_trial() = AnyTrial(step);
  *facts.mutable_adopted_on() = DateOf(static_cast<uint16_t>(40 + step[4] % 100));
  for (uint16_t i = 0; i <= step[6] % 2; ++i)
    facts.add_chain(Named(kCaseStudies, static_cast<uint16_t>(step[7] + i)));
  world.Put(facts);
}

}  // namespace

Day DayOfNumber(uint16_t number) { return D("2024-09-20") + number % 170; }

void PlayTeams(World& world, const Numbers& step) {
  constexpr void (*kPlays[])(World&, const Numbers&) = {PlayTeam,       PlayConversation, PlayIdea,
                                                        PlayExperiment, PlayCaseStudy,    PlayAdoption};
  if (step[0] / 8 % 16 == 0) return world.PutThemes({ThemeOf(step[1]), "theme-of-nothing"});
  kPlays[step[0] / 8 % std::size(kPlays)](world, step);
}

}  // namespace obt::aggregator::testing
