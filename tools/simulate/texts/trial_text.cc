#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/simulate/texts/plot.h"
#include "tools/simulate/texts/texts.h"

namespace obt::simulate::texts {
namespace {

constexpr double kIsMeasured = 0.7;           // Per benefit.
constexpr double kHasSecondBenefit = 0.25;    // Per trial that came to an end.
constexpr double kNamesWhatHelped = 0.7;      // Per trial that worked, at least in part.
constexpr double kNamesWhatHelpedNot = 0.35;  // Likewise: what stood in the way.
constexpr int64_t kPencePerPound = 100;

const char* PerText(Per per) {
  switch (per) {
    case Per::kDay:
      return " a day";
    case Per::kWeek:
      return " a week";
    case Per::kMonth:
      return " a month";
    case Per::kYear:
      return " a year";
    case Per::kOnce:
      break;
  }
  return "";
}

std::string Counted(int64_t count, absl::string_view thing) {
  return absl::StrCat(count, " ", thing, count == 1 ? "" : "s");
}

// "1,250"
std::string Grouped(int64_t number) {
  std::string text = absl::StrCat(number);
  for (size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

BenefitKind KindOf(char aim) {
  switch (aim) {
    case 'W':
      return BenefitKind::kWaitingTime;
    case 'H':
      return BenefitKind::kStaffTime;
    case 'M':
      return BenefitKind::kMoney;
    case 'K':
      return BenefitKind::kCases;
    default:
      return BenefitKind::kQuality;
  }
}

// How much of the wanted improvement came about, in per cent.
int64_t ShareReached(Outcome outcome, Random& random) {
  switch (outcome) {
    case Outcome::kWorked:
      return random.Between(80, 130);
    case Outcome::kPartlyWorked:
      return random.Between(25, 60);
    default:
      return random.Between(-15, 3);
  }
}

Benefit MainBenefit(const Plot& plot, Outcome outcome, Random& random) {
  Benefit benefit;
  benefit.kind = KindOf(plot.thought->aim);
  benefit.measured = random.Chance(kIsMeasured);
  const int64_t share = ShareReached(outcome, random);
  int64_t change = (plot.after - plot.before) * share / 100;
  const bool helps = outcome == Outcome::kWorked || outcome == Outcome::kPartlyWorked;
  if (helps && change == 0) change = plot.after > plot.before ? 1 : -1;
  benefit.before = plot.before;
  benefit.after = plot.before + change;
  if (benefit.kind == BenefitKind::kQuality) benefit.after = std::min<int64_t>(benefit.after, 100);
  switch (benefit.kind) {
    case BenefitKind::kStaffTime:
    case BenefitKind::kCases:
      benefit.per = random.Chance(0.8) ? Per::kWeek : random.Chance(0.5) ? Per::kMonth : Per::kDay;
      break;
    case BenefitKind::kMoney:
      benefit.per = random.Chance(0.7) ? Per::kMonth : random.Chance(0.5) ? Per::kYear : Per::kOnce;
      benefit.before *= kPencePerPound;
      benefit.after *= kPencePerPound;
      break;
    default:
      break;
  }
  return benefit;
}

// A side effect of something that came to an end: small, in another kind.
Benefit SecondBenefit(BenefitKind main, bool worked, Random& random) {
  Benefit benefit;
  benefit.measured = random.Chance(kIsMeasured);
  if (main == BenefitKind::kStaffTime) {
    benefit.kind = BenefitKind::kQuality;
    benefit.before = random.Between(40, 70);
    benefit.after = benefit.before + (worked ? random.Between(3, 12) : random.Between(-3, 0));
    return benefit;
  }
  benefit.per = random.Chance(0.8) ? Per::kWeek : Per::kYear;
  benefit.before = random.Between(10, 40) * (benefit.per == Per::kYear ? 40 : 1);
  benefit.after = benefit.before * (worked ? random.Between(70, 92) : random.Between(100, 108)) / 100;
  return benefit;
}

const char* SubjectOf(BenefitKind kind) {
  switch (kind) {
    case BenefitKind::kStaffTime:
      return "[the time that {o} take us|what we spend on {o}]";
    case BenefitKind::kMoney:
      return "[the cost of {o}|what we pay for {o}]";
    case BenefitKind::kCases:
      return "[the number of {o} that we finish|our output of {o}]";
    case BenefitKind::kWaitingTime:
      return "[the waiting time|the usual wait] for {o}";
    case BenefitKind::kQuality:
      break;
  }
  return "[the mark that {u} give us|the quality mark for {o}]";
}

const char* MoveOf(const Benefit& benefit) {
  if (benefit.after == benefit.before) return "stayed at {to}";
  if (benefit.after < benefit.before) return "[fell|came down|went down] from {from} to {to}";
  return "[rose|went up] from {from} to {to}";
}

std::string AmountsText(const std::vector<Benefit>& benefits, Slots slots, Random& random) {
  std::string text;
  for (const Benefit& benefit : benefits) {
    slots.Set("from", AmountText(benefit, benefit.before));
    slots.Set("to", AmountText(benefit, benefit.after));
    const char* how = benefit.measured ? "[|, as measured over {m} weeks|, counted in {s}]"
                                       : "[, by our estimate|, roughly]";
    Append(text, Sentence(absl::StrCat(SubjectOf(benefit.kind), " ", MoveOf(benefit), how), slots, random));
  }
  return text;
}

// A line of a table of pillars: the pillar is noted, the sentence returned.
std::string PillarSentence(const Words& table, const Slots& slots, Random& random,
                           std::vector<Pillar>& pillars) {
  constexpr std::array<absl::string_view, 6> kNames = {"SKILLS",    "INCENTIVES", "PERMISSION",
                                                       "RESOURCES", "APPROVALS",  "TECHNOLOGY"};
  const std::pair<absl::string_view, absl::string_view> line =
      absl::StrSplit(Pick(table, random), absl::MaxSplits(';', 1));
  const auto name = std::find(kNames.begin(), kNames.end(), line.first);
  pillars.push_back(static_cast<Pillar>(name - kNames.begin()));
  return Sentence(line.second, slots, random);
}

const Words& OutcomeLines(Outcome outcome, bool adopted) {
  switch (outcome) {
    case Outcome::kWorked:
      return ListOf(adopted ? kAdoptedWorked : kWorked);
    case Outcome::kPartlyWorked:
      return ListOf(adopted ? kAdoptedPartly : kPartlyWorked);
    case Outcome::kDidNotWork:
      return ListOf(adopted ? kAdoptedFailed : kDidNotWork);
    case Outcome::kStopped:
      break;
  }
  return ListOf(kStopped);
}

// What came of it; one who adopts says also what had to be different.
TrialText TrialOf(const Plot& plot, Outcome outcome, bool adopted, Random random) {
  TrialText trial;
  const bool helped = outcome == Outcome::kWorked || outcome == Outcome::kPartlyWorked;
  if (outcome != Outcome::kStopped) {
    trial.benefits.push_back(MainBenefit(plot, outcome, random));
    if (random.Chance(kHasSecondBenefit)) {
      trial.benefits.push_back(SecondBenefit(trial.benefits[0].kind, helped, random));
    }
  }
  std::string& text = trial.learnings;
  text = PickSentences(OutcomeLines(outcome, adopted), 1, plot.slots, random);
  Append(text, AmountsText(trial.benefits, plot.slots, random));
  if (adopted) Append(text, PickSentences(ListOf(kAdaptations), 1, plot.slots, random));
  if (helped) {
    Append(text, Sentence(plot.thought->lesson, plot.slots, random));
  } else {
    if (random.Chance(0.7)) Append(text, Sentence(plot.thought->hurdle, plot.slots, random));
    Append(text, PickSentences(ListOf(kFailureLessons), 1, plot.slots, random));
  }
  if (random.Chance(helped ? kNamesWhatHelped : 0.15)) {
    Append(text, PillarSentence(ListOf(kHelped), plot.slots, random, trial.enablers));
  }
  if (!helped || random.Chance(kNamesWhatHelpedNot)) {
    Append(text, PillarSentence(ListOf(kHindered), plot.slots, random, trial.barriers));
  }
  return trial;
}

Random TrialDraws(uint64_t seed, uint64_t idea, Outcome outcome) {
  return Random(seed, Purpose::kTrial, idea * 4 + static_cast<uint64_t>(outcome));
}

std::string GoalOf(char aim) {
  for (const std::string& line : ListOf(kGoals)) {
    if (line[0] == aim) return line.substr(2);
  }
  return "";
}

}  // namespace

std::string AmountText(const Benefit& benefit, int64_t value) {
  switch (benefit.kind) {
    case BenefitKind::kStaffTime:
      return Counted(value, "hour") + PerText(benefit.per);
    case BenefitKind::kMoney:
      return absl::StrCat("£", Grouped(value / kPencePerPound), PerText(benefit.per));
    case BenefitKind::kCases:
      return absl::StrCat(value, PerText(benefit.per));
    case BenefitKind::kWaitingTime:
      return Counted(value, "day");
    case BenefitKind::kQuality:
      break;
  }
  return absl::StrCat(value, " out of 100");
}

ExperimentText Texts::Experiment(uint64_t idea, Outcome outcome) const {
  Plot plot = PlotOf(seed_, idea);
  plot.slots.Set("goal", GoalOf(plot.thought->aim));
  ExperimentText experiment{TrialOf(plot, outcome, false, TrialDraws(seed_, idea, outcome)), {}, {}};
  Random random(seed_, Purpose::kAmounts, idea);
  experiment.hypothesis = PickSentences(ListOf(kHypotheses), 1, plot.slots, random);
  experiment.success_measure = Idea(idea).success_measure;
  return experiment;
}

CaseStudyText Texts::CaseStudy(uint64_t idea, Outcome outcome) const {
  Plot plot = PlotOf(seed_, idea);
  Random random(seed_, Purpose::kStory, idea);
  const bool failed = outcome == Outcome::kDidNotWork || outcome == Outcome::kStopped;
  plot.slots.Set("title", Capitalised(Spin(plot.thought->title.ways[plot.ways[0]], plot.slots, random)));
  CaseStudyText study;
  study.title =
      Capitalised(Spin(Pick(ListOf(failed ? kFailedStoryTitles : kStoryTitles), random), plot.slots, random));
  study.story = Sentence(plot.thought->problem.ways[plot.ways[2]], plot.slots, random);
  Append(study.story, PickSentences(ListOf(kStoryBegins), 1, plot.slots, random));
  Append(study.story, Sentence("[So we|That is why we|In {month} we] decided to {do}", plot.slots, random));
  Append(study.story, Sentence(plot.thought->detail.ways[plot.ways[3]], plot.slots, random));
  Append(study.story, PickSentences(ListOf(kStories), random.Between(1, 4), plot.slots, random));
  study.learnings = TrialOf(plot, outcome, false, TrialDraws(seed_, idea, outcome)).learnings;
  return study;
}

TrialText Texts::Adoption(uint64_t adoption, uint64_t idea, Outcome outcome) const {
  Plot plot = PlotOf(seed_, idea);
  DrawDetails(Random(seed_, Purpose::kAdoption, adoption), plot);
  return TrialOf(plot, outcome, true, TrialDraws(seed_ ^ Purpose::kAdoption, adoption, outcome));
}

}  // namespace obt::simulate::texts
