// The pieces of a document that show why it was found: plain text and where it matches. Pure.
#pragma once

#include <vector>

#include "absl/container/flat_hash_set.h"
#include "services/ideas/search/document.h"
#include "services/ideas/search/profile.h"

namespace obt::ideas::search {

// One of each field that has one of the terms.
std::vector<Snippet> SnippetsOf(const Profile& profile, const absl::flat_hash_set<TermId>& terms);

}  // namespace obt::ideas::search
