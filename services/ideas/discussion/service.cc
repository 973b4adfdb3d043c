#include <utility>

#include "common/rpc/answer_page.h"
#include "services/ideas/bind.h"
#include "services/ideas/discussion/moderation.h"
#include "services/ideas/discussion/rows.h"
#include "services/ideas/discussion/thing.h"

namespace obt::ideas {
namespace {

using obt::store::View;
using rpc::Call;

// The comment a change is for, of the person the call is made for, as they have last read it.
absl::StatusOr<Comment> OfAuthor(absl::StatusOr<Seen<Comment>> seen, absl::string_view etag) {
  OBT_RETURN_IF_ERROR(seen.status());
  OBT_RETURN_IF_ERROR(CheckShown(seen->sight));
  OBT_RETURN_IF_ERROR(CheckAuthor(seen->facts.row, seen->standing, etag));
  return std::move(seen->facts);
}

template <typename Response>
Response ReceiptOf(const Comment& comment) {
  Response response;
  response.set_comment_id(comment.id);
  response.set_etag(comment.row.etag());
  return response;
}

absl::StatusOr<v1::AddCommentResponse> AddComment(const v1::AddCommentRequest& request, const Call& call,
                                                  Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(const Target target, SeeTarget(txn, viewer, request.target_id()));
  OBT_RETURN_IF_ERROR(CheckShown(SightOf(target)));
  if (!request.reply_to().empty()) {
    OBT_ASSIGN_OR_RETURN(const Seen<Comment> answered, SeeComment(txn, viewer, request.reply_to()));
    OBT_RETURN_IF_ERROR(CheckShown(answered.sight));
    OBT_RETURN_IF_ERROR(CheckAnswer(answered.facts.row, request.target_id()));
  }
  OBT_ASSIGN_OR_RETURN(const store::v1::ReactionsRow reactions, ReadReactions(txn, request.target_id()));
  OBT_RETURN_IF_ERROR(CheckRoom(reactions));
  Comment comment;
  comment.row.set_target_id(request.target_id());
  comment.row.set_reply_to(request.reply_to());
  comment.row.set_author_id(viewer.person_id);
  comment.row.set_text(request.text());
  OBT_RETURN_IF_ERROR(InsertComment(txn, call.now, comment));
  return ReceiptOf<v1::AddCommentResponse>(comment);
}

absl::StatusOr<v1::EditCommentResponse> EditComment(const v1::EditCommentRequest& request, const Call& call,
                                                    Txn& txn, feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(Comment comment,
                       OfAuthor(SeeComment(txn, viewer, request.comment_id()), request.etag()));
  const store::v1::CommentRow before = comment.row;
  comment.row.set_text(request.text());
  comment.row.set_edit_time_us(absl::ToUnixMicros(call.now));
  if (before.text() != request.text()) OBT_RETURN_IF_ERROR(PutComment(txn, before, comment));
  return ReceiptOf<v1::EditCommentResponse>(comment);
}

absl::StatusOr<v1::RemoveCommentResponse> RemoveComment(const v1::RemoveCommentRequest& request,
                                                        const Call& call, Txn& txn,
                                                        feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(Comment comment, OfAuthor(SeeCommentToRemove(txn, viewer, request.comment_id()), ""));
  const store::v1::CommentRow before = comment.row;
  Remove(comment.row);
  OBT_RETURN_IF_ERROR(PutComment(txn, before, comment));
  return ReceiptOf<v1::RemoveCommentResponse>(comment);
}

// What the viewer of a target gets of one of its comments; nothing where they do not see it. An answer to
// what they do not see stands by itself.
absl::StatusOr<std::optional<v1::Comment>> Show(const Reader& reader, const Viewer& viewer,
                                                const Target& target, Comment comment) {
  const Seen<Comment> seen = Within(target, viewer, std::move(comment));
  if (seen.sight == Sight::kNothing) return std::optional<v1::Comment>();
  v1::Comment shown = Shown(seen.facts, seen.standing, seen.sight, viewer.names_people);
  if (!shown.reply_to().empty()) {
    OBT_ASSIGN_OR_RETURN(std::optional<store::v1::CommentRow> row, FindComment(reader, shown.reply_to()));
    const bool there = row.has_value() &&
                       Within(target, viewer, {shown.reply_to(), *std::move(row)}).sight != Sight::kNothing;
    if (!there) shown.clear_reply_to();
  }
  return std::make_optional(std::move(shown));
}

absl::StatusOr<v1::ListCommentsResponse> ListComments(const v1::ListCommentsRequest& request,
                                                      const Call& call, const View& view,
                                                      feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, view, directory));
  OBT_ASSIGN_OR_RETURN(const Target target, SeeTarget(view, viewer, request.target_id()));
  return rpc::AnswerPage(request, call, &v1::ListCommentsResponse::mutable_comments,
                         [&](const std::string& position, size_t limit) {
                           return PageOfComments<v1::Comment>(
                               view, request.target_id(), position, limit, [&](Comment comment) {
                                 return Show(view, viewer, target, std::move(comment));
                               });
                         });
}

}  // namespace

void BindDiscussion(rpc::Router& router, feed::Directory& directory) {
  router.Command(AddComment, directory)
      .Command(EditComment, directory)
      .Command(RemoveComment, directory)
      .Query(ListComments, directory);
  BindModeration(router, directory);
}

}  // namespace obt::ideas
