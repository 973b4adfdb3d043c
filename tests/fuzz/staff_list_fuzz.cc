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

void Run(absl::string_view bytes) {
  const absl::StatusOr<CsvFile> file = ParseCsv(bytes);
  if (!file.ok()) return Require(!file.status().message().empty(), "a refusal says nothing");
  const auto people = ctl::ReadPeople(*file);
  if (people.ok()) Require(people->size() == file->rows.size(), "a line of a staff list was lost");
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
