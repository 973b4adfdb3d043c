#include "tools/obtctl/catch_up.h"

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "obt/admin/v1/admin.pb.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "tools/obtctl/progress_bar.h"
#include "tools/obtctl/table.h"

namespace obt::ctl {
namespace {

namespace v1 = aggregator::v1;
using admin::v1::GetBuildInfoRequest;
using admin::v1::GetBuildInfoResponse;

constexpr absl::Duration kPoll = absl::Milliseconds(100);

// How far the sources are now, by what they say themselves.
absl::StatusOr<std::map<std::string, uint64_t>> SourceSequences(Session& session,
                                                                const v1::GetFreshnessResponse& freshness) {
  std::map<std::string, uint64_t> sequences;
  for (const v1::FeedFreshness& feed : freshness.feeds()) {
    OBT_ASSIGN_OR_RETURN(const GetBuildInfoResponse build,
                         session.AskService<GetBuildInfoResponse>(feed.source(), GetBuildInfoRequest()));
    sequences[feed.source()] = build.sequence();
  }
  return sequences;
}

struct Distance {
  uint64_t total = 0;
  uint64_t behind = 0;
};

Distance DistanceTo(const std::map<std::string, uint64_t>& targets,
                    const v1::GetFreshnessResponse& freshness) {
  Distance distance;
  for (const v1::FeedFreshness& feed : freshness.feeds()) {
    const uint64_t target = targets.at(feed.source());
    distance.total += target;
    distance.behind += target - std::min(target, feed.applied_sequence());
  }
  return distance;
}

absl::StatusOr<v1::GetFreshnessResponse> AskFreshness(Session& session) {
  return session.Ask<v1::GetFreshnessResponse>(v1::GetFreshnessRequest());
}

}  // namespace

absl::Status CatchUp(Session& session, absl::Duration patience) {
  OBT_ASSIGN_OR_RETURN(v1::GetFreshnessResponse freshness, AskFreshness(session));
  OBT_ASSIGN_OR_RETURN(const auto targets, SourceSequences(session, freshness));
  Distance distance = DistanceTo(targets, freshness);
  const absl::Time deadline = absl::Now() + patience;
  ProgressBar bar("catching up", static_cast<int64_t>(distance.total), "changes",
                  static_cast<int64_t>(distance.total - distance.behind));
  while (distance.behind > 0) {
    if (absl::Now() > deadline) {
      return Error(
          absl::StatusCode::kDeadlineExceeded, "STILL_BEHIND",
          absl::StrCat("the aggregator is still ", WithThousands(distance.behind), " changes behind"));
    }
    absl::SleepFor(kPoll);
    OBT_ASSIGN_OR_RETURN(freshness, AskFreshness(session));
    distance = DistanceTo(targets, freshness);
    bar.Set(static_cast<int64_t>(distance.total - distance.behind));
  }
  bar.Finish();
  return absl::OkStatus();
}

}  // namespace obt::ctl
