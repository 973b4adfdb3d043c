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
  bool Lets(Slot slot) const;

 private:
  // One for each name.
  using Marks = std::vector<char>;
  static Marks MarksOf(const Names& names, const std::vector<std::string>& marked);
  bool Sees(const Facts& facts) const;

  const Corpus& corpus_;
  const bool everything_;
  const Marks seen_organisations_, moderated_, seen_teams_;
  const bool any_programme_;
  const uint32_t programme_;
  const bool any_theme_, any_organisation_;
  const Marks themes_, organisations_;
  const uint64_t kinds_, states_, outcomes_, benefit_kinds_;  // the last is 0 where it is not asked for
  const Day from_, to_;
};

}  // namespace obt::ideas::search
