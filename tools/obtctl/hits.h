// What a search found, as people read it: ranked, with the words asked for marked (prose.h). Pure.
#pragma once

#include <cstddef>
#include <string>

#include "obt/ideas/v1/search.pb.h"

namespace obt::ctl {

// One hit: rank and title; kind, organisation and what became of it; where the words stand; its id.
std::string HitInWords(const ideas::v1::SearchHit& hit, size_t rank, size_t width);
// How many there are and of what, whether all words had to be there, and what may have been meant.
std::string SummaryInWords(const ideas::v1::SearchSummary& summary, size_t width);
// The text with its matches marked, on one line; ends that are no places in it mark nothing.
std::string Marked(const ideas::v1::Snippet& snippet);

}  // namespace obt::ctl
