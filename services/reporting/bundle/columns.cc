#include "services/reporting/bundle/columns.h"

#include "absl/strings/str_cat.h"
#include "services/reporting/bundle/wording.h"

namespace obt::reporting::bundle {

std::vector<Column> ColumnsOf(const v1::TableOutline& outline) {
  std::vector<Column> columns;
  constexpr char kText[] =
      "Text; where it would begin as a formula does (with = + - @, a tab or a line end), an apostrophe more";
  for (const v1::TableDimension& dimension : outline.dimensions()) {
    const std::string definition = absl::StrCat("What the figure is of: ", dimension.title());
    columns.push_back({absl::StrCat(dimension.name(), "_code"), absl::StrCat(dimension.title(), " code"),
                       absl::StrCat(definition, ", as a code."),
                       absl::StrCat(kText, ". all: a total; unknown: it is not known; none: there is none"),
                       Column::Kind::kText, true});
    columns.push_back({dimension.name(), dimension.title(), absl::StrCat(definition, ", by name."), kText});
  }
  columns.push_back({"measure", "Measure", "What is counted: the name of a measure of this table.",
                     "A name of kind measure in data-dictionary.csv", Column::Kind::kText, true});
  columns.push_back({"unit", "Unit", "What the figure is a number of.", kText});
  columns.push_back({"value", "Value", "The figure. Blank where there is a marker.",
                     "A whole number, or blank", Column::Kind::kNumber});
  columns.push_back({"marker", "Marker", "Why there is no figure. Blank where there is one.",
                     absl::StrCat(MarkersText(), " Blank: there is a figure."), Column::Kind::kMarker});
  return columns;
}

std::vector<std::string> HeadersOf(const v1::TableOutline& outline) {
  std::vector<std::string> headers;
  for (const v1::TableDimension& dimension : outline.dimensions()) {
    headers.push_back(dimension.title());
    headers.push_back(absl::StrCat(dimension.title(), " code"));
  }
  for (const v1::TableMeasure& measure : outline.measures()) headers.push_back(HeadingOf(measure));
  return headers;
}

int64_t FigureCount(const v1::Table& table) {
  return int64_t{table.rows_size()} * table.outline().measures_size();
}

}  // namespace obt::reporting::bundle
