// Which documents an answer may be made of: those its viewer may see and its filter lets through. Everything
// that ranks or counts asks it first. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "services/ideas/search/corpus.h"
#include "services/ideas/search/document.h"

namespace obt::ideas::search {

class Sieve {
 public:
  Sieve(const Corpus& corpus, const Viewer& viewer, const Filter& filter);
  bool Lets(Slot slot) const {
    const Facts& facts = corpus_.facts(slot);
    // One after the other without a jump: it is asked of every document.
    const bool lets = facts.there & (Has(sees_[facts.organisation], facts.audience) | teams_[facts.team]) &
                      (any_programme_ | (facts.programme == programme_)) & Has(kinds_, facts.kind) &
                      Has(states_, facts.state) & Has(outcomes_, facts.outcome) & (facts.day >= from_) &
                      (facts.day < to_) & (any_benefit_ | ((facts.benefit_kinds & benefit_kinds_) != 0)) &
                      organisations_[facts.organisation];
    return lets && (any_theme_ || HasTheme(slot));
  }

 private:
  // One for each name.
  using Marks = std::vector<uint8_t>;
  static Marks MarksOf(const Names& names, const std::vector<std::string>& marked, bool all);
  template <typename Number>
  static bool Has(uint64_t mask, Number number) {
    return (mask >> (static_cast<unsigned>(number) & 63) & 1) != 0;
  }
  bool HasTheme(Slot slot) const;

  const Corpus& corpus_;
  Marks sees_;  // of each organisation's documents a bit for each audience
  const Marks teams_;
  const bool any_programme_, any_theme_, any_benefit_;
  const uint32_t programme_;
  const Marks themes_, organisations_;
  const uint64_t kinds_, states_, outcomes_, benefit_kinds_;
  const Day from_, to_;
};

}  // namespace obt::ideas::search
