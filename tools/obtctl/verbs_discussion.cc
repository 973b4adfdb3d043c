// obtctl comment, report, theme, follow-up: one row a verb.
#include <utility>

#include "absl/strings/str_cat.h"
#include "obt/ideas/v1/discussion.pb.h"
#include "obt/ideas/v1/follow_up.pb.h"
#include "obt/ideas/v1/theme.pb.h"
#include "tools/obtctl/verb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

using google::protobuf::Message;
using ideas::v1::FollowUpKind;

const Columns kCommentReceipt = "comment_id|comment; etag";
const Columns kThemes = "themes.code; themes.title; themes.retired";

Option CommentId() { return Positional("COMMENT", "Comment id"); }
Option CommentText() { return Required("text", "TEXT", "What is said"); }
Option ReasonWhy(std::string help) { return Required("reason", "TEXT", std::move(help)); }
Option ItemOf(std::string help) { return Positional("ITEM", std::move(help)).To("target_id"); }
Answer CommentReceipt() { return {.record = ".", .columns = kCommentReceipt}; }

Option PresentThemes() {
  return Texts("theme", "CODE=TITLE", "A theme, in the order they are shown in")
      .For(Use::kOwn, "themes")
      .As("{code}={title}");
}
Option RetiredThemes() {
  return Texts("retired", "CODE=TITLE", "One that is no longer chosen anew")
      .For(Use::kOwn, "themes")
      .As("{code}={title}");
}

absl::Status TakeThemes(Session&, Arguments& arguments, Message& message) {
  auto& request = dynamic_cast<ideas::v1::PutThemesRequest&>(message);
  const auto field = [](const Option& option) { return option.With(&Option::use, Use::kField); };
  OBT_RETURN_IF_ERROR(Fill({field(PresentThemes()), field(RetiredThemes())}, arguments, request));
  const int present = static_cast<int>(arguments.List("theme").size());
  for (int i = present; i < request.themes_size(); ++i) request.mutable_themes(i)->set_retired(true);
  return absl::OkStatus();
}

absl::Status AskCounts(Session& session, Arguments&, Message& message) {
  dynamic_cast<ideas::v1::ListFollowUpsRequest&>(message).set_with_counts(!session.ForPrograms());
  return absl::OkStatus();
}

std::string KindInWords(FollowUpKind kind) {
  switch (kind) {
    case ideas::v1::FOLLOW_UP_KIND_NO_CONVERSATION:
      return "teams without a conversation";
    case ideas::v1::FOLLOW_UP_KIND_NO_CHANGE:
      return "conversations without a change";
    case ideas::v1::FOLLOW_UP_KIND_NOT_TRIED:
      return "changes past their day, not tried";
    case ideas::v1::FOLLOW_UP_KIND_NO_OUTCOME:
      return "experiments past their end, without an outcome";
    case ideas::v1::FOLLOW_UP_KIND_NO_CASE_STUDY:
      return "experiments concluded, no case study published";
    case ideas::v1::FOLLOW_UP_KIND_NO_REPORT:
      return "adoptions without a report";
    default:
      return WordOf(*ideas::v1::FollowUpKind_descriptor(), kind);
  }
}

// How many there are of each kind, then each of them.
std::string TellFollowUps(const Pages& pages, const Table& table, size_t width) {
  const auto& first = dynamic_cast<const ideas::v1::ListFollowUpsResponse&>(*pages.front());
  Table counts({{"kind", "what stands still"},
                {"count", first.counts_partial() ? "at least" : "how many", ColumnKind::kCount}});
  int64_t all = 0;
  for (const ideas::v1::FollowUpCount& count : first.counts()) {
    counts.Add({KindInWords(count.kind()), int64_t{count.count()}});
    all += count.count();
  }
  if (all == 0 && table.rows().empty() && !first.counts_partial()) return "nothing stands still\n";
  counts.SetTotals({"all together", all});
  return absl::StrCat(counts.AsText(width), "\n", table.AsText(width));
}

}  // namespace

std::vector<Verb> CommentVerbs() {
  return {
      {"comment add",
       "Comment on an idea or a case study for a person",
       "Examples:\n"
       "  obtctl comment add IDEA --text 'We do this too' --for PERSON --as dwp-intranet\n"
       "  obtctl comment add IDEA --reply-to COMMENT --text 'How long did it take?' --for PERSON --as "
       "dwp-intranet",
       {ItemOf("An idea or a case study"), CommentText(),
        Text("reply-to", "COMMENT", "The comment it answers, one that answers none itself"), For().Must(),
        RequestId(), Flag("id", "Print its id alone").For(Use::kAlone, "comment_id")},
       Of<ideas::v1::AddCommentRequest>(),
       CommentReceipt()},
      {"comment edit",
       "Change a person's own comment",
       "Example:\n  obtctl comment edit COMMENT --text 'We do this as well' --for PERSON --as dwp-intranet",
       {CommentId(), CommentText(), Etag(), For().Must()},
       Of<ideas::v1::EditCommentRequest>(),
       CommentReceipt()},
      {"comment remove",
       "Take a person's own comment away; its answers stay",
       "Example:\n  obtctl comment remove COMMENT --for PERSON --as dwp-intranet",
       {CommentId(), For().Must()},
       Of<ideas::v1::RemoveCommentRequest>(),
       CommentReceipt()},
      {"comment list",
       "What is said about an idea or a case study, oldest first",
       "Example:\n  obtctl comment list IDEA --for PERSON --as dwp-intranet",
       {ItemOf("An idea or a case study"), For()},
       Of<ideas::v1::ListCommentsRequest>(),
       {.rows = "comments",
        .columns = "create_time|written; text; [{author_id}]|by|author_id; "
                   "{removed?removed}{hidden?hidden}[: {hidden_reason}][{edit_time?edited}]|state|state; "
                   "comment_id|comment; reply_to|answers; mine; etag|-"}},
  };
}

