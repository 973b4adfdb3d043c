// Any bytes as a staff list: refused with the line at fault, or read; and what was read is read the same once
// it is written again.
#include <cstdint>
#include <string>

#include "absl/strings/match.h"
#include "common/base/csv.h"
#include "tests/fuzz/require.h"
#include "tools/obtctl/people_file.h"

namespace obt::fuzz {
namespace {

// Every line is read or has a fault.
void ReadAsStaff(absl::string_view bytes) {
  const auto table = ctl::ReadStaffTable(bytes, "F");
  if (!table.ok()) return Require(table.status().message().substr(0, 1) == "F", "a refusal names no file");
  const auto people = ctl::ReadPeople(*table, {});
  Require(people.size() == table->lines.size(), "a line of a staff list was lost");
  for (size_t i = 0; i < people.size(); ++i)
    Require(people[i].line == table->lines[i].line, "a line has another number");
}

void Run(absl::string_view bytes) {
  ReadAsStaff(bytes);
  const absl::StatusOr<CsvFile> file = ParseCsv(bytes);
  if (!file.ok()) return Require(!file.status().message().empty(), "a refusal says nothing");
  // A row of one empty cell is a blank line, and a byte order mark is none of the first cell's.
  if (file->header.size() < 2 || absl::StartsWith(file->header[0], "\xEF\xBB\xBF")) return;
  std::string text = CsvLine(file->header);
  for (const CsvRow& row : file->rows) text += CsvLine(row.cells);
  const absl::StatusOr<CsvFile> again = ParseCsv(text);
  Require(again.ok() && again->header == file->header && again->rows.size() == file->rows.size(),
          "what was written is not read again");
  for (size_t i = 0; i < file->rows.size(); ++i)
    Require(again->rows[i].cells == file->rows[i].cells, "a cell changed when it was written and read again");
}

}  // namespace
}  // namespace obt::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  obt::fuzz::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
