#include "services/aggregator/surveys/withhold.h"

#include <cstdint>
#include <limits>

namespace obt::aggregator {
namespace {

constexpr size_t kNoMember = std::numeric_limits<size_t>::max();

class Withholding {
 public:
  Withholding(absl::Span<const Tally> tallies, bool (*may_show)(const Tally&))
      : tallies_(tallies), may_show_(may_show), fixed_(tallies.size(), 0) {
    for (const Tally& tally : tallies) {
      people_.push_back(tally.Matched());
      shown_.push_back(may_show(tally) ? 1 : 0);
    }
  }

  void Hide(size_t tally) { shown_[tally] = 0; }
  bool Shows(size_t tally) const { return shown_[tally] != 0; }

  void Run(absl::Span<const Lines> stages) {
    for (const Lines& lines : stages) {
      Repeat(lines, &Withholding::FixWhatFollows);
      Repeat(lines, &Withholding::Guard);
      for (const Line& line : lines) {
        fixed_[line.whole] = shown_[line.whole];
        for (const size_t part : line.parts) fixed_[part] = shown_[part];
      }
    }
  }

 private:
  // Until it changes nothing more.
  void Repeat(const Lines& lines, bool (Withholding::*change)(const Line&)) {
    for (bool changed = true; changed;) {
      changed = false;
      for (const Line& line : lines) changed = (this->*change)(line) || changed;
    }
  }

  // What is known because all else in its line is shown for good.
  bool FixWhatFollows(const Line& line) {
    size_t open = 0, last = 0;
    const auto look = [&](size_t member) {
      if (people_[member] == 0 || fixed_[member]) return;
      ++open;
      last = member;
    };
    look(line.whole);
    for (const size_t part : line.parts) look(part);
    if (open != 1 || !shown_[last]) return false;
    fixed_[last] = 1;
    return true;
  }

  // Whether anything had to be withheld.
  bool Guard(const Line& line) {
    Tally rest;
    size_t hidden = people_[line.whole] > 0 && !shown_[line.whole] ? 1 : 0;
    for (const size_t part : line.parts) {
      if (people_[part] == 0 || shown_[part]) continue;
      rest += tallies_[part];
      ++hidden;
    }
    bool changed = false;
    while (hidden == 1 || (hidden > 0 && !may_show_(rest))) {
      const size_t next = NextToHide(line);
      if (next == kNoMember) break;
      if (next != line.whole) rest += tallies_[next];
      shown_[next] = 0;
      ++hidden;
      changed = true;
    }
    return changed;
  }

  // The smallest part that may go, else the whole.
  size_t NextToHide(const Line& line) const {
    const auto may_go = [this](size_t member) {
      return people_[member] > 0 && shown_[member] && !fixed_[member];
    };
    size_t next = kNoMember;
    for (const size_t part : line.parts) {
      if (may_go(part) && (next == kNoMember || people_[part] < people_[next])) next = part;
    }
    return next == kNoMember && may_go(line.whole) ? line.whole : next;
  }

  const absl::Span<const Tally> tallies_;
  bool (*const may_show_)(const Tally&);
  std::vector<uint32_t> people_;
  std::vector<char> shown_;
  std::vector<char> fixed_;  // shown for good, or the same as what is
};

}  // namespace

std::vector<Showing> Withhold(absl::Span<const Tally> tallies, absl::Span<const Lines> stages) {
  Withholding shares(tallies, MayShowShares), spreads(tallies, MayShowSpreads);
  shares.Run(stages);
  for (size_t i = 0; i < tallies.size(); ++i) {
    if (!shares.Shows(i)) spreads.Hide(i);
  }
  spreads.Run(stages);
  std::vector<Showing> showing;
  for (size_t i = 0; i < tallies.size(); ++i) {
    showing.push_back(!shares.Shows(i)   ? Showing::kNothing
                      : spreads.Shows(i) ? Showing::kSpreads
                                         : Showing::kShares);
  }
  return showing;
}

}  // namespace obt::aggregator
