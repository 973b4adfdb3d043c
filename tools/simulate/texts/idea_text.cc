#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/simulate/texts/plot.h"
#include "tools/simulate/texts/texts.h"

namespace obt::simulate::texts {
namespace {

// How often an idea says more than it must.
constexpr double kNamesProblem = 0.7;
constexpr double kHasSecondEvidence = 0.45;
constexpr double kHasConsequence = 0.6;
constexpr double kHasDetail = 0.45;
constexpr double kHasSecondStep = 0.5;
constexpr double kNamesItsPlace = 0.3;
// Per word of a planted edit.
constexpr double kDropsWord = 0.04;
constexpr double kMisspells = 0.07;
constexpr double kDropsEnd = 0.4;  // Per text of one.

const absl::string_view& SuccessOf(char aim) {
  switch (aim) {
    case 'W':
      return kSuccessWait;
    case 'H':
      return kSuccessHours;
    case 'M':
      return kSuccessMoney;
    case 'K':
      return kSuccessCases;
    default:
      return kSuccessQuality;
  }
}

// Draws: which facts a text has, and the words of them.
struct Draws {
  Random which, words;
};

std::string TitleOf(const Plot& plot, Draws& draws) {
  std::string title = Capitalised(Spin(plot.thought->title.ways[plot.ways[0]], plot.slots, draws.words));
  if (draws.which.Chance(kNamesItsPlace))
    absl::StrAppend(&title, Spin("[ in {p}|: {p}| ({acr})]", plot.slots, draws.which));
  return title;
}

std::string Facts(const Words& facts, size_t count, const Plot& plot, Draws& draws) {
  return PickFacts(facts, count, plot, draws.which, draws.words);
}

std::string ProblemOf(const Plot& plot, Draws& draws) {
  std::string problem;
  problem = Facts(ListOf(kOpenings), 1, plot, draws);
  if (draws.which.Chance(kNamesProblem))
    Append(problem, Sentence(plot.thought->problem.ways[plot.ways[2]], plot.slots, draws.words));
  Append(problem, Facts(ListOf(kEvidence), draws.which.Chance(kHasSecondEvidence) ? 2 : 1, plot, draws));
  if (draws.which.Chance(kHasConsequence)) Append(problem, Facts(ListOf(kConsequences), 1, plot, draws));
  return problem;
}

std::string ChangeOf(const Plot& plot, Draws& draws) {
  std::string change = Sentence(
      "[We would|We could|We should|We want to|The proposal is to|My suggestion is to|For {m} weeks we "
      "would] "
      "{do}",
      plot.slots, draws.words);
  if (draws.which.Chance(kHasDetail))
    Append(change, Sentence(plot.thought->detail.ways[plot.ways[3]], plot.slots, draws.words));
  Append(change, Facts(ListOf(kSteps), draws.which.Chance(kHasSecondStep) ? 2 : 1, plot, draws));
  return change;
}

std::vector<uint8_t> ThemesOfIdea(const Thought& thought, Random& random) {
  std::vector<uint8_t> themes = thought.themes;
  const uint8_t other = static_cast<uint8_t>(random.Next() % kThemes.size());
  if (themes.size() < 3 && random.Chance(0.12) &&
      std::find(themes.begin(), themes.end(), other) == themes.end()) {
    themes.push_back(other);
  }
  return themes;
}

std::string Edited(absl::string_view text, Random& random) {
  std::string edited;
  for (absl::string_view word : absl::StrSplit(text, ' ')) {
    const bool plain = !word.empty() && absl::ascii_islower(word[0]) && absl::ascii_islower(word.back());
    std::string kept(word);
    if (plain && !edited.empty()) {
      if (word.size() <= 4 && random.Chance(kDropsWord)) continue;
      if (word.size() >= 6 && random.Chance(kMisspells)) kept.erase(word.size() / 2, 1);
    }
    Append(edited, kept);
  }
  const size_t end = edited.rfind(". ");
  if (end != std::string::npos && random.Chance(kDropsEnd)) edited.resize(end + 1);
  return edited;
}

}  // namespace

IdeaText Texts::Idea(uint64_t number) const {
  const Plot plot = PlotOf(seed_, number);
  Draws draws{Random(seed_, Purpose::kFacts, plot.facts), Random(seed_, Purpose::kWords, plot.words)};
  IdeaText idea;
  idea.title = TitleOf(plot, draws);
  idea.problem = ProblemOf(plot, draws);
  idea.change = ChangeOf(plot, draws);
  idea.who_benefits = Facts(ListOf(kWhoBenefits), 1, plot, draws);
  idea.success_measure = Facts(ListOf(SuccessOf(plot.thought->aim)), 1, plot, draws);
  idea.tags.push_back(Pick(plot.thought->tags, draws.words));
  const std::string& tag = Pick(ListOf(kTags), draws.words);
  if (draws.words.Chance(0.5) && tag != idea.tags[0]) idea.tags.push_back(tag);
  idea.themes = ThemesOfIdea(*plot.thought, draws.words);
  idea.thought = plot.thought_index;
  idea.object = plot.object_index;
  idea.department = plot.object->department;
  const std::optional<Planted> planted = PlantedOf(number);
  if (planted && planted->as == PlantedAs::kEdit) {
    Random edits(seed_, Purpose::kEdits, number);
    idea.problem = Edited(idea.problem, edits);
    idea.change = Edited(idea.change, edits);
  }
  return idea;
}

std::optional<Planted> Texts::PlantedOf(uint64_t number) const { return PlantedAt(seed_, number); }

}  // namespace obt::simulate::texts
