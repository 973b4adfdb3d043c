// The rows of what is said about things: comments, reports, and how many of what stand.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/ideas/discussion/domain.h"
#include "services/ideas/item/rows.h"

namespace obt::ideas {

// How many stand of an idea or case study.
absl::StatusOr<store::v1::ReactionsRow> ReadReactions(const Reader& reader, absl::string_view target_id);
// Keeps other numbers, and publishes those that others count, if they are other ones.
absl::Status PutReactions(Txn& txn, absl::string_view target_id, const store::v1::ReactionsRow& reactions);

absl::StatusOr<std::optional<store::v1::CommentRow>> FindComment(const Reader& reader, absl::string_view id);
// Gives a new comment its id and etag, and puts it in its place behind the others.
absl::Status InsertComment(Txn& txn, absl::Time now, Comment& comment);
// Keeps what has changed of a comment that was `before`, with its next etag, and counts it anew.
absl::Status PutComment(Txn& txn, const store::v1::CommentRow& before, Comment& comment);
// The comments of an idea or case study, oldest first, as `take(Comment) -> StatusOr<optional<T>>` makes
// something of them.
template <typename T, typename Take>
absl::StatusOr<Page<T>> PageOfComments(const Reader& reader, absl::string_view target_id,
                                       absl::string_view position, size_t limit, Take take) {
  return obt::store::TakePage<T>(
      kCommentsByTarget, reader, std::vector{std::tuple(ItemOf(target_id))}, position, limit,
      [&](const auto& key, const auto&) -> absl::StatusOr<std::optional<T>> {
        Comment comment{ToText(std::get<1>(key)), {}};
        OBT_ASSIGN_OR_RETURN(std::optional<store::v1::CommentRow> row, FindComment(reader, comment.id));
        if (!row.has_value()) return std::optional<T>();
        comment.row = *std::move(row);
        return take(std::move(comment));
      });
}

absl::StatusOr<std::optional<v1::Report>> FindReport(const Reader& reader, absl::string_view id);
// Who reports something: a person, else a client by itself.
struct Reporter {
  std::optional<PersonId> person;
  std::string client_id;
};
// The id of their open report of a thing; empty where there is none.
absl::StatusOr<std::string> OpenReportOf(const Reader& reader, absl::string_view target_id,
                                         const Reporter& reporter);
absl::StatusOr<int> CountOpenReports(const Reader& reader, absl::string_view target_id);
// Gives a new report its id and etag.
void InsertReport(Txn& txn, absl::Time now, const Reporter& reporter, v1::Report& report);
// Keeps and publishes what was decided. Nobody needs to know any longer whose it was.
absl::Status PutResolved(Txn& txn, const v1::Report& report);
// Reports, oldest first, of those that `take(Report) -> StatusOr<optional<Report>>` takes.
template <typename Take>
absl::StatusOr<Page<v1::Report>> PageOfReports(const Reader& reader, absl::string_view position, size_t limit,
                                               size_t most_examined, Take take) {
  return obt::store::TakePage<v1::Report>(
      kReports, reader, std::vector{std::tuple<>()}, position, limit,
      [&](const auto&, v1::Report report) { return take(std::move(report)); }, most_examined);
}

}  // namespace obt::ideas
