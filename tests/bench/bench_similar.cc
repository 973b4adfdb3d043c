// How well Similar finds what the simulator planted, of which the service is told nothing: ideas that say
// what an earlier one says, edited, in other words, and in words that have next to nothing in common with it.
//   obt-bench-similar [ideas]
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "tests/bench/goals.h"
#include "tests/bench/library.h"

namespace obt::bench {
namespace {

using ideas::search::Draft;
using ideas::search::Index;
using ideas::search::Key;
using ideas::search::Kind;
using ideas::search::Likeness;
using ideas::search::Neighbour;
using simulate::texts::Planted;
using simulate::texts::PlantedAs;

constexpr size_t kDrafts = 2'000;  // of a class at most

double PartOf(size_t some, size_t all) {
  return all == 0 ? 0 : static_cast<double>(some) / static_cast<double>(all);
}

struct Places {
  size_t drafts = 0, first = 0, in_five = 0;
};

class Judge {
 public:
  explicit Judge(size_t count) : library_(count) {
    for (size_t i = 0; i < count; ++i) {
      const simulate::texts::IdeaText text = library_.texts().Idea(i);
      ideas::search::Document document = library_.Document(i);
      document.key = KeyOf(i);
      document.audience = ideas::search::Audience::kEverybody;
      document.fields = FieldsOf(text);
      index_.Put(document);
      ++subjects_[{text.thought, text.object}];
      copied_[RootOf(i)] += 1;
    }
  }

  void Run() {
    for (size_t i = 0; i < library_.documents(); ++i) {
      const auto planted = library_.texts().PlantedOf(i);
      if (planted.has_value()) Find(i, *planted);
    }
    // As many of all, spread.
    const size_t step = std::max<size_t>(1, library_.documents() / kDrafts);
    for (size_t i = 0; i < library_.documents(); i += step) Look(i);
    PrintPlaces();
    PrintFigure("NEAR_IDENTICAL: precision", PartOf(rightly_identical_, identical_),
                Goal{Better::kMore, .98, .995}, absl::StrCat("of ", identical_));
    PrintFigure("drafts without a duplicate that get LIKELY", PartOf(likely_, without_duplicate_),
                Goal{Better::kLess, .15, .05}, absl::StrCat("of ", without_duplicate_));
  }

 private:
  static Key KeyOf(size_t number) { return {Kind::kIdea, Library::KeyOf(number).id}; }

  // The idea that it and others say again.
  size_t RootOf(size_t number) const {
    while (const auto planted = library_.texts().PlantedOf(number)) number = planted->original;
    return number;
  }

  std::vector<Neighbour> NeighboursOf(size_t number, size_t limit) const {
    const Draft draft{FieldsOf(library_.texts().Idea(number)), KeyOf(number)};
    auto answer = index_.Similar(draft, ideas::search::Viewer(), {}, limit);
    if (!answer.ok()) Die(answer.status().message());
    return std::move(answer->neighbours);
  }

  void Find(size_t number, const Planted& planted) {
    Places& places = places_[static_cast<size_t>(planted.as)];
    if (planted.original >= library_.documents() || places.drafts == kDrafts) return;
    ++places.drafts;
    const std::vector<Neighbour> near = NeighboursOf(number, 5);
    for (size_t i = 0; i < near.size(); ++i) {
      if (!(near[i].key == KeyOf(planted.original))) continue;
      places.first += i == 0 ? 1 : 0;
      ++places.in_five;
    }
    Count(number, near);
  }

  // Whether what is called nearly the same is.
  void Count(size_t number, const std::vector<Neighbour>& near) {
    for (const Neighbour& one : near) {
      if (one.likeness != Likeness::kNearIdentical) continue;
      size_t other = 0;
      if (!absl::SimpleAtoi(one.key.id, &other)) Die("a key is no number");
      ++identical_;
      rightly_identical_ += RootOf(other) == RootOf(number) ? 1 : 0;
    }
  }

  void Look(size_t number) {
    const std::vector<Neighbour> near = NeighboursOf(number, 5);
    Count(number, near);
    const simulate::texts::IdeaText text = library_.texts().Idea(number);
    if (copied_[RootOf(number)] > 1 || subjects_[{text.thought, text.object}] > 1) return;
    ++without_duplicate_;
    likely_ += !near.empty() && near[0].likeness != Likeness::kRelated ? 1 : 0;
  }

  void PrintPlaces() const {
    const Places& edits = places_[static_cast<size_t>(PlantedAs::kEdit)];
    const Places& other_words = places_[static_cast<size_t>(PlantedAs::kParaphrase)];
    const Places& far = places_[static_cast<size_t>(PlantedAs::kFar)];
    const auto of = [](const Places& places) { return absl::StrCat("of ", places.drafts); };
    PrintFigure("planted edits, in the first five", PartOf(edits.in_five, edits.drafts),
                Goal{Better::kMore, .99, 1}, of(edits));
    PrintFigure("planted edits, first", PartOf(edits.first, edits.drafts), Goal{Better::kMore, .97, .99},
                of(edits));
    PrintFigure("paraphrases, in the first five", PartOf(other_words.in_five, other_words.drafts),
                Goal{Better::kMore, .90, .95}, of(other_words));
    PrintFigure("paraphrases, first", PartOf(other_words.first, other_words.drafts), {}, of(other_words));
    PrintFigure("wholly other words, in the first five", PartOf(far.in_five, far.drafts), {},
                absl::StrCat(of(far), "; not promised"));
  }

  Library library_;
  Index index_;
  std::map<std::pair<uint32_t, uint32_t>, size_t> subjects_;  // ideas of each
  std::map<size_t, size_t> copied_;                           // ideas that say what this one says
  std::array<Places, 3> places_{};
  size_t identical_ = 0, rightly_identical_ = 0, without_duplicate_ = 0, likely_ = 0;
};

}  // namespace
}  // namespace obt::bench

int main(int argc, char** argv) {
  size_t ideas = 60'000;
  if (argc > 1 && !absl::SimpleAtoi(argv[1], &ideas)) return 2;
  obt::bench::PrintHead();
  obt::bench::Judge(ideas).Run();
}
