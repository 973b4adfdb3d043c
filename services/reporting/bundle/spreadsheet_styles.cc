#include "services/reporting/bundle/spreadsheet_styles.h"

#include <array>

#include "absl/strings/str_replace.h"
#include "services/reporting/bundle/xml.h"

namespace obt::reporting::bundle {
namespace {

constexpr char kFont[] = "Arial", kCountFormat[] = "Count_format", kPage[] = "Page";

struct Look {
  CellStyle style;
  const char* name;
  const char* size;  // of letters, in points
  bool bold, wrapped, right;
};
constexpr std::array<Look, 9> kLooks = {{
    {CellStyle::kTitle, "Heading_20_1", "16pt", true, false, false},
    {CellStyle::kSection, "Heading_20_2", "14pt", true, false, false},
    {CellStyle::kParagraph, "Paragraph", "12pt", false, false, false},
    {CellStyle::kWrapped, "Wrapped_20_paragraph", "12pt", false, true, false},
    {CellStyle::kColumnHeading, "Column_20_heading", "12pt", true, true, false},
    {CellStyle::kCountHeading, "Column_20_heading_20_of_20_figures", "12pt", true, true, true},
    {CellStyle::kText, "Text", "12pt", false, true, false},
    {CellStyle::kCount, "Figure", "12pt", false, false, true},
    {CellStyle::kMarker, "Marker", "12pt", false, false, true},
}};

void PutLook(pugi::xml_node styles, const Look& look) {
  pugi::xml_node style = Put(styles, "style:style",
                             {{"style:name", look.name},
                              {"style:display-name", absl::StrReplaceAll(look.name, {{"_20_", " "}})},
                              {"style:family", "table-cell"},
                              {"style:parent-style-name", "Default"}});
  if (look.style == CellStyle::kCount) style.append_attribute("style:data-style-name") = kCountFormat;
  Put(style, "style:table-cell-properties",
      {{"fo:wrap-option", look.wrapped ? "wrap" : "no-wrap"},
       {"style:text-align-source", "fix"},
       {"style:vertical-align", "top"}});
  Put(style, "style:paragraph-properties", {{"fo:text-align", look.right ? "end" : "start"}});
  Put(style, "style:text-properties",
      {{"fo:font-size", look.size}, {"fo:font-weight", look.bold ? "bold" : "normal"}});
}

// A4 across, as wide as the page and as many pages as it takes.
void PutPages(pugi::xml_node root) {
  const pugi::xml_node layout =
      Put(Put(root, "office:automatic-styles"), "style:page-layout", {{"style:name", kPage}});
  Put(layout, "style:page-layout-properties",
      {{"fo:page-width", "297mm"},
       {"fo:page-height", "210mm"},
       {"style:print-orientation", "landscape"},
       {"fo:margin", "15mm"},
       {"style:scale-to-X", "1"},
       {"style:scale-to-Y", "0"}});
  Put(Put(root, "office:master-styles"), "style:master-page",
      {{"style:name", kMasterPage}, {"style:page-layout-name", kPage}});
}

}  // namespace

const char* StyleNameOf(CellStyle style) {
  for (const Look& look : kLooks) {
    if (look.style == style) return look.name;
  }
  return "Default";
}

std::string StylesXml() {
  pugi::xml_document document;
  const pugi::xml_node root =
      Put(document, "office:document-styles",
          {{"xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"},
           {"xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"},
           {"xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"},
           {"xmlns:svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"},
           {"xmlns:number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"},
           {"office:version", kOpenDocumentVersion}});
  Put(Put(root, "office:font-face-decls"), "style:font-face",
      {{"style:name", kFont}, {"svg:font-family", kFont}, {"style:font-family-generic", "swiss"}});
  const pugi::xml_node styles = Put(root, "office:styles");
  const pugi::xml_node all = Put(styles, "style:default-style", {{"style:family", "table-cell"}});
  Put(all, "style:text-properties",
      {{"style:font-name", kFont}, {"fo:font-size", "12pt"}, {"fo:language", "en"}, {"fo:country", "GB"}});
  Put(Put(styles, "number:number-style", {{"style:name", kCountFormat}}), "number:number",
      {{"number:decimal-places", "0"}, {"number:min-integer-digits", "1"}, {"number:grouping", "true"}});
  Put(styles, "style:style", {{"style:name", "Default"}, {"style:family", "table-cell"}});
  for (const Look& look : kLooks) PutLook(styles, look);
  PutPages(root);
  return WholeOf(document);
}

}  // namespace obt::reporting::bundle
