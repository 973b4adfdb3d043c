#include "tools/obtctl/table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/csv.h"
#include "common/base/error.h"
#include "common/base/instants.h"
#include "common/base/json.h"
#include "tools/obtctl/prose.h"

namespace obt::ctl {
namespace {

constexpr absl::string_view kGap = "  ";
constexpr absl::string_view kUndefined = "–";

// The fewest digits that say exactly this number.
std::string Shortest(double number) {
  std::array<char, 32> digits = {};
  const std::to_chars_result end = std::to_chars(digits.begin(), digits.end(), number);
  return std::string(digits.begin(), end.ptr);
}

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
      return std::isfinite(cell.number()) ? Shortest(cell.number()) : "";
    case Cell::Kind::kTime:
      return WriteInstant(cell.time());
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
      return cell.text();
  }
  if (std::isnan(cell.number())) return std::string(kUndefined);
  return kind == ColumnKind::kShare ? absl::StrFormat("%.1f %%", cell.number() * 100)
                                    : absl::StrFormat("%.1f", cell.number());
}

std::string Quoted(absl::string_view text) {
  std::string quoted;
  AppendJsonText(quoted, text);
  return quoted;
}

std::string JsonOf(const Cell& cell) {
  if (cell.kind() == Cell::Kind::kText || cell.kind() == Cell::Kind::kTime) return Quoted(Plain(cell));
  const std::string plain = Plain(cell);
  return plain.empty() ? "null" : plain;
}

using Words = std::vector<std::string>;

size_t WidestOf(const Words& lines) {
  size_t widest = 0;
  for (const std::string& line : lines) widest = std::max(widest, WidthOf(line));
  return widest;
}

// The columns of a table as wide as they may be, and its lines in them.
class Grid {
 public:
  Grid(std::vector<Column> columns, const std::vector<Words>& lines, size_t width)
      : columns_(std::move(columns)) {
    for (size_t i = 0; i < columns_.size(); ++i) {
      bodies_.push_back(0);
      for (const Words& line : lines) bodies_[i] = std::max(bodies_[i], WidthOf(line[i]));
      widths_.push_back(std::max(bodies_[i], WidestOf(absl::StrSplit(columns_[i].header, '\n'))));
    }
    if (width > 0 && WholeWidth() > width) Squeeze(width);
  }

  // Headers of those that are left out.
  const Words& dropped() const { return dropped_; }

  // The shorter headers end at the bottom.
  std::string Header() const {
    std::vector<Words> headers;
    size_t height = 1;
    for (size_t i = 0; i < widths_.size(); ++i) {
      headers.push_back(Wrap(columns_[i].header, widths_[i], "\n"));
      height = std::max(height, headers.back().size());
    }
    std::string text;
    for (size_t j = 0; j < height; ++j) {
      Words line;
      for (const Words& header : headers) {
        const size_t above = height - header.size();
        line.push_back(j < above ? "" : header[j - above]);
      }
      text += Line(line);
    }
    return text + Rule();
  }

  std::string Line(const Words& line) const {
    std::string text;
    for (size_t i = 0; i < widths_.size(); ++i) {
      const bool right = columns_[i].kind != ColumnKind::kText && columns_[i].kind != ColumnKind::kId;
      absl::StrAppend(&text, i == 0 ? "" : kGap, Pad(Cut(line[i], widths_[i]), widths_[i], right));
    }
    return text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
  }

  std::string Rule() const {
    Words pieces;
    for (const size_t width : widths_) pieces.push_back(Repeat("─", width));
    return absl::StrJoin(pieces, kGap) + "\n";
  }

 private:
  static constexpr size_t kLeast = 16;  // letters of a text that still say something

  size_t WholeWidth() const {
    return std::accumulate(widths_.begin(), widths_.end(), (widths_.size() - 1) * kGap.size());
  }
  bool MayShrink(size_t i) const { return columns_[i].kind == ColumnKind::kText; }

