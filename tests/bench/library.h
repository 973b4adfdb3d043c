// Documents for the search index, of the simulator's texts: ideas, some of which say what another does, and
// experiments and case studies among them. And a watch.
#pragma once

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "services/ideas/search/index.h"
#include "tools/simulate/texts/texts.h"

namespace obt::bench {

class Library {
 public:
  explicit Library(size_t documents);

  // Of ten documents eight are ideas, one an experiment and one a case study; of ten six are for everybody,
  // three for their organisation and one for its team.
  ideas::search::Document Document(size_t number) const;
  static ideas::search::Key KeyOf(size_t number);
  // Only a team sees it, to which no viewer here belongs.
  ideas::search::Document Hidden(size_t number) const;

  size_t documents() const { return documents_; }
  const simulate::texts::Texts& texts() const { return texts_; }
  // A member of one team, who sees what is for 20 of 67 organisations.
  static ideas::search::Viewer Somebody();
  // Of titles, each drawn by itself; none that says nothing.
  std::string Words(size_t count);
  size_t Below(size_t n) { return random_() % n; }

 private:
  const size_t documents_;
  const simulate::texts::Texts texts_{1};
  std::mt19937_64 random_{1};
  std::vector<std::string> words_;
};

std::vector<ideas::search::Field> FieldsOf(const simulate::texts::IdeaText& text);

// Milliseconds. The processor's are of this thread, whoever else uses the machine.
struct Taken {
  double wall = 0, processor = 0;
};
Taken Take(const std::function<void()>& run);

struct Times {
  std::vector<Taken> times;
  // Of a hundred so many took no longer.
  Taken Percentile(size_t percent) const;
};

}  // namespace obt::bench
