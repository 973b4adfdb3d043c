// The words of a text, in one form: what is searched is compared word by word. A word is a run of letters,
// digits and the marks on them; what cannot be seen within it and apostrophes do not end it. Pure.
#pragma once

#include <cstddef>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace obt {

inline constexpr size_t kMostWordBytes = 64;

struct TextWord {
  size_t begin, end;         // bytes of the text
  absl::string_view folded;  // lower case, without apostrophes and possessive 's; its first kMostWordBytes
};

// In order. The text should be in NFC; what is not UTF-8 parts words. `folded` lives as long as the visit.
void ForEachWord(absl::string_view text, absl::FunctionRef<void(const TextWord&)> visit);

}  // namespace obt
