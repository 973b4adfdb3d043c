// A release as sheets for people, before anybody writes them in a format: a cover, contents, notes, and a
// sheet for each table, a row for each of its rows and a column for each measure. It follows the Analysis
// Function's guidance "Releasing statistics in spreadsheets": one table a sheet, from column A on, under a
// title in A1 and sentences that say what to know; no blank and no merged cells, one header row, markers
// explained. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "obt/reporting/store/v1/reporting_store.pb.h"

namespace obt::reporting::bundle {

enum class CellStyle {
  kTitle,          // in A1
  kSection,        // a heading below it
  kParagraph,      // beside empty cells: it runs over them
  kWrapped,        // in a column made wide for it
  kColumnHeading,  // of texts
  kCountHeading,   // of figures
  kText,
  kCount,   // a figure
  kMarker,  // in place of a figure
};

struct SheetCell {
  CellStyle style = CellStyle::kText;
  std::string text;
  std::optional<int64_t> number;  // instead of the text
  std::string link;               // name of a sheet that the text leads to; empty: nowhere
};

struct Sheet {
  std::string name;
  std::vector<std::vector<SheetCell>> rows;  // from A1 on
  // The row with the table's headers, from 0; the table goes down to the last row. None: there is no table.
  std::optional<size_t> header;
};

inline constexpr char kCoverSheet[] = "Cover", kContentsSheet[] = "Contents", kNotesSheet[] = "Notes";

// Of content that was checked. Sheets of tables are called by their table ids, which stay the same from one
// release to the next; their titles are numbered: "Table 1: …".
std::vector<Sheet> WorkbookOf(const store::v1::ReleaseContent& content);

}  // namespace obt::reporting::bundle
