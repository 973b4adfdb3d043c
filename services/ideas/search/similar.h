// Finds what is like a draft: candidates by their words, ranked again by letters, terms, pairs and titles,
// and labelled; with what they share. Pure.
#pragma once

#include "absl/status/statusor.h"
#include "services/ideas/search/corpus.h"
#include "services/ideas/search/document.h"
#include "services/ideas/search/sieve.h"

namespace obt::ideas::search {

// INVALID_ARGUMENT: no UTF-8, too long, or no word that says anything.
absl::Status CheckDraft(const Draft& draft);
SimilarAnswer RunSimilar(const Corpus& corpus, const Sieve& sieve, const Draft& draft, size_t limit);

}  // namespace obt::ideas::search
