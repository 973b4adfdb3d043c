// Sentences from patterns: [a|b] is one of them, {x} what x stands for, {a x} the same with its article.
// Pure.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "tools/simulate/random.h"

namespace obt::simulate::texts {

// What the names in patterns stand for. The latest meaning counts. Names must outlive it.
class Slots {
 public:
  void Reserve(size_t names) { values_.reserve(names); }
  void Set(absl::string_view name, std::string value);
  // Of an unknown name: "?", which no text contains.
  absl::string_view Get(absl::string_view name) const;

 private:
  std::vector<std::pair<absl::string_view, std::string>> values_;
};

// As the pattern says; values may be patterns themselves.
std::string Spin(absl::string_view pattern, const Slots& slots, Random& random);

// Spun, with a capital at its beginning and after each full stop inside, and a full stop at the end.
std::string Sentence(absl::string_view pattern, const Slots& slots, Random& random);

std::string WithArticle(absl::string_view noun);
std::string Capitalised(absl::string_view text);

}  // namespace obt::simulate::texts
