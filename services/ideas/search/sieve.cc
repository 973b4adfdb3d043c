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

bool Has(uint64_t mask, unsigned number) { return (mask >> (number & 63) & 1) != 0; }

}  // namespace

Sieve::Marks Sieve::MarksOf(const Names& names, const std::vector<std::string>& marked) {
  Marks marks(names.size(), 0);
  for (const std::string& name : marked) {
    const uint32_t number = names.Find(name);
    if (number != kGone) marks[number] = 1;
  }
  return marks;
}

Sieve::Sieve(const Corpus& corpus, const Viewer& viewer, const Filter& filter)
    : corpus_(corpus),
      everything_(viewer.everything),
      seen_organisations_(MarksOf(corpus.organisations(), viewer.organisations)),
      moderated_(MarksOf(corpus.organisations(), viewer.moderates)),
      seen_teams_(MarksOf(corpus.teams(), viewer.teams)),
      any_programme_(filter.programme.empty()),
      programme_(corpus.programmes().Find(filter.programme)),
      any_theme_(filter.themes.empty()),
      any_organisation_(filter.organisations.empty()),
      themes_(MarksOf(corpus.themes(), filter.themes)),
      organisations_(MarksOf(corpus.organisations(), filter.organisations)),
      kinds_(MaskOf(filter.kinds)),
      states_(MaskOf(filter.states)),
      outcomes_(MaskOf(filter.outcomes)),
      benefit_kinds_(filter.benefit_kinds.empty() ? 0 : MaskOf(filter.benefit_kinds)),
      from_(filter.from.value_or(std::numeric_limits<Day>::min())),
      to_(filter.to.value_or(std::numeric_limits<Day>::max())) {}

bool Sieve::Sees(const Facts& facts) const {
  if (everything_ || facts.audience == Audience::kEverybody) return true;
  if (moderated_[facts.organisation] != 0 || seen_teams_[facts.team] != 0) return true;
  return facts.audience == Audience::kOrganisation && seen_organisations_[facts.organisation] != 0;
}

bool Sieve::Lets(Slot slot) const {
  const Facts& facts = corpus_.facts(slot);
  if (facts.gone || !Sees(facts)) return false;
  if (!any_programme_ && facts.programme != programme_) return false;
  if (!Has(kinds_, static_cast<unsigned>(facts.kind)) || !Has(states_, facts.state)) return false;
  if (!Has(outcomes_, facts.outcome) || facts.day < from_ || facts.day >= to_) return false;
  if (benefit_kinds_ != 0 && (facts.benefit_kinds & benefit_kinds_) == 0) return false;
  if (!any_organisation_ && organisations_[facts.organisation] == 0) return false;
  if (any_theme_) return true;
  const std::vector<uint32_t>& themes = corpus_.entry(slot).themes;
  return std::any_of(themes.begin(), themes.end(), [this](uint32_t theme) { return themes_[theme] != 0; });
}

}  // namespace obt::ideas::search
