// The letters of words, four at a time: "^word$" has "^wor", "word" and "ord$". They find what is spelt alike.
// Pure.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/words.h"

namespace obt::ideas::search {

// Four bytes as a number below this. The fours of English are some 30,000; two of them may share a number.
inline constexpr size_t kLetters = 1 << 20;

// Of a folded word.
template <typename Visit>
void ForEachLetters(absl::string_view word, Visit visit) {
  char marked[kMostWordBytes + 4] = {'^'};
  std::memcpy(marked + 1, word.data(), word.size());
  marked[word.size() + 1] = '$';
  for (size_t at = 0; at == 0 || at + 4 <= word.size() + 2; ++at) {
    uint32_t four;
    std::memcpy(&four, marked + at, sizeof four);
    four *= 0x9E3779B1;
    visit(((four ^ (four >> 15)) * 0x85EBCA77) / (UINT32_MAX / kLetters + 1));
  }
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
