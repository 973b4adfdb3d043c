#include "common/base/csv.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/base/files.h"
#include "common/base/status.h"

namespace obt {
namespace {

absl::Status Wrong(int64_t line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", what));
}

// Takes one row after another off a text.
class Scanner {
 public:
  Scanner(absl::string_view text, char separator) : text_(text), separator_(1, separator) {}

  bool AtEnd() const { return text_.empty(); }

  absl::StatusOr<CsvRow> Next() {
    CsvRow row;
    row.line = line_;
    while (true) {
      row.cells.emplace_back();
      const int64_t begun = line_;
      if (!TakeCell(row.cells.back())) return Wrong(begun, "a quoted cell does not end");
      if (absl::ConsumePrefix(&text_, separator_)) continue;
      if (AtEnd() || TakeBreak()) return row;
      return Wrong(line_, "something follows the closing quote of a cell");
    }
  }

 private:
  // The length of the line end a text begins with; 0 where it begins with none.
  static size_t BreakAt(absl::string_view text) {
    const size_t returns = std::min(text.find_first_not_of('\r'), text.size());
    if (returns < text.size() && text[returns] == '\n') return returns + 1;
    return returns > 0 ? 1 : 0;
  }

  bool TakeBreak() {
    const size_t length = BreakAt(text_);
    text_.remove_prefix(length);
    line_ += length > 0 ? 1 : 0;
    return length > 0;
  }

  void CountBreaks(absl::string_view text) {
    for (size_t at = text.find_first_of("\r\n"); at != absl::string_view::npos;
         at = text.find_first_of("\r\n")) {
      text.remove_prefix(at);
      text.remove_prefix(BreakAt(text));
      ++line_;
    }
  }

  bool TakeCell(std::string& cell) {
    if (!absl::ConsumePrefix(&text_, "\"")) {
      const size_t end = std::min(text_.find_first_of(separator_ + "\r\n"), text_.size());
      cell.assign(text_.data(), end);
      text_.remove_prefix(end);
      return true;
    }
    while (true) {
      const size_t quote = text_.find('"');
      if (quote == absl::string_view::npos) return false;
      cell.append(text_.data(), quote);
      text_.remove_prefix(quote + 1);
      if (!absl::ConsumePrefix(&text_, "\"")) break;
      cell.push_back('"');
    }
    CountBreaks(cell);
    const size_t blanks = std::min(text_.find_first_not_of(separator_ == "\t" ? " " : " \t"), text_.size());
    if (blanks == text_.size() || text_[blanks] == separator_[0] || BreakAt(text_.substr(blanks)) > 0)
      text_.remove_prefix(blanks);
    return true;
  }

  absl::string_view text_;
  const std::string separator_;
  int64_t line_ = 1;
};

bool IsBlank(const CsvRow& row) { return row.cells.size() == 1 && row.cells.front().empty(); }

}  // namespace

int CsvFile::ColumnOf(absl::string_view name) const {
  const auto found = std::find(header.begin(), header.end(), name);
  return found == header.end() ? -1 : static_cast<int>(found - header.begin());
}

absl::StatusOr<CsvFile> ParseCsv(absl::string_view text) {
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  CsvFile file;
  Scanner scanner(text, ',');
  while (!scanner.AtEnd()) {
    OBT_ASSIGN_OR_RETURN(CsvRow row, scanner.Next());
    if (file.header.empty()) {
      if (IsBlank(row)) break;
      file.header = std::move(row.cells);
      const std::set<std::string> names(file.header.begin(), file.header.end());
      if (names.size() < file.header.size()) return Wrong(row.line, "two columns have the same name");
    } else if (IsBlank(row) && file.header.size() > 1) {
      continue;
    } else if (row.cells.size() != file.header.size()) {
      return Wrong(row.line, absl::StrCat("has ", row.cells.size(), " cells where the header has ",
                                          file.header.size()));
    } else {
      file.rows.push_back(std::move(row));
    }
  }
  if (file.header.empty()) return Wrong(1, "the first line must name the columns");
  return file;
}

absl::StatusOr<std::vector<CsvRow>> ParseCsvRows(absl::string_view text, char separator, size_t most) {
  std::vector<CsvRow> rows;
  Scanner scanner(text, separator);
  while (!scanner.AtEnd() && rows.size() < most) {
    OBT_ASSIGN_OR_RETURN(rows.emplace_back(), scanner.Next());
  }
  return rows;
}

absl::StatusOr<CsvFile> ReadCsv(const std::string& path) {
  OBT_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  absl::StatusOr<CsvFile> file = ParseCsv(text);
  if (!file.ok()) return absl::InvalidArgumentError(absl::StrCat(path, ", ", file.status().message()));
  return file;
}

absl::StatusOr<CsvSheet> CsvSheet::Read(const std::string& path) {
  OBT_ASSIGN_OR_RETURN(CsvFile file, ReadCsv(path));
  return CsvSheet(path, std::move(file));
}

const std::string& CsvSheet::Text(size_t row, absl::string_view column) {
  static const std::string& empty = *new std::string;
  const int place = file_.ColumnOf(column);
  if (place >= 0) return file_.rows[row].cells[place];
  Fault(row, absl::StrCat("there is no column ", column));
  return empty;
}

int64_t CsvSheet::Count(size_t row, absl::string_view column) {
  const std::string& text = Text(row, column);
  int64_t count = 0;
  if (!absl::SimpleAtoi(text, &count) || count < 0)
    Fault(row, absl::StrCat(column, " must be a whole number, not ", text));
  return count;
}

void CsvSheet::Fault(size_t row, absl::string_view what) {
  if (!status_.ok()) return;
  status_ = absl::InvalidArgumentError(absl::StrCat(path_, ", line ", file_.rows[row].line, ": ", what));
}

std::string CsvLine(const std::vector<std::string>& cells) {
  return absl::StrCat(
      absl::StrJoin(cells, ",",
                    [](std::string* line, const std::string& cell) {
                      // Some readers take a line that begins with # for a comment.
                      if (cell.find_first_of(",\"\r\n") == std::string::npos && cell[0] != '#') {
                        line->append(cell);
                      } else {
                        absl::StrAppend(line, "\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
                      }
                    }),
      "\r\n");
}

}  // namespace obt
