// The rows that are counted, as an analyst would prepare them once for a database: small whole numbers, a
// table of facts for each measure with everything it is grouped by beside it, codes in a dictionary of their
// own. One table of facts for all measures was tried: DuckDB takes twice to four times as long. Days count
// from the Monday of the week in which counting begins; an open end is kOpen.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/base/days.h"
#include "obt/aggregator/v1/metrics.pb.h"

namespace obt::bench::query {

inline constexpr int kOpen = 32'000;
// An organisation outside the programme: such a row is in no figure.
inline constexpr int kOutside = -1;

enum class Width : uint8_t { kByte, kShort, kInt, kLong };  // a byte has no sign
struct Column {
  const char* name;
  Width width;
};

struct Table {
  std::string name;
  std::vector<Column> columns;
  const char* sorted_by;             // in DuckDB, which skips what cannot match
  std::vector<const char*> indexes;  // in PostgreSQL
};
const std::vector<Table>& AllTables();
// Of what happened: "learning_started"; of items also in a row for each theme.
std::string NameOf(aggregator::v1::Measure measure, bool by_theme = false);
// Those that have such a table, of people and of items.
std::vector<aggregator::v1::Measure> MeasuresOfPeople();
std::vector<aggregator::v1::Measure> MeasuresOfItems();
std::string HeaderOf(const Table& table);  // of its file

// Numbers of codes, from 0 in the order in which they came.
class Codes {
 public:
  int Of(const std::string& code);
  int Find(const std::string& code) const;  // dies without it
  const std::string& CodeOf(int number) const { return codes_.at(static_cast<size_t>(number)); }
  const std::vector<std::string>& all() const { return codes_; }

 private:
  std::map<std::string, int> numbers_;
  std::vector<std::string> codes_;
};

// By what they are of: "organisation" (departments are among them), "grade", "theme", "part" ...
using Dictionary = std::map<std::string, Codes>;

// What the rows are of, beside them in the same directory.
struct World {
  Day base = 0;             // day 0 of the rows
  Day first = 0, last = 0;  // that count
  Day settled = 0;          // since then nobody has moved: columns that say NOW are right from here on
  Dictionary codes;
  std::map<std::string, int> last_below;   // organisation -> the last number of its subtree
  std::map<std::string, uint64_t> points;  // source -> the change up to which the rows are
  std::vector<std::string> people;         // ids of some
};
void Write(const World& world, const std::string& directory);
World ReadWorld(const std::string& directory);

}  // namespace obt::bench::query
