#include <utility>

#include "common/rpc/answer_page.h"
#include "services/ideas/case_study/adoption_rows.h"
#include "services/ideas/discussion/moderation.h"
#include "services/ideas/discussion/rows.h"
#include "services/ideas/discussion/thing.h"

namespace obt::ideas {
namespace {

using obt::store::View;
using rpc::Call;

bool IsHidden(const Thing& thing) {
  return std::visit([](const auto& seen) { return seen.facts.hidden(); }, thing);
}

// Moderators may look at it from now on; at a comment with what it belongs to.
absl::Status MarkReported(Txn& txn, const Thing& thing, absl::string_view target_id) {
  const auto* comment = std::get_if<Seen<Comment>>(&thing);
  const std::string id = comment == nullptr ? std::string(target_id) : comment->facts.row.target_id();
  OBT_ASSIGN_OR_RETURN(store::v1::RemarksRow remarks, ReadRemarks(txn, id));
  remarks.set_reported(true);
  PutRemarks(txn, id, remarks);
  return absl::OkStatus();
}

absl::StatusOr<v1::ReportContentResponse> ReportContent(const v1::ReportContentRequest& request,
                                                        const Call& call, Txn& txn,
                                                        feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(const Thing thing, SeeThing(txn, viewer, request.target_id()));
  OBT_RETURN_IF_ERROR(CheckShown(SightOf(thing)));
  const Reporter reporter = {viewer.person, call.client_id};
  v1::ReportContentResponse response;
  OBT_ASSIGN_OR_RETURN(*response.mutable_report_id(), OpenReportOf(txn, request.target_id(), reporter));
  if (!response.report_id().empty()) return response;
  OBT_ASSIGN_OR_RETURN(const int open, CountOpenReports(txn, request.target_id()));
  OBT_RETURN_IF_ERROR(CheckReports(open));
  OBT_RETURN_IF_ERROR(MarkReported(txn, thing, request.target_id()));
  v1::Report report;
  report.set_programme_id(TeamOf(thing).facts.programme_id());
  report.set_target_id(request.target_id());
  report.set_state(v1::REPORT_STATE_OPEN);
  report.set_reason(request.reason());
  InsertReport(txn, call.now, reporter, report);
  response.set_report_id(report.report_id());
  return response;
}

// What a report is about, if the viewer moderates it.
absl::StatusOr<std::optional<Thing>> Moderated(const Reader& reader, const Viewer& viewer,
                                               const v1::Report& report) {
  OBT_ASSIGN_OR_RETURN(std::optional<Thing> thing, LookAtThing(reader, viewer, report.target_id()));
  if (thing.has_value() && !StandingTo(*thing).moderates()) thing.reset();
  return thing;
}

absl::StatusOr<v1::ListReportsResponse> ListReports(const v1::ListReportsRequest& request, const Call& call,
                                                    const View& view, feed::Directory& directory) {
  if (!request.programme_id().empty())
    OBT_RETURN_IF_ERROR(directory.RequireProgramme(view, request.programme_id()));
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, view, directory));
  const auto take = [&](v1::Report report) -> absl::StatusOr<std::optional<v1::Report>> {
    const bool asked = (request.programme_id().empty() || report.programme_id() == request.programme_id()) &&
                       (request.state() == 0 || report.state() == request.state());
    if (!asked) return std::optional<v1::Report>();
    OBT_ASSIGN_OR_RETURN(const std::optional<Thing> thing, Moderated(view, viewer, report));
    if (!thing.has_value()) return std::optional<v1::Report>();
    report.set_organisation_code(TeamOf(*thing).lead);
    return std::make_optional(std::move(report));
  };
  return rpc::AnswerPage(request, call, &v1::ListReportsResponse::mutable_reports,
                         [&](const std::string& position, size_t limit) {
                           return PageOfReports(view, position, limit, kMostExamined, take);
                         });
}

// Others follow these.
template <typename Facts>
constexpr bool kFollowed = std::is_same_v<Facts, v1::IdeaFacts> || std::is_same_v<Facts, v1::CaseStudyFacts>;

// What is counted of what everybody sees follows.
template <typename Facts>
absl::Status CountAnew(Txn& txn, const Facts& before, const Facts& after) {
  constexpr bool kCounted =
      std::is_same_v<Facts, v1::AdoptionFacts> || std::is_same_v<Facts, v1::CaseStudyFacts>;
  if constexpr (kCounted) return Recount(txn, before, after);
  return absl::OkStatus();
}

// Hides something for that reason, or (empty) takes that back.
template <typename Facts>
absl::Status SetHidden(Txn& txn, absl::Time now, Facts facts, const std::string& reason) {
  OBT_ASSIGN_OR_RETURN(store::v1::RemarksRow remarks, ReadRemarks(txn, IdOf(facts)));
  remarks.set_hidden_reason(reason);
  PutRemarks(txn, IdOf(facts), remarks);
  if (facts.hidden() != reason.empty()) return absl::OkStatus();  // as it is
  const Facts before = facts;
  facts.set_hidden(!reason.empty());
  OBT_RETURN_IF_ERROR(Put(txn, now, facts));
  OBT_RETURN_IF_ERROR(CountAnew(txn, before, facts));
  return kFollowed<Facts> && facts.hidden() ? PublishRetired(txn, IdOf(facts)) : absl::OkStatus();
}
absl::Status SetHidden(Txn& txn, absl::Time, Comment comment, const std::string& reason) {
  const store::v1::CommentRow before = comment.row;
  comment.row.set_hidden(!reason.empty());
  comment.row.set_hidden_reason(reason);
  return PutComment(txn, before, comment);
}

absl::Status ReportNotFound() {
  return Error(absl::StatusCode::kNotFound, "REPORT_NOT_FOUND", "there is no such report");
}

absl::StatusOr<v1::ResolveReportResponse> ResolveReport(const v1::ResolveReportRequest& request,
                                                        const Call& call, Txn& txn,
                                                        feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const Viewer viewer, ViewerOf(call, txn, directory));
  OBT_ASSIGN_OR_RETURN(std::optional<v1::Report> report, FindReport(txn, request.report_id()));
  if (!report.has_value()) return ReportNotFound();
  OBT_ASSIGN_OR_RETURN(const std::optional<Thing> thing, Moderated(txn, viewer, *report));
  if (!thing.has_value()) return ReportNotFound();
  OBT_RETURN_IF_ERROR(CheckEtag(request.etag(), report->etag()));
  OBT_RETURN_IF_ERROR(Resolve(request.resolution(), request.reason(), IsHidden(*thing),
                              absl::ToUnixMicros(call.now), *report));
  OBT_RETURN_IF_ERROR(PutResolved(txn, *report));
  if (request.resolution() != v1::RESOLUTION_DISMISSED) {
    const std::string reason = request.resolution() == v1::RESOLUTION_HIDDEN ? request.reason() : "";
    OBT_RETURN_IF_ERROR(
        std::visit([&](const auto& seen) { return SetHidden(txn, call.now, seen.facts, reason); }, *thing));
  }
  v1::ResolveReportResponse response;
  response.set_report_id(report->report_id());
  response.set_etag(report->etag());
  return response;
}

}  // namespace

void BindModeration(rpc::Router& router, feed::Directory& directory) {
  router.Command(ReportContent, directory).Query(ListReports, directory).Command(ResolveReport, directory);
}

}  // namespace obt::ideas
