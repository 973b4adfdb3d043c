#include "services/reporting/bundle/workbook.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/reporting/bundle/columns.h"
#include "services/reporting/bundle/wording.h"

namespace obt::reporting::bundle {
namespace {

using Row = std::vector<SheetCell>;

std::string NumberedTitle(const store::v1::ReleaseContent& content, int place) {
  return absl::StrCat("Table ", place + 1, ": ", content.tables(place).outline().title());
}

void AddLine(Sheet& sheet, CellStyle style, std::string text, std::string link = "") {
  sheet.rows.push_back({{style, std::move(text), std::nullopt, std::move(link)}});
}

void AddHeader(Sheet& sheet, Row row) {
  sheet.header = sheet.rows.size();
  sheet.rows.push_back(std::move(row));
}

Sheet CoverOf(const store::v1::ReleaseContent& content) {
  Sheet sheet{kCoverSheet};
  const auto add_section = [&sheet](const char* heading, const std::vector<std::string>& texts) {
    AddLine(sheet, CellStyle::kSection, heading);
    for (const std::string& text : texts) AddLine(sheet, CellStyle::kWrapped, text);
  };
  AddLine(sheet, CellStyle::kTitle, TitleOf(content));
  AddLine(sheet, CellStyle::kWrapped,
          absl::StrCat("Statistics of ", content.programme_name(), ", with all that happened up to and on ",
                       DayText(content.as_of()), "."));
  AddLine(sheet, CellStyle::kWrapped, RevisionText(content));
  add_section("Rounding and protection", PolicyTexts());
  add_section("Shorthand",
              {MarkersText(), "The Notes worksheet holds this and the notes that concern all tables."});
  add_section("Versions", VersionTexts(content));
  return sheet;
}

Sheet ContentsOf(const store::v1::ReleaseContent& content) {
  Sheet sheet{kContentsSheet};
  AddLine(sheet, CellStyle::kTitle, "Contents");
  AddLine(sheet, CellStyle::kParagraph,
          "This worksheet contains one table: every other worksheet, with a link to it.");
  AddHeader(sheet, {{CellStyle::kColumnHeading, "Worksheet"}, {CellStyle::kColumnHeading, "Title"}});
  const auto add = [&sheet](const std::string& name, const std::string& title) {
    sheet.rows.push_back({{CellStyle::kText, name}, {CellStyle::kText, title, std::nullopt, name}});
  };
  add(kCoverSheet, "Cover");
  add(kNotesSheet, "Notes and shorthand");
  for (int i = 0; i < content.tables_size(); ++i)
    add(content.tables(i).outline().table_id(), NumberedTitle(content, i));
  return sheet;
}

Sheet NotesOf(const store::v1::ReleaseContent& content) {
  Sheet sheet{kNotesSheet};
  AddLine(sheet, CellStyle::kTitle, "Notes and shorthand");
  AddLine(sheet, CellStyle::kParagraph,
          "This worksheet contains one table. What it says holds of all tables.");
  AddHeader(sheet, {{CellStyle::kColumnHeading, "Shorthand or note"}, {CellStyle::kColumnHeading, "Text"}});
  const auto add = [&sheet](const std::string& name, const std::string& text) {
    sheet.rows.push_back({{CellStyle::kText, name}, {CellStyle::kText, text}});
  };
  for (const v1::Marker marker : {v1::MARKER_CONFIDENTIAL, v1::MARKER_NOT_APPLICABLE})
    add(MarkerText(marker), MeaningOf(marker));
  int number = 0;
  for (const std::string& text : PolicyTexts()) add(absl::StrCat("Note ", ++number), text);
  for (const std::string& text : content.notes()) {
    if (!text.empty()) add(absl::StrCat("Note ", ++number), text);
  }
  return sheet;
}

Sheet TableSheet(const store::v1::ReleaseContent& content, int place) {
  const v1::Table& table = content.tables(place);
  const v1::TableOutline& outline = table.outline();
  Sheet sheet{outline.table_id()};
  AddLine(sheet, CellStyle::kTitle,
          absl::StrCat(NumberedTitle(content, place), ", ", content.programme_name(), ", up to ",
                       DayText(content.as_of())));
  AddLine(sheet, CellStyle::kParagraph,
          absl::StrCat("This worksheet contains one table. Some cells hold shorthand: ", MarkersText(),
                       " The Notes worksheet says more."));
  if (!outline.note().empty()) AddLine(sheet, CellStyle::kParagraph, outline.note());
  AddLine(sheet, CellStyle::kParagraph, "Back to the contents", kContentsSheet);
  const size_t texts = 2 * static_cast<size_t>(outline.dimensions_size());
  Row header;
  for (std::string& title : HeadersOf(outline))
    header.push_back(
        {header.size() < texts ? CellStyle::kColumnHeading : CellStyle::kCountHeading, std::move(title)});
  AddHeader(sheet, std::move(header));
  for (const v1::TableRow& row : table.rows()) {
    Row cells;
    for (int i = 0; i < row.codes_size(); ++i) {
      cells.push_back({CellStyle::kText, row.names(i)});
      cells.push_back({CellStyle::kText, row.codes(i)});
    }
    for (const v1::Figure& figure : row.figures()) {
      if (figure.has_value()) {
        cells.push_back({CellStyle::kCount, "", figure.value()});
      } else {
        cells.push_back({CellStyle::kMarker, MarkerText(figure.marker())});
      }
    }
    sheet.rows.push_back(std::move(cells));
  }
  return sheet;
}

}  // namespace

std::vector<Sheet> WorkbookOf(const store::v1::ReleaseContent& content) {
  std::vector<Sheet> sheets = {CoverOf(content), ContentsOf(content), NotesOf(content)};
  for (int i = 0; i < content.tables_size(); ++i) sheets.push_back(TableSheet(content, i));
  return sheets;
}

}  // namespace obt::reporting::bundle
