// The columns of a table as it is written: long as a file (a line for each figure), wide as a sheet (a column
// for each measure). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "obt/reporting/v1/table.pb.h"

namespace obt::reporting::bundle {

// Of a file.
struct Column {
  enum class Kind { kText, kNumber, kMarker };
  std::string name;        // in the header, e.g. "department_code"
  std::string title;       // e.g. "Department code"
  std::string definition;  // a sentence
  std::string allowed;     // what stands in its cells
  Kind kind = Kind::kText;
  bool is_key = false;  // those of one line are those of no other
};

// Code and name of each dimension, then measure, unit, value, marker.
std::vector<Column> ColumnsOf(const v1::TableOutline& outline);

// Of a sheet: title and "title code" of each dimension, then each measure with its unit, "Started (people)".
std::vector<std::string> HeadersOf(const v1::TableOutline& outline);

// How many lines a file of it has below its header.
int64_t FigureCount(const v1::Table& table);

}  // namespace obt::reporting::bundle
