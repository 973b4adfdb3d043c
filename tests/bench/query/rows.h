// Makes the rows from the sources' own records, with the plain code of the aggregator's recount: what the
// databases count was not made by the engine they are compared with.
#pragma once

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "services/aggregator/verify/recount_tally.h"
#include "tests/bench/query/tables.h"

namespace obt::bench::query {

// A file for each table.
class RowFiles {
 public:
  explicit RowFiles(const std::string& directory);
  void Add(absl::string_view table, const std::vector<int64_t>& cells);

 private:
  std::map<std::string, std::ofstream, std::less<>> files_;
};

// Where something is counted: numbers of codes, kOutside both where it is not.
struct Place {
  int organisation = kOutside, department = kOutside;
  friend bool operator==(const Place& a, const Place& b) = default;
};

// What rows of people and of items have in common: days, periods and places.
class RowMaker : protected aggregator::recount::Tally {
 public:
  RowMaker(const aggregator::recount::Sources& sources, const aggregator::Question& question, RowFiles& files,
           World& world);

 protected:
  Place PlaceOf(aggregator::recount::Text organisation, Day tree_day);
  int DayNumber(Day day) const;  // within the days that count, kOpen after them
  int WeekOf(Day day) const { return std::max(DayNumber(day), 0) / 7; }
  int MonthOf(Day day) const;
  // As a row has it: what is later than all counting has the last period.
  Day Clamp(Day day) const { return std::clamp(day, world_.first, world_.last); }
  int CodeOf(const char* of, const std::string& code) { return world_.codes[of].Of(code); }

  RowFiles& files_;
  World& world_;
};

// As of the programme's last day. Fills in what the world has to say as well.
void MakeRows(const aggregator::recount::Sources& sources, const std::string& programme_id,
              const std::string& directory, World& world);
// Parts of it.
void MakePeopleRows(const aggregator::recount::Sources& sources, const aggregator::Question& question,
                    RowFiles& files, World& world);
void MakeItemRows(const aggregator::recount::Sources& sources, const aggregator::Question& question,
                  RowFiles& files, World& world);

}  // namespace obt::bench::query
