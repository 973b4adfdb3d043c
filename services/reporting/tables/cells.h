// The cells of one release: one for each distinct quantity. Pure but for its memory.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "services/reporting/disclosure/model.h"
#include "services/reporting/tables/groups.h"

namespace obt::reporting::tables {

using OptionalCell = std::optional<disclosure::CellId>;

class Cells {
 public:
  // `release` begins the names of its cells in the model. All outlive it.
  Cells(const Tables& tables, const Counts& counts, const std::string& release, disclosure::Model& model)
      : groups(tables, counts), counts_(counts), release_(release), model_(model) {}

  // Nothing where there is nobody, or nothing, to count.
  OptionalCell Of(const Group& group, const Column& column);
  // All columns of a measure together: things, or the people of a department, whose number everybody knows.
  OptionalCell Whole(const Group& group, Measure measure);
  int64_t CountOf(const Group& group, Measure measure) const;
  // What a week of the nation added to those before: a quantity of its own, also where it is the last one.
  OptionalCell New(const std::string& week, const Column& column, int64_t count);
  // One that is there.
  OptionalCell Known(const Group& group, const std::string& column);
  int32_t TruthOf(disclosure::CellId cell) const { return model_.cell(cell).truth; }

  void Fault(std::string fault);
  const std::string& fault() const { return fault_; }  // the first; empty: none

  Groups groups;
  std::map<std::string, disclosure::CellId> known;  // by column and the group that stands for all the same
  std::map<std::string, disclosure::CellId> names;  // by column and group

 private:
  // `same`: the group that stands for all that are the same; `size`: of the group, kNoCap of things.
  disclosure::CellId Put(const std::string& column, const Group& group, const Group& same, int64_t size,
                         int64_t count);

  const Counts& counts_;
  const std::string& release_;
  disclosure::Model& model_;
  std::string fault_;
};

}  // namespace obt::reporting::tables
