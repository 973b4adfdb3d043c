#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/simulate/texts/plot.h"
#include "tools/simulate/texts/texts.h"

namespace obt::simulate::texts {
namespace {

// How often an idea says more than it must.
constexpr double kHasOpening = 0.75;
constexpr double kHasEvidence = 0.6;
constexpr double kHasConsequence = 0.4;
constexpr double kHasStep = 0.7;
constexpr double kHasSecondStep = 0.3;
constexpr double kNamesItsPlace = 0.3;
// Per word of a planted edit.
constexpr double kDropsWord = 0.04;
constexpr double kMisspells = 0.05;
constexpr double kDropsEnd = 0.3;  // Per text of one.

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

std::string TitleOf(const Plot& plot, Random& random) {
  std::string title = Capitalised(Spin(plot.thought->title.ways[plot.ways[0]], plot.slots, random));
  if (random.Chance(kNamesItsPlace))
    absl::StrAppend(&title, Spin("[ in {p}|: {p}| ({acr})]", plot.slots, random));
  return title;
}

std::string ProblemOf(const Plot& plot, Random& random) {
  std::string problem;
  if (random.Chance(kHasOpening)) problem = PickSentences(ListOf(kOpenings), 1, plot.slots, random);
  Append(problem, Sentence(plot.thought->problem.ways[plot.ways[2]], plot.slots, random));
  if (random.Chance(kHasEvidence)) Append(problem, PickSentences(ListOf(kEvidence), 1, plot.slots, random));
  if (random.Chance(kHasConsequence)) {
    Append(problem, PickSentences(ListOf(kConsequences), 1, plot.slots, random));
  }
  return problem;
}

std::string ChangeOf(const Plot& plot, Random& random) {
  const Slots& slots = plot.slots;
  std::string change = Sentence(
      "[We would|We could|We should|We want to|The proposal is to|My suggestion is to|For {m} weeks we "
      "would] "
      "{do}",
      slots, random);
  Append(change, Sentence(plot.thought->detail.ways[plot.ways[3]], slots, random));
  if (random.Chance(kHasStep)) {
    Append(change, PickSentences(ListOf(kSteps), random.Chance(kHasSecondStep) ? 2 : 1, slots, random));
  }
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
  Random random(seed_, Purpose::kWords, plot.words);
  IdeaText idea;
  idea.title = TitleOf(plot, random);
  idea.problem = ProblemOf(plot, random);
  idea.change = ChangeOf(plot, random);
  idea.who_benefits = PickSentences(ListOf(kWhoBenefits), 1, plot.slots, random);
  idea.success_measure = PickSentences(ListOf(SuccessOf(plot.thought->aim)), 1, plot.slots, random);
  idea.tags.push_back(Pick(plot.thought->tags, random));
  const std::string& tag = Pick(ListOf(kTags), random);
  if (random.Chance(0.5) && tag != idea.tags[0]) idea.tags.push_back(tag);
  idea.themes = ThemesOfIdea(*plot.thought, random);
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
