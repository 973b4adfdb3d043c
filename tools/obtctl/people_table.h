// Staff lists as HR systems and spreadsheets write them: from the bytes of a file to lines whose cells stand
// below the columns of a PersonRow. Sentences about a list never repeat a person's line. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace obt::ctl {

struct StaffLine {
  int64_t line = 0;  // of the file
  std::vector<std::string> cells;
  absl::Status fault;  // why it has no cells: it is of another width than the header
};

struct StaffTable {
  std::vector<std::string> columns;  // of StaffColumns, each once
  std::vector<StaffLine> lines;      // each as wide as the columns
  std::vector<std::string> notes;    // what was passed over, for whoever sent the list

  // Place of a column; -1 without it.
  int ColumnOf(absl::string_view name) const;
};

// Takes any of the usual separators, names of columns as StaffColumnOf does, titles above them, columns
// without a name and content, lines of nothing, and byte order marks. A usage error that begins with `name`
// (the file's): what is no UTF-8 text, has no header, unknown or repeated columns, or a quote that does not
// end.
absl::StatusOr<StaffTable> ReadStaffTable(absl::string_view bytes, const std::string& name);

}  // namespace obt::ctl
