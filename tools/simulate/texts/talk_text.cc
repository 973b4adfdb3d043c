#include "tools/simulate/texts/plot.h"
#include "tools/simulate/texts/texts.h"

namespace obt::simulate::texts {
namespace {

constexpr double kIsRude = 0.01;    // Per comment.
constexpr double kSaysMore = 0.35;  // Per comment that is not rude.

// What talk about an idea can speak of, with the details of whoever speaks.
Plot PlotOfSpeaker(uint64_t seed, uint64_t idea, Random draws) {
  Plot plot = PlotOf(seed, idea);
  DrawDetails(draws, plot);
  return plot;
}

}  // namespace

std::string Texts::Reflections(uint64_t conversation, uint64_t idea) const {
  Random random(seed_, Purpose::kReflection, conversation);
  return PickSentences(ListOf(kReflections), random.Between(1, 4), PlotOf(seed_, idea).slots, random);
}

Comment Texts::CommentOn(uint64_t comment, uint64_t idea) const {
  Random random(seed_, Purpose::kTalk, comment);
  const Plot plot = PlotOfSpeaker(seed_, idea, random);
  const bool rude = random.Chance(kIsRude);
  const size_t sentences = !rude && random.Chance(kSaysMore) ? 2 : 1;
  return {PickSentences(ListOf(rude ? kRudeComments : kComments), sentences, plot.slots, random), rude};
}

std::string Texts::ParkReason(uint64_t idea) const {
  Random random(seed_, Purpose::kReport, idea);
  return PickSentences(ListOf(kParkReasons), 1, PlotOf(seed_, idea).slots, random);
}

std::string Texts::ReportReason(uint64_t report) const {
  Random random(seed_ ^ Purpose::kTalk, Purpose::kReport, report);
  return PickSentences(ListOf(kReportReasons), 1, PlotOf(seed_, report).slots, random);
}

std::string Texts::ModerationReason(uint64_t report, bool hides) const {
  Random random(seed_ ^ Purpose::kStory, Purpose::kReport, report);
  return PickSentences(ListOf(hides ? kHideReasons : kKeepReasons), 1, Slots(), random);
}

}  // namespace obt::simulate::texts
