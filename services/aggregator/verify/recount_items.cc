#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/aggregator/verify/recount_tally.h"

namespace obt::aggregator::recount {
namespace {

namespace iv1 = ideas::v1;

// Whose something is and what is known of it.
struct About {
  std::string team_id, outcome = "none";
  std::vector<std::string> themes;
};

int64_t Median(std::vector<int64_t> amounts) {
  std::sort(amounts.begin(), amounts.end());
  return (amounts[(amounts.size() - 1) / 2] + amounts[amounts.size() / 2]) / 2;
}

class ItemTally : private Tally {
 public:
  ItemTally(const Sources& sources, const Question& question)
      : Tally(sources, question), window_(WindowOf(programme_)) {}

  struct Way {
    v1::Measure measure;
    void (ItemTally::*count)();
  };
  static const Way* WayOf(v1::Measure measure) {
    static constexpr Way kWays[] = {
        {v1::MEASURE_CONVERSATIONS, &ItemTally::CountConversations},
        {v1::MEASURE_ATTENDANCE_STATED, &ItemTally::CountConversations},
        {v1::MEASURE_CHANGES_AGREED, &ItemTally::CountChanges},
        {v1::MEASURE_EXPERIMENTS_STARTED, &ItemTally::CountExperiments},
        {v1::MEASURE_EXPERIMENTS_CONCLUDED, &ItemTally::CountExperiments},
        {v1::MEASURE_ENABLERS, &ItemTally::CountExperiments},
        {v1::MEASURE_BARRIERS, &ItemTally::CountExperiments},
        {v1::MEASURE_CASE_STUDIES, &ItemTally::CountCaseStudies},
        {v1::MEASURE_DEPARTMENTS_REACHED, &ItemTally::CountCaseStudies},
        {v1::MEASURE_DAYS_TO_FIRST_ADOPTION, &ItemTally::CountCaseStudies},
        {v1::MEASURE_ADOPTIONS, &ItemTally::CountAdoptions},
        {v1::MEASURE_BENEFITS_A_YEAR, &ItemTally::CountBenefits},
        {v1::MEASURE_BENEFITS_ONCE, &ItemTally::CountBenefits},
        {v1::MEASURE_BENEFITS_STATED, &ItemTally::CountBenefits},
        {v1::MEASURE_MEDIAN_BEFORE, &ItemTally::CountBenefits},
        {v1::MEASURE_MEDIAN_AFTER, &ItemTally::CountBenefits},
    };
    const auto is_of = [measure](const Way& way) { return way.measure == measure; };
    const Way* const found = std::find_if(std::begin(kWays), std::end(kWays), is_of);
    return found == std::end(kWays) ? nullptr : found;
  }

  Figures Run() {
    measure_ = question_.measures.front();
    (this->*WayOf(measure_)->count)();
    for (const auto& [codes, bands] : amounts_) {
      for (const auto& [band, amounts] : bands) figures_[codes][band] = Median(amounts);
    }
    return TakeFigures();
  }

 private:
  void CountConversations() {
    for (const auto& [id, conversation] : sources_.conversations) {
      if (conversation.programme_id() != question_.programme_id) continue;
      if (conversation.state() != iv1::CONVERSATION_STATE_LOGGED) continue;
      const bool stated = measure_ == v1::MEASURE_ATTENDANCE_STATED;
      Add({conversation.team_id()}, ParseDay(conversation.held_on()), stated ? conversation.attendance() : 1);
    }
  }

  void CountChanges() {
    for (const auto& [id, idea] : sources_.ideas) {
      if (idea.programme_id() != question_.programme_id) continue;
      Add({idea.team_id(), "none", ThemesOf(idea.terms())}, ParseDay(idea.agreed_on()), 1);
    }
  }

