// Comma-separated values as RFC 4180 has them: quoted cells may hold commas, doubled quotes and line breaks.
// Reading accepts line feeds alone, a byte order mark, and blank lines between rows; writing is strict. Pure
// but for ReadCsv.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace obt::ctl {

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
// The same for a file; its path is in the error.
absl::StatusOr<CsvFile> ReadCsv(const std::string& path);

// One line with CRLF; cells are quoted where they must be.
std::string CsvLine(const std::vector<std::string>& cells);

}  // namespace obt::ctl
