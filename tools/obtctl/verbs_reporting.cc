// obtctl release list, show, tables, readers, pre-release, publish, discard, policy, set-policy, definitions:
// one row a verb.
#include "obt/reporting/v1/definition.pb.h"
#include "obt/reporting/v1/release.pb.h"
#include "tools/obtctl/verb.h"

namespace obt::ctl {
namespace {

namespace rel = reporting::v1;

Option Release() {
  return Positional("RELEASE", "Id of the release; see obtctl release list").To("release_id");
}

const Columns kRecord =
    "release_id|release; programme_id|programme; number; revision; state; as_of|up to; reason; "
    "table_count|tables; "
    "figure_count|figures; narrowed_by_history|narrowed by all releases together; changed_figures; "
    "create_time|made; "
    "publish_time|published; metric_version; policy_version; software_version; applied+, :{source} "
    "{sequence}|of "
    "changes; bundle_bytes; bundle_sha256|SHA-256; phase; failure; "
    "withdrawal_reason|withdrawn because; etag";

const Columns kPolicy =
    "version; set_time|set; reason; threshold|withheld below; rounding_base|rounded to; mean_min|means from; "
    "budget_seconds|seconds to decide; calendars+, :{table_id} {calendar}|tables; etag";

// Tables become weekly or monthly ones.
absl::Status SetCalendars(Session&, Arguments& arguments, google::protobuf::Message& request) {
  auto& set = static_cast<rel::SetDisclosurePolicyRequest&>(request);
  for (const auto& [option, calendar] :
       {std::pair("weekly", rel::CALENDAR_WEEKLY), std::pair("monthly", rel::CALENDAR_MONTHLY)}) {
    for (const std::string& table : arguments.List(option)) {
      set.add_calendars()->set_table_id(table);
      set.mutable_calendars(set.calendars_size() - 1)->set_calendar(calendar);
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::vector<Verb> ReleaseVerbs() {
  return {
      {"release list",
       "The releases of an edition, the newest first",
       "Who is no reader of it sees nothing that is not published.\n\nExample:\n  obtctl release list",
       {Edition(), Limit()},
       Of<rel::ListReleasesRequest>(),
       {.rows = "releases",
        .columns = "release_id|release; number; revision; state; as_of|up to; table_count|tables; "
                   "figure_count|figures; publish_time|published"}},
      {"release show",
       "One release",
       "Example:\n  obtctl release show RELEASE",
       {Release()},
       Of<rel::GetReleaseRequest>(),
       {.record = "release", .columns = kRecord}},
      {"release tables",
       "Which tables a release has",
       "Example:\n  obtctl release tables RELEASE",
       {Release()},
       Of<rel::ListTablesRequest>(),
       {.rows = "tables", .columns = "table_id|table; title; row_count|rows; calendar; note"}},
      {"release readers",
       "Who may read a release before it is published, and who has",
       "Example:\n  obtctl release readers RELEASE",
       {Release(), Limit()},
       Of<rel::ListReleaseReadersRequest>(),
       {.rows = "accesses", .columns = "time; client_id|client; what"}},
  };
}

std::vector<Verb> ReleaseLifeVerbs() {
  return {
      {"release pre-release",
       "Show a draft to named readers",
       "Each access of theirs is logged.\n\nExample:\n  obtctl release pre-release RELEASE --reader "
       "cabinet-office",
       {Release(), List("reader", "CLIENT", "Who may read it").To("readers").Must(), Etag(), RequestId()},
       Of<rel::StartPreReleaseRequest>(),
       {.record = "release", .columns = kRecord}},
      {"release publish",
       "Publish a draft, for ever",
       "What it revises is superseded.\n\nExample:\n  obtctl release publish RELEASE",
       {Release(), Etag(), RequestId()},
       Of<rel::PublishReleaseRequest>(),
       {.record = "release", .columns = kRecord}},
      {"release discard",
       "Delete a release that is not published",
       "One that readers have been shown is withdrawn: the reason stays, and who has read it.\n\nExamples:\n"
       "  obtctl release discard RELEASE\n"
       "  obtctl release discard RELEASE --reason 'The figures of March were counted twice'",
       {Release(), Text("reason", "TEXT", "Why; mandatory where readers have been shown it").To("reason"),
        Etag(), RequestId()},
       Of<rel::DiscardReleaseRequest>(),
       {.say = "discarded"}},
  };
}

std::vector<Verb> PolicyVerbs() {
  return {
      {"release policy",
       "What is withheld of releases, and how often each table is told",
       "Releases keep the version they were begun with.\n\nExample:\n  obtctl release policy",
       {Number("version", "N", "Of an earlier version; 0: the one in force", 0)},
       Of<rel::GetDisclosurePolicyRequest>(),
       {.record = "policy", .columns = kPolicy}},
      {"release set-policy",
       "Set the next version of the disclosure policy, for releases begun from now on",
       "How figures are rounded and withheld is what proofs are made for; it cannot be set.\n\nExample:\n  "
       "obtctl "
       "release set-policy --budget-seconds 900 --reason 'Busy weeks take longer to prove'",
       {List("weekly", "TABLE", "Tables that every release has").For(Use::kOwn),
        List("monthly", "TABLE", "Tables that the first release of a month has").For(Use::kOwn),
        Number("budget-seconds", "N", "How long deciding on one release may take"),
        Text("reason", "TEXT", "Why").Must(), Etag(), RequestId()},
       Of<rel::SetDisclosurePolicyRequest>(),
       {.record = "policy", .columns = kPolicy},
       {},
       SetCalendars},
      {"release definitions",
       "What is measured in each standard table",
       "Example:\n  obtctl release definitions",
       {},
       Of<rel::ListMetricDefinitionsRequest>(),
       {.rows = "definitions",
        .columns = "table_id|table; measure.name|measure; measure.unit|unit; measure.definition|definition"}},
  };
}

}  // namespace obt::ctl
