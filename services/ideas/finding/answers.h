// From what is asked over the contract to questions of the index, and back: hits as answers, of what the
// viewer sees in the store of that moment alone.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "obt/ideas/v1/search.pb.h"
#include "services/ideas/item/viewer.h"
#include "services/ideas/search/index.h"

namespace obt::ideas {

absl::StatusOr<search::Viewer> SearcherOf(const Reader& reader, const Viewer& viewer);

template <typename Kinds>
std::vector<search::Kind> KindsOf(const Kinds& kinds) {
  std::vector<search::Kind> out;
  for (const int kind : kinds) out.push_back(static_cast<search::Kind>(kind - v1::ITEM_KIND_IDEA));
  return out;
}
search::Filter FilterOf(const v1::SearchQuestion& question, const Viewer& viewer);
search::Order OrderOf(const v1::SearchQuestion& question);

// One page; hits the viewer sees no more in `reader`'s moment are left out.
absl::StatusOr<Page<v1::SearchHit>> HitsOf(const Reader& reader, const Viewer& viewer,
                                           const search::Found& found, size_t position);
v1::SearchSummary SummaryOf(const search::Found& found, const Viewer& viewer);

// Of something that stands there: its words, and itself, never its own neighbour. NOT_FOUND where the viewer
// does not see it.
absl::StatusOr<search::Draft> DraftOf(const Reader& reader, const Viewer& viewer, const std::string& item_id);
absl::StatusOr<std::optional<v1::SimilarItem>> SimilarOf(const Reader& reader, const Viewer& viewer,
                                                         const search::Neighbour& neighbour);

}  // namespace obt::ideas
