// What an id names, whatever kind of thing that is, and how a viewer sees it.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ideas/discussion/domain.h"
#include "services/ideas/item/viewer.h"

namespace obt::ideas {

// What may be endorsed and commented on; and what may be reported.
using Target = std::variant<Seen<v1::IdeaFacts>, Seen<v1::CaseStudyFacts>>;
using Thing = std::variant<Seen<v1::IdeaFacts>, Seen<v1::CaseStudyFacts>, Seen<v1::ExperimentFacts>,
                           Seen<v1::AdoptionFacts>, Seen<Comment>>;

// NOT_FOUND (ITEM_NOT_FOUND), whatever it would be.
absl::Status ItemNotFound();

// What the id names, as far as the viewer sees it: all, or a notice. Else ItemNotFound.
absl::StatusOr<Target> SeeTarget(const Reader& reader, const Viewer& viewer, absl::string_view id);
absl::StatusOr<Thing> SeeThing(const Reader& reader, const Viewer& viewer, absl::string_view id);
// What is there under the id, perhaps unseen.
absl::StatusOr<std::optional<Thing>> LookAtThing(const Reader& reader, const Viewer& viewer,
                                                 absl::string_view id);
// The comment, as far as the viewer sees it; else NOT_FOUND (COMMENT_NOT_FOUND).
absl::StatusOr<Seen<Comment>> SeeComment(const Reader& reader, const Viewer& viewer, absl::string_view id);
// The same to take it back: who wrote it may, whatever they see of what it belongs to.
absl::StatusOr<Seen<Comment>> SeeCommentToRemove(const Reader& reader, const Viewer& viewer,
                                                 absl::string_view id);
// How the viewer of what it belongs to sees a comment.
Seen<Comment> Within(const Target& target, const Viewer& viewer, Comment comment);

template <typename AnyThing>
Sight SightOf(const AnyThing& thing) {
  return std::visit([](const auto& seen) { return seen.sight; }, thing);
}
template <typename AnyThing>
const Standing& StandingTo(const AnyThing& thing) {
  return std::visit([](const auto& seen) -> const Standing& { return seen.standing; }, thing);
}
template <typename AnyThing>
const Team& TeamOf(const AnyThing& thing) {
  return std::visit([](const auto& seen) -> const Team& { return seen.team; }, thing);
}

}  // namespace obt::ideas
