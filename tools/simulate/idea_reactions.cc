#include "tools/simulate/idea_reactions.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <vector>

#include "tools/simulate/play.h"

namespace obt::simulate {
namespace {

// Keep these draws apart from those of the rest.
enum ReactionDraws : uint64_t { kLiking = 451, kSaying, kMerging, kPraising, kHiding };

// How often things happen.
constexpr double kIsAnswer = 0.3;                // Per comment after the first.
constexpr double kRudenessIsReported = 0.9;      // Per rude comment.
constexpr double kIsReportedAllTheSame = 0.003;  // Per other one.
constexpr double kIdeaIsHidden = 0.0005;         // Per idea that is not tried.
constexpr double kIsMerged = 0.25;               // Per pair of nearly the same words.
constexpr double kIsUnmerged = 0.2;              // Per merge.

class ReactionPlanner {
 public:
  ReactionPlanner(const Population& population, int64_t end, uint64_t seed, IdeasPlan& plan)
      : population_(population), end_(end), seed_(seed), texts_(seed), plan_(plan) {
    learning_.seed = seed;
  }

  void Make() {
    for (uint32_t i = 0; i < plan_.ideas.size(); ++i) {
      Endorse(i);
      Discuss(i);
    }
    for (uint32_t i = 0; i < plan_.case_studies.size(); ++i) EndorseStory(i);
    std::vector<bool> tried(plan_.ideas.size());
    for (const ExperimentPlan& experiment : plan_.experiments) tried[experiment.idea] = true;
    HideSome(tried);
    MergeSome(tried);
  }

 private:
  // Somebody who sees the idea; other turns give other people, but for the smallest organisations.
  uint32_t ReaderOf(const IdeaPlan& idea, uint64_t first, uint32_t turn) const {
    const uint32_t organisation = plan_.teams[idea.team].organisation;
    const bool wide = idea.reach == IdeaReach::kCrossGovernment;
    const uint64_t from = wide ? 0 : population_.FirstOf(organisation);
    const uint64_t count = wide ? population_.size() : population_.CountOf(organisation);
    uint64_t step = count * 618 / 1000 + 1;
    while (std::gcd(step, count) != 1) ++step;
    return static_cast<uint32_t>(from + (first % count + turn * step) % count);
  }

  // Who has moved sees what their old organisation keeps to itself no more.
  bool Sees(uint32_t person, const IdeaPlan& idea) const {
    return idea.reach == IdeaReach::kCrossGovernment || !Moves(person, learning_);
  }

  uint32_t MostReaders(const IdeaPlan& idea) const {
    if (idea.reach == IdeaReach::kTeam || idea.stays_draft) return 0;
    if (idea.reach == IdeaReach::kCrossGovernment) return static_cast<uint32_t>(population_.size());
    return population_.CountOf(plan_.teams[idea.team].organisation);
  }

  void Endorse(uint32_t index) {
    const IdeaPlan& idea = plan_.ideas[index];
    Random random(seed_, ReactionDraws::kLiking, index);
    const uint32_t count = std::min(Skewed(0.65, 400, random), MostReaders(idea));
    const uint64_t first = random.Next() >> 16;
    for (uint32_t i = 0; i < count; ++i) {
      const int64_t at = idea.proposed_at + random.Between(kHour, 30 * kDay);
      const uint32_t person = ReaderOf(idea, first, i);
      if (at <= end_ && Sees(person, idea)) plan_.endorsements.push_back({index, kNothing, person, at});
    }
  }

  // Everybody sees what is published.
  void EndorseStory(uint32_t index) {
    const CaseStudyPlan& study = plan_.case_studies[index];
    Random random(seed_, ReactionDraws::kPraising, index);
    const uint32_t count = std::min(Skewed(0.65, 400, random), static_cast<uint32_t>(population_.size()));
    const uint64_t first = random.Next() >> 16;
    for (uint32_t i = 0; i < count; ++i) {
      const int64_t at = study.published_at + random.Between(kHour, 20 * kDay);
      const uint32_t person = ReaderOf({}, first, i);
      if (at <= end_) plan_.endorsements.push_back({kNothing, index, person, at});
    }
  }

