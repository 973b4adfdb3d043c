#include "tests/bench/query/tables.h"

#include <algorithm>
#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/csv.h"
#include "common/base/error.h"

namespace obt::bench::query {
namespace {

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
constexpr Column kKind[] = {{"kind", Width::kByte}};
constexpr Column kItem[] = {{"item", Width::kInt}, {"kind", Width::kByte}};
constexpr Column kMinutes[] = {{"value", Width::kShort}};
constexpr Column kOfItem[] = {{"outcome", Width::kByte}, {"part", Width::kByte}, {"value", Width::kLong}};
constexpr Column kFromTo[] = {{"from_day", Width::kShort}, {"to_day", Width::kShort}};
constexpr Column kFromToPeriods[] = {{"from_week", Width::kByte},
                                     {"to_week", Width::kByte},
                                     {"from_month", Width::kByte},
                                     {"to_month", Width::kByte},
                                     {"first_minutes", Width::kShort}};
constexpr Column kBand[] = {{"part", Width::kByte}};
constexpr Column kStated[] = {{"headcount", Width::kInt}};
constexpr Column kTheme[] = {{"item", Width::kInt}, {"theme", Width::kByte}};
constexpr Column kPeriod[] = {{"number", Width::kByte}, {"first_day", Width::kShort}};
// By milestone: the day on which it was reached.
constexpr Column kReached[] = {{"learning_started", Width::kShort}, {"learning_completed", Width::kShort},
                               {"participants", Width::kShort},     {"pre_survey", Width::kShort},
                               {"post_survey", Width::kShort},      {"conversed", Width::kShort}};

Day NumberIn(CsvSheet& sheet, const char* column) { return static_cast<Day>(sheet.Count(0, column)); }

CsvSheet Sheet(const std::string& path) {
  absl::StatusOr<CsvSheet> sheet = CsvSheet::Read(path);
  if (!sheet.ok()) Die(sheet.status().message());
  return *std::move(sheet);
}

}  // namespace

const std::vector<Table>& AllTables() {
  static const auto& tables = *new std::vector<Table>{
      // What happened to people: who reached a milestone, or minutes, of a measure's number as its kind. Where
      // they were then and where they belong now are prepared, as are weeks and months.
      {"flows",
       Columns(kKind, kWhen, kPlaced, kPlacedNow, kKnown, kMinutes),
       "kind, organisation, grade, day",
       {"kind, day", "organisation", "organisation_now"}},
      // Everybody who took part, once, with the days of their milestones, where they belong now.
      {"participants",
       Columns(kPlaced, kKnown, kReached),
       "organisation, grade",
       {"organisation", "department", "grade", "region"}},
      // Who was where from when to when, in the programme's organisations.
      {"stays",
       Columns(kPlaced, kKnown, kFromTo, kFromToPeriods),
       "organisation, grade",
       {"organisation", "department", "grade", "region"}},
      // Who had how many minutes from when to when, as the band's name, where they belong now.
      {"bands",
       Columns(kPlaced, kKnown, kFromTo, kBand),
       "organisation, part",
       {"organisation", "department"}},
      {"headcounts", Columns(kPlaced, kFromTo, kStated), "organisation", {}},
      // What happened to items, of a measure's number as its kind, in a part of its breakdown.
      {"items",
       Columns(kItem, kWhen, kPlaced, kPlacedNow, kOfItem),
       "kind, organisation",
       {"kind, day", "item"}},
      {"item_themes", Columns(kTheme), "item", {"item"}},
      {"weeks", Columns(kPeriod), "number", {}},
      {"months", Columns(kPeriod), "number", {}},
  };
  return tables;
}

const Table& TableNamed(absl::string_view name) {
  return *std::find_if(AllTables().begin(), AllTables().end(),
                       [name](const Table& table) { return table.name == name; });
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
