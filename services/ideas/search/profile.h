// A text as search and comparison see it. Made in the same way of documents and of drafts. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"
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
    std::string text;           // in NFC
    size_t begin = 0, end = 0;  // of its tokens
  };
  std::vector<Text> texts;
  std::vector<TermId> tokens;    // of the texts' words, in order, stop words too; kGone between texts
  std::vector<TermCount> terms;  // distinct, in the order of their hashes
  std::vector<WordId> words;     // distinct, without stop words, in the order of their terms
  std::vector<uint32_t> pairs;   // of terms that follow each other, or with one between: hashes, in order
  uint32_t length = 0;           // the frequencies' sum

  absl::Span<const TermId> TokensOf(const Text& text) const {
    return absl::MakeConstSpan(tokens).subspan(text.begin, text.end - text.begin);
  }
  size_t bytes() const;
};

Profile MakeProfile(const std::vector<Field>& fields, absl::FunctionRef<Token(absl::string_view)> read);

}  // namespace obt::ideas::search