  // A few ideas turn out to be somebody's business: they are hidden in the last second.
  void HideSome(const std::vector<bool>& tried) {
    for (uint32_t i = 0; i < plan_.ideas.size(); ++i) {
      const IdeaPlan& idea = plan_.ideas[i];
      Random random(seed_, ReactionDraws::kHiding, i);
      if (tried[i] || MostReaders(idea) == 0 || idea.parked_at != 0 || !random.Chance(kIdeaIsHidden))
        continue;
      const uint32_t person = ReaderOf(idea, random.Next() >> 16, 0);
      if (Sees(person, idea)) plan_.reports.push_back({kNothing, i, person, end_, end_, true});
    }
  }

  void Discuss(uint32_t index) {
    const IdeaPlan& idea = plan_.ideas[index];
    Random random(seed_, ReactionDraws::kSaying, index);
    const uint32_t count = std::min(Skewed(0.45, 40, random), MostReaders(idea));
    const uint64_t first = random.Next() >> 16;
    int64_t at = idea.proposed_at;
    uint32_t thread = kNothing;
    for (uint32_t i = 0; i < count; ++i) {
      at += random.Between(10 * kMinute, 6 * kDay);
      if (at > end_) return;
      const uint32_t person = ReaderOf(idea, first, i);
      if (!Sees(person, idea)) continue;
      const uint32_t number = static_cast<uint32_t>(plan_.comments.size());
      const bool answers = thread != kNothing && random.Chance(kIsAnswer);
      plan_.comments.push_back({index, person, answers ? thread : kNothing, at});
      const bool rude = texts_.CommentOn(number, idea.text).rude;
      if (!answers) thread = rude ? kNothing : number;
      Report(number, ReaderOf(idea, first, count + i), rude, random);
    }
  }

  void Report(uint32_t comment, uint32_t person, bool rude, Random& random) {
    const CommentPlan& said = plan_.comments[comment];
    if (!random.Chance(rude ? kRudenessIsReported : kIsReportedAllTheSame)) return;
    const int64_t at = said.at + random.Between(5 * kMinute, 2 * kDay);
    const int64_t resolved = at + random.Between(kHour, 3 * kDay);
    if (resolved <= end_ && person != said.person && Sees(person, plan_.ideas[said.idea]))
      plan_.reports.push_back({comment, kNothing, person, at, resolved, rude});
  }

  bool MayMerge(uint32_t index, const std::vector<bool>& tried) const {
    const IdeaPlan& idea = plan_.ideas[index];
    return !tried[index] && !idea.stays_draft && idea.parked_at == 0;
  }

  // Each idea in one merge at most, and nothing that is hidden.
  void MergeSome(const std::vector<bool>& tried) {
    std::vector<uint32_t> idea_of(plan_.ideas.size());
    for (uint32_t i = 0; i < plan_.ideas.size(); ++i) idea_of[plan_.ideas[i].text] = i;
    std::vector<bool> merged(plan_.ideas.size());
    for (const ReportPlan& report : plan_.reports) {
      if (report.idea != kNothing) merged[report.idea] = true;
    }
    for (uint32_t i = 0; i < plan_.ideas.size(); ++i) {
      const std::optional<texts::Planted> planted = texts_.PlantedOf(plan_.ideas[i].text);
      if (!planted.has_value() || planted->as != texts::PlantedAs::kEdit) continue;
      const uint32_t survivor = idea_of[planted->original];
      Random random(seed_, ReactionDraws::kMerging, i);
      if (!random.Chance(kIsMerged) || !MayMerge(i, tried) || !MayMerge(survivor, tried)) continue;
      if (merged[i] || merged[survivor]) continue;
      merged[i] = merged[survivor] = true;
      plan_.merges.push_back({survivor, i, random.Chance(kIsUnmerged)});
    }
  }

  const Population& population_;
  const int64_t end_;
  const uint64_t seed_;
  const texts::Texts texts_;
  PlayOptions learning_;
  IdeasPlan& plan_;
};

}  // namespace

uint32_t Skewed(double steepness, uint32_t most, Random& random) {
  const double drawn = std::pow(1 - random.Unit(), -steepness) - 1;
  return static_cast<uint32_t>(std::min<double>(drawn, most));
}

int64_t EndOfProgramme(const Calendar& calendar) { return calendar.At(kLastDay + 1, 0) - 1; }

void PlanReactions(const Population& population, const Calendar& calendar, uint64_t seed, IdeasPlan& plan) {
  ReactionPlanner(population, EndOfProgramme(calendar), seed, plan).Make();
}

}  // namespace obt::simulate
