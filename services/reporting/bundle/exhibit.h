// What of a release is shown on its summary: the headline figures, and pictures with the figures they show.
// What is needed for one and not there leaves it out. Pure.
#pragma once

#include <string>
#include <vector>

#include "common/chart/chart.h"
#include "obt/reporting/store/v1/reporting_store.pb.h"

namespace obt::reporting::bundle {

// As many as fit on two pages of A4.
inline constexpr size_t kMostHeadlines = 8, kMostCurves = 4, kMostWeeks = 20, kMostDepartments = 12;

struct Headline {
  std::string title, unit;
  v1::Figure figure;
};

// A picture and its table: a row for each label of the chart, with the same figures and perhaps more.
struct Exhibit {
  std::string id;  // e.g. "steps"; unlike for each exhibit
  std::string heading;
  chart::Chart chart;
  bool is_wide = false;              // its names are long: the table stands below it
  std::vector<std::string> headers;  // of the rows' names, then of each figure
  struct Row {
    std::string name;
    std::vector<std::string> figures;  // as they are written, or their markers
  };
  std::vector<Row> rows;
};

// Of the row of table "funnel" whose codes are all "all": its first measures.
std::vector<Headline> HeadlinesOf(const store::v1::ReleaseContent& content);

// Those there are, in this order:
// - "steps": bars of what that row counts in people;
// - "weeks": curves of table "weekly" over its dimension "week", of what it counts in people, the last weeks;
// - "departments": bars of measure "participants_percent" of table "funnel" by department, of those with the
//   most participants, the highest first.
std::vector<Exhibit> ExhibitsOf(const store::v1::ReleaseContent& content);

}  // namespace obt::reporting::bundle
