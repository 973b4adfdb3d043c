#include "services/reporting/tables/outline.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/rules/measures.h"
#include "services/reporting/tables/surveys.h"

namespace obt::reporting::tables {
namespace {

namespace agg = aggregator::v1;

struct Words {
  Dimension dimension;
  absl::string_view title, all;
};
constexpr Words kWords[] = {
    {agg::DIMENSION_DEPARTMENT, "Department", "All departments"},
    {agg::DIMENSION_ORGANISATION, "Organisation", "All organisations"},
    {agg::DIMENSION_GRADE, "Grade", "All grades"},
    {agg::DIMENSION_PROFESSION, "Profession", "All professions"},
    {agg::DIMENSION_REGION, "Region", "All regions"},
    {agg::DIMENSION_WEEK, "Week", "All weeks"},
};
const Words& WordsOf(Dimension dimension) {
  return *std::find_if(std::begin(kWords), std::end(kWords),
                       [dimension](const Words& words) { return words.dimension == dimension; });
}

// "Learning started" of learning_started.
std::string Sentence(absl::string_view name) {
  std::string words = absl::StrReplaceAll(name, {{"_", " "}});
  if (!words.empty()) words[0] = absl::ascii_toupper(words[0]);
  return words;
}

v1::TableMeasure Describe(const std::string& name, const std::string& title, absl::string_view unit,
                          const std::string& definition) {
  v1::TableMeasure described;
  described.set_name(name);
  described.set_title(title);
  described.set_unit(std::string(unit));
  described.set_definition(definition);
  return described;
}

void AddDimension(Dimension dimension, v1::TableOutline& outline) {
  v1::TableDimension& added = *outline.add_dimensions();
  added.set_title(std::string(WordsOf(dimension).title));
  added.set_name(absl::AsciiStrToLower(added.title()));
}

v1::TableMeasure DescribeColumn(const Column& column) {
  const options::v1::MeasureOption& option = rules::OptionOf(column.measure);
  std::string title = Sentence(NameOf(column.measure, ""));
  if (!column.band.empty()) {
    const bool is_code = std::all_of(column.band.begin(), column.band.end(), [](char c) {
      return absl::ascii_isupper(c) || c == '_' || c == ' ' || absl::ascii_islower(c);
    });
    absl::StrAppend(
        &title, ": ",
        is_code ? absl::AsciiStrToLower(absl::StrReplaceAll(column.band, {{"_", " "}})) : column.band);
  }
  return Describe(column.name, title, option.unit(), option.definition());
}

v1::TableMeasure DescribeSize() {
  return Describe("people", "People", "people",
                  "everybody who was ever registered in the group up to the day of the release");
}

v1::TableMeasure DescribeShare(const Column& column) {
  return Describe(absl::StrCat(column.name, "_percent"),
                  absl::StrCat(DescribeColumn(column).title(), ": share"), "per cent",
                  absl::StrCat(column.name, " of people, both rounded as they are printed"));
}

v1::TableMeasure DescribeMean() {
  return Describe("minutes_mean", "Minutes a learner", "minutes",
                  "credited minutes over those who started learning, in whole minutes");
}

}  // namespace

std::string NameOfWhole(Measure measure) {
  return measure == agg::MEASURE_MINUTES_BANDS ? "minutes_people" : NameOf(measure, "");
}

bool IsBrokenDown(Measure measure) {
  return measure == agg::MEASURE_MINUTES_BANDS || measure == agg::MEASURE_EXPERIMENTS_CONCLUDED ||
         measure == agg::MEASURE_ADOPTIONS;
}

v1::TableOutline OutlineOf(const StandardTable& table) {
  v1::TableOutline outline;
  outline.set_table_id(std::string(table.id));
  outline.set_title(std::string(table.title));
  outline.set_note(std::string(table.note));
  outline.set_calendar(table.calendar);
  const bool by_department = table.kind != Kind::kFlow && table.kind != Kind::kTotals;
  if (by_department) AddDimension(agg::DIMENSION_DEPARTMENT, outline);
  if (table.across != agg::DIMENSION_UNSPECIFIED) AddDimension(table.across, outline);
  return outline;
}

namespace {

v1::TableMeasure DescribeWhole(Measure measure) {
  const options::v1::MeasureOption& option = rules::OptionOf(measure);
  const bool of_bands = measure == agg::MEASURE_MINUTES_BANDS;
  return Describe(NameOfWhole(measure), of_bands ? "Minutes: everybody" : Sentence(NameOf(measure, "")),
                  option.unit(), option.definition());
}

}  // namespace

std::vector<v1::TableMeasure> MeasuresOf(const StandardTable& table,
                                         const std::function<std::vector<Column>(Measure)>& columns_of) {
  if (table.kind == Kind::kMeans) return {DescribeMean()};
  if (table.kind == Kind::kSurveys) return SurveyMeasures();
  std::vector<v1::TableMeasure> measures;
  if (table.kind == Kind::kPeople) measures.push_back(DescribeSize());
  for (const Measure measure : table.measures) {
    if (IsBrokenDown(measure)) measures.push_back(DescribeWhole(measure));
    for (const Column& column : columns_of(measure))
      measures.push_back(table.kind == Kind::kFlow ? DescribeNew(column) : DescribeColumn(column));
  }
  if (table.kind != Kind::kPeople) return measures;
  for (const Measure measure : kShared) {
    for (const Column& column : columns_of(measure)) measures.push_back(DescribeShare(column));
  }
  return measures;
}

v1::TableMeasure DescribeNew(const Column& column) {
  const v1::TableMeasure cumulative = DescribeColumn(column);
  return Describe(absl::StrCat("new_", column.name), absl::StrCat(cumulative.title(), ": new"),
                  cumulative.unit(), cumulative.definition());
}

v1::TableDimension DescribeConstruct() {
  v1::TableDimension described;
  described.set_name("construct");
  described.set_title("Construct");
  return described;
}

Named TotalOf(Dimension dimension) { return {kAll, std::string(WordsOf(dimension).all)}; }

}  // namespace obt::reporting::tables
