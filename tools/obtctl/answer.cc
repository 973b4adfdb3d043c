#include "tools/obtctl/answer.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"

namespace obt::ctl {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::vector<std::string> ListOf(const Columns& columns) { return absl::StrSplit(columns, "; "); }
std::string ValueIn(const std::string& column) { return column.substr(0, column.find('|')); }

Column ParseColumn(const Line& line, const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '|');
  const std::string path = parts[0].substr(0, parts[0].find_first_of(":+"));
  Column column;
  column.key = parts.size() > 2 ? parts[2] : path.substr(path.find_last_of(".>?#") + 1);
  column.header = parts.size() > 1 ? parts[1] : absl::StrReplaceAll(column.key, {{"_", " "}});
  column.programs_only = column.header == "-";
  if (parts.size() > 3 && !absl::SimpleAtoi(parts[3], &column.widest)) Die(absl::StrCat("no width: ", text));
  if (parts[0].rfind('@', 0) == 0) return column;
  CellOf(line, parts[0]);  // aborts where the protos have no such field, also when there are no lines
  column.kind = KindOf(line, parts[0]);
  return column;
}

std::vector<Column> ParseColumns(const Line& line, const Columns& texts) {
  std::vector<Column> columns;
  for (const std::string& text : ListOf(texts)) columns.push_back(ParseColumn(line, text));
  return columns;
}

// "courses" of "courses.modules".
std::string WithinOf(const std::string& rows) { return rows.substr(0, rows.rfind('.')); }

using Steps = std::vector<const FieldDescriptor*>;

// Calls `take` for every element the last of the steps has.
void ForEachElement(Line& line, const Message& message, const Steps& steps, size_t step,
                    const std::function<void()>& take) {
  if (step == steps.size()) return take();
  const Reflection& reflection = *message.GetReflection();
  const FieldDescriptor* field = steps[step];
  if (!field->is_repeated())
    return ForEachElement(line, reflection.GetMessage(message, field), steps, step + 1, take);
  for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
    line.at[field] = i;
    const bool deeper = field->message_type() != nullptr;
    ForEachElement(line, deeper ? reflection.GetRepeatedMessage(message, field, i) : message, steps, step + 1,
                   take);
  }
}

}  // namespace

Table RecordOf(const Columns& columns, const Message& message, const Message* request, const OwnCell& own) {
  const Line line{&message, request};
  std::vector<Cell> cells;
  for (const std::string& column : ListOf(columns))
    cells.push_back(ValueIn(column) == "@" ? own(line) : CellOf(line, ValueIn(column)));
  return Table::Record(ParseColumns(line, columns), std::move(cells));
}

Lines::Lines(const std::string& rows, const Columns& columns, const Message& empty, OwnCell own)
    : rows_(absl::StrSplit(rows, ", ")),
      own_(std::move(own)),
      table_(ParseColumns({&empty, nullptr, WithinOf(rows_.front())}, columns)) {
  for (const std::string& column : ListOf(columns)) values_.push_back(ValueIn(column));
}

int64_t Lines::Add(const Message& answer) {
  const size_t before = table_.rows().size();
  for (const std::string& rows : rows_) {
    Line line{&answer, nullptr, WithinOf(rows)};
    ForEachElement(line, answer, StepsOf(*answer.GetDescriptor(), rows), 0, [&] {
      std::vector<Cell> cells;
      for (const std::string& value : values_) {
        cells.push_back(value == "@"               ? own_(line)
                        : value.rfind('@', 0) == 0 ? Cell(line.within == value.substr(1))
                                                   : CellOf(line, value));
      }
      table_.Add(std::move(cells));
    });
  }
  return static_cast<int64_t>(table_.rows().size() - before);
}

Table LinesOf(const std::string& rows, const Columns& columns, const Message& answer) {
  Lines lines(rows, columns, answer);
  lines.Add(answer);
  return std::move(lines.table());
}

}  // namespace obt::ctl
