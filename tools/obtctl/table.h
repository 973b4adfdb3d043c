// Answers as tables of typed cells, shown as aligned text for people or as JSON or CSV for programs. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/cli/numbers.h"
#include "common/cli/shown.h"
#include "tools/obtctl/command.h"

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

// Empty, text, whole number, truth, quotient or instant.
class Cell {
 public:
  enum class Kind { kEmpty, kText, kCount, kTruth, kNumber, kTime };

  Cell() = default;
  Cell(std::string text) : kind_(Kind::kText), text_(std::move(text)) {}
  Cell(const char* text) : Cell(std::string(text)) {}
  Cell(int64_t count) : kind_(Kind::kCount), count_(count) {}
  Cell(bool truth) : kind_(Kind::kTruth), count_(truth) {}
  Cell(double number) : kind_(Kind::kNumber), number_(number) {}
  Cell(absl::Time time);

  Kind kind() const { return kind_; }
  const std::string& text() const { return text_; }  // of an instant: for people
  int64_t count() const { return count_; }
  bool truth() const { return count_ != 0; }
  double number() const { return number_; }
  absl::Time time() const { return time_; }

 private:
  Kind kind_ = Kind::kEmpty;
  std::string text_;
  int64_t count_ = 0;
  double number_ = 0;
  absl::Time time_;
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
  // What holds for all of it, for programs: members of the JSON object, columns of the CSV.
  void SetFacts(std::vector<std::pair<std::string, std::string>> facts) { facts_ = std::move(facts); }
  void AddNote(std::string note) { notes_.push_back(std::move(note)); }

  const std::vector<Column>& columns() const { return columns_; }
  const std::vector<std::vector<Cell>>& rows() const { return rows_; }
  std::vector<std::vector<Cell>>& rows() { return rows_; }

  // At most so many letters wide, 0 being any number: headers wrap, then texts are cut, then columns are left
  // out from the right, which a line says.
  std::string AsText(size_t width = 0) const;
  // {"rows": [...], "totals": {...}, "notes": [...]} behind the facts; a record is the object itself.
  std::string AsJson() const;
  // RFC 4180 without totals and notes: what is summed up twice is wrong. Texts that a spreadsheet would run
  // as formulas have an apostrophe before them, but where they are wanted raw.
  std::string AsCsv(bool raw = false) const;

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
  std::vector<std::pair<std::string, std::string>> facts_;
};

}  // namespace obt::ctl
