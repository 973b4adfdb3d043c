// What the search index knows of things: made from the store after a service starts, and after each commit
// that changed them, before its replies leave.
#pragma once

#include <optional>
#include <tuple>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/ideas/item/rows.h"
#include "services/ideas/search/index.h"

namespace obt::ideas {

// Nothing of what nobody finds: drafts, what is hidden or merged away, case studies that are not published,
// and ideas that but their author sees.
absl::StatusOr<std::optional<search::Document>> DocumentOf(const Reader& reader, const v1::IdeaFacts& idea);
absl::StatusOr<std::optional<search::Document>> DocumentOf(const Reader& reader,
                                                           const v1::ExperimentFacts& experiment);
absl::StatusOr<std::optional<search::Document>> DocumentOf(const Reader& reader,
                                                           const v1::CaseStudyFacts& case_study);
// The words of a thing, as the index reads them.
std::vector<search::Field> FieldsOf(const v1::IdeaText& text);
std::vector<search::Field> FieldsOf(const v1::ExperimentText& text);
std::vector<search::Field> FieldsOf(const v1::CaseStudyText& text);

// What was not read yet of a store, kind by kind in the order of the ids.
struct Unread {
  search::Kind kind = search::Kind::kIdea;
  std::optional<std::tuple<ItemId>> after;  // the last that was read of that kind
};
// Puts into the index what of the store comes next, at most so many things. False after the last.
absl::StatusOr<bool> Fill(const Reader& reader, size_t most, Unread& unread, search::Index& index);
// What a commit changed. Dies where the store cannot be read: an index that is behind would not say so.
void Follow(const Txn& written, search::Index& index);

}  // namespace obt::ideas
