// obtctl metrics list, progress, cohort, freshness, backup list: one row a verb.
#include <algorithm>
#include <limits>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/error.h"
#include "obt/admin/v1/admin.pb.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/aggregator/v1/progress.pb.h"
#include "tools/obtctl/progress_bar.h"
#include "tools/obtctl/verb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

using google::protobuf::Message;

// To read one's own writes.
absl::Status AwaitLearning(Session&, Arguments& arguments, Message& message) {
  const int64_t sequence = arguments.Number("learning-sequence");
  if (sequence == 0) return absl::OkStatus();
  common::v1::SequencePoint& point =
      *dynamic_cast<aggregator::v1::GetPersonProgressRequest&>(message).add_at_least();
  point.set_source("learning");
  point.set_sequence(static_cast<uint64_t>(sequence));
  return absl::OkStatus();
}

// Waits until the figures include everything every source had committed when it was called. Shows a bar.
absl::Status CatchUp(Session& session, Arguments& arguments, Message& request) {
  const absl::Duration patience = absl::Seconds(arguments.Number("wait"));
  if (patience <= absl::ZeroDuration()) return absl::OkStatus();
  std::map<std::string, uint64_t> targets;
  uint64_t total = 0, behind = 0;
  const auto look = [&]() -> absl::StatusOr<bool> {
    OBT_ASSIGN_OR_RETURN(const auto freshness, session.Ask<aggregator::v1::GetFreshnessResponse>(request));
    behind = 0;
    for (const aggregator::v1::FeedFreshness& feed : freshness.feeds()) {
      if (targets.count(feed.source()) == 0) {
        OBT_ASSIGN_OR_RETURN(const auto build, session.Ask<admin::v1::GetBuildInfoResponse>(
                                                   admin::v1::GetBuildInfoRequest(), {feed.source()}));
        total += targets[feed.source()] = build.sequence();
      }
      behind += targets[feed.source()] - std::min(targets[feed.source()], feed.applied_sequence());
    }
    return behind == 0;
  };
  OBT_RETURN_IF_ERROR(look().status());
  ProgressBar bar("catching up", static_cast<int64_t>(total), "changes",
                  static_cast<int64_t>(total - behind));
  OBT_ASSIGN_OR_RETURN(const bool done, Await(patience, [&]() -> absl::StatusOr<bool> {
                         OBT_ASSIGN_OR_RETURN(const bool caught_up, look());
                         bar.Set(static_cast<int64_t>(total - behind));
                         return caught_up;
                       }));
  if (done) bar.Finish();
  return done ? absl::OkStatus()
              : Error(absl::StatusCode::kDeadlineExceeded, "STILL_BEHIND",
                      absl::StrCat("the aggregator is still ", WithThousands(static_cast<int64_t>(behind)),
                                   " changes behind"));
}

}  // namespace

std::vector<Verb> AggregatorVerbs() {
  const std::string steps = absl::StrJoin(WordsOf(*aggregator::v1::Step_descriptor()), ", ");
  return {
      {"metrics list",
       "The catalogue of measures",
       "Example:\n  obtctl metrics list",
       {},
       Of<aggregator::v1::ListMetricsRequest>(),
       {.rows = "metrics",
        .columns = "measure; unit; stock; definition; group_by+ |by; denominator|share of; breakdown"}},
      {"progress",
       "Where one person stands: steps done, with dates, and what comes next",
       "Needs a client with the role integration for the person's organisation.\n\nExample:\n"
       "  obtctl progress $(obtctl people find --email a.b@dwp.gov.uk --id) --as dwp-intranet",
       {Positional("PERSON", "Person id; see obtctl people find"), Edition(),
        Number("learning-sequence", "N", "Wait until this change of learning is in, to read one's own writes",
               0)
            .Between(0, std::numeric_limits<int64_t>::max())
            .For(Use::kOwn)},
       Of<aggregator::v1::GetPersonProgressRequest>(),
       {.rows = "steps",
        .columns = "step; done; done_on|on",
        .note = "{minutes}[ of {target_minutes}] minutes; [next: {next_step}]{next_step!nothing left to do}"},
       {},
       AwaitLearning},
      {"cohort",
       "The people who have done some steps and not others",
       "Needs a client with the role organisation_reporter or organisation_admin.\n\nExample:\n"
       "  obtctl cohort --done pre_survey --not-done start_learning --limit 5 --as dwp-intranet",
       {List("done", "STEP", absl::StrCat("Who has done all of these: ", steps)),
        List("not-done", "STEP", "And none of these"),
        Text("organisation", "CODE", "With everything below it; default: all the client is responsible for"),
        Edition(), Number("limit", "N", "At most so many; 0: all", 0).For(Use::kLimit)},
       Of<aggregator::v1::ListCohortRequest>(),
       {.rows = "person_ids", .columns = "|person|person_id", .note = "{@rows} of {total} people"}},
      {"freshness",
       "How far the figures are behind what happened",
       "Example:\n  obtctl freshness --wait 60",
       {Number("wait", "SECONDS", "Wait so long until everything that happened up to now is in the figures",
               0)
            .Between(0, kMaxPatience)
            .For(Use::kOwn),
        Flag("quiet", "Print no table").For(Use::kQuiet)},
       Of<aggregator::v1::GetFreshnessRequest>(),
       {.rows = "feeds",
        .columns = "source; applied_sequence|applied; source_sequence|of changes; lag_seconds|seconds "
                   "behind; applied_commit_time|up to; connected"},
       {},
       CatchUp},
  };
}

}  // namespace obt::ctl
