// Comments and reports, as pure functions: what may be answered, changed and decided, and what a comment
// shows.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "obt/ideas/store/v1/ideas_store.pb.h"
#include "obt/ideas/v1/discussion.pb.h"
#include "services/ideas/item/sight_domain.h"

namespace obt::ideas {

// Removed and hidden ones too.
inline constexpr int kMaxCommentsPerItem = 1000;
// Of different people and clients, that nobody has decided yet.
inline constexpr int kMaxOpenReportsPerItem = 1000;

// A comment by its id.
struct Comment {
  std::string id;
  store::v1::CommentRow row;
  bool hidden() const { return row.hidden(); }
};

// True when it is there to be read, and counted.
bool Stands(const store::v1::CommentRow& comment);

// How a comment is seen by whoever stands so to what it belongs to (`author`: of the comment), and sees that
// so.
Sight SightOf(const store::v1::CommentRow& comment, const Standing& standing, Sight target);

// What the caller gets of a comment they see: a removed one keeps its place alone. `names_people`: they may
// be told who wrote it.
v1::Comment Shown(const Comment& comment, const Standing& standing, Sight sight, bool names_people);

// FAILED_PRECONDITION (COMMENT_LIMIT).
absl::Status CheckRoom(const store::v1::ReactionsRow& reactions);
// Whether a comment may be answered by one of `target_id`: FAILED_PRECONDITION (COMMENT_DEPTH) where it
// belongs to something else or answers another itself, COMMENT_REMOVED.
absl::Status CheckAnswer(const store::v1::CommentRow& comment, absl::string_view target_id);
// Whether whoever stands so to a comment may change it: FAILED_PRECONDITION (COMMENT_REMOVED),
// PERMISSION_DENIED (NOT_AUTHOR), ABORTED for a stale etag.
absl::Status CheckAuthor(const store::v1::CommentRow& comment, const Standing& standing,
                         absl::string_view etag);
// FAILED_PRECONDITION (REPORT_LIMIT).
absl::Status CheckReports(int open);
// Takes words and author away.
void Remove(store::v1::CommentRow& comment);

// What a decision makes of a report about something that is `hidden` now, or not. FAILED_PRECONDITION
// (REPORT_STATE) where it would say what is not so: restored, what is not hidden; dismissed, what was hidden
// for it and still is.
absl::Status Resolve(v1::Resolution resolution, const std::string& reason, bool hidden, int64_t now_us,
                     v1::Report& report);

}  // namespace obt::ideas
