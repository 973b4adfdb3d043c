#include "services/ideas/search/sieve.h"

#include <algorithm>
#include <limits>

namespace obt::ideas::search {
namespace {

// One bit a number; all of them where none is named.
template <typename Number>
uint64_t MaskOf(const std::vector<Number>& numbers) {
  uint64_t mask = numbers.empty() ? ~uint64_t{0} : 0;
  for (const Number number : numbers) mask |= uint64_t{1} << (static_cast<unsigned>(number) & 63);
  return mask;
}

constexpr uint8_t BitOf(Audience audience) { return static_cast<uint8_t>(1 << static_cast<int>(audience)); }

}  // namespace

Sieve::Marks Sieve::MarksOf(const Names& names, const std::vector<std::string>& marked, bool all) {
  Marks marks(names.size(), all ? 1 : 0);
  for (const std::string& name : marked) {
    const uint32_t number = names.Find(name);
    if (number != kGone) marks[number] = 1;
  }
  return marks;
}

Sieve::Sieve(const Corpus& corpus, const Viewer& viewer, const Filter& filter)
    : corpus_(corpus),
      sees_(MarksOf(corpus.organisations(), viewer.moderates, viewer.everything)),
      teams_(MarksOf(corpus.teams(), viewer.teams, false)),
      any_programme_(filter.programme.empty()),
      any_theme_(filter.themes.empty()),
      any_benefit_(filter.benefit_kinds.empty()),
      programme_(corpus.programmes().Find(filter.programme)),
      themes_(MarksOf(corpus.themes(), filter.themes, false)),
      organisations_(MarksOf(corpus.organisations(), filter.organisations, filter.organisations.empty())),
      kinds_(MaskOf(filter.kinds)),
      states_(MaskOf(filter.states)),
      outcomes_(MaskOf(filter.outcomes)),
      benefit_kinds_(MaskOf(filter.benefit_kinds)),
      from_(filter.from.value_or(std::numeric_limits<Day>::min())),
      to_(filter.to.value_or(std::numeric_limits<Day>::max())) {
  constexpr uint8_t kPeople = BitOf(Audience::kEverybody) | BitOf(Audience::kOrganisation);
  const Marks within = MarksOf(corpus.organisations(), viewer.organisations, false);
  for (size_t i = 0; i < sees_.size(); ++i) {
    sees_[i] = sees_[i] != 0    ? kPeople | BitOf(Audience::kTeam)
               : within[i] != 0 ? kPeople
                                : BitOf(Audience::kEverybody);
  }
}

bool Sieve::HasTheme(Slot slot) const {
  const std::vector<uint32_t>& themes = corpus_.entry(slot).themes;
  return std::any_of(themes.begin(), themes.end(), [this](uint32_t theme) { return themes_[theme] != 0; });
}

}  // namespace obt::ideas::search
