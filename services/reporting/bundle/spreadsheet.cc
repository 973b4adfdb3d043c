#include "services/reporting/bundle/spreadsheet.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/days.h"
#include "common/cli/numbers.h"
#include "common/cli/shown.h"
#include "services/reporting/bundle/spreadsheet_styles.h"
#include "services/reporting/bundle/wording.h"
#include "services/reporting/bundle/workbook.h"
#include "services/reporting/bundle/xml.h"
#include "services/reporting/bundle/zip.h"

namespace obt::reporting::bundle {
namespace {

constexpr char kMediaType[] = "application/vnd.oasis.opendocument.spreadsheet";
constexpr char kRowStyle[] = "row", kSheetStyle[] = "sheet";
// Of columns, in millimetres. A letter of 12 points takes up about 2.4 of them.
constexpr size_t kNarrowest = 30, kWidest = 90, kPageWidth = 220, kWidthStep = 10;

std::string ColumnStyle(size_t width) { return absl::StrCat("column", width); }

// Of each column of its table, or of its only one.
std::vector<size_t> WidthsOf(const Sheet& sheet) {
  if (!sheet.header.has_value()) return {kPageWidth};
  std::vector<size_t> widths;
  for (size_t i = *sheet.header; i < sheet.rows.size(); ++i) {
    const std::vector<SheetCell>& row = sheet.rows[i];
    widths.resize(std::max(widths.size(), row.size()), kNarrowest);
    for (size_t j = 0; j < row.size(); ++j)
      widths[j] = std::max(widths[j], 5 + cli::WidthOf(row[j].text) * 12 / 5);
  }
  for (size_t& width : widths) width = std::min(kWidest, (width + kWidthStep - 1) / kWidthStep * kWidthStep);
  return widths;
}

// OpenDocument takes blanks in a row for one, and leaves out those at an end.
void PutLine(pugi::xml_node paragraph, absl::string_view line) {
  const auto put_plain = [&paragraph](absl::string_view text) {
    if (!text.empty()) paragraph.append_child(pugi::node_pcdata).set_value(std::string(text).c_str());
  };
  size_t from = 0;
  for (size_t at = 0; at < line.size(); ++at) {
    const bool is_last = at + 1 == line.size();
    if (line[at] != ' ' || (at > 0 && line[at - 1] != ' ' && !is_last)) continue;
    put_plain(line.substr(from, at - from));
    paragraph.append_child("text:s");
    from = at + 1;
  }
  put_plain(line.substr(from));
}

// A paragraph for each line. Programs leave out tabs within cells.
void PutParagraphs(pugi::xml_node cell, const SheetCell& from) {
  const std::string text = absl::StrReplaceAll(from.text, {{"\r\n", "\n"}, {"\r", "\n"}, {"\t", " "}});
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    pugi::xml_node paragraph = Put(cell, "text:p");
    if (!from.link.empty())
      paragraph = Put(paragraph, "text:a",
                      {{"xlink:type", "simple"}, {"xlink:href", absl::StrCat("#", from.link, ".A1")}});
    PutLine(paragraph, line);
  }
}

void PutRow(pugi::xml_node parent, const std::vector<SheetCell>& cells) {
  const pugi::xml_node row = Put(parent, "table:table-row", {{"table:style-name", kRowStyle}});
  for (const SheetCell& from : cells) {
    pugi::xml_node cell = Put(row, "table:table-cell", {{"table:style-name", StyleNameOf(from.style)}});
    if (from.number.has_value()) {
      cell.append_attribute("office:value-type") = "float";
      cell.append_attribute("office:value") = absl::StrCat(*from.number).c_str();
      PutText(cell, "text:p", cli::WithThousands(*from.number));
    } else {
      cell.append_attribute("office:value-type") = "string";
      PutParagraphs(cell, from);
    }
  }
}

void PutSheet(pugi::xml_node workbook, const Sheet& sheet) {
  const pugi::xml_node table =
      Put(workbook, "table:table", {{"table:name", sheet.name}, {"table:style-name", kSheetStyle}});
  for (const size_t width : WidthsOf(sheet))
    Put(table, "table:table-column", {{"table:style-name", ColumnStyle(width)}});
  for (size_t i = 0; i < sheet.rows.size(); ++i)
    PutRow(i == sheet.header ? Put(table, "table:table-header-rows") : table, sheet.rows[i]);
}

// "A", "Z", "AA"
std::string ColumnLetters(size_t place) {
  const std::string last(1, static_cast<char>('A' + place % 26));
  return place < 26 ? last : absl::StrCat(ColumnLetters(place / 26 - 1), last);
}

// Marks the table of a sheet, with its header, under a name of its own.
void PutRange(pugi::xml_node ranges, const Sheet& sheet) {
  const size_t columns = sheet.rows[*sheet.header].size();
  const std::string quoted = absl::StrCat("'", sheet.name, "'");
  Put(ranges, "table:database-range",
      {{"table:name", absl::StrCat(sheet.name, "_table")},
       {"table:target-range-address", absl::StrCat(quoted, ".A", *sheet.header + 1, ":", quoted, ".",
                                                   ColumnLetters(columns - 1), sheet.rows.size())},
       {"table:contains-header", "true"},
       {"table:display-filter-buttons", "false"}});
}

void PutAutomaticStyles(pugi::xml_node root, const std::vector<Sheet>& sheets) {
  std::set<size_t> widths;
  for (const Sheet& sheet : sheets) {
    for (const size_t width : WidthsOf(sheet)) widths.insert(width);
  }
  const pugi::xml_node styles = Put(root, "office:automatic-styles");
  const auto put = [&styles](const std::string& name, const char* family) {
    return Put(styles, "style:style", {{"style:name", name}, {"style:family", family}});
  };
  for (const size_t width : widths)
    Put(put(ColumnStyle(width), "table-column"), "style:table-column-properties",
        {{"style:column-width", absl::StrCat(width, "mm")}});
  Put(put(kRowStyle, "table-row"), "style:table-row-properties", {{"style:use-optimal-row-height", "true"}});
  pugi::xml_node sheet = put(kSheetStyle, "table");
  sheet.append_attribute("style:master-page-name") = kMasterPage;
  Put(sheet, "style:table-properties", {{"table:display", "true"}, {"style:writing-mode", "lr-tb"}});
}

std::string ContentXml(const std::vector<Sheet>& sheets) {
  pugi::xml_document document;
  const pugi::xml_node root = Put(document, "office:document-content",
                                  {{"xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"},
                                   {"xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"},
                                   {"xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"},
                                   {"xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"},
                                   {"xmlns:xlink", "http://www.w3.org/1999/xlink"},
                                   {"office:version", kOpenDocumentVersion}});
  PutAutomaticStyles(root, sheets);
  const pugi::xml_node workbook = Put(Put(root, "office:body"), "office:spreadsheet");
  for (const Sheet& sheet : sheets) PutSheet(workbook, sheet);
  const pugi::xml_node ranges = Put(workbook, "table:database-ranges");
  for (const Sheet& sheet : sheets) {
    if (sheet.header.has_value()) PutRange(ranges, sheet);
  }
  return WholeOf(document);
}

std::string MetaXml(const store::v1::ReleaseContent& content) {
  pugi::xml_document document;
  const pugi::xml_node root = Put(document, "office:document-meta",
                                  {{"xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"},
                                   {"xmlns:meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"},
                                   {"xmlns:dc", "http://purl.org/dc/elements/1.1/"},
                                   {"office:version", kOpenDocumentVersion}});
  const pugi::xml_node meta = Put(root, "office:meta");
  const std::string moment = absl::StrCat(FormatDay(ParseDay(content.as_of()).value()), "T00:00:00");
  PutText(meta, "meta:generator", absl::StrCat("OneBigThing/", content.software_version()));
  PutText(meta, "dc:title", TitleOf(content));
  PutText(meta, "dc:description", RevisionText(content));
  PutText(meta, "dc:subject", content.programme_name());
  PutText(meta, "meta:keyword", "statistics");
  PutText(meta, "meta:keyword", "Civil Service");
  PutText(meta, "meta:creation-date", moment);
  PutText(meta, "dc:date", moment);
  PutText(meta, "dc:language", "en-GB");
  return WholeOf(document);
}

std::string PartsXml(const std::vector<ZipEntry>& parts) {
  pugi::xml_document document;
  const pugi::xml_node root = Put(document, "manifest:manifest",
                                  {{"xmlns:manifest", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"},
                                   {"manifest:version", kOpenDocumentVersion}});
  Put(root, "manifest:file-entry",
      {{"manifest:full-path", "/"},
       {"manifest:version", kOpenDocumentVersion},
       {"manifest:media-type", kMediaType}});
  for (const ZipEntry& part : parts)
    Put(root, "manifest:file-entry",
        {{"manifest:full-path", part.name}, {"manifest:media-type", "text/xml"}});
  return WholeOf(document);
}

}  // namespace

std::string SpreadsheetName(const store::v1::ReleaseContent& content) {
  return absl::StrCat(content.programme_id(), "-", content.number(), ".ods");
}

absl::StatusOr<std::string> Spreadsheet(const store::v1::ReleaseContent& content) {
  std::vector<ZipEntry> parts = {{"content.xml", ContentXml(WorkbookOf(content))},
                                 {"styles.xml", StylesXml()},
                                 {"meta.xml", MetaXml(content)}};
  parts.push_back({"META-INF/manifest.xml", PartsXml(parts)});
  // Programs tell what it is by the first bytes of the zip.
  parts.insert(parts.begin(), {"mimetype", kMediaType, false});
  return MakeZip(parts, ParseDay(content.as_of()).value());
}

}  // namespace obt::reporting::bundle
