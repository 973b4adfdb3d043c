// obtctl status and freshness: which services answer, and how far the aggregator has followed the others.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "obt/admin/v1/admin.pb.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "tools/obtctl/catch_up.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/health.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = aggregator::v1;
using admin::v1::GetBuildInfoRequest;
using admin::v1::GetBuildInfoResponse;

constexpr absl::Duration kPoll = absl::Milliseconds(100);
constexpr absl::string_view kServing = "SERVING";

// Beside their own addresses services tell where Prometheus finds them, as "identity-metrics".
constexpr absl::string_view kMetricsSuffix = "-metrics";

struct ServiceState {
  std::string address;
  std::string metrics;
  std::string health = "UNREACHABLE";
};

using States = std::map<std::string, ServiceState>;

// Of the services that have told where they listen, and those that are asked for.
States Look(const Session& session, const std::vector<std::string>& wanted, HealthProbe& probe) {
  States states;
  for (const std::string& service : wanted) states[service];
  const auto endpoints = session.Endpoints();
  if (!endpoints.ok()) return states;
  for (const auto& [name, address] : *endpoints) {
    const std::string service(absl::StripSuffix(name, kMetricsSuffix));
    if (!wanted.empty() && states.count(service) == 0) continue;
    if (service != name) {
      states[service].metrics = address;
    } else {
      states[service].address = address;
      states[service].health = probe.HealthAt(address);
    }
  }
  return states;
}

bool AllServe(const States& states) {
  const bool all = std::all_of(states.begin(), states.end(),
                               [](const auto& each) { return each.second.health == kServing; });
  return all && !states.empty();
}

std::map<std::string, std::string> FeedLags(Session& session) {
  std::map<std::string, std::string> lags;
  const auto response = session.Ask<v1::GetFreshnessResponse>(v1::GetFreshnessRequest());
  if (!response.ok()) return lags;
  for (const v1::FeedFreshness& feed : response->feeds()) {
    const uint64_t behind =
        feed.source_sequence() - std::min(feed.source_sequence(), feed.applied_sequence());
    lags["aggregator"] += absl::StrCat(lags["aggregator"].empty() ? "" : ", ", feed.source(), " ",
                                       WithThousands(behind), feed.connected() ? "" : " (not connected)");
  }
  return lags;
}

void PrintStates(Session& session, const States& states) {
  Table table({{"service", "service"},
               {"health", "health"},
               {"address", "address"},
               {"version", "version"},
               {"store_format", "format", ColumnKind::kCount},
               {"sequence", "changes", ColumnKind::kCount},
               {"started", "up since"},
               {"behind", "changes behind"},
               {"metrics", "metrics"}});
  std::map<std::string, std::string> lags;
  const auto aggregator = states.find("aggregator");
  if (aggregator != states.end() && aggregator->second.health == kServing) lags = FeedLags(session);
  for (const auto& [service, state] : states) {
    absl::StatusOr<GetBuildInfoResponse> build = UnreachableError("");
    if (state.health == kServing)
      build = session.AskService<GetBuildInfoResponse>(service, GetBuildInfoRequest());
    const Cell none;
    table.Add({service, state.health, state.address, build.ok() ? build->version() : "",
               build.ok() ? Cell(static_cast<int64_t>(build->store_format())) : none,
               build.ok() ? Cell(static_cast<int64_t>(build->sequence())) : none,
               build.ok() ? TimeText(build->start_time()) : "", lags[service], state.metrics});
    if (state.health == kServing && !build.ok()) {
      table.AddNote(absl::StrCat(service, " says: ", build.status().message()));
    }
  }
  session.Print(table);
}

absl::Status ShowStatus(Session& session, const Arguments& arguments) {
  const std::vector<std::string> wanted = arguments.List("service");
  const absl::Time deadline = absl::Now() + absl::Seconds(arguments.Number("wait"));
  HealthProbe probe;
  States states = Look(session, wanted, probe);
  while (!AllServe(states) && absl::Now() < deadline) {
    absl::SleepFor(kPoll);
    states = Look(session, wanted, probe);
  }
  if (states.empty()) return session.Endpoints().status();
  if (!arguments.Flag("quiet")) PrintStates(session, states);
  std::vector<std::string> missing;
  for (const auto& [service, state] : states) {
    if (state.health != kServing) missing.push_back(service);
  }
  if (missing.empty()) return absl::OkStatus();
  return UnreachableError(absl::StrCat("not serving: ", absl::StrJoin(missing, ", ")));
}

absl::Status ShowFreshness(Session& session, const Arguments& arguments) {
  if (arguments.Number("wait") > 0)
    OBT_RETURN_IF_ERROR(CatchUp(session, absl::Seconds(arguments.Number("wait"))));
  if (arguments.Flag("quiet")) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const v1::GetFreshnessResponse freshness,
                       session.Ask<v1::GetFreshnessResponse>(v1::GetFreshnessRequest()));
  Table table({{"source", "source"},
               {"applied_sequence", "applied", ColumnKind::kCount},
               {"source_sequence", "of changes", ColumnKind::kCount},
               {"lag_seconds", "seconds behind", ColumnKind::kNumber},
               {"applied_commit_time", "up to"},
               {"connected", "connected"}});
  for (const v1::FeedFreshness& feed : freshness.feeds()) {
    table.Add({feed.source(), static_cast<int64_t>(feed.applied_sequence()),
               static_cast<int64_t>(feed.source_sequence()), feed.lag_seconds(),
               TimeText(feed.applied_commit_time()), feed.connected()});
  }
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

Command StatusCommand() {
  return {"status",
          "Which services answer, their versions, and how far they are",
          "Exits with 3 unless all serve.\n\nExample:\n  obtctl status --wait 30",
          {Number("wait", "SECONDS", "Wait so long for all to serve", 0),
           List("service", "NAME",
                "Only these, which must be there; default: all that have told where they listen"),
           Flag("quiet", "Print nothing unless something is wrong")},
          ShowStatus};
}

Command FreshnessCommand() {
  return {"freshness",
          "How far the figures are behind what happened",
          "Example:\n  obtctl freshness --wait 60",
          {Number("wait", "SECONDS",
                  "Wait so long until everything that happened up to now is in the figures", 0),
           Flag("quiet", "Print no table")},
          ShowFreshness};
}

}  // namespace obt::ctl
