#include "tests/bench/query/tables.h"

#include <algorithm>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/csv.h"
#include "common/base/error.h"
#include "common/rules/measures.h"

namespace obt::bench::query {
namespace {

using aggregator::v1::Measure;

constexpr Column kPlaced[] = {{"organisation", Width::kShort}, {"department", Width::kShort}};
constexpr Column kPlacedNow[] = {{"organisation_now", Width::kShort}, {"department_now", Width::kShort}};
constexpr Column kKnown[] = {{"grade", Width::kByte}, {"profession", Width::kByte}, {"region", Width::kByte}};
constexpr Column kWhen[] = {{"day", Width::kShort}, {"week", Width::kByte}, {"month", Width::kByte}};

template <typename... Lists>
std::vector<Column> Columns(const Lists&... lists) {
  std::vector<Column> columns;
  (columns.insert(columns.end(), std::begin(lists), std::end(lists)), ...);
  return columns;
}
constexpr Column kMinutes[] = {{"minutes", Width::kShort}};
constexpr Column kOfItem[] = {{"outcome", Width::kByte}, {"part", Width::kByte}, {"value", Width::kLong}};
constexpr Column kTheme[] = {{"theme", Width::kByte}};
constexpr Column kFromTo[] = {{"from_day", Width::kShort}, {"to_day", Width::kShort}};
constexpr Column kFromToPeriods[] = {{"from_week", Width::kByte},
                                     {"to_week", Width::kByte},
                                     {"from_month", Width::kByte},
                                     {"to_month", Width::kByte},
                                     {"first_minutes", Width::kShort}};
constexpr Column kBand[] = {{"part", Width::kByte}};
constexpr Column kStated[] = {{"headcount", Width::kInt}};
constexpr Column kPeriod[] = {{"number", Width::kByte}, {"first_day", Width::kShort}};

std::vector<Table> MakeTables() {
  std::vector<Table> tables = {
      // Who was where from when to when, in the programme's organisations.
      {"stays",
       Columns(kPlaced, kKnown, kFromTo, kFromToPeriods),
       "organisation, grade",
       {"organisation", "department", "grade", "region"}},
      // Who had how many minutes from when to when, as the band's name, where they belong now.
      {"bands",
       Columns(kPlaced, kKnown, kFromTo, kBand),
       "organisation, part",
       {"organisation", "department", "grade", "region"}},
      {"headcounts", Columns(kPlaced, kFromTo, kStated), "organisation", {}},
      {"weeks", Columns(kPeriod), "number", {}},
      {"months", Columns(kPeriod), "number", {}},
  };
  // Where people were then and where they belong now are prepared, as are weeks and months.
  const std::vector<const char*> indexes = {"day", "organisation", "organisation_now"};
  for (const Measure measure : MeasuresOfPeople()) {
    std::vector<Column> columns = Columns(kWhen, kPlaced, kPlacedNow, kKnown);
    if (measure == Measure::MEASURE_LEARNING_MINUTES) columns.push_back(kMinutes[0]);
    tables.push_back({NameOf(measure), columns, "organisation, grade", indexes});
  }
  for (const Measure measure : MeasuresOfItems()) {
    tables.push_back(
        {NameOf(measure), Columns(kWhen, kPlaced, kPlacedNow, kOfItem), "organisation", indexes});
    tables.push_back(
        {NameOf(measure, true), Columns(kWhen, kPlaced, kPlacedNow, kOfItem, kTheme), "theme", {"theme"}});
  }
  return tables;
}

Day NumberIn(CsvSheet& sheet, const char* column) { return static_cast<Day>(sheet.Count(0, column)); }

CsvSheet Sheet(const std::string& path) {
  absl::StatusOr<CsvSheet> sheet = CsvSheet::Read(path);
  if (!sheet.ok()) Die(sheet.status().message());
  return *std::move(sheet);
}

}  // namespace

const std::vector<Table>& AllTables() {
  static const auto& tables = *new std::vector<Table>(MakeTables());
  return tables;
}

std::string NameOf(Measure measure, bool by_theme) {
  return absl::StrCat(absl::AsciiStrToLower(rules::WordOf(measure)), by_theme ? "_by_theme" : "");
}

std::vector<Measure> MeasuresOfPeople() {
  std::vector<Measure> measures = {Measure::MEASURE_LEARNING_MINUTES};
  for (int i = aggregator::v1::Measure_MIN + 1; i <= aggregator::v1::Measure_MAX; ++i) {
    if (rules::OptionOf(static_cast<Measure>(i)).milestone() != 0)
      measures.push_back(static_cast<Measure>(i));
  }
  return measures;
}

std::vector<Measure> MeasuresOfItems() {
  return {Measure::MEASURE_CONVERSATIONS,
          Measure::MEASURE_ATTENDANCE_STATED,
          Measure::MEASURE_CHANGES_AGREED,
          Measure::MEASURE_EXPERIMENTS_STARTED,
          Measure::MEASURE_EXPERIMENTS_CONCLUDED,
          Measure::MEASURE_CASE_STUDIES,
          Measure::MEASURE_ADOPTIONS,
          Measure::MEASURE_BENEFITS_A_YEAR,
          Measure::MEASURE_BENEFITS_ONCE};
}

std::string HeaderOf(const Table& table) {
  return absl::StrJoin(table.columns, ",",
                       [](std::string* out, const Column& column) { absl::StrAppend(out, column.name); });
}

int Codes::Of(const std::string& code) {
  const auto [known, fresh] = numbers_.emplace(code, static_cast<int>(codes_.size()));
  if (fresh) codes_.push_back(code);
  return known->second;
}

int Codes::Find(const std::string& code) const {
  const auto found = numbers_.find(code);
  if (found == numbers_.end()) Die(absl::StrCat("the rows do not know the code ", code));
  return found->second;
}

void Write(const World& world, const std::string& directory) {
  std::ofstream span(directory + "/span.csv"), codes(directory + "/codes.csv");
  std::ofstream points(directory + "/points.csv"), people(directory + "/people.csv");
  span << "base,first,last,settled\n"
       << world.base << "," << world.first << "," << world.last << "," << world.settled << "\n";
  codes << "of,code,last_below\n";
  for (const auto& [of, all] : world.codes) {
    for (const std::string& code : all.all()) {
      const auto below = world.last_below.find(code);
      const bool is_above = of == "organisation" && below != world.last_below.end();
      codes << CsvLine({of, code, absl::StrCat(is_above ? below->second : 0)});
    }
  }
  points << "source,sequence\n";
  for (const auto& [source, sequence] : world.points) points << source << "," << sequence << "\n";
  people << "person_id\n";
  for (const std::string& person : world.people) people << person << "\n";
}

World ReadWorld(const std::string& directory) {
  World world;
  CsvSheet span = Sheet(directory + "/span.csv");
  world.base = NumberIn(span, "base");
  world.first = NumberIn(span, "first");
  world.last = NumberIn(span, "last");
  world.settled = NumberIn(span, "settled");
  CsvSheet codes = Sheet(directory + "/codes.csv");
  for (size_t i = 0; i < codes.size(); ++i) {
    world.codes[codes.Text(i, "of")].Of(codes.Text(i, "code"));
    if (const int64_t last = codes.Count(i, "last_below"); last > 0)
      world.last_below[codes.Text(i, "code")] = static_cast<int>(last);
  }
  CsvSheet points = Sheet(directory + "/points.csv");
  for (size_t i = 0; i < points.size(); ++i)
    world.points[points.Text(i, "source")] = static_cast<uint64_t>(points.Count(i, "sequence"));
  CsvSheet people = Sheet(directory + "/people.csv");
  for (size_t i = 0; i < people.size(); ++i) world.people.push_back(people.Text(i, "person_id"));
  return world;
}

}  // namespace obt::bench::query
