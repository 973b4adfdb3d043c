#include "tools/obtctl/chart.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "common/chart/svg.h"
#include "common/chart/text.h"
#include "common/rules/measures.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/funnel.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/prose.h"
#include "tools/obtctl/standard_output.h"
#include "tools/obtctl/verb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

// One column of an answer's page: of `what` it is, and which of its columns.
struct Values {
  std::string what, band, unit, not_defined;
  std::vector<double> values;
  std::string name = what;
};

std::string WordsFor(Measure measure) {
  return Spaced(WordOf(*aggregator::v1::Measure_descriptor(), measure));
}
std::string WordsFor(const std::string& band) { return Spaced(absl::AsciiStrToLower(band)); }

Values ValuesOf(const aggregator::v1::RateColumn& rate) {
  Values column{absl::StrCat(WordsFor(rate.numerator()), " / ", WordsFor(rate.denominator())),
                WordsFor(rate.band()), "per cent", rate.not_defined()};
  for (const double value : rate.values()) column.values.push_back(100 * value);
  return column;
}

// "STAFF_TIME hours" is a band of thousandths: of hours.
Values ValuesOf(const aggregator::v1::MeasureColumn& measure) {
  const std::string& unit = rules::OptionOf(measure.measure()).unit();
  const bool thousandths = unit == "thousandths";
  Values column{WordsFor(measure.measure()), WordsFor(measure.band()),
                thousandths ? measure.band().substr(measure.band().rfind(' ') + 1) : unit,
                measure.not_defined()};
  for (const int64_t value : measure.values())
    column.values.push_back(static_cast<double>(value) / (thousandths ? 1000 : 1));
  return column;
}

// Where all are of one thing, each is named by what it has alone.
std::vector<Values> ColumnsOf(const QueryMetricsResponse& page) {
  std::vector<Values> columns;
  for (const auto& rate : page.rates()) columns.push_back(ValuesOf(rate));
  for (const auto& measure : page.measures()) {
    if (page.rates().empty()) columns.push_back(ValuesOf(measure));
  }
  const bool one = std::all_of(columns.begin(), columns.end(),
                               [&](const Values& column) { return column.what == columns.front().what; });
  for (Values& column : columns) {
    if (!column.band.empty()) column.name = one ? column.band : absl::StrCat(column.what, " ", column.band);
  }
  return columns;
}

absl::Status CheckColumns(const std::vector<Values>& columns) {
  std::set<std::string> units;
  for (const Values& column : columns) {
    if (!column.not_defined.empty())
      return Error(absl::StatusCode::kInvalidArgument, "NOT_DEFINED", column.not_defined);
    units.insert(column.unit);
  }
  if (columns.empty()) return UsageError("the answer has nothing that can be drawn");
  if (units.size() < 2) return absl::OkStatus();
  return UsageError(
      absl::StrCat(Listed({units.begin(), units.end()}), " have no axis in common: draw them apart"));
}

// "14 Oct" of "2024-10-14", "Oct 2024" of "2024-10".
std::string PeriodText(const std::string& code) {
  if (const std::optional<obt::Day> day = ParseDayText(code))
    return std::string(absl::StripAsciiWhitespace(absl::FormatTime("%e %b", StartOfDay(*day), London())));
  const std::optional<obt::Day> first = ParseDayText(absl::StrCat(code, "-01"));
  return first.has_value() ? absl::FormatTime("%b %Y", StartOfDay(*first), London()) : code;
}

// What labels and series are called, by what tells them apart, in the order in which they come.
struct Name {
  std::string key, shown;
};
class Names {
 public:
  void Add(const Name& name) {
    if (known_.insert(name.key).second) all.push_back(name);
  }
  std::vector<Name> all;

 private:
  std::set<std::string> known_;
};

// What a chart's labels are: the time, or else the first grouping; -1 without any.
int LabelledBy(const QueryMetricsResponse& page) {
  return page.dimensions().empty() ? -1 : std::max(TimeOf(page), 0);
}

Name LabelOf(const QueryMetricsResponse& page, int group) {
  const int labels = LabelledBy(page);
  const aggregator::v1::Dictionary& dimension = page.dimensions(labels);
  const uint32_t slot = dimension.index(group);
  const std::string& code = dimension.codes(static_cast<int>(slot));
  return {code, labels == TimeOf(page) ? PeriodText(code) : NameAt(dimension, slot)};
}

