#include "services/aggregator/columns/items.h"

#include "common/rules/benefits.h"

namespace obt::aggregator {
namespace {

// The index of an id in a map, a new one if need be; kNoIndex of a text that is no id.
template <typename Id>
uint32_t FindOrAdd(absl::flat_hash_map<Id, uint32_t>& map, absl::string_view text) {
  const std::optional<Id> id = ParseId<Id>(text);
  if (!id.has_value()) return kNoIndex;
  return map.try_emplace(*id, static_cast<uint32_t>(map.size())).first->second;
}

}  // namespace

ItemIndex Items::IndexOf(absl::string_view id) {
  const ItemIndex item = FindOrAdd(index_of_, id);
  if (item == items_.size()) {
    items_.emplace_back();
    links_.emplace_back();
    of_themes_.Add();
    worth_.Add();
    chain_.Add();
  }
  return item;
}

TeamIndex Items::TeamOf(absl::string_view id) {
  const TeamIndex team = FindOrAdd(team_of_, id);
  if (team == leads_.size()) {
    leads_.Add();
    lead_.push_back(kNone);
  }
  return team;
}

void Items::PutTeam(absl::string_view team_id, absl::Span<const Lead> leads) {
  const TeamIndex team = TeamOf(team_id);
  if (team == kNoIndex) return;
  leads_.Set(team, leads);
  lead_[team] = leads.size() > 1 ? kSeveral : leads.empty() ? kNone : leads[0].organisation;
}

template <typename Facts>
ItemIndex Items::Set(absl::string_view id, const Facts& facts, absl::string_view about) {
  const ItemIndex item = IndexOf(id);
  const ItemIndex of = IndexOf(about);
  const Item now = ItemOf(facts);
  const Number programme = programmes_.Add(facts.programme_id());
  MoveTo(now.kind, programme, item);
  items_[item] = now;
  links_[item] = {programme, TeamOf(facts.team_id()), of};
  return item;
}

// From where it was listed, if it was.
void Items::MoveTo(ItemKind kind, Number programme, ItemIndex item) {
  const ItemKind was = items_[item].kind;
  if (was == kind && links_[item].programme == programme) return;
  if (was != ItemKind::kNone) std::erase(of_kind_[static_cast<size_t>(was)][links_[item].programme], item);
  std::vector<std::vector<ItemIndex>>& by_programme = of_kind_[static_cast<size_t>(kind)];
  if (by_programme.size() <= programme) by_programme.resize(programme + size_t{1});
  by_programme[programme].push_back(item);
}

absl::Span<const ItemIndex> Items::Of(ItemKind kind, Number programme) const {
  const std::vector<std::vector<ItemIndex>>& by_programme = of_kind_[static_cast<size_t>(kind)];
  if (programme >= by_programme.size()) return {};
  return by_programme[programme];
}

void Items::SetThemes(ItemIndex item, const Texts& codes) {
  std::vector<Number> numbers;
  for (const std::string& code : codes) numbers.push_back(themes_.Add(code));
  of_themes_.Set(item, numbers);
}

void Items::SetWorth(ItemIndex item, const ideas::v1::Trial& trial) {
  std::vector<Worth> worth;
  for (const ideas::v1::Benefit& benefit : trial.benefits()) {
    const rules::Improvement better = rules::ImprovementOf(benefit).value_or(rules::Improvement());
    worth.push_back({better.thousandths, benefit.before_thousandths(), benefit.after_thousandths(),
                     static_cast<uint8_t>(benefit.kind()), better.once});
  }
  worth_.Set(item, worth);
}

void Items::Put(const ideas::v1::ConversationFacts& conversation) {
  Set(conversation.conversation_id(), conversation);
}

void Items::Put(const ideas::v1::IdeaFacts& idea) {
  SetThemes(Set(idea.idea_id(), idea), idea.terms().theme_codes());
}

void Items::Put(const ideas::v1::ExperimentFacts& experiment) {
  SetWorth(Set(experiment.experiment_id(), experiment, experiment.idea_id()), experiment.trial());
}

void Items::Put(const ideas::v1::CaseStudyFacts& case_study) {
  SetThemes(Set(case_study.case_study_id(), case_study), case_study.theme_codes());
}

void Items::Put(const ideas::v1::AdoptionFacts& adoption) {
  const ItemIndex item = Set(adoption.adoption_id(), adoption, adoption.case_study_id());
  SetWorth(item, adoption.trial());
  std::vector<ItemIndex> chain;
  for (const std::string& id : adoption.chain()) {
    if (const ItemIndex case_study = IndexOf(id); case_study != kNoIndex) chain.push_back(case_study);
  }
  chain_.Set(item, chain);
}

void Items::Put(const ideas::v1::ThemeList& list) {
  theme_lists_[list.programme_id()] = list;
  for (const ideas::v1::Theme& theme : list.themes()) themes_.Add(theme.code());
}

Number Items::LeadOfSeveral(TeamIndex team, Day day) const {
  Number organisation = kNone;
  for (const Lead& lead : leads_.Of(team)) {
    if (organisation == kNone || lead.from <= day) organisation = lead.organisation;
  }
  return organisation;
}

const ideas::v1::ThemeList& Items::ThemeListOf(absl::string_view programme_id) const {
  const auto found = theme_lists_.find(programme_id);
  return found == theme_lists_.end() ? ideas::v1::ThemeList::default_instance() : found->second;
}

size_t Items::bytes() const {
  return items_.capacity() * (sizeof(Item) + sizeof(Links) + sizeof(ItemIndex)) + of_themes_.bytes() +
         worth_.bytes() + chain_.bytes() + leads_.bytes() +
         index_of_.capacity() * (sizeof(ItemId) + sizeof(ItemIndex) + 1) +
         team_of_.capacity() * (sizeof(TeamId) + sizeof(TeamIndex) + 1);
}

}  // namespace obt::aggregator
