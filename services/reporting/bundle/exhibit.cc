#include "services/reporting/bundle/exhibit.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/days.h"
#include "services/reporting/bundle/wording.h"

namespace obt::reporting::bundle {
namespace {

constexpr char kAll[] = "all", kPeople[] = "people";
using TableRows = std::vector<const v1::TableRow*>;

const v1::Table* FindTable(const store::v1::ReleaseContent& content, absl::string_view id) {
  for (const v1::Table& table : content.tables()) {
    if (table.outline().table_id() == id) return &table;
  }
  return nullptr;
}

// Its place among dimensions or measures.
template <typename Named>
std::optional<int> PlaceOf(const Named& all, absl::string_view name) {
  for (int i = 0; i < all.size(); ++i) {
    if (all[i].name() == name) return i;
  }
  return std::nullopt;
}

// The rows that are a total in every dimension but this one, and no total in it.
TableRows RowsAlong(const v1::Table& table, int dimension) {
  TableRows rows;
  for (const v1::TableRow& row : table.rows()) {
    bool fits = true;
    for (int i = 0; i < row.codes_size(); ++i) fits = fits && (row.codes(i) == kAll) == (i != dimension);
    if (fits) rows.push_back(&row);
  }
  return rows;
}

// The row that is a total in every dimension.
const v1::TableRow* TotalOf(const v1::Table& table) {
  const TableRows rows = RowsAlong(table, -1);
  return rows.empty() ? nullptr : rows.front();
}

std::vector<int> MeasuresOfPeople(const v1::Table& table, size_t most) {
  std::vector<int> places;
  for (int i = 0; i < table.outline().measures_size() && places.size() < most; ++i) {
    if (table.outline().measures(i).unit() == kPeople) places.push_back(i);
  }
  return places;
}

void AddTo(chart::Series& series, const v1::Figure& figure) {
  series.values.push_back(figure.has_value() ? static_cast<double>(figure.value())
                                             : std::numeric_limits<double>::quiet_NaN());
  series.instead.push_back(MarkerText(figure.marker()));
}

std::string OnOneLine(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"\r", " "}, {"\n", " "}, {"\t", " "}});
}

// "14 Oct" of a week's Monday; else its name.
std::string WeekLabel(const std::string& code, const std::string& name) {
  const std::optional<Day> monday = ParseDayText(code);
  if (!monday.has_value()) return OnOneLine(name);
  const std::vector<std::string> words = absl::StrSplit(DayText(ToDate(*monday)), ' ');
  return absl::StrCat(words[0], " ", words[1].substr(0, 3));
}

std::optional<Exhibit> StepsOf(const store::v1::ReleaseContent& content) {
  const v1::Table* const table = FindTable(content, "funnel");
  const v1::TableRow* const total = table == nullptr ? nullptr : TotalOf(*table);
  if (total == nullptr) return std::nullopt;
  Exhibit exhibit;
  exhibit.id = "steps";
  exhibit.heading = "How far people have come";
  exhibit.headers = {"Step", "People"};
  exhibit.chart.title = absl::StrCat("People at each step, up to ", DayText(content.as_of()));
  exhibit.chart.unit = kPeople;
  exhibit.chart.series = {{"People"}};
  for (const int place : MeasuresOfPeople(*table, std::numeric_limits<size_t>::max())) {
    const std::string& title = table->outline().measures(place).title();
    exhibit.chart.labels.push_back(OnOneLine(title));
    AddTo(exhibit.chart.series[0], total->figures(place));
    exhibit.rows.push_back({title, {FigureText(total->figures(place))}});
  }
  if (exhibit.rows.empty()) return std::nullopt;
  return exhibit;
}