  void CountExperiments() {
    for (const auto& [id, experiment] : sources_.experiments) {
      if (experiment.programme_id() != question_.programme_id) continue;
      const iv1::Trial& trial = experiment.trial();
      const About about = AboutOf(experiment);
      if (measure_ == v1::MEASURE_EXPERIMENTS_STARTED) Add(about, ParseDay(trial.started_on()), 1);
      if (trial.state() != iv1::TRIAL_STATE_CONCLUDED) continue;
      const std::optional<Day> day = ParseDay(trial.concluded_on());
      if (measure_ == v1::MEASURE_EXPERIMENTS_CONCLUDED && about.outcome != "none")
        Add(about, day, 1, about.outcome);
      if (measure_ == v1::MEASURE_ENABLERS) AddPillars(about, day, trial.enablers());
      if (measure_ == v1::MEASURE_BARRIERS) AddPillars(about, day, trial.barriers());
    }
  }

  void CountAdoptions() {
    for (const auto& [id, adoption] : sources_.adoptions) {
      if (adoption.programme_id() != question_.programme_id) continue;
      const About about = AboutOf(adoption);
      std::string progress = about.outcome;
      if (adoption.trial().state() == iv1::TRIAL_STATE_PLANNED) progress = "PLANNED";
      if (adoption.trial().state() == iv1::TRIAL_STATE_RUNNING) progress = "RUNNING";
      if (progress != "none") Add(about, ParseDay(adoption.adopted_on()), 1, progress);
    }
  }

  void CountCaseStudies() {
    std::map<std::string, std::vector<const iv1::AdoptionFacts*>> adoptions;  // by case study
    for (const auto& [id, adoption] : sources_.adoptions) {
      if (!Counts(ParseDay(adoption.adopted_on()))) continue;
      for (const std::string& case_study : adoption.chain()) adoptions[case_study].push_back(&adoption);
    }
    for (const auto& [id, case_study] : sources_.case_studies) {
      if (case_study.programme_id() != question_.programme_id || case_study.hidden()) continue;
      const std::optional<Day> published = ParseDay(case_study.published_on());
      if (case_study.state() != iv1::CASE_STUDY_STATE_PUBLISHED || !Counts(published)) continue;
      const About about{case_study.team_id(), OutcomeOf(case_study.outcome()),
                        AllOf(case_study.theme_codes())};
      if (measure_ == v1::MEASURE_CASE_STUDIES) {
        Add(about, published, 1);
      } else {
        AddSpread(about, *published, adoptions[id]);
      }
    }
  }

  void AddSpread(const About& about, Day published, const std::vector<const iv1::AdoptionFacts*>& adoptions) {
    std::map<std::string, Day> reached;  // department -> when first
    std::optional<Day> first;
    for (const iv1::AdoptionFacts* adoption : adoptions) {
      const Day day = *ParseDay(adoption->adopted_on());
      first = std::min(first.value_or(day), day);
      const Day seen_on = question_.then ? day : question_.as_of;
      const Text lead = LeadOn(sources_, adoption->team_id(), seen_on);
      if (lead == nullptr) continue;
      const std::string department = tree_.Department(tree_.Follow(*lead, seen_on), seen_on);
      if (department == "none") continue;
      reached[department] = std::min(reached.emplace(department, day).first->second, day);
    }
    if (measure_ == v1::MEASURE_DEPARTMENTS_REACHED) {
      for (const auto& [department, day] : reached) Add(about, day, 1);
    } else if (first.has_value()) {
      Add(about, first, *first < published ? 0 : *first - published);
    }
  }

  void CountBenefits() {
    for (const auto& [id, experiment] : sources_.experiments) {
      if (experiment.programme_id() == question_.programme_id)
        AddBenefits(AboutOf(experiment), experiment.trial());
    }
    for (const auto& [id, adoption] : sources_.adoptions) {
      if (adoption.programme_id() == question_.programme_id) AddBenefits(AboutOf(adoption), adoption.trial());
    }
  }

