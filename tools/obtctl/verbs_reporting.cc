// obtctl release list, show, tables, table, readers, audit, pre-release, publish, discard: one row a verb.
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
    "changes; bundle_bytes; bundle_sha256|SHA-256; phase; failure; etag";

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
       "Example:\n  obtctl release discard RELEASE",
       {Release(), Etag(), RequestId()},
       Of<rel::DiscardReleaseRequest>(),
       {.say = "discarded"}},
  };
}

}  // namespace obt::ctl
