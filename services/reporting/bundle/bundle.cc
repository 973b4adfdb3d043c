#include "services/reporting/bundle/bundle.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/days.h"
#include "common/base/status.h"
#include "services/reporting/bundle/columns.h"
#include "services/reporting/bundle/content.h"
#include "services/reporting/bundle/dictionary.h"
#include "services/reporting/bundle/notes.h"
#include "services/reporting/bundle/spreadsheet.h"
#include "services/reporting/bundle/summary.h"
#include "services/reporting/bundle/table_file.h"
#include "services/reporting/bundle/zip.h"

namespace obt::reporting::bundle {

absl::StatusOr<std::vector<File>> MakeFiles(const store::v1::ReleaseContent& content) {
  OBT_RETURN_IF_ERROR(CheckContent(content));
  OBT_ASSIGN_OR_RETURN(std::string spreadsheet, Spreadsheet(content));
  std::vector<File> files;
  for (const v1::Table& table : content.tables())
    files.push_back({TableFileName(table), TableCsv(table), FigureCount(table)});
  for (const v1::Table& table : content.tables())
    files.push_back({absl::StrCat(TableFileName(table), "-metadata.json"), TableMetadata(table, content)});
  files.push_back({"data-dictionary.csv", DataDictionary(content), DictionaryRows(content)});
  files.push_back({"release-notes.txt", ReleaseNotes(content)});
  files.push_back({SpreadsheetName(content), std::move(spreadsheet)});
  files.push_back({"summary.html", Summary(content)});
  files.insert(files.begin(), {"manifest.json", Manifest(content, files)});
  return files;
}

absl::StatusOr<std::string> MakeBundle(const store::v1::ReleaseContent& content) {
  OBT_ASSIGN_OR_RETURN(std::vector<File> files, MakeFiles(content));
  std::vector<ZipEntry> entries;
  for (File& file : files) entries.push_back({std::move(file.name), std::move(file.bytes)});
  return MakeZip(entries, ParseDay(content.as_of()).value());
}

}  // namespace obt::reporting::bundle