// The group but for its label, and the column where either does not say it alone.
Name SeriesOf(const QueryMetricsResponse& page, int group, const std::string& column, bool only_column) {
  std::vector<std::string> codes, names;
  for (int i = 0; i < page.dimensions_size(); ++i) {
    if (i == LabelledBy(page)) continue;
    const uint32_t slot = page.dimensions(i).index(group);
    codes.push_back(page.dimensions(i).codes(static_cast<int>(slot)));
    names.push_back(NameAt(page.dimensions(i), slot));
  }
  codes.push_back(column);
  const std::string name = absl::StrJoin(names, ", ");
  return {absl::StrJoin(codes, "\n"), names.empty() ? column
                                      : only_column ? name
                                                    : absl::StrCat(name, ": ", column)};
}

// Groups without anything are left out of an answer; of rates and medians nothing is known there.
double AbsentIn(const QueryMetricsResponse& page) {
  const bool counts = page.rates().empty() &&
                      std::none_of(page.measures().begin(), page.measures().end(), [](const auto& column) {
                        return rules::OptionOf(column.measure()).kind() == options::v1::MEASURE_KIND_MEDIAN;
                      });
  return counts ? 0 : kUnknown;
}

// Cells by label and series.
class Gathering {
 public:
  // `absent`: what a cell is that the answer leaves out.
  explicit Gathering(double absent) : absent_(absent) {}
  void Add(const QueryMetricsResponse& page) {
    const std::vector<Values> columns = ColumnsOf(page);
    for (int group = 0; group < GroupsOn(page); ++group) {
      for (const Values& column : columns) {
        const bool grouped = LabelledBy(page) >= 0;
        Put(grouped ? LabelOf(page, group) : Name{column.name, column.name},
            grouped ? SeriesOf(page, group, column.name, columns.size() == 1) : Name{"all", "all"},
            column.values[static_cast<size_t>(group)]);
      }
    }
    if (TimeOf(page) < 0) return;
    std::sort(labels_.all.begin(), labels_.all.end(),
              [](const Name& a, const Name& b) { return a.key < b.key; });
  }

  const std::vector<Name>& labels() const { return labels_.all; }

  // If they are too many the largest, in their order, which the note says.
  std::vector<chart::Series> Largest(std::string& note) const {
    std::vector<chart::Series> all;
    for (const Name& name : series_.all) {
      all.push_back({name.shown, {}});
      for (const Name& label : labels_.all) {
        const auto cell = cells_.find({name.key, label.key});
        all.back().values.push_back(cell == cells_.end() ? absent_ : cell->second);
      }
    }
    if (all.size() <= chart::kMostSeries) return all;
    note = absl::StrCat("the ", chart::kMostSeries, " largest of ", all.size(), "; ");
    std::vector<double> sums;
    for (const chart::Series& series : all) sums.push_back(chart::SumOf(series));
    std::sort(sums.begin(), sums.end(), std::greater<>());
    std::erase_if(all, [least = sums[chart::kMostSeries - 1]](const chart::Series& series) {
      return chart::SumOf(series) < least;
    });
    all.resize(chart::kMostSeries);
    return all;
  }

 private:
  void Put(const Name& label, const Name& series, double value) {
    labels_.Add(label);
    series_.Add(series);
    cells_[{series.key, label.key}] = value;
  }

  const double absent_;
  Names labels_, series_;
  std::map<std::pair<std::string, std::string>, double> cells_;
};

// "Learning started and conversed by department and week".
std::string TitleOf(const QueryMetricsResponse& page, const std::vector<Values>& columns) {
  std::vector<std::string> names, groups;
  for (const Values& column : columns) {
    if (names.empty() || names.back() != column.what) names.push_back(column.what);
  }
  for (const auto& dimension : page.dimensions())
    groups.push_back(WordOf(*aggregator::v1::Dimension_descriptor(), dimension.dimension()));
  std::string title = absl::StrCat(Listed(names), groups.empty() ? "" : " by ", Listed(groups));
  title.front() = absl::ascii_toupper(static_cast<unsigned char>(title.front()));
  return title;
}

bool IsLevelColumn(const aggregator::v1::MeasureColumn& column) { return rules::IsLevel(column.measure()); }
bool AllLevels(const QueryMetricsResponse& page) {
  return std::all_of(page.measures().begin(), page.measures().end(), IsLevelColumn);
}

// What stands up to a period's end and what is new in it cannot be read from one axis.
absl::Status CheckAccumulation(const QueryMetricsResponse& page, const QueryMetricsRequest& query) {
  const bool mixed =
      std::any_of(page.measures().begin(), page.measures().end(), IsLevelColumn) && !AllLevels(page);
  if (TimeOf(page) < 0 || !mixed || query.accumulation() != aggregator::v1::ACCUMULATION_NEW)
    return absl::OkStatus();
  return UsageError("--accumulation new: some measures are what there is at a period's end: draw them apart");
}

