// What somebody typed: words, "phrases", -words. Anything else is plain text. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace obt::ideas::search {

struct QueryWord {
  std::string folded;
  size_t begin, end;  // bytes of Query::text
};

struct Query {
  using Phrase = std::vector<QueryWord>;  // begins and ends with a word that is no stop word

  std::string text;  // in NFC, quotes straight
  std::vector<QueryWord> words;
  std::vector<Phrase> phrases, excluded;
};

// INVALID_ARGUMENT: no UTF-8, too long, too many words, or none that says anything.
absl::StatusOr<Query> ParseQuery(absl::string_view text);

}  // namespace obt::ideas::search
