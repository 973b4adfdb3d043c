// What a table says of itself: its dimensions and columns, with words for people. Pure.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "obt/reporting/v1/table.pb.h"
#include "services/reporting/tables/counts.h"

namespace obt::reporting::tables {

// "experiments_concluded" of a measure that is broken down; of minutes bands "minutes_people".
std::string NameOfWhole(Measure measure);
// Its columns are parts of a whole, which is a figure too.
bool IsBrokenDown(Measure measure);

// Of these a table of people tells the share, too.
inline constexpr Measure kShared[] = {aggregator::v1::MEASURE_PARTICIPANTS,
                                      aggregator::v1::MEASURE_LEARNING_COMPLETED};

// Without columns and rows.
v1::TableOutline OutlineOf(const StandardTable& table);
// Its columns; `columns_of` a measure says into which that is broken down.
std::vector<v1::TableMeasure> MeasuresOf(const StandardTable& table,
                                         const std::function<std::vector<Column>(Measure)>& columns_of);
v1::TableMeasure DescribeNew(const Column& column);
v1::TableDimension DescribeConstruct();  // what surveys ask about
// A row's code of a total, and what it is called.
Named TotalOf(Dimension dimension);

}  // namespace obt::reporting::tables
