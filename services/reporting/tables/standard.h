// The standard tables of a release: a row each. What the aggregator is asked follows from them. Pure.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/reporting/v1/table.pb.h"

namespace obt::reporting::tables {

using aggregator::v1::Dimension;
using aggregator::v1::Measure;

inline constexpr int32_t kMetricVersion = 1;  // of what the figures mean

// What becomes of the counts.
enum class Kind {
  kPeople,   // counts, with the size of the group and shares of it
  kSeries,   // counts up to the end of each week
  kFlow,     // what a series adds each week, of the nation alone
  kBands,    // people by their minutes; all of them together as well
  kItems,    // counts of things
  kMeans,    // minutes a learner, where there are enough of them
  kTotals,   // sums of the nation, exact
  kSurveys,  // what surveys show, protected where it comes from
};

struct StandardTable {
  absl::string_view id;
  absl::string_view title;
  absl::string_view note;
  Kind kind;
  v1::Calendar calendar;
  Dimension across;  // beside the department; unspecified: nothing
  std::vector<Measure> measures;
};
const std::vector<StandardTable>& StandardTables();
const StandardTable* FindTable(absl::string_view id);

using Tables = std::vector<const StandardTable*>;
// Those of a release: the monthly ones where it is the first of its month. `calendars`: of tables, by id,
// that are told more or less often than they are by default.
using Calendars = std::map<std::string, v1::Calendar, std::less<>>;
Tables TablesOf(bool monthly, const Calendars& calendars = {});

// Everything the aggregator has to be asked for these tables, for one programme: figures THEN, up to as_of.
std::vector<aggregator::v1::QueryMetricsRequest> QuestionsFor(const Tables& tables,
                                                              const std::string& programme_id);

}  // namespace obt::reporting::tables
