#include "tools/obtctl/table.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "tools/obtctl/csv.h"

namespace obt::ctl {
namespace {

constexpr absl::string_view kGap = "  ";
constexpr absl::string_view kUndefined = "–";

// As a program reads it; JSON and CSV differ in how they quote.
std::string Plain(const Cell& cell) {
  switch (cell.kind()) {
    case Cell::Kind::kText:
      return cell.text();
    case Cell::Kind::kCount:
      return absl::StrCat(cell.count());
    case Cell::Kind::kTruth:
      return cell.truth() ? "true" : "false";
    case Cell::Kind::kNumber:
      return std::isnan(cell.number()) ? "" : absl::StrCat(cell.number());
    case Cell::Kind::kEmpty:
      break;
  }
  return "";
}

// As a person reads it.
std::string Shown(const Cell& cell, ColumnKind kind) {
  switch (cell.kind()) {
    case Cell::Kind::kCount:
      return WithThousands(cell.count());
    case Cell::Kind::kTruth:
      return cell.truth() ? "yes" : "no";
    case Cell::Kind::kNumber:
      break;
    default:
      return Plain(cell);
  }
  if (std::isnan(cell.number())) return std::string(kUndefined);
  return kind == ColumnKind::kShare ? absl::StrFormat("%.1f %%", cell.number() * 100)
                                    : absl::StrFormat("%.1f", cell.number());
}

// At most so many letters, with a mark where some are left out.
std::string Cut(std::string text, size_t widest) {
  if (widest == 0 || WidthOf(text) <= widest) return text;
  size_t end = 0;
  for (size_t letters = 0; letters < widest - 1; ++letters) {
    do {
      ++end;
    } while (end < text.size() && (text[end] & 0xC0) == 0x80);
  }
  return text.substr(0, text.find_last_not_of(' ', end - 1) + 1) + "…";
}

std::string Quoted(absl::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      absl::StrAppend(&quoted, "\\", absl::string_view(&c, 1));
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&quoted, "\\u%04x", c);
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + "\"";
}

std::string JsonOf(const Cell& cell) {
  if (cell.kind() == Cell::Kind::kText) return Quoted(cell.text());
  const std::string plain = Plain(cell);
  return plain.empty() ? "null" : plain;
}

std::string Pad(absl::string_view text, size_t width, bool to_the_right) {
  const size_t own = WidthOf(text);
  const std::string blanks(width > own ? width - own : 0, ' ');
  return to_the_right ? absl::StrCat(blanks, text) : absl::StrCat(text, blanks);
}

std::string Repeat(absl::string_view piece, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) absl::StrAppend(&text, piece);
  return text;
}

// Lines of padded texts under each other.
class Grid {
 public:
  explicit Grid(const std::vector<Column>& columns) : widths_(columns.size()) {
    for (const Column& column : columns) right_.push_back(column.kind != ColumnKind::kText);
  }
  void Fit(const std::vector<std::string>& line) {
    for (size_t i = 0; i < line.size(); ++i) widths_[i] = std::max(widths_[i], WidthOf(line[i]));
  }
  std::string Line(const std::vector<std::string>& line) const {
    std::string text;
    for (size_t i = 0; i < line.size(); ++i) {
      absl::StrAppend(&text, i == 0 ? "" : kGap, Pad(line[i], widths_[i], right_[i]));
    }
    return text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
  }
  std::string Rule() const {
    std::vector<std::string> pieces;
    for (const size_t width : widths_) pieces.push_back(Repeat("─", width));
    return absl::StrJoin(pieces, kGap) + "\n";
  }

 private:
  std::vector<size_t> widths_;
  std::vector<bool> right_;
};

// The lines of all headers, the shorter ones ending at the bottom.
std::vector<std::vector<std::string>> HeaderLines(const std::vector<Column>& columns) {
  std::vector<std::vector<std::string>> headers;
  size_t height = 1;
  for (const Column& column : columns) {
    headers.push_back(absl::StrSplit(column.header, '\n'));
    height = std::max(height, headers.back().size());
  }
  std::vector<std::vector<std::string>> lines(height, std::vector<std::string>(columns.size()));
  for (size_t i = 0; i < headers.size(); ++i) {
    for (size_t j = 0; j < headers[i].size(); ++j) lines[height - headers[i].size() + j][i] = headers[i][j];
  }
  return lines;
}

}  // namespace

std::string WithThousands(int64_t number) {
  const std::string digits = absl::StrCat(number);
  const size_t first = number < 0 ? 1 : 0;
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > first && (digits.size() - i) % 3 == 0) text.push_back(',');
    text.push_back(digits[i]);
  }
  return text;
}

size_t WidthOf(absl::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
}