  void AddBenefits(const About& about, const iv1::Trial& trial) {
    if (trial.state() != iv1::TRIAL_STATE_CONCLUDED) return;
    const std::optional<Day> day = ParseDay(trial.concluded_on());
    for (const iv1::Benefit& benefit : trial.benefits()) {
      if (!iv1::BenefitKind_IsValid(benefit.kind()) || !iv1::Per_IsValid(benefit.per())) continue;
      const auto& kind = *iv1::BenefitKind_descriptor()->FindValueByNumber(benefit.kind());
      const auto& per = *iv1::Per_descriptor()->FindValueByNumber(benefit.per());
      const options::v1::BenefitOption& option = kind.options().GetExtension(options::v1::benefit);
      const int64_t times = per.options().GetExtension(options::v1::periods_a_year);
      const std::string column =
          absl::StrCat(absl::StripPrefix(kind.name(), "BENEFIT_KIND_"), " ", option.unit());
      const int64_t before = benefit.before_thousandths(), after = benefit.after_thousandths();
      const int64_t better = option.lower_is_better() ? before - after : after - before;
      if (measure_ == v1::MEASURE_BENEFITS_STATED) Add(about, day, 1, column);
      if (measure_ == v1::MEASURE_MEDIAN_BEFORE && !option.adds_up()) Add(about, day, before, column);
      if (measure_ == v1::MEASURE_MEDIAN_AFTER && !option.adds_up()) Add(about, day, after, column);
      if (!option.adds_up()) continue;
      if (measure_ == v1::MEASURE_BENEFITS_ONCE && benefit.per() == iv1::PER_ONCE)
        Add(about, day, better, column);
      if (measure_ == v1::MEASURE_BENEFITS_A_YEAR && benefit.per() != iv1::PER_ONCE)
        Add(about, day, better * times, column);
    }
  }

  template <typename Pillars>
  void AddPillars(const About& about, std::optional<Day> day, const Pillars& pillars) {
    std::set<std::string> named;
    for (const int pillar : pillars) named.insert(iv1::Pillar_Name(static_cast<iv1::Pillar>(pillar)));
    for (const std::string& name : named) Add(about, day, 1, std::string(absl::StripPrefix(name, "PILLAR_")));
  }

  static std::string OutcomeOf(iv1::Outcome outcome) {
    if (outcome == iv1::OUTCOME_UNSPECIFIED) return "none";
    return std::string(absl::StripPrefix(iv1::Outcome_Name(outcome), "OUTCOME_"));
  }
  static std::vector<std::string> AllOf(const google::protobuf::RepeatedPtrField<std::string>& codes) {
    return {codes.begin(), codes.end()};
  }
  static std::vector<std::string> ThemesOf(const iv1::IdeaTerms& terms) { return AllOf(terms.theme_codes()); }

  About AboutOf(const iv1::ExperimentFacts& experiment) const {
    const auto idea = sources_.ideas.find(experiment.idea_id());
    std::vector<std::string> themes;
    if (idea != sources_.ideas.end()) themes = ThemesOf(idea->second.terms());
    return {experiment.team_id(), OutcomeOf(experiment.trial().outcome()), themes};
  }
  About AboutOf(const iv1::AdoptionFacts& adoption) const {
    const auto case_study = sources_.case_studies.find(adoption.case_study_id());
    std::vector<std::string> themes;
    if (case_study != sources_.case_studies.end()) themes = AllOf(case_study->second.theme_codes());
    return {adoption.team_id(), OutcomeOf(adoption.trial().outcome()), themes};
  }

  bool Counts(std::optional<Day> day) const {
    return day.has_value() && window_.from <= *day && *day < window_.to;
  }

  bool Wanted(v1::Dimension dimension, const std::string& code) const {
    const auto codes = question_.filter.attributes.find(dimension);
    return codes == question_.filter.attributes.end() || codes->second.empty() || Has(codes->second, code);
  }

