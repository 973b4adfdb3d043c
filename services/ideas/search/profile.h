// A text as search and comparison see it. Made in the same way of documents and of drafts. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "services/ideas/search/document.h"
#include "services/ideas/search/vocabulary.h"

namespace obt::ideas::search {

struct TermCount {
  TermId term;
  uint32_t frequency;  // in the title times kTitleWeight
};

struct Profile {
  struct Text {
    FieldName name;
    std::string text;            // in NFC
    std::vector<TermId> tokens;  // of its words, in order, stop words too
  };
  std::vector<Text> texts;
  std::vector<TermCount> terms;  // distinct, in the order of their hashes
  std::vector<WordId> words;     // distinct, without stop words
  // Hashes, distinct and in order: four letters each of "^word$" (bytes of them); pairs of terms that follow
  // each other, or with one between.
  std::vector<uint32_t> letters, pairs;
  uint32_t length = 0;  // the frequencies' sum

  size_t bytes() const;
};

Profile MakeProfile(const std::vector<Field>& fields, absl::FunctionRef<Token(absl::string_view)> read);

}  // namespace obt::ideas::search
