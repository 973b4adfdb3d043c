// Comma-separated values as RFC 4180 has them: quoted cells may hold commas, doubled quotes and line breaks.
// Reading accepts every kind of line end (LF, CR, CRLF, and CRCRLF, which is CRLF written twice over), blanks
// behind a closing quote, a byte order mark, and blank lines between rows; writing is strict. Pure but for
// ReadCsv and CsvSheet::Read.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace obt {

struct CsvRow {
  int64_t line = 0;  // of the file, from 1, where the row begins
  std::vector<std::string> cells;
};

struct CsvFile {
  std::vector<std::string> header;
  std::vector<CsvRow> rows;  // each as wide as the header

  // Place of a column; -1 without it.
  int ColumnOf(absl::string_view name) const;
};

// INVALID_ARGUMENT naming the line: a row of another width than the header, a quote that does not end, no
// header, two columns of one name.
absl::StatusOr<CsvFile> ParseCsv(absl::string_view text);
// Rows of any width, as they stand, with any separator; at most so many. INVALID_ARGUMENT naming the line
// where a quote begins that does not end, or where something follows one that does.
absl::StatusOr<std::vector<CsvRow>> ParseCsvRows(absl::string_view text, char separator = ',',
                                                 size_t most = std::numeric_limits<size_t>::max());
// The same as ParseCsv for a file; its path is in the error.
absl::StatusOr<CsvFile> ReadCsv(const std::string& path);

// A file whose cells are asked for by column. What is not as it should be is remembered as the file's fault,
// so that a reader checks once, at its end.
class CsvSheet {
 public:
  static absl::StatusOr<CsvSheet> Read(const std::string& path);

  size_t size() const { return file_.rows.size(); }
  const std::string& Text(size_t row, absl::string_view column);
  // A whole number from 0.
  int64_t Count(size_t row, absl::string_view column);

  void Fault(size_t row, absl::string_view what);
  // INVALID_ARGUMENT naming file, line and the first fault.
  const absl::Status& status() const { return status_; }

 private:
  CsvSheet(std::string path, CsvFile file) : path_(std::move(path)), file_(std::move(file)) {}

  std::string path_;
  CsvFile file_;
  absl::Status status_;
};

// One line with CRLF; cells are quoted where they must be.
std::string CsvLine(const std::vector<std::string>& cells);

}  // namespace obt
