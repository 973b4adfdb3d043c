#include "services/ideas/discussion/domain.h"

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/etag.h"
#include "common/base/times.h"

namespace obt::ideas {
namespace {

absl::Status NotNow(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

}  // namespace

bool Stands(const store::v1::CommentRow& comment) { return !comment.removed() && !comment.hidden(); }

Sight SightOf(const store::v1::CommentRow& comment, const Standing& standing, Sight target) {
  if (target != Sight::kAll) return Sight::kNothing;
  if (!comment.hidden() || standing.moderates()) return Sight::kAll;
  return standing.author ? Sight::kNotice : Sight::kNothing;
}

v1::Comment Shown(const Comment& comment, const Standing& standing, Sight sight, bool names_people) {
  const store::v1::CommentRow& row = comment.row;
  v1::Comment shown;
  shown.set_comment_id(comment.id);
  shown.set_target_id(row.target_id());
  shown.set_reply_to(row.reply_to());
  shown.set_removed(row.removed());
  shown.set_hidden(row.hidden());
  shown.set_hidden_reason(row.hidden_reason());
  shown.set_etag(row.etag());
  *shown.mutable_create_time() = TimestampOf(row.create_time_us());
  if (row.edit_time_us() != 0) *shown.mutable_edit_time() = TimestampOf(row.edit_time_us());
  shown.set_mine(standing.author);
  if (names_people) shown.set_author_id(row.author_id());
  if (sight == Sight::kAll) shown.set_text(row.text());
  return shown;
}

absl::Status CheckRoom(const store::v1::ReactionsRow& reactions) {
  if (reactions.comments_written() < kMaxCommentsPerItem) return absl::OkStatus();
  return NotNow("COMMENT_LIMIT",
                absl::StrCat("it has had ", kMaxCommentsPerItem, " comments, the most there can be"));
}

absl::Status CheckAnswer(const store::v1::CommentRow& comment, absl::string_view target_id) {
  if (comment.target_id() != target_id || !comment.reply_to().empty()) {
    return NotNow("COMMENT_DEPTH",
                  "reply_to: must be a comment of the same target that answers no other comment");
  }
  if (comment.removed()) return NotNow("COMMENT_REMOVED", "the comment was removed");
  return absl::OkStatus();
}

absl::Status CheckAuthor(const store::v1::CommentRow& comment, const Standing& standing,
                         absl::string_view etag) {
  if (comment.removed()) return NotNow("COMMENT_REMOVED", "the comment was removed");
  if (!standing.author) {
    return Error(absl::StatusCode::kPermissionDenied, "NOT_AUTHOR",
                 "a comment is changed by who wrote it, in calls made for them");
  }
  return CheckEtag(etag, comment.etag());
}

absl::Status CheckReports(int open) {
  if (open < kMaxOpenReportsPerItem) return absl::OkStatus();
  return NotNow("REPORT_LIMIT", absl::StrCat("moderators have ", kMaxOpenReportsPerItem,
                                             " open reports of it already, the most there can be"));
}

void Remove(store::v1::CommentRow& comment) {
  comment.set_removed(true);
  comment.clear_text();
  comment.clear_author_id();
}

absl::Status Resolve(v1::Resolution resolution, const std::string& reason, bool hidden, int64_t now_us,
                     v1::Report& report) {
  if (resolution == v1::RESOLUTION_RESTORED && !hidden)
    return NotNow("REPORT_STATE", "it is not hidden: there is nothing to restore; a report is dismissed");
  if (resolution == v1::RESOLUTION_DISMISSED && hidden && report.resolution() == v1::RESOLUTION_HIDDEN)
    return NotNow("REPORT_STATE", "it is hidden because of this report: it can be restored, not dismissed");
  report.set_state(v1::REPORT_STATE_RESOLVED);
  report.set_resolution(resolution);
  report.set_resolved_reason(reason);
  *report.mutable_resolve_time() = TimestampOf(now_us);
  report.set_etag(NextEtag(report.etag()));
  return absl::OkStatus();
}

}  // namespace obt::ideas
