#include "services/ideas/discussion/rows.h"

#include <utility>

namespace obt::ideas {
namespace {

void PublishComment(Txn& txn, const Comment& comment) {
  v1::CommentChanged event;
  event.set_comment_id(comment.id);
  event.set_target_id(comment.row.target_id());
  event.set_removed(comment.row.removed());
  event.set_hidden(comment.row.hidden());
  txn.Publish(event);
}

decltype(kOpenReports)::Key KeyOf(absl::string_view target_id, const Reporter& reporter) {
  return {ItemOf(target_id), reporter.person.value_or(PersonId()),
          reporter.person.has_value() ? "" : reporter.client_id};
}

void PutReport(Txn& txn, const v1::Report& report) {
  kReports.Put(txn, {ItemOf(report.report_id())}, report);
  v1::ReportChanged event;
  event.set_report_id(report.report_id());
  event.set_target_id(report.target_id());
  event.set_resolved(report.state() == v1::REPORT_STATE_RESOLVED);
  txn.Publish(event);
}

}  // namespace

absl::StatusOr<store::v1::ReactionsRow> ReadReactions(const Reader& reader, absl::string_view target_id) {
  OBT_ASSIGN_OR_RETURN(std::optional<store::v1::ReactionsRow> row,
                       kReactions.Find(reader, {ItemOf(target_id)}));
  return row.has_value() ? *std::move(row) : store::v1::ReactionsRow();
}

absl::Status PutReactions(Txn& txn, absl::string_view target_id, const store::v1::ReactionsRow& reactions) {
  OBT_ASSIGN_OR_RETURN(const store::v1::ReactionsRow before, ReadReactions(txn, target_id));
  kReactions.Put(txn, {ItemOf(target_id)}, reactions);
  if (before.endorsements() == reactions.endorsements() && before.comments() == reactions.comments())
    return absl::OkStatus();
  v1::ReactionsChanged event;
  event.set_target_id(std::string(target_id));
  event.set_endorsements(reactions.endorsements());
  event.set_comments(reactions.comments());
  txn.Publish(event);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<store::v1::CommentRow>> FindComment(const Reader& reader, absl::string_view id) {
  return kComments.Find(reader, {ItemOf(id)});
}

absl::Status InsertComment(Txn& txn, absl::Time now, Comment& comment) {
  const ItemId id = NewId<ItemId>(now);
  comment.id = ToText(id);
  comment.row.set_create_time_us(absl::ToUnixMicros(now));
  comment.row.set_etag(NextEtag(""));
  kComments.Put(txn, {id}, comment.row);
  kCommentsByTarget.Put(txn, {ItemOf(comment.row.target_id()), id}, {});
  PublishComment(txn, comment);
  OBT_ASSIGN_OR_RETURN(store::v1::ReactionsRow reactions, ReadReactions(txn, comment.row.target_id()));
  reactions.set_comments_written(reactions.comments_written() + 1);
  reactions.set_comments(reactions.comments() + 1);
  return PutReactions(txn, comment.row.target_id(), reactions);
}

absl::Status PutComment(Txn& txn, const store::v1::CommentRow& before, Comment& comment) {
  comment.row.set_etag(NextEtag(comment.row.etag()));
  kComments.Put(txn, {ItemOf(comment.id)}, comment.row);
  PublishComment(txn, comment);
  OBT_ASSIGN_OR_RETURN(store::v1::ReactionsRow reactions, ReadReactions(txn, comment.row.target_id()));
  reactions.set_comments(reactions.comments() + Stands(comment.row) - Stands(before));
  return PutReactions(txn, comment.row.target_id(), reactions);
}

absl::StatusOr<std::optional<v1::Report>> FindReport(const Reader& reader, absl::string_view id) {
  return kReports.Find(reader, {ItemOf(id)});
}

absl::StatusOr<std::string> OpenReportOf(const Reader& reader, absl::string_view target_id,
                                         const Reporter& reporter) {
  OBT_ASSIGN_OR_RETURN(const auto row, kOpenReports.Find(reader, KeyOf(target_id, reporter)));
  return row.has_value() ? ToText(*IdFromBytes<ItemId>(row->report_id())) : "";
}

absl::StatusOr<int> CountOpenReports(const Reader& reader, absl::string_view target_id) {
  int open = 0;
  OBT_RETURN_IF_ERROR(kOpenReports.ScanEach(reader, std::tuple(ItemOf(target_id)), std::nullopt,
                                            kMaxOpenReportsPerItem, [&open](const auto&, const auto&) {
                                              ++open;
                                              return true;
                                            }));
  return open;
}

void InsertReport(Txn& txn, absl::Time now, const Reporter& reporter, v1::Report& report) {
  const ItemId id = NewId<ItemId>(now);
  report.set_report_id(ToText(id));
  *report.mutable_create_time() = TimestampOf(absl::ToUnixMicros(now));
  report.set_etag(NextEtag(""));
  store::v1::OpenReportRow open;
  open.set_report_id(id.view().data(), id.view().size());
  kOpenReports.Put(txn, KeyOf(report.target_id(), reporter), open);
  PutReport(txn, report);
}

absl::Status PutResolved(Txn& txn, const v1::Report& report) {
  const ItemId id = ItemOf(report.report_id());
  std::optional<decltype(kOpenReports)::Key> open;
  OBT_RETURN_IF_ERROR(kOpenReports.ScanEach(txn, std::tuple(ItemOf(report.target_id())), std::nullopt,
                                            kMaxOpenReportsPerItem, [&](const auto& key, const auto& row) {
                                              if (row.report_id() == id.view()) open = key;
                                              return !open.has_value();
                                            }));
  if (open.has_value()) kOpenReports.Delete(txn, *open);
  PutReport(txn, report);
  return absl::OkStatus();
}

}  // namespace obt::ideas
