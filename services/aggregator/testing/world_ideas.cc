// What teams do in a world of world.h.
#include "services/aggregator/testing/world.h"

namespace obt::aggregator::testing {

std::string ItemText(uint32_t number) { return ToText(Person(number)); }

void World::PutTeam(const std::string& team_id,
                    const std::vector<std::pair<std::string, std::string>>& leads) {
  identity::v1::TeamChanged event;
  identity::v1::TeamFacts& team = *event.mutable_team();
  team.set_team_id(team_id);
  team.set_programme_id("obt-2024");
  for (const auto& [organisation, from] : leads) {
    identity::v1::TeamLead& lead = *team.add_leads();
    lead.set_organisation_code(organisation);
    if (team.leads_size() > 1) *lead.mutable_from_day() = Date(from);
    team.set_organisation_code(organisation);
  }
  teams[team_id] = team;
  Publish(identity_, event);
}

void World::PutThemes(const std::vector<std::string>& codes) {
  ideas::v1::ThemesChanged event;
  event.mutable_list()->set_programme_id("obt-2024");
  for (const std::string& code : codes) {
    ideas::v1::Theme& theme = *event.mutable_list()->add_themes();
    theme.set_code(code);
    theme.set_title("About " + code);
  }
  themes = event.list();
  Publish(ideas_, event);
}

void World::Put(const ideas::v1::ConversationFacts& conversation) {
  conversations[conversation.conversation_id()] = conversation;
  ideas::v1::ConversationChanged event;
  *event.mutable_conversation() = conversation;
  Publish(ideas_, event);
}

void World::Put(const ideas::v1::IdeaFacts& idea) {
  proposals[idea.idea_id()] = idea;
  ideas::v1::IdeaChanged event;
  *event.mutable_idea() = idea;
  Publish(ideas_, event);
}

void World::Put(const ideas::v1::ExperimentFacts& experiment) {
  experiments[experiment.experiment_id()] = experiment;
  ideas::v1::ExperimentChanged event;
  *event.mutable_experiment() = experiment;
  Publish(ideas_, event);
}

void World::Put(const ideas::v1::CaseStudyFacts& case_study) {
  case_studies[case_study.case_study_id()] = case_study;
  ideas::v1::CaseStudyChanged event;
  *event.mutable_case_study() = case_study;
  Publish(ideas_, event);
}

void World::Put(const ideas::v1::AdoptionFacts& adoption) {
  adoptions[adoption.adoption_id()] = adoption;
  ideas::v1::AdoptionChanged event;
  *event.mutable_adoption() = adoption;
  Publish(ideas_, event);
}

void World::AddIdeas(recount::Sources& sources) const {
  for (const auto& [id, team] : teams) sources.AddTeam(team);
  for (const auto& [id, conversation] : conversations) sources.AddConversation(conversation);
  sources.ideas = proposals;
  sources.experiments = experiments;
  sources.case_studies = case_studies;
  sources.adoptions = adoptions;
}

}  // namespace obt::aggregator::testing
