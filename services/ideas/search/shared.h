// Why two texts are alike: the words they share, as the draft has them. Pure.
#pragma once

#include <string>
#include <vector>

#include "services/ideas/search/corpus.h"
#include "services/ideas/search/profile.h"

namespace obt::ideas::search {

class SharedWords {
 public:
  // The draft's profile, which outlives this.
  explicit SharedWords(const Profile& draft);
  // At most kMostShared: phrases first, then words, each by what they add to the likeness.
  std::vector<std::string> With(const Corpus& corpus, Slot slot) const;

 private:
  struct Said {
    absl::string_view text;  // as written
    TermId term;
  };
  std::vector<std::vector<Said>> texts_;  // stop words too
};

}  // namespace obt::ideas::search
