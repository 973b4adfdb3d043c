// What a table says of itself: its dimensions and columns, with words for people. Pure.
#pragma once

#include <string>

#include "obt/reporting/v1/table.pb.h"
#include "services/reporting/tables/counts.h"

namespace obt::reporting::tables {

// "experiments_concluded" of a measure that is broken down; of minutes bands "minutes_people".
std::string NameOfWhole(Measure measure);
// Its columns are parts of a whole, which is a figure too.
bool IsBrokenDown(Measure measure);

// Without columns and rows.
v1::TableOutline OutlineOf(const StandardTable& table);
v1::TableMeasure DescribeColumn(const Column& column);
v1::TableMeasure DescribeWhole(Measure measure);
v1::TableMeasure DescribeNew(const Column& column);
v1::TableMeasure DescribeSize();
v1::TableMeasure DescribeShare(const Column& column);
v1::TableMeasure DescribeMean();
v1::TableDimension DescribeConstruct();  // what surveys ask about
// A row's code of a total, and what it is called.
Named TotalOf(Dimension dimension);

}  // namespace obt::reporting::tables