  // In the groups of all its themes, in each once.
  void Add(const About& about, std::optional<Day> day, int64_t value, const std::string& band = "") {
    if (!Counts(day) || !Wanted(v1::DIMENSION_OUTCOME, about.outcome)) return;
    const Day seen_on = question_.then ? *day : question_.as_of;
    const Listing& listing = ListingOf(LeadOn(sources_, about.team_id, seen_on), seen_on);
    if (!listing.has_value()) return;
    const std::vector<std::string> no_theme = {"none"};
    for (const Period& period : PeriodsOf(*day)) {
      std::set<std::vector<std::string>> groups;
      for (const std::string& theme : about.themes.empty() ? no_theme : about.themes) {
        if (Wanted(v1::DIMENSION_THEME, theme))
          groups.insert(GroupOf(*listing, period.code, theme, about.outcome));
      }
      for (const std::vector<std::string>& group : groups) AddTo(group, band, value);
    }
  }

  std::vector<std::string> GroupOf(const std::pair<std::string, std::string>& listing,
                                   const std::string& period, const std::string& theme,
                                   const std::string& outcome) const {
    std::vector<std::string> group;
    for (const v1::Dimension dimension : question_.group_by) {
      if (dimension == v1::DIMENSION_ORGANISATION) group.push_back(listing.first);
      if (dimension == v1::DIMENSION_DEPARTMENT) group.push_back(listing.second);
      if (dimension == v1::DIMENSION_THEME) group.push_back(theme);
      if (dimension == v1::DIMENSION_OUTCOME) group.push_back(outcome);
      if (IsTime(dimension)) group.push_back(period);
    }
    return group;
  }

  void AddTo(const std::vector<std::string>& group, const std::string& band, int64_t value) {
    const bool median = measure_ == v1::MEASURE_MEDIAN_BEFORE || measure_ == v1::MEASURE_MEDIAN_AFTER ||
                        measure_ == v1::MEASURE_DAYS_TO_FIRST_ADOPTION;
    if (median) {
      amounts_[group][band].push_back(value);
    } else {
      figures_[group][band] += value;
    }
  }

  const Window window_;
  v1::Measure measure_ = v1::MEASURE_UNSPECIFIED;
  std::map<std::vector<std::string>, std::map<std::string, std::vector<int64_t>>> amounts_;
};

}  // namespace

bool IsOfItems(v1::Measure measure) { return ItemTally::WayOf(measure) != nullptr; }

Figures CountItems(const Sources& sources, const Question& question) {
  return ItemTally(sources, question).Run();
}

Text LeadOn(const Sources& sources, const std::string& team_id, Day day) {
  const auto team = sources.leads.find(team_id);
  if (team == sources.leads.end()) return nullptr;
  Text organisation = nullptr;
  for (const auto& [from, lead] : team->second) {
    if (organisation == nullptr || !from.has_value() || *from <= day) organisation = lead;
  }
  return organisation;
}

void Sources::AddTeam(const identity::v1::TeamFacts& team) {
  auto& of_team = leads[team.team_id()];
  of_team.clear();
  for (const identity::v1::TeamLead& lead : team.leads()) {
    of_team.emplace_back(ParseDay(lead.from_day()), Keep(lead.organisation_code()));
  }
  if (of_team.empty()) of_team.emplace_back(std::nullopt, Keep(team.organisation_code()));
}

void Sources::AddConversation(const iv1::ConversationFacts& conversation) {
  conversations[conversation.conversation_id()] = conversation;
  if (conversation.state() != iv1::CONVERSATION_STATE_LOGGED) return;
  for (const std::string& attendee : conversation.attendee_ids()) {
    attended[conversation.programme_id()][*ParseId<PersonId>(attendee)].push_back(
        {conversation.conversation_id(), *ParseDay(conversation.held_on())});
  }
}

}  // namespace obt::aggregator::recount
