#include "services/ideas/discussion/domain.h"

#include <string>
#include <vector>

#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"

namespace obt::ideas {
namespace {

using obt::testing::IsOk;
using obt::testing::StatusIs;

const absl::StatusCode kRefused = absl::StatusCode::kFailedPrecondition;

store::v1::CommentRow CommentOf(bool removed, bool hidden) {
  store::v1::CommentRow row;
  row.set_target_id("the idea");
  row.set_author_id("somebody");
  row.set_text("Have you asked the print room?");
  row.set_hidden(hidden);
  if (hidden) row.set_hidden_reason("names a colleague");
  row.set_etag("3");
  if (removed) Remove(row);
  return row;
}

Standing Stands(bool author, bool admin) {
  Standing standing;
  standing.author = author;
  standing.admin = admin;
  return standing;
}

TEST(Comments, AreSeenAsWhatTheyBelongToUnlessTheyAreHidden) {
  struct Row {
    bool hidden, author, admin;
    Sight target, seen;
  };
  const std::vector<Row> table = {
      {false, false, false, Sight::kAll, Sight::kAll},
      {false, false, false, Sight::kNotice, Sight::kNothing},
      {false, true, false, Sight::kNotice, Sight::kNothing},
      {false, true, false, Sight::kNothing, Sight::kNothing},
      {true, false, false, Sight::kAll, Sight::kNothing},
      {true, true, false, Sight::kAll, Sight::kNotice},
      {true, false, true, Sight::kAll, Sight::kAll},
      {true, true, false, Sight::kNothing, Sight::kNothing},
  };
  for (const Row& row : table) {
    EXPECT_EQ(SightOf(CommentOf(false, row.hidden), Stands(row.author, row.admin), row.target), row.seen)
        << row.hidden << row.author << row.admin << static_cast<int>(row.target);
  }
}

TEST(Comments, ShowTheirWordsToThoseAloneWhoMayReadThem) {
  const Comment comment{"the comment", CommentOf(false, true)};
  const v1::Comment notice = Shown(comment, Stands(true, false), Sight::kNotice, true);
  EXPECT_EQ(notice.text(), "");
  EXPECT_EQ(notice.hidden_reason(), "names a colleague");
  EXPECT_TRUE(notice.mine());
  const v1::Comment whole = Shown(comment, Stands(false, true), Sight::kAll, false);
  EXPECT_EQ(whole.text(), "Have you asked the print room?");
  EXPECT_EQ(whole.author_id(), "") << "for callers who are told no people";
  EXPECT_FALSE(whole.mine());
}

TEST(Comments, KeepTheirPlaceAloneOnceRemoved) {
  const store::v1::CommentRow row = CommentOf(true, false);
  const v1::Comment shown = Shown({"the comment", row}, Stands(false, false), Sight::kAll, true);
  EXPECT_TRUE(shown.removed());
  EXPECT_EQ(shown.text() + shown.author_id(), "");
  EXPECT_EQ(shown.comment_id(), "the comment");
  EXPECT_FALSE(ideas::Stands(row));
  EXPECT_FALSE(ideas::Stands(CommentOf(false, true)));
  EXPECT_TRUE(ideas::Stands(CommentOf(false, false)));
}

TEST(Comments, AreAnsweredOneDeepWithinTheirTarget) {
  store::v1::CommentRow comment = CommentOf(false, false);
  EXPECT_OK(CheckAnswer(comment, "the idea"));
  EXPECT_THAT(CheckAnswer(comment, "another idea"), StatusIs(kRefused, "COMMENT_DEPTH"));
  EXPECT_THAT(CheckAnswer(CommentOf(true, false), "the idea"), StatusIs(kRefused, "COMMENT_REMOVED"));
  comment.set_reply_to("a comment");
  EXPECT_THAT(CheckAnswer(comment, "the idea"), StatusIs(kRefused, "COMMENT_DEPTH"));
}

TEST(Comments, AreChangedByTheirAuthorAlone) {
  const store::v1::CommentRow comment = CommentOf(false, false);
  EXPECT_OK(CheckAuthor(comment, Stands(true, false), ""));
  EXPECT_OK(CheckAuthor(comment, Stands(true, false), "3"));
  EXPECT_THAT(CheckAuthor(comment, Stands(true, false), "2"),
              StatusIs(absl::StatusCode::kAborted, "STALE_ETAG"));
  EXPECT_THAT(CheckAuthor(comment, Stands(false, true), ""),
              StatusIs(absl::StatusCode::kPermissionDenied, "NOT_AUTHOR"));
  EXPECT_THAT(CheckAuthor(CommentOf(true, false), Stands(true, false), ""),
              StatusIs(kRefused, "COMMENT_REMOVED"));
}

TEST(Comments, AreAThousandAtMostWhateverBecameOfThem) {
  store::v1::ReactionsRow reactions;
  reactions.set_comments_written(kMaxCommentsPerItem - 1);
  EXPECT_OK(CheckRoom(reactions));
  reactions.set_comments_written(kMaxCommentsPerItem);
  EXPECT_THAT(CheckRoom(reactions), StatusIs(kRefused, "COMMENT_LIMIT"));
}

TEST(Reports, AreDecidedAsWhatTheyAreAboutAllows) {
  struct Row {
    v1::Resolution before;
    bool hidden;
    v1::Resolution resolution;
    bool allowed;
  };
  const v1::Resolution none = v1::RESOLUTION_UNSPECIFIED, dismissed = v1::RESOLUTION_DISMISSED,
                       hides = v1::RESOLUTION_HIDDEN, restored = v1::RESOLUTION_RESTORED;
  const std::vector<Row> table = {
      {none, false, dismissed, true},     {none, false, hides, true},      {none, false, restored, false},
      {none, true, dismissed, true},      {none, true, hides, true},       {none, true, restored, true},
      {hides, true, dismissed, false},    {hides, true, restored, true},   {hides, false, dismissed, true},
      {restored, false, hides, true},     {dismissed, false, hides, true}, {dismissed, true, restored, true},
      {restored, false, restored, false},
  };
  for (const Row& row : table) {
    v1::Report report;
    report.set_state(row.before == none ? v1::REPORT_STATE_OPEN : v1::REPORT_STATE_RESOLVED);
    report.set_resolution(row.before);
    report.set_etag("1");
    const absl::Status status = Resolve(row.resolution, "because", row.hidden, 5, report);
    if (row.allowed) {
      EXPECT_OK(status);
      EXPECT_EQ(report.state(), v1::REPORT_STATE_RESOLVED);
      EXPECT_EQ(report.resolution(), row.resolution);
      EXPECT_EQ(report.resolved_reason(), "because");
      EXPECT_EQ(report.etag(), "2");
    } else {
      EXPECT_THAT(status, StatusIs(kRefused, "REPORT_STATE")) << row.before << row.hidden << row.resolution;
      EXPECT_EQ(report.resolution(), row.before);
    }
  }
}

}  // namespace
}  // namespace obt::ideas
