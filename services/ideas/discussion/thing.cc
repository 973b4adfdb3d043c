#include "services/ideas/discussion/thing.h"

#include <utility>

#include "services/ideas/discussion/rows.h"

namespace obt::ideas {
namespace {

// Fills `found` where it is still empty and the id names a thing of this kind.
template <typename Facts, typename AnyThing>
absl::Status LookFor(const Reader& reader, const Viewer& viewer, absl::string_view id,
                     std::optional<AnyThing>& found) {
  if (found.has_value()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(std::optional<Facts> facts, Find<Facts>(reader, id));
  if (!facts.has_value()) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(Seen<Facts> seen, Look(reader, viewer, *std::move(facts)));
  found = std::move(seen);
  return absl::OkStatus();
}

template <typename AnyThing>
absl::StatusOr<std::optional<AnyThing>> LookAtTarget(const Reader& reader, const Viewer& viewer,
                                                     absl::string_view id) {
  std::optional<AnyThing> found;
  OBT_RETURN_IF_ERROR(LookFor<v1::IdeaFacts>(reader, viewer, id, found));
  OBT_RETURN_IF_ERROR(LookFor<v1::CaseStudyFacts>(reader, viewer, id, found));
  return found;
}

template <typename AnyThing>
absl::StatusOr<AnyThing> IfSeen(absl::StatusOr<std::optional<AnyThing>> found) {
  OBT_RETURN_IF_ERROR(found.status());
  if (!found->has_value() || SightOf(**found) == Sight::kNothing) return ItemNotFound();
  return **std::move(found);
}

absl::StatusOr<std::optional<Seen<Comment>>> LookAtComment(const Reader& reader, const Viewer& viewer,
                                                           absl::string_view id) {
  OBT_ASSIGN_OR_RETURN(std::optional<store::v1::CommentRow> row, FindComment(reader, id));
  if (!row.has_value()) return std::optional<Seen<Comment>>();
  OBT_ASSIGN_OR_RETURN(const std::optional<Target> target,
                       LookAtTarget<Target>(reader, viewer, row->target_id()));
  if (!target.has_value()) return std::optional<Seen<Comment>>();
  return std::make_optional(Within(*target, viewer, {std::string(id), *std::move(row)}));
}

absl::StatusOr<Seen<Comment>> IfSeen(std::optional<Seen<Comment>> comment) {
  if (comment.has_value() && comment->sight != Sight::kNothing) return *std::move(comment);
  return Error(absl::StatusCode::kNotFound, "COMMENT_NOT_FOUND", "there is no such comment");
}

}  // namespace

absl::Status ItemNotFound() {
  return Error(absl::StatusCode::kNotFound, "ITEM_NOT_FOUND", "there is no such item");
}

absl::StatusOr<Target> SeeTarget(const Reader& reader, const Viewer& viewer, absl::string_view id) {
  return IfSeen(LookAtTarget<Target>(reader, viewer, id));
}

absl::StatusOr<std::optional<Thing>> LookAtThing(const Reader& reader, const Viewer& viewer,
                                                 absl::string_view id) {
  OBT_ASSIGN_OR_RETURN(std::optional<Thing> found, LookAtTarget<Thing>(reader, viewer, id));
  OBT_RETURN_IF_ERROR(LookFor<v1::ExperimentFacts>(reader, viewer, id, found));
  OBT_RETURN_IF_ERROR(LookFor<v1::AdoptionFacts>(reader, viewer, id, found));
  if (found.has_value()) return found;
  OBT_ASSIGN_OR_RETURN(std::optional<Seen<Comment>> comment, LookAtComment(reader, viewer, id));
  if (comment.has_value()) found = *std::move(comment);
  return found;
}

absl::StatusOr<Thing> SeeThing(const Reader& reader, const Viewer& viewer, absl::string_view id) {
  return IfSeen(LookAtThing(reader, viewer, id));
}

absl::StatusOr<Seen<Comment>> SeeComment(const Reader& reader, const Viewer& viewer, absl::string_view id) {
  OBT_ASSIGN_OR_RETURN(std::optional<Seen<Comment>> comment, LookAtComment(reader, viewer, id));
  return IfSeen(std::move(comment));
}

absl::StatusOr<Seen<Comment>> SeeCommentToRemove(const Reader& reader, const Viewer& viewer,
                                                 absl::string_view id) {
  OBT_ASSIGN_OR_RETURN(std::optional<Seen<Comment>> comment, LookAtComment(reader, viewer, id));
  if (comment.has_value() && comment->standing.author && !comment->facts.hidden())
    comment->sight = Sight::kAll;
  return IfSeen(std::move(comment));
}

Seen<Comment> Within(const Target& target, const Viewer& viewer, Comment comment) {
  Seen<Comment> seen;
  std::visit(
      [&seen](const auto& of) {
        seen.team = of.team;
        seen.standing = of.standing;
        seen.team_withheld = of.team_withheld;
      },
      target);
  seen.standing.author = viewer.person.has_value() && comment.row.author_id() == viewer.person_id;
  seen.sight = SightOf(comment.row, seen.standing, SightOf(target));
  seen.facts = std::move(comment);
  return seen;
}

}  // namespace obt::ideas
