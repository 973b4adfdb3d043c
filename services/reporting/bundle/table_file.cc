#include "services/reporting/bundle/table_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/csv.h"
#include "common/base/days.h"
#include "common/cli/shown.h"
#include "services/reporting/bundle/columns.h"
#include "services/reporting/bundle/wording.h"

namespace obt::reporting::bundle {
namespace {

using Json = nlohmann::ordered_json;  // members as they are put in

Json DialectOf() {
  return {{"encoding", "utf-8"}, {"lineTerminators", Json::array({"\r\n"})},
          {"delimiter", ","},    {"quoteChar", "\""},
          {"doubleQuote", true}, {"header", true},
          {"headerRowCount", 1}, {"skipRows", 0},
          {"skipColumns", 0},    {"skipBlankRows", false},
          {"trim", false}};
}

Json DescriptionOf(const Column& column) {
  Json json = {{"name", column.name},
               {"titles", column.name},
               {"dc:title", column.title},
               {"dc:description", column.definition},
               {"required", column.kind == Column::Kind::kText}};
  switch (column.kind) {
    case Column::Kind::kText:
      json["datatype"] = "string";
      break;
    case Column::Kind::kNumber:
      json["datatype"] = "integer";
      json["null"] = "";
      break;
    case Column::Kind::kMarker:
      json["datatype"] = {{"base", "string"}, {"format", "\\[[cz]\\]"}};
      json["null"] = "";
      break;
  }
  return json;
}

Json NoteOf(const std::string& text) {
  return {{"type", "Annotation"},
          {"body", {{"type", "TextualBody"}, {"format", "text/plain"}, {"language", "en"}, {"value", text}}}};
}

}  // namespace

std::string TableFileName(const v1::Table& table) {
  return absl::StrCat("tables/", table.outline().table_id(), ".csv");
}

std::string Neutralised(const std::string& text) {
  const size_t begin = std::min(text.find_first_not_of('\''), text.size());
  return cli::BeginsAsFormula(absl::string_view(text).substr(begin)) ? absl::StrCat("'", text) : text;
}

std::string TableCsv(const v1::Table& table) {
  std::vector<std::string> cells;
  for (const Column& column : ColumnsOf(table.outline())) cells.push_back(column.name);
  std::string csv = CsvLine(cells);
  for (const v1::TableRow& row : table.rows()) {
    cells.clear();
    for (int i = 0; i < row.codes_size(); ++i) {
      cells.push_back(Neutralised(row.codes(i)));
      cells.push_back(Neutralised(row.names(i)));
    }
    cells.resize(cells.size() + 4);
    for (int i = 0; i < row.figures_size(); ++i) {
      const v1::TableMeasure& measure = table.outline().measures(i);
      const v1::Figure& figure = row.figures(i);
      auto cell = cells.end() - 4;
      *cell++ = measure.name();
      *cell++ = Neutralised(measure.unit());
      *cell++ = figure.has_value() ? absl::StrCat(figure.value()) : "";
      *cell++ = MarkerText(figure.marker());
      csv += CsvLine(cells);
    }
  }
  return csv;
}

std::string TableMetadata(const v1::Table& table, const store::v1::ReleaseContent& content) {
  const v1::TableOutline& outline = table.outline();
  Json columns = Json::array(), key = Json::array(), notes = Json::array();
  for (const Column& column : ColumnsOf(outline)) {
    columns.push_back(DescriptionOf(column));
    if (column.is_key) key.push_back(column.name);
  }
  std::vector<std::string> texts = {MarkersText()};
  for (std::string& text : PolicyTexts()) texts.push_back(std::move(text));
  texts.push_back(kNeutralisedText);
  for (const v1::TableMeasure& measure : outline.measures())
    texts.push_back(absl::StrCat(measure.name(), ": ", HeadingOf(measure), ". ", measure.definition()));
  for (const std::string& text : texts) notes.push_back(NoteOf(text));
  Json json = {{"@context", Json::array({"http://www.w3.org/ns/csvw", {{"@language", "en"}}})},
               {"url", absl::StrCat(outline.table_id(), ".csv")},
               {"dc:title", absl::StrCat(outline.title(), ", ", TitleOf(content))}};
  if (!outline.note().empty()) json["dc:description"] = outline.note();
  json["dc:language"] = "en-GB";
  json["dc:date"] = FormatDay(ParseDay(content.as_of()).value());
  json["dialect"] = DialectOf();
  json["tableSchema"] = {{"columns", columns}, {"primaryKey", key}};
  json["notes"] = notes;
  return absl::StrCat(json.dump(2, ' ', false, Json::error_handler_t::replace), "\n");
}

}  // namespace obt::reporting::bundle
