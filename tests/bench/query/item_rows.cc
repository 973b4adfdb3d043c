#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/rules/benefits.h"
#include "obt/options/v1/options.pb.h"
#include "tests/bench/query/rows.h"

namespace obt::bench::query {
namespace {

namespace v1 = aggregator::v1;
namespace recount = aggregator::recount;
namespace iv1 = ideas::v1;

std::string WordOf(iv1::Outcome outcome) {
  if (outcome == iv1::OUTCOME_UNSPECIFIED) return "none";
  return std::string(absl::StripPrefix(iv1::Outcome_Name(outcome), "OUTCOME_"));
}

// "STAFF_TIME hours"
std::string WordOf(iv1::BenefitKind kind) {
  const auto& value = *iv1::BenefitKind_descriptor()->FindValueByNumber(kind);
  const std::string& unit = value.options().GetExtension(options::v1::benefit).unit();
  return absl::StrCat(absl::StripPrefix(value.name(), "BENEFIT_KIND_"), " ", unit);
}

class ItemRows : private RowMaker {
 public:
  using RowMaker::RowMaker;

  void Make() {
    CodeOf("outcome", "none");
    CodeOf("part", "");
    for (const auto& [id, conversation] : sources_.conversations) {
      if (!IsOurs(conversation) || conversation.state() != iv1::CONVERSATION_STATE_LOGGED) continue;
      Begin(conversation.team_id(), {}, iv1::OUTCOME_UNSPECIFIED);
      Add(v1::MEASURE_CONVERSATIONS, ParseDay(conversation.held_on()), 1);
      Add(v1::MEASURE_ATTENDANCE_STATED, ParseDay(conversation.held_on()), conversation.attendance());
    }
    for (const auto& [id, idea] : sources_.ideas) {
      if (!IsOurs(idea)) continue;
      Begin(idea.team_id(), idea.terms().theme_codes(), iv1::OUTCOME_UNSPECIFIED);
      Add(v1::MEASURE_CHANGES_AGREED, ParseDay(idea.agreed_on()), 1);
    }
    for (const auto& [id, experiment] : sources_.experiments) {
      if (IsOurs(experiment)) AddExperiment(experiment);
    }
    for (const auto& [id, adoption] : sources_.adoptions) {
      if (IsOurs(adoption)) AddAdoption(adoption);
    }
    for (const auto& [id, study] : sources_.case_studies) {
      if (!IsOurs(study) || study.hidden() || study.state() != iv1::CASE_STUDY_STATE_PUBLISHED) continue;
      Begin(study.team_id(), study.theme_codes(), study.outcome());
      Add(v1::MEASURE_CASE_STUDIES, ParseDay(study.published_on()), 1);
    }
  }

 private:
  using Themes = google::protobuf::RepeatedPtrField<std::string>;

  template <typename Facts>
  bool IsOurs(const Facts& facts) const {
    return facts.programme_id() == question_.programme_id;
  }

  void AddExperiment(const iv1::ExperimentFacts& experiment) {
    const iv1::Trial& trial = experiment.trial();
    const auto idea = sources_.ideas.find(experiment.idea_id());
    Begin(experiment.team_id(), idea == sources_.ideas.end() ? Themes() : idea->second.terms().theme_codes(),
          trial.outcome());
    Add(v1::MEASURE_EXPERIMENTS_STARTED, ParseDay(trial.started_on()), 1);
    if (trial.state() != iv1::TRIAL_STATE_CONCLUDED) return;
    Add(v1::MEASURE_EXPERIMENTS_CONCLUDED, ParseDay(trial.concluded_on()), 1, WordOf(trial.outcome()));
    AddBenefits(trial);
  }

  void AddAdoption(const iv1::AdoptionFacts& adoption) {
    const iv1::Trial& trial = adoption.trial();
    const auto study = sources_.case_studies.find(adoption.case_study_id());
    Begin(adoption.team_id(), study == sources_.case_studies.end() ? Themes() : study->second.theme_codes(),
          trial.outcome());
    const bool ended = trial.state() == iv1::TRIAL_STATE_CONCLUDED;
    const std::string state(absl::StripPrefix(iv1::TrialState_Name(trial.state()), "TRIAL_STATE_"));
    Add(v1::MEASURE_ADOPTIONS, ParseDay(adoption.adopted_on()), 1, ended ? WordOf(trial.outcome()) : state);
    if (ended) AddBenefits(trial);
  }

  void AddBenefits(const iv1::Trial& trial) {
    for (const iv1::Benefit& benefit : trial.benefits()) {
      const std::optional<rules::Improvement> better = rules::ImprovementOf(benefit);
      if (!better.has_value()) continue;
      Add(better->once ? v1::MEASURE_BENEFITS_ONCE : v1::MEASURE_BENEFITS_A_YEAR,
          ParseDay(trial.concluded_on()), better->thousandths, WordOf(benefit.kind()));
    }
  }

  // Another item.
  void Begin(const std::string& team_id, const Themes& themes, iv1::Outcome outcome) {
    team_id_ = team_id;
    outcome_ = CodeOf("outcome", WordOf(outcome));
    themes_ = {themes.begin(), themes.end()};
    if (themes_.empty()) themes_.insert("none");
  }

  void Add(v1::Measure measure, std::optional<Day> day, int64_t value, const std::string& part = "") {
    const recount::Window window = recount::WindowOf(programme_);
    if (!day.has_value() || *day < window.from || *day >= window.to || value == 0) return;
    const Place then = PlaceOf(recount::LeadOn(sources_, team_id_, *day), *day);
    const Place now = PlaceOf(recount::LeadOn(sources_, team_id_, world_.last), world_.last);
    if (then.organisation == kOutside && now.organisation == kOutside) return;
    std::vector<int64_t> cells = {
        DayNumber(*day),  WeekOf(*day),   MonthOf(*day), then.organisation,    then.department,
        now.organisation, now.department, outcome_,      CodeOf("part", part), value};
    files_.Add(NameOf(measure), cells);
    cells.push_back(0);
    for (const std::string& theme : themes_) {
      cells.back() = CodeOf("theme", theme);
      files_.Add(NameOf(measure, true), cells);
    }
  }

  // Of the present one.
  std::string team_id_;
  int outcome_ = 0;
  std::set<std::string> themes_;
};

}  // namespace

void MakeItemRows(const recount::Sources& sources, const aggregator::Question& question, RowFiles& files,
                  World& world) {
  ItemRows(sources, question, files, world).Make();
}

}  // namespace obt::bench::query
