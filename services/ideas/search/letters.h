// The letters of words, four at a time: "^word_" has "^wor", "word" and "ord_". They find what is spelt
// alike. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace obt::ideas::search {

// Four letters as a number below this. What is no English letter may have the number of one. Fours that begin
// alike lie close together, so that their counts do.
inline constexpr size_t kLetters = 1 << 20;

// Of a folded word.
template <typename Visit>
void ForEachLetters(absl::string_view word, Visit visit) {
  constexpr uint32_t kBitsOfLetter = 5, kFew = (1 << kBitsOfLetter) - 1;
  uint32_t four = '^' & kFew;
  size_t letters = 1;
  const auto add = [&](char letter) {
    four = (four << kBitsOfLetter | (static_cast<unsigned char>(letter) & kFew)) % kLetters;
    if (++letters >= 4) visit(four);
  };
  for (const char letter : word) add(letter);
  add('_');
  if (letters < 4) visit(four);
}

// Some of the numbers below a limit, each once. It is emptied without a look at all of them.
class Few {
 public:
  explicit Few(size_t limit) : has_(limit) {}
  bool Has(uint32_t number) const { return has_[number]; }
  // False where it is there already.
  bool Add(uint32_t number) {
    if (has_[number]) return false;
    has_[number] = true;
    numbers_.push_back(number);
    return true;
  }
  void Clear() {
    for (const uint32_t number : numbers_) has_[number] = false;
    numbers_.clear();
  }

 private:
  std::vector<bool> has_;
  std::vector<uint32_t> numbers_;
};

}  // namespace obt::ideas::search
