// obtctl status: which services answer, and how far the aggregator has followed the others.
#include "tools/obtctl/status.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "obt/admin/v1/admin.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/health.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

using admin::v1::GetBuildInfoRequest;
using admin::v1::GetBuildInfoResponse;

// Beside their own addresses services tell where Prometheus finds them, as "identity-metrics".
constexpr absl::string_view kMetricsSuffix = "-metrics";

void PrintStates(Session& session, const States& states) {
  Table table({{"service", "service", ColumnKind::kId},
               {"health", "health", ColumnKind::kId},
               {"address", "address", ColumnKind::kId},
               {"version", "version", ColumnKind::kId},
               {"store_format", "format", ColumnKind::kCount},
               {"sequence", "changes", ColumnKind::kCount},
               {"started", "up since", ColumnKind::kId},
               {"behind", "changes behind"},
               {"metrics", "metrics", ColumnKind::kId}});
  for (const auto& [service, state] : states) {
    std::vector<Cell> row = {service, state.health, state.address, "", Cell(), Cell(), "", "", state.metrics};
    if (state.health == kServing) {
      const auto build = session.Ask<GetBuildInfoResponse>(GetBuildInfoRequest(), {service});
      if (build.ok()) {
        row[3] = build->version();
        row[4] = int64_t{build->store_format()};
        row[5] = static_cast<int64_t>(build->sequence());
        row[6] = TimeCell(build->start_time());
      } else {
        table.AddNote(absl::StrCat(service, " says: ", build.status().message()));
      }
      if (service == "aggregator") {
        const auto freshness =
            session.Ask<aggregator::v1::GetFreshnessResponse>(aggregator::v1::GetFreshnessRequest());
        if (freshness.ok()) row[7] = LagsIn(*freshness);
      }
    }
    table.Add(std::move(row));
  }
  session.Print(table);
}

absl::Status ShowStatus(Session& session, const Arguments& arguments) {
  HealthProbe probe;
  States states;
  OBT_RETURN_IF_ERROR(Await(absl::Seconds(arguments.Number("wait")), [&]() -> absl::StatusOr<bool> {
                        states = Look(session, arguments.List("service"), probe);
                        return !states.empty() && NotServing(states).empty();
                      }).status());
  if (states.empty()) return session.Endpoints().status();
  if (!arguments.Flag("quiet")) PrintStates(session, states);
  const std::vector<std::string> missing = NotServing(states);
  if (missing.empty()) return absl::OkStatus();
  return UnreachableError(absl::StrCat("not serving: ", absl::StrJoin(missing, ", ")));
}

}  // namespace

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

std::vector<std::string> NotServing(const States& states) {
  std::vector<std::string> services;
  for (const auto& [service, state] : states) {
    if (state.health != kServing) services.push_back(service);
  }
  return services;
}

std::string LagsIn(const aggregator::v1::GetFreshnessResponse& freshness) {
  std::vector<std::string> lags;
  for (const aggregator::v1::FeedFreshness& feed : freshness.feeds()) {
    const uint64_t behind =
        feed.source_sequence() - std::min(feed.source_sequence(), feed.applied_sequence());
    std::vector<std::string> more;
    if (feed.lag_seconds() >= 0.05) more.push_back(absl::StrFormat("%.1f s", feed.lag_seconds()));
    if (!feed.connected()) more.push_back("not connected");
    lags.push_back(absl::StrCat(feed.source(), " ", WithThousands(static_cast<int64_t>(behind)),
                                more.empty() ? "" : absl::StrCat(" (", absl::StrJoin(more, "; "), ")")));
  }
  return absl::StrJoin(lags, ", ");
}

Command StatusCommand() {
  return {"status",
          "Which services answer, their versions, and how far they are",
          "Exits with 3 unless all serve.\n\nExample:\n  obtctl status --wait 30",
          {Number("wait", "SECONDS", "Wait so long for all to serve", 0).Between(0, kMaxPatience),
           List("service", "NAME",
                "Only these, which must be there; default: all that have told where they listen"),
           Flag("quiet", "Print nothing unless something is wrong")},
          ShowStatus};
}

}  // namespace obt::ctl
