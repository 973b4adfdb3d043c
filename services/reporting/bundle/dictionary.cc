#include "services/reporting/bundle/dictionary.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/csv.h"
#include "services/reporting/bundle/columns.h"
#include "services/reporting/bundle/table_file.h"
#include "services/reporting/bundle/wording.h"

namespace obt::reporting::bundle {
namespace {

std::string SafeLine(std::vector<std::string> cells) {
  std::transform(cells.begin(), cells.end(), cells.begin(), Neutralised);
  return CsvLine(cells);
}

}  // namespace

std::string DataDictionary(const store::v1::ReleaseContent& content) {
  std::string csv = CsvLine({"table", "kind", "name", "title", "unit", "definition", "allowed"});
  for (const v1::Table& table : content.tables()) {
    const std::string& id = table.outline().table_id();
    for (const Column& column : ColumnsOf(table.outline())) {
      csv += SafeLine({id, "column", column.name, column.title, "", column.definition, column.allowed});
    }
    for (const v1::TableMeasure& measure : table.outline().measures())
      csv += SafeLine({id, "measure", measure.name(), measure.title(), measure.unit(), measure.definition(),
                       absl::StrCat("A whole number, or a marker. ", MarkersText())});
  }
  return csv;
}

int64_t DictionaryRows(const store::v1::ReleaseContent& content) {
  int64_t rows = 0;
  for (const v1::Table& table : content.tables())
    rows += static_cast<int64_t>(ColumnsOf(table.outline()).size()) + table.outline().measures_size();
  return rows;
}

}  // namespace obt::reporting::bundle