// "people, new in each week from 2024-10-14 to 2025-02-10".
std::string UnitOf(const QueryMetricsResponse& page, const QueryMetricsRequest& query,
                   const std::string& unit, const std::vector<Name>& labels) {
  const int time = TimeOf(page);
  if (time < 0 || labels.empty()) return unit;
  const std::string period =
      WordOf(*aggregator::v1::Dimension_descriptor(), page.dimensions(time).dimension());
  const bool flows = query.accumulation() == aggregator::v1::ACCUMULATION_NEW && !AllLevels(page);
  return absl::StrCat(unit,
                      !flows            ? ", up to the end of each "
                      : period == "day" ? ", new on each "
                                        : ", new in each ",
                      period, " from ", labels.front().key, " to ", labels.back().key);
}

std::vector<Option> ChartOptions() {
  std::vector<Option> options;
  for (Option& option : QueryOptions()) {
    if (option.use == Use::kOwn) continue;  // how tables look
    if (option.name == "measure") option.required = false;
    options.push_back(std::move(option));
  }
  options.push_back(
      OneOf("o,output", {"text", "svg"}, "For the terminal, or as a picture for a report", "text")
          .For(Use::kOwn));
  return options;
}

// "only grade HEO, SEO; attribution then; ": how the question was narrowed, and what else changes figures.
std::string KeptOf(const std::vector<Option>& options, const Arguments& arguments) {
  std::string kept;
  for (const Option& option : options) {
    const bool narrows = absl::StartsWith(option.field, "filter.") || option.name == "attribution" ||
                         option.field == "include_out_of_scope";
    if (!narrows || !arguments.Typed(option.name)) continue;
    const std::string values = absl::StrJoin(arguments.List(option.name), ", ");
    absl::StrAppend(&kept, option.name, values == "true" ? "" : absl::StrCat(" ", values), "; ");
  }
  return kept;
}

absl::Status ShowChart(Session& session, const Arguments& arguments) {
  QueryMetricsRequest query;
  OBT_RETURN_IF_ERROR(Fill(ChartOptions(), arguments, query));
  if (query.measures_size() + query.rates_size() == 0) return UsageError("give --measure or --rate");
  if (query.measures_size() > 0 && query.rates_size() > 0)
    return UsageError("counts and rates have no axis in common: give either --measure or --rate");
  OBT_ASSIGN_OR_RETURN(const Figures pages, QueryPages(session, query));
  OBT_ASSIGN_OR_RETURN(chart::Chart chart, ChartOf(pages, query));
  chart.note = absl::StrCat(KeptOf(ChartOptions(), arguments), chart.note);
  if (arguments.Text("output") == "text") {
    PutOut(chart::AsText(chart, session.Width()));
  } else {
    PutOut(chart::AsSvg(chart));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<chart::Chart> ChartOf(const Figures& pages, const QueryMetricsRequest& query) {
  const QueryMetricsResponse& first = pages.front();
  const std::vector<Values> columns = ColumnsOf(first);
  OBT_RETURN_IF_ERROR(CheckColumns(columns));
  OBT_RETURN_IF_ERROR(CheckAccumulation(first, query));
  Gathering gathering(AbsentIn(first));
  for (const QueryMetricsResponse& page : pages) gathering.Add(page);
  chart::Chart chart;
  chart.curves = TimeOf(first) >= 0;
  chart.percent = !first.rates().empty();
  chart.title = TitleOf(first, columns);
  chart.unit = UnitOf(first, query, columns.front().unit, gathering.labels());
  std::string largest;
  chart.series = gathering.Largest(largest);
  for (const Name& label : gathering.labels()) chart.labels.push_back(label.shown);
  chart.note = absl::StrCat(largest, query.programme_id(), " up to ", DayInWords(first.as_of()), "; ",
                            first.marking());
  for (const std::string& note : {NoteOnRates(first), NoteOnMerged(first)})
    absl::StrAppend(&chart.note, note.empty() ? "" : "; ", note);
  return chart;
}

Command ChartCommand() {
  return {"chart", "Figures as curves over time, or as bars, for the terminal or a report",
          "Takes what metrics query takes. With --by day, week or month it draws curves, else bars in the\n"
          "order of the answer. At most six can be told apart: of more, the largest are drawn.\n"
          "-o svg writes a picture that stands by itself and can be read aloud. The numbers themselves:\n"
          "obtctl metrics query with the same words.\n\n"
          "Examples:\n"
          "  obtctl chart --measure learning_started,learning_completed --by week\n"
          "  obtctl chart --measure learning_minutes --by department,week --accumulation new\n"
          "  obtctl chart --rate learning_completed/registered --by grade\n"
          "  obtctl chart --measure registered,learning_started,conversed\n"
          "  obtctl chart --measure conversed --by organisation --organisation ministry-of-justice \\\n"
          "      -o svg > conversed.svg",
          ChartOptions(), ShowChart};
}

}  // namespace obt::ctl
