// Answers a query: which documents match, in which order, how many of what kind. Pure.
#pragma once

#include "services/ideas/search/corpus.h"
#include "services/ideas/search/document.h"
#include "services/ideas/search/query.h"
#include "services/ideas/search/sieve.h"

namespace obt::ideas::search {

struct Page {
  size_t position = 0;
  size_t limit = 20;
};

Found RunQuery(const Corpus& corpus, const Sieve& sieve, const Query& query, Order order, const Page& page);

}  // namespace obt::ideas::search