std::optional<Exhibit> WeeksOf(const store::v1::ReleaseContent& content) {
  const v1::Table* const table = FindTable(content, "weekly");
  if (table == nullptr) return std::nullopt;
  const std::optional<int> week = PlaceOf(table->outline().dimensions(), "week");
  const std::vector<int> measures = MeasuresOfPeople(*table, kMostCurves);
  TableRows rows = week.has_value() ? RowsAlong(*table, *week) : TableRows();
  if (rows.empty() || measures.empty()) return std::nullopt;
  const bool is_cut = rows.size() > kMostWeeks;
  if (is_cut) rows.erase(rows.begin(), rows.end() - kMostWeeks);
  Exhibit exhibit;
  exhibit.id = "weeks";
  exhibit.heading = "Week by week";
  exhibit.headers = {table->outline().dimensions(*week).title()};
  exhibit.chart.title =
      absl::StrCat(table->outline().title(), is_cut ? absl::StrCat(", the last ", kMostWeeks, " weeks") : "");
  exhibit.chart.unit = kPeople;
  exhibit.chart.note = table->outline().note();
  exhibit.chart.curves = true;
  for (const int place : measures) {
    exhibit.headers.push_back(table->outline().measures(place).title());
    exhibit.chart.series.push_back({table->outline().measures(place).title()});
  }
  for (const v1::TableRow* row : rows) {
    exhibit.chart.labels.push_back(WeekLabel(row->codes(*week), row->names(*week)));
    exhibit.rows.push_back({row->names(*week), {}});
    for (size_t i = 0; i < measures.size(); ++i) {
      AddTo(exhibit.chart.series[i], row->figures(measures[i]));
      exhibit.rows.back().figures.push_back(FigureText(row->figures(measures[i])));
    }
  }
  return exhibit;
}

// The highest published figures first; what is withheld last, in its order.
void SortBy(int measure, TableRows& rows) {
  const auto key = [measure](const v1::TableRow* row) {
    const v1::Figure& figure = row->figures(measure);
    return figure.has_value() ? figure.value() : std::numeric_limits<int64_t>::min();
  };
  std::stable_sort(rows.begin(), rows.end(),
                   [&key](const v1::TableRow* a, const v1::TableRow* b) { return key(a) > key(b); });
}

std::optional<Exhibit> DepartmentsOf(const store::v1::ReleaseContent& content) {
  const v1::Table* const table = FindTable(content, "funnel");
  if (table == nullptr) return std::nullopt;
  const auto& measures = table->outline().measures();
  const std::optional<int> department = PlaceOf(table->outline().dimensions(), "department");
  const std::optional<int> percent = PlaceOf(measures, "participants_percent");
  if (!department.has_value() || !percent.has_value()) return std::nullopt;
  TableRows rows = RowsAlong(*table, *department);
  if (rows.empty()) return std::nullopt;
  const std::optional<int> people = PlaceOf(measures, "participants");
  if (people.has_value()) SortBy(*people, rows);
  const bool is_cut = rows.size() > kMostDepartments;
  if (is_cut) rows.resize(kMostDepartments);
  SortBy(*percent, rows);
  Exhibit exhibit;
  exhibit.id = "departments";
  exhibit.heading = "Participation by department";
  exhibit.is_wide = true;
  exhibit.chart.title =
      absl::StrCat(measures[*percent].title(), ", by department, up to ", DayText(content.as_of()),
                   is_cut ? absl::StrCat(": the ", kMostDepartments,
                                         people.has_value() ? " with the most participants" : " first")
                          : "");
  exhibit.chart.unit = measures[*percent].unit();
  exhibit.chart.note = is_cut ? "All departments are in the spreadsheet." : "";
  exhibit.chart.series = {{measures[*percent].title()}};
  exhibit.headers = {table->outline().dimensions(*department).title(), HeadingOf(measures[*percent])};
  if (people.has_value()) exhibit.headers.push_back(HeadingOf(measures[*people]));
  for (const v1::TableRow* row : rows) {
    exhibit.chart.labels.push_back(OnOneLine(row->names(*department)));
    AddTo(exhibit.chart.series[0], row->figures(*percent));
    exhibit.rows.push_back({row->names(*department), {FigureText(row->figures(*percent))}});
    if (people.has_value()) exhibit.rows.back().figures.push_back(FigureText(row->figures(*people)));
  }
  return exhibit;
}

}  // namespace

std::vector<Headline> HeadlinesOf(const store::v1::ReleaseContent& content) {
  std::vector<Headline> headlines;
  const v1::Table* const table = FindTable(content, "funnel");
  const v1::TableRow* const total = table == nullptr ? nullptr : TotalOf(*table);
  for (int i = 0; total != nullptr && i < total->figures_size() && headlines.size() < kMostHeadlines; ++i)
    headlines.push_back(
        {table->outline().measures(i).title(), table->outline().measures(i).unit(), total->figures(i)});
  return headlines;
}

std::vector<Exhibit> ExhibitsOf(const store::v1::ReleaseContent& content) {
  std::vector<Exhibit> exhibits;
  for (std::optional<Exhibit> exhibit : {StepsOf(content), WeeksOf(content), DepartmentsOf(content)}) {
    if (exhibit.has_value()) exhibits.push_back(*std::move(exhibit));
  }
  return exhibits;
}

}  // namespace obt::reporting::bundle
