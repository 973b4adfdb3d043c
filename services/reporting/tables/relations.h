// What everybody knows to hold between a release's cells; each once, and what the truth does not keep not at
// all. Pure but for its memory.
#pragma once

#include <set>
#include <utility>
#include <vector>

#include "services/reporting/tables/cells.h"

namespace obt::reporting::tables {

class Relations {
 public:
  Relations(Cells& cells, disclosure::Model& model) : cells_(cells), model_(model) {}
  // A total that is not the sum of its parts is a fault of the cells.
  void AddSum(OptionalCell total, const std::vector<OptionalCell>& all);
  void AddOrder(OptionalCell less, OptionalCell more);
  // Where all parts are there.
  void AddCover(OptionalCell total, const std::vector<OptionalCell>& all);

 private:
  Cells& cells_;
  disclosure::Model& model_;
  std::set<std::pair<disclosure::CellId, std::vector<disclosure::CellId>>> sums_;
  std::set<std::pair<disclosure::CellId, disclosure::CellId>> orders_;
  std::set<disclosure::CellId> covers_;
};

}  // namespace obt::reporting::tables
