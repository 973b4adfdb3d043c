#include "tools/obtctl/people_table.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/base/csv.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/unseen.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/people_columns.h"

namespace obt::ctl {
namespace {

constexpr size_t kLinesAboveHeader = 20;  // at most
constexpr char kExample[] = "hr_id,email,name,grade,profession,region,leaver";

// ---- bytes ----

// What a file is that begins so and is no list.
struct Kind {
  absl::string_view begins, what;
};
constexpr Kind kKinds[] = {
    {{"\xFF\xFE\0\0", 4}, "UTF-32"},
    {{"\0\0\xFE\xFF", 4}, "UTF-32"},
    {"\xFF\xFE", "UTF-16"},
    {"\xFE\xFF", "UTF-16"},
    {"PK\x03\x04", "a workbook (xlsx, ods) or another zip file"},
    {"\xD0\xCF\x11\xE0", "an old workbook (xls)"},
    {"\x1F\x8B", "a gzip file"},
    {"%PDF", "a PDF"},
    {"{\\rtf", "a document (rtf)"},
    {"<", "HTML or XML"},
};

std::string KindOf(absl::string_view bytes) {
  for (const Kind& kind : kKinds) {
    if (absl::StartsWith(bytes, kind.begins)) return std::string(kind.what);
  }
  // Without a mark: every other byte of ASCII letters is 0.
  if (bytes.find('\0') == absl::string_view::npos) return "";
  const absl::string_view head = bytes.substr(0, 200);
  size_t zeros[2] = {0, 0};
  for (size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == '\0' ? 1 : 0;
  const bool wide =
      std::max(zeros[0], zeros[1]) * 3 > head.size() && std::min(zeros[0], zeros[1]) * 6 < head.size();
  return wide ? "UTF-16" : "not text: it holds bytes 0x00";
}

absl::Status CheckIsText(absl::string_view bytes, const std::string& name) {
  if (bytes.empty()) return UsageError(absl::StrCat(name, " is empty"));
  const std::string kind = KindOf(bytes);
  if (kind.empty()) return absl::OkStatus();
  return UsageError(absl::StrCat(name, " is ", kind, "; save it as CSV UTF-8"));
}

// ---- header ----

bool IsNothing(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return TrimUnseen(cell).empty(); });
}

// How many columns of a staff list a row names; 0 where none of them says whom a line is about.
size_t NamedBy(const CsvRow& row) {
  size_t named = 0;
  bool recognisable = false;
  for (const std::string& cell : row.cells) {
    const std::string column = StaffColumnOf(cell);
    named += column.empty() ? 0 : 1;
    recognisable = recognisable || column == "hr_id" || column == "email";
  }
  return recognisable ? named : 0;
}

// As many of the first rows as can be read.
std::vector<CsvRow> FirstRows(absl::string_view text, char separator) {
  for (size_t most = kLinesAboveHeader; most > 0; --most) {
    absl::StatusOr<std::vector<CsvRow>> rows = ParseCsvRows(text, separator, most);
    if (rows.ok()) return *std::move(rows);
  }
  return {};
}

// Where the header is, and what separates cells.
struct Layout {
  char separator = ',';
  size_t header = 0;  // the how many-th row
  size_t named = 0;
};

// "sep=;" in the first line is for a spreadsheet.
bool IsSeparatorLine(const CsvRow& row) { return absl::StartsWith(TrimUnseen(row.cells.front()), "sep="); }

Layout FindLayout(absl::string_view text) {
  Layout best;
  std::string separators = ",;\t|";
  absl::string_view declared = text;
  absl::ConsumePrefix(&declared, "\"");
  if (absl::ConsumePrefix(&declared, "sep=") && !declared.empty()) separators.insert(0, 1, declared.front());
  for (const char separator : separators) {
    const std::vector<CsvRow> rows = FirstRows(text, separator);
    for (size_t i = 0; i < rows.size(); ++i) {
      const size_t named = NamedBy(rows[i]);
      if (named == 0) continue;
      if (named > best.named) best = {separator, i, named};
      break;
    }
  }
  return best;
}

absl::Status NoHeader(const std::string& name) {
  return UsageError(absl::StrCat(
      name,
      ": no line names a column hr_id or email, by which people are recognised; a list begins with a line "
      "such as ",
      kExample));
}

std::string NameOfColumn(const std::string& cell) {
  std::string shown = Shown(TrimUnseen(cell));
  return shown.substr(1, shown.size() - 2);
}

// Which column of the staff list each cell of the header names; empty for those without a name.
absl::StatusOr<std::vector<std::string>> ReadHeader(const CsvRow& header, const std::string& name) {
  std::vector<std::string> columns, unknown;
  std::map<std::string, size_t> places;
  for (size_t i = 0; i < header.cells.size(); ++i) {
    const bool named = !TrimUnseen(header.cells[i]).empty();
    columns.push_back(StaffColumnOf(header.cells[i]));
    if (columns.back().empty()) {
      if (named) unknown.push_back(NameOfColumn(header.cells[i]));
      continue;
    }
    const auto [known, is_new] = places.emplace(columns.back(), i);
    if (is_new) continue;
    return UsageError(absl::StrCat(name, ", line ", header.line, ": columns ", known->second + 1, " (",
                                   NameOfColumn(header.cells[known->second]), ") and ", i + 1, " (",
                                   NameOfColumn(header.cells[i]), ") both are ", columns.back(),
                                   "; leave one of them out"));
  }
  if (unknown.empty()) return columns;
  return UsageError(absl::StrCat(name, ", line ", header.line,
                                 ": unknown columns: ", absl::StrJoin(unknown, ", "), "; a staff list has ",
                                 absl::StrJoin(StaffColumns(), ", ")));
}

// What stands above the header is a title, and no person.
absl::Status PassTitles(const std::vector<CsvRow>& rows, size_t header, const std::string& name,
                        StaffTable& table) {
  std::vector<int64_t> passed;
  for (size_t i = 0; i < header; ++i) {
    if (IsNothing(rows[i]) || (i == 0 && IsSeparatorLine(rows[i]))) continue;
    for (const std::string& cell : rows[i].cells) {
      if (!absl::StrContains(cell, '@')) continue;
      return UsageError(absl::StrCat(name, ", line ", rows[i].line,
                                     ": an address stands above the line that names "
                                     "the columns, line ",
                                     rows[header].line, "; that must be the first"));
    }
    passed.push_back(rows[i].line);
  }
  if (!passed.empty())
    table.notes.push_back(absl::StrCat("line ", absl::StrJoin(passed, ", "),
                                       " above the names of the columns ", passed.size() == 1 ? "is" : "are",
                                       " passed over"));
  return absl::OkStatus();
}

// ---- lines ----

absl::Status WrongWidth(size_t cells, size_t columns) {
  Violations out;
  out.Add("cells", absl::StrCat(cells, " where the header has ", columns,
                                "; one that holds a separator or a line end must be in quotes"));
  return out.ToStatus();
}

// The row's cells below the columns that have a name.
absl::StatusOr<StaffLine> LineOf(CsvRow row, const std::vector<std::string>& columns,
                                 const std::string& name) {
  StaffLine line;
  line.line = row.line;
  while (row.cells.size() > columns.size() && TrimUnseen(row.cells.back()).empty()) row.cells.pop_back();
  if (row.cells.size() != columns.size()) {
    line.fault = WrongWidth(row.cells.size(), columns.size());
    return line;
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    if (!columns[i].empty()) {
      line.cells.push_back(std::move(row.cells[i]));
    } else if (!TrimUnseen(row.cells[i]).empty()) {
      return UsageError(absl::StrCat(name, ", line ", row.line, ": column ", i + 1,
                                     " holds something and has no name; give it one, or leave it out"));
    }
  }
  return line;
}

}  // namespace

