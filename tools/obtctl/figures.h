// Figures from the aggregator: the words of a command line as a query, and its columnar answer as a table.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "tools/obtctl/command.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/table.h"

namespace obt::ctl {

using aggregator::v1::Dimension;
using aggregator::v1::Measure;
using aggregator::v1::QueryMetricsRequest;
using aggregator::v1::QueryMetricsResponse;
using Figures = std::vector<QueryMetricsResponse>;

// What any format says of figures: their marking, programme and day.
using Facts = std::vector<std::pair<std::string, std::string>>;
Facts FactsOf(const Figures& pages, const QueryMetricsRequest& query);

// Which rates may come to more than 100 %, and why; empty where none may.
std::string NoteOnRates(const QueryMetricsResponse& page);

// Which measures are left out, and why; empty where none is.
std::string NoteOnUndefined(const QueryMetricsResponse& page);
// Which organisations asked for are part of others by now; empty where none is.
std::string NoteOnMerged(const QueryMetricsResponse& page);

// All pages, one after the other, with the same columns.
absl::StatusOr<Figures> QueryPages(Session& session, const QueryMetricsRequest& query);

// What people call a measure in a funnel: "started", "changes".
std::string ShortWordOf(Measure measure);
// A name where there is one: "unknown" and weeks have none.
const std::string& NameAt(const aggregator::v1::Dictionary& dictionary, uint32_t slot);
// How many groups a page has.
int GroupsOn(const QueryMetricsResponse& page);
// Where a page's time stands among its groupings; -1 without one.
int TimeOf(const QueryMetricsResponse& page);

// Groupings first (the codes for programs only where there are names), then measures, bands and rates. Pure.
Table TableOf(const Figures& pages);
// A row for each group and measure, for programs that want one value a row. Pure.
Table NarrowOf(const Figures& pages);
// Periods as columns, a row for each other group and measure; the question has a dimension of time. Pure.
Table WideOf(const Figures& pages);

// The bands of each measure added up, where they exclude each other. Pure.
Figures Together(Figures pages);

// A funnel: a row for each group, the largest first, and `totals` below. It reads as far as there
// is room: people on every step, then the rates. Pure.
Table FunnelTable(const Figures& pages, const Figures& totals);

}  // namespace obt::ctl
