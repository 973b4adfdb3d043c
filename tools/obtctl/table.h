// Answers as tables of typed cells, shown as aligned text for people or as JSON or CSV for programs. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace obt::ctl {

enum class ColumnKind {
  kText,    // may be shown cut where there is little room
  kId,      // says nothing when it is cut: ids, codes, words, days
  kCount,   // whole numbers, with thousands separators
  kShare,   // quotients, as per cent; NaN is "not defined"
  kNumber,  // other numbers
};

struct Column {
  std::string key;     // for programs: "learning_started"
  std::string header;  // for people; '\n' breaks the line
  ColumnKind kind = ColumnKind::kText;
  bool programs_only = false;  // left out of the text: codes beside their names
  size_t widest = 0;           // longer texts are shown cut; 0: as they are
};

// Empty, text, whole number, truth or quotient.
class Cell {
 public:
  enum class Kind { kEmpty, kText, kCount, kTruth, kNumber };

  Cell() = default;
  Cell(std::string text) : kind_(Kind::kText), text_(std::move(text)) {}
  Cell(const char* text) : Cell(std::string(text)) {}
  Cell(int64_t count) : kind_(Kind::kCount), count_(count) {}
  Cell(bool truth) : kind_(Kind::kTruth), count_(truth) {}
  Cell(double number) : kind_(Kind::kNumber), number_(number) {}

  Kind kind() const { return kind_; }
  const std::string& text() const { return text_; }
  int64_t count() const { return count_; }
  bool truth() const { return count_ != 0; }
  double number() const { return number_; }

 private:
  Kind kind_ = Kind::kEmpty;
  std::string text_;
  int64_t count_ = 0;
  double number_ = 0;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  // A single row that reads as a list of fields; empty ones are left out of the text.
  static Table Record(std::vector<Column> columns, std::vector<Cell> row);

  void Add(std::vector<Cell> row);  // as many cells as columns
  void SetTotals(std::vector<Cell> totals);
  void MoveLast(absl::string_view key);  // of a column, if it is there
  void SetTitle(std::string title) { title_ = std::move(title); }
  void AddNote(std::string note) { notes_.push_back(std::move(note)); }

  const std::vector<Column>& columns() const { return columns_; }
  const std::vector<std::vector<Cell>>& rows() const { return rows_; }
  std::vector<std::vector<Cell>>& rows() { return rows_; }

  // At most so many letters wide, 0 being any number: headers wrap, then texts are cut, then columns are left
  // out from the right, which a line says.
  std::string AsText(size_t width = 0) const;
  // {"rows": [...], "totals": {...}, "notes": [...]}; a record is the object itself.
  std::string AsJson() const;
  // RFC 4180 without totals and notes: what is summed up twice is wrong.
  std::string AsCsv() const;

 private:
  std::string AsFields() const;
  std::vector<std::string> ShownLine(const std::vector<Cell>& row) const;
  std::string ObjectOf(const std::vector<Cell>& row, absl::string_view indent) const;

  bool record_ = false;
  std::string title_;
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
  std::vector<Cell> totals_;
  std::vector<std::string> notes_;
};

// "477,230"
std::string WithThousands(int64_t number);
// Columns a UTF-8 text takes up on a terminal, one for each code point.
size_t WidthOf(absl::string_view text);

}  // namespace obt::ctl