int StaffTable::ColumnOf(absl::string_view name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

absl::StatusOr<StaffTable> ReadStaffTable(absl::string_view bytes, const std::string& name) {
  OBT_RETURN_IF_ERROR(CheckIsText(bytes, name));
  while (absl::ConsumePrefix(&bytes, "\xEF\xBB\xBF")) {
  }
  const Layout layout = FindLayout(bytes);
  absl::StatusOr<std::vector<CsvRow>> rows = ParseCsvRows(bytes, layout.separator);
  if (!rows.ok()) return UsageError(absl::StrCat(name, ", ", rows.status().message()));
  if (layout.named == 0) return NoHeader(name);
  StaffTable table;
  OBT_RETURN_IF_ERROR(PassTitles(*rows, layout.header, name, table));
  const CsvRow header = (*rows)[layout.header];
  OBT_ASSIGN_OR_RETURN(std::vector<std::string> columns, ReadHeader(header, name));
  for (const std::string& column : columns) {
    if (!column.empty()) table.columns.push_back(column);
  }
  bool fits = false;
  for (size_t i = layout.header + 1; i < rows->size(); ++i) {
    CsvRow& row = (*rows)[i];
    if (IsNothing(row) || row.cells == header.cells) continue;  // lists that were put one behind the other
    OBT_ASSIGN_OR_RETURN(table.lines.emplace_back(), LineOf(std::move(row), columns, name));
    fits = fits || table.lines.back().fault.ok();
  }
  if (fits || table.lines.empty()) return table;
  return UsageError(absl::StrCat(name, ", line ", table.lines.front().line, ": ",
                                 table.lines.front().fault.message(), "; so it is in every line"));
}

}  // namespace obt::ctl