  void Squeeze(size_t width) {
    std::vector<size_t> least;
    for (size_t i = 0; i < columns_.size(); ++i) {
      const size_t words = WidestOf(Wrap(columns_[i].header, 1, "\n"));
      widths_[i] = std::max(bodies_[i], words);
      least.push_back(MayShrink(i) ? std::max(words, std::min(bodies_[i], kLeast)) : widths_[i]);
    }
    const std::vector<size_t> wanted = widths_;
    widths_ = least;
    while (widths_.size() > 1 && WholeWidth() > width) {
      dropped_.insert(dropped_.begin(),
                      absl::StrReplaceAll(columns_[widths_.size() - 1].header, {{"\n", " "}}));
      widths_.pop_back();
    }
    // What is left over goes to the texts, the shortest first.
    for (bool grown = true; grown;) {
      grown = false;
      for (size_t i = 0; i < widths_.size() && WholeWidth() < width; ++i) {
        if (widths_[i] == wanted[i]) continue;
        ++widths_[i];
        grown = true;
      }
    }
  }

  const std::vector<Column> columns_;
  std::vector<size_t> bodies_, widths_;
  Words dropped_;
};

}  // namespace

Cell::Cell(absl::Time time) : kind_(Kind::kTime), text_(WriteLocal(time)), time_(time) {}

Table Table::Record(std::vector<Column> columns, std::vector<Cell> row) {
  Table table(std::move(columns));
  table.record_ = true;
  table.Add(std::move(row));
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

void Table::MoveLast(absl::string_view key) {
  const auto found = std::find_if(columns_.begin(), columns_.end(),
                                  [key](const Column& column) { return column.key == key; });
  if (found == columns_.end()) return;
  const auto place = found - columns_.begin();
  const auto move = [place](auto& line) {
    std::rotate(line.begin() + place, line.begin() + place + 1, line.end());
  };
  move(columns_);
  for (std::vector<Cell>& row : rows_) move(row);
  if (!totals_.empty()) move(totals_);
}

std::vector<std::string> Table::ShownLine(const std::vector<Cell>& row) const {
  std::vector<std::string> line;
  for (size_t i = 0; i < row.size(); ++i) {
    if (!columns_[i].programs_only)
      line.push_back(Cut(Printable(Shown(row[i], columns_[i].kind)), columns_[i].widest));
  }
  return line;
}

std::string Table::AsText(size_t width) const {
  if (record_) return AsFields();
  std::vector<Column> shown;
  for (const Column& column : columns_) {
    if (!column.programs_only) shown.push_back(column);
  }
  std::vector<Words> lines;
  for (const std::vector<Cell>& row : rows_) lines.push_back(ShownLine(row));
  if (!totals_.empty()) lines.push_back(ShownLine(totals_));
  const Grid grid(std::move(shown), lines, width);

  std::string text = title_.empty() ? "" : title_ + "\n\n";
  text += grid.Header();
  for (size_t i = 0; i < lines.size(); ++i)
    text += (i == rows_.size() ? grid.Rule() : "") + grid.Line(lines[i]);
  Words notes = notes_;
  if (!grid.dropped().empty()) {
    notes.push_back(absl::StrCat("not shown, for want of room: ", absl::StrJoin(grid.dropped(), ", "),
                                 "; --wide shows all"));
  }
  if (!notes.empty()) text += "\n";
  for (const std::string& note : notes)
    absl::StrAppend(&text, width == 0 ? note : absl::StrJoin(Wrap(note, width), "\n"), "\n");
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
      absl::StrAppend(&text, Pad(j == 0 ? columns_[i].header : "", width, false), kGap, Printable(lines[j]),
                      "\n");
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
  std::string text = "{\n";
  for (const auto& [key, value] : facts_)
    absl::StrAppend(&text, "  ", Quoted(key), ": ", Quoted(value), ",\n");
  text += "  \"rows\": [";
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

std::string Table::AsCsv(bool raw) const {
  std::vector<std::string> keys;
  for (const Column& column : columns_) keys.push_back(column.key);
  for (const auto& [key, value] : facts_) keys.push_back(key);
  std::string text = CsvLine(keys);
  for (const std::vector<Cell>& row : rows_) {
    std::vector<std::string> cells;
    for (const Cell& cell : row) {
      const bool runs = !raw && cell.kind() == Cell::Kind::kText;
      cells.push_back(runs ? ForSpreadsheet(Plain(cell)) : Plain(cell));
    }
    for (const auto& [key, value] : facts_) cells.push_back(value);
    text += CsvLine(cells);
  }
  return text;
}

}  // namespace obt::ctl
