// English words: which say nothing, and what others come from. Pure, thread-safe.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace obt::ideas::search {

// Of a folded word (common/base/words.h).
bool IsStopWord(absl::string_view word);
// Snowball's stem: "licences" and "licence" have one.
std::string StemOf(absl::string_view word);

}  // namespace obt::ideas::search
