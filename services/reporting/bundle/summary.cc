#include "services/reporting/bundle/summary.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/chart/svg.h"
#include "services/reporting/bundle/exhibit.h"
#include "services/reporting/bundle/wording.h"

namespace obt::reporting::bundle {
namespace {

constexpr int kMostNotes = 5;
constexpr double kNarrowChart = 600;  // beside its table: on A4 its letters are of 7 points
// Colours of the GOV.UK Design System: on white its text has a contrast of 19, its secondary text of 7.
constexpr char kStyle[] = R"(
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 1040px; padding: 0 20px 30px; background: #ffffff; color: #0b0c0c;
  font: 16px/1.4 Arial, Helvetica, sans-serif; }
header { border-bottom: 6px solid #1d70b8; padding: 20px 0 8px; }
h1 { font-size: 28px; line-height: 1.15; margin: 0 0 8px; }
h2 { font-size: 21px; line-height: 1.2; margin: 24px 0 8px; }
p { margin: 0 0 8px; }
dl.headlines { display: flex; flex-wrap: wrap; margin: 0; }
dl.headlines div { box-sizing: border-box; width: 25%; padding: 8px 12px 8px 0;
  border-top: 1px solid #b1b4b6; }
dl.headlines dt { font-size: 15px; }
dl.headlines dd { margin: 0; font-size: 26px; font-weight: bold; }
dl.headlines dd span { font-size: 15px; font-weight: normal; }
dl.markers dt { font-weight: bold; float: left; margin-right: 8px; }
dl.markers dd { margin: 0 0 4px 32px; }
.exhibit { display: flex; gap: 20px; align-items: flex-start; }
figure { flex: 8; margin: 0; }
figure svg { display: block; width: 100%; height: auto; }
.scroll { flex: 5; overflow-x: auto; }
.wide { display: block; }
.wide figure, .wide .scroll { max-width: 800px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { text-align: left; font-weight: bold; padding-bottom: 4px; }
th, td { border-bottom: 1px solid #b1b4b6; padding: 3px 8px 3px 0; text-align: left; vertical-align: top; }
th[scope=row] { font-weight: normal; }
#weeks-table th[scope=row] { white-space: nowrap; }
td, th.figure { text-align: right; padding-right: 0; padding-left: 8px; font-variant-numeric: tabular-nums; }
footer { border-top: 1px solid #b1b4b6; margin-top: 24px; padding-top: 8px; font-size: 14px; color: #505a5f; }
@media (max-width: 45em) {
  .exhibit { display: block; }
  dl.headlines div { width: 50%; }
}
@page { size: A4; margin: 12mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  header { padding-top: 0; border-bottom-width: 1.5mm; }
  h1 { font-size: 17pt; }
  h2 { font-size: 12.5pt; margin: 4mm 0 1.5mm; break-after: avoid; }
  p { margin-bottom: 1.5mm; }
  dl.headlines dt, dl.headlines dd span { font-size: 8.5pt; }
  dl.headlines dd { font-size: 15pt; }
  .exhibit { display: flex; gap: 5mm; }
  .wide { display: block; }
  .wide figure, .wide .scroll { max-width: 148mm; }
  .scroll { overflow: visible; }
  section { break-inside: avoid; }
  table { font-size: 8pt; }
  th, td { padding-top: 0.4mm; padding-bottom: 0.4mm; }
  footer { font-size: 8pt; margin-top: 4mm; }
}
)";

std::string Html(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

// An element with a text in it; `more` are attributes, with a blank before them.
std::string Element(absl::string_view name, absl::string_view text, absl::string_view more = "") {
  return absl::StrCat("<", name, more, ">", Html(text), "</", name, ">\n");
}

std::string HeadlinesHtml(const store::v1::ReleaseContent& content) {
  const std::vector<Headline> headlines = HeadlinesOf(content);
  if (headlines.empty()) return "";
  std::string html =
      absl::StrCat("<section aria-labelledby=\"headlines\">\n",
                   Element("h2", "Headline figures", " id=\"headlines\""), "<dl class=\"headlines\">\n");
  for (const Headline& headline : headlines)
    absl::StrAppend(&html, "<div>", Element("dt", headline.title), "<dd>", Html(FigureText(headline.figure)),
                    " ", Element("span", headline.unit), "</dd></div>\n");
  return absl::StrCat(html, "</dl>\n</section>\n");
}

std::string TableHtml(const Exhibit& exhibit) {
  std::string html = absl::StrCat(
      "<div class=\"scroll\">\n<table id=\"", exhibit.id, "-table\">\n",
      Element("caption", absl::StrCat("Figures of the chart: ", exhibit.chart.title)), "<thead>\n<tr>\n");
  for (size_t i = 0; i < exhibit.headers.size(); ++i)
    html += Element("th", exhibit.headers[i], i == 0 ? " scope=\"col\"" : " scope=\"col\" class=\"figure\"");
  absl::StrAppend(&html, "</tr>\n</thead>\n<tbody>\n");
  for (const Exhibit::Row& row : exhibit.rows) {
    absl::StrAppend(&html, "<tr>\n", Element("th", row.name, " scope=\"row\""));
    for (const std::string& figure : row.figures) html += Element("td", figure);
    absl::StrAppend(&html, "</tr>\n");
  }
  return absl::StrCat(html, "</tbody>\n</table>\n</div>\n");
}

std::string ExhibitHtml(const Exhibit& exhibit) {
  return absl::StrCat("<section aria-labelledby=\"", exhibit.id, "\">\n",
                      Element("h2", exhibit.heading, absl::StrCat(" id=\"", exhibit.id, "\"")),
                      exhibit.is_wide ? "<div class=\"exhibit wide\">\n" : "<div class=\"exhibit\">\n",
                      "<figure>\n",
                      chart::AsSvg(exhibit.chart, absl::StrCat(exhibit.id, "-chart"),
                                   exhibit.is_wide ? chart::kSvgWidth : kNarrowChart),
                      "</figure>\n", TableHtml(exhibit), "</div>\n</section>\n");
}

std::string NotesHtml(const store::v1::ReleaseContent& content) {
  std::string html =
      absl::StrCat("<section aria-labelledby=\"reading\">\n",
                   Element("h2", "How to read the figures", " id=\"reading\""), "<dl class=\"markers\">\n");
  for (const v1::Marker marker : {v1::MARKER_CONFIDENTIAL, v1::MARKER_NOT_APPLICABLE})
    absl::StrAppend(&html, Element("dt", MarkerText(marker)), Element("dd", MeaningOf(marker)));
  absl::StrAppend(&html, "</dl>\n");
  for (const std::string& text : PolicyTexts()) html += Element("p", text);
  for (int i = 0; i < std::min(content.notes_size(), kMostNotes); ++i) html += Element("p", content.notes(i));
  if (content.notes_size() > kMostNotes) html += Element("p", "More notes are in the release notes.");
  return absl::StrCat(html, "</section>\n");
}

}  // namespace

std::string Summary(const store::v1::ReleaseContent& content) {
  const std::string title = TitleOf(content);
  std::string html = absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n",
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n", Element("title", title),
      "<style>", kStyle, "</style>\n</head>\n<body>\n<header>\n", Element("h1", title),
      Element("p", RevisionText(content)), "</header>\n<main>\n", HeadlinesHtml(content));
  const std::vector<Exhibit> exhibits = ExhibitsOf(content);
  for (const Exhibit& exhibit : exhibits) html += ExhibitHtml(exhibit);
  absl::StrAppend(&html, NotesHtml(content), "</main>\n<footer>\n");
  return absl::StrCat(html, Element("p", absl::StrJoin(VersionTexts(content), " ")),
                      "</footer>\n</body>\n</html>\n");
}

}  // namespace obt::reporting::bundle
