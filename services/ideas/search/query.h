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
  // Begins and ends with a word that is no stop word; a stop word within it stands for any.
  using Phrase = std::vector<QueryWord>;

  std::string text;  // in NFC, quotes straight
  std::vector<QueryWord> words;
  std::vector<Phrase> phrases, excluded;
};

// Of nothing but blanks one that everything answers. INVALID_ARGUMENT: no UTF-8, too long, too many words, or
// none that says anything.
absl::StatusOr<Query> ParseQuery(absl::string_view text);

}  // namespace obt::ideas::search