Table Table::Record(std::vector<std::pair<Column, Cell>> fields) {
  Table table({});
  table.record_ = true;
  std::vector<Cell> row;
  for (auto& [column, cell] : fields) {
    table.columns_.push_back(std::move(column));
    row.push_back(std::move(cell));
  }
  table.rows_.push_back(std::move(row));
  return table;
}

void Table::Add(std::vector<Cell> row) {
  if (row.size() != columns_.size())
    Die(absl::StrCat("a row of ", row.size(), " cells in a table of other width"));
  rows_.push_back(std::move(row));
}

void Table::SetTotals(std::vector<Cell> totals) {
  if (totals.size() != columns_.size()) Die("totals of another width than their table");
  totals_ = std::move(totals);
}

std::vector<Column> Table::ShownColumns() const {
  std::vector<Column> shown;
  for (const Column& column : columns_) {
    if (!column.programs_only) shown.push_back(column);
  }
  return shown;
}

std::vector<std::string> Table::ShownLine(const std::vector<Cell>& row) const {
  std::vector<std::string> line;
  for (size_t i = 0; i < row.size(); ++i) {
    if (!columns_[i].programs_only) line.push_back(Cut(Shown(row[i], columns_[i].kind), columns_[i].widest));
  }
  return line;
}

std::string Table::AsText() const {
  if (record_) return AsFields();
  Grid grid(ShownColumns());
  const std::vector<std::vector<std::string>> headers = HeaderLines(ShownColumns());
  std::vector<std::vector<std::string>> lines;
  for (const std::vector<std::string>& line : headers) grid.Fit(line);
  for (const std::vector<Cell>& row : rows_) grid.Fit(lines.emplace_back(ShownLine(row)));
  const std::vector<std::string> totals = ShownLine(totals_);
  grid.Fit(totals);

  std::string text = title_.empty() ? "" : title_ + "\n\n";
  for (const std::vector<std::string>& line : headers) text += grid.Line(line);
  text += grid.Rule();
  for (const std::vector<std::string>& line : lines) text += grid.Line(line);
  if (!totals_.empty()) text += grid.Rule() + grid.Line(totals);
  if (!notes_.empty()) text += "\n";
  for (const std::string& note : notes_) text += note + "\n";
  return text;
}

std::string Table::AsFields() const {
  size_t width = 0;
  for (const Column& column : columns_) width = std::max(width, WidthOf(column.header));
  std::string text = title_.empty() ? "" : title_ + "\n\n";
  for (size_t i = 0; i < columns_.size(); ++i) {
    const std::string value = Shown(rows_.front()[i], columns_[i].kind);
    if (value.empty()) continue;  // says nothing to people; programs get it
    const std::vector<std::string> lines = absl::StrSplit(value, '\n');
    for (size_t j = 0; j < lines.size(); ++j) {
      absl::StrAppend(&text, Pad(j == 0 ? columns_[i].header : "", width, false), kGap, lines[j], "\n");
    }
  }
  if (!notes_.empty()) text += "\n";
  for (const std::string& note : notes_) text += note + "\n";
  return text;
}

std::string Table::ObjectOf(const std::vector<Cell>& row, absl::string_view indent) const {
  std::vector<std::string> members;
  for (size_t i = 0; i < row.size(); ++i) {
    members.push_back(absl::StrCat(Quoted(columns_[i].key), ": ", JsonOf(row[i])));
  }
  if (indent.empty()) return absl::StrCat("{", absl::StrJoin(members, ", "), "}");
  return absl::StrCat("{\n", indent, absl::StrJoin(members, absl::StrCat(",\n", indent)), "\n}");
}

std::string Table::AsJson() const {
  if (record_) return ObjectOf(rows_.front(), "  ") + "\n";
  std::string text = "{\n  \"rows\": [";
  for (size_t i = 0; i < rows_.size(); ++i) {
    absl::StrAppend(&text, i == 0 ? "\n    " : ",\n    ", ObjectOf(rows_[i], ""));
  }
  absl::StrAppend(&text, rows_.empty() ? "]" : "\n  ]");
  if (!totals_.empty()) absl::StrAppend(&text, ",\n  \"totals\": ", ObjectOf(totals_, ""));
  if (!notes_.empty()) {
    std::vector<std::string> notes;
    for (const std::string& note : notes_) notes.push_back(Quoted(note));
    absl::StrAppend(&text, ",\n  \"notes\": [", absl::StrJoin(notes, ", "), "]");
  }
  return text + "\n}\n";
}

std::string Table::AsCsv() const {
  std::vector<std::string> keys;
  for (const Column& column : columns_) keys.push_back(column.key);
  std::string text = CsvLine(keys);
  for (const std::vector<Cell>& row : rows_) {
    std::vector<std::string> cells;
    for (const Cell& cell : row) cells.push_back(Plain(cell));
    text += CsvLine(cells);
  }
  return text;
}

}  // namespace obt::ctl