std::vector<Verb> ReportVerbs() {
  return {
      {"report make",
       "Tell moderators of something that should not be there",
       "Example:\n  obtctl report make IDEA --reason 'It names a customer' --for PERSON --as dwp-intranet",
       {ItemOf("An idea, experiment, case study, adoption or comment"), ReasonWhy("What is wrong with it"),
        For(), RequestId(), Flag("id", "Print its id alone").For(Use::kAlone, "report_id")},
       Of<ideas::v1::ReportContentRequest>(),
       {.record = ".", .columns = "report_id|report"}},
      {"report list",
       "Reports about what the client moderates, oldest first",
       "Example:\n  obtctl report list --state open",
       {Text("programme", "ID", "The edition; default: all").To("programme_id"),
        OneOf("state", WordsOf(*ideas::v1::ReportState_descriptor()), "Only those").To("state")},
       Of<ideas::v1::ListReportsRequest>(),
       {.rows = "reports",
        .columns = "create_time|made; state; reason; target_id|about; organisation_code|organisation; "
                   "[{resolution}]|decided|resolution; resolved_reason|because; report_id|report; etag|-"}},
      {"report resolve",
       "Decide a report, or decide it anew",
       "What is hidden is gone at once for all but moderators; its author and team read the reason.\n\n"
       "Example:\n  obtctl report resolve REPORT --resolution hidden --reason 'Names a customer'",
       {Positional("REPORT", "Report id; see obtctl report list"),
        OneOf("resolution", WordsOf(*ideas::v1::Resolution_descriptor()), "What becomes of it").Must(),
        ReasonWhy("Why so"), Etag()},
       Of<ideas::v1::ResolveReportRequest>(),
       {.record = ".", .columns = "report_id|report; etag"}},
  };
}

std::vector<Verb> ThemeVerbs() {
  return {
      {"theme put",
       "Put a programme's list of themes in the place of the present one",
       "Themes in use may be retired, not left out.\n\nExample:\n"
       "  obtctl theme put --programme obt-2023 --theme 'charts=Charts that speak' \\\n"
       "      --theme 'sources=Where figures come from' --retired 'fax=Fax machines'",
       {Edition(), PresentThemes(), RetiredThemes(), Etag()},
       Of<ideas::v1::PutThemesRequest>(),
       {.rows = "list.themes", .columns = kThemes, .note = "[version {list.etag}]"},
       {},
       TakeThemes},
      {"theme list",
       "The themes of a programme",
       "Example:\n  obtctl theme list",
       {Edition()},
       Of<ideas::v1::ListThemesRequest>(),
       {.rows = "list.themes", .columns = kThemes, .note = "[version {list.etag}]"}},
  };
}

std::vector<Verb> FollowUpVerbs() {
  return {
      {"follow-up",
       "What stands still, so that nothing that was agreed gets lost",
       "How many of each kind, then each with the days it has waited. Tables have the first 50; CSV and "
       "JSON\n"
       "have all, unless --limit says otherwise.\n\nExamples:\n"
       "  obtctl follow-up --kind not_tried,no_outcome\n"
       "  obtctl follow-up --organisation department-for-work-pensions --for PERSON --as dwp-intranet\n"
       "  obtctl follow-up --organisation department-for-work-pensions --as dwp-intranet -o csv",
       {Edition(),
        Text("organisation", "CODE",
             "In teams led by it or by what lies below it; default: all of the client's"),
        SomeOf("kind", *ideas::v1::FollowUpKind_descriptor(), "Only of these").To("kinds"), Limit(), For()},
       Of<ideas::v1::ListFollowUpsRequest>(),
       {.rows = "follow_ups",
        .columns =
            "kind; days_waited|days; since; organisation_code|organisation; team_id|team; item_id|item; "
            "facilitator_ids|facilitators; ?facilitators_elsewhere|elsewhere",
        .note = "{next_page_token?there are more: raise --limit}",
        .tell = TellFollowUps},
       {},
       AskCounts},
  };
}

}  // namespace obt::ctl
