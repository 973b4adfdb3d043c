// Figures from the aggregator: the words of a command line as a query, and its columnar answer as a table.
#pragma once

#include <string>
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

// Letters of a name that tables show.
inline constexpr size_t kWidestName = 46;

// "learning_started"; "week".
std::string WordOf(Measure measure);
std::string WordOf(Dimension dimension);

// Which people and which day: the options QueryOf reads.
std::vector<Option> FilterOptions();
// programme, filter, attribution and as_of of a query; a usage error for words nobody knows.
absl::StatusOr<QueryMetricsRequest> QueryOf(const Arguments& arguments);
// From "learning_started/in_scope".
absl::StatusOr<aggregator::v1::RateRequest> ParseRate(const std::string& text);

// All pages, one after the other, with the same columns.
absl::StatusOr<std::vector<QueryMetricsResponse>> QueryPages(Session& session, QueryMetricsRequest query);

// Groupings first (the codes for programs only where there are names), then measures, bands and rates. Pure.
Table TableOf(const std::vector<QueryMetricsResponse>& pages);
// The value of a measure for a group of a page; 0 when it was not asked for. Pure.
int64_t ValueOf(const QueryMetricsResponse& page, Measure measure, int group);
// The code and the name a group has in the first grouping. Pure.
std::string CodeOf(const QueryMetricsResponse& page, int group);
std::string NameOf(const QueryMetricsResponse& page, int group);
// Groups on a page; an answer without any grouping has one. Pure.
int GroupsOn(const QueryMetricsResponse& page);

}  // namespace obt::ctl
