// What is printed of a message: a record of its fields, or a table with a line for each element of its
// repeated fields. Pure.
//
// Columns have semicolons between; each is "value|header|key|widest" with a value of fields.h. The header's
// default is the key's words, the key's the value's last name; a header "-" keeps a column for programs.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "google/protobuf/message.h"
#include "tools/obtctl/fields.h"
#include "tools/obtctl/table.h"

namespace obt::ctl {

using Columns = std::string;
// The value "@", which a row cannot say.
using OwnCell = std::function<Cell(const Line&)>;

// The columns' fields under each other; `request` for values after '>'.
Table RecordOf(const Columns& columns, const google::protobuf::Message& message,
               const google::protobuf::Message* request = nullptr, const OwnCell& own = {});

// Lines for the elements of `rows`: "teams", "courses.modules", or several with commas between. The columns
// of a line begin where the inmost of its elements stands: "title" and "modules.title" of "courses.modules".
// "@earlier" is whether the line is one of those.
class Lines {
 public:
  Lines(const std::string& rows, const Columns& columns, const google::protobuf::Message& empty,
        OwnCell own = {});
  // How many there were.
  int64_t Add(const google::protobuf::Message& answer);
  Table& table() { return table_; }

 private:
  std::vector<std::string> rows_;
  std::vector<std::string> values_;
  OwnCell own_;
  Table table_;
};
Table LinesOf(const std::string& rows, const Columns& columns, const google::protobuf::Message& answer);

}  // namespace obt::ctl
