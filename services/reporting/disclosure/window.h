// Worlds by small moves: a withheld figure is moved to where it must be able to be, and within a window of
// cells around it others move so that all that is printed still holds. What that breaks elsewhere moves after
// it. Finds nearly every world there is, in a millisecond; where it finds none nothing is proved. Pure but
// for its memory; not thread-safe.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "services/reporting/disclosure/lp.h"
#include "services/reporting/disclosure/model.h"
#include "services/reporting/disclosure/world.h"

namespace obt::reporting::disclosure {

class WindowSearch {
 public:
  // `printed` is looked at anew each time.
  WindowSearch(const Model& model, const std::vector<Interval>& printed);
  // `thorough`: also by windows that take as long as a programme over a few hundred cells.
  std::optional<World> Find(CellId id, End end, bool thorough);

 private:
  // How far a window reaches: so many sums away, so many partners in each.
  struct Reach {
    int depth;
    size_t partners;
  };
  struct Attempt {
    Reach reach;
    bool strict;  // those who only make room keep to what relations allow them that leave the window
    bool linked;  // what its cells are tied to in other measures is in the window
  };
  struct Move {
    CellId cell;
    End end;
    int32_t goal;
  };

  bool Try(CellId id, End end, const Attempt& attempt);
  // Moves one cell; what else changed is in `moved_`.
  bool Make(const Move& move, const Attempt& attempt);
  // What must follow a cell that moved, in other blocks.
  void FollowUp(CellId moved, std::deque<Move>& moves) const;
  void OpenWindow(CellId id, const Reach& reach, bool linked);
  void AddLinked();
  void AddPartners(CellId id, size_t partners, std::vector<CellId>& next);
  void Prune(CellId id);
  // What a cell may be now: printed, locked, and in a strict attempt allowed by relations that leave the
  // window.
  Interval RoomOf(CellId id, bool strict) const;
  bool IsWhole(const Cover& cover) const;  // all of it is in the window
  void AddRelations(Lp& lp) const;
  bool IsIn(CellId id) const { return column_of_[id] >= 0; }
  void AddTerms(CellId id, double factor, std::vector<Lp::Term>& terms) const;

  const Model& model_;
  const std::vector<Interval>& printed_;
  Draft draft_;
  std::vector<Interval> locks_;
  std::vector<CellId> locked_;
  // The window.
  std::vector<CellId> window_, moved_;
  std::vector<int> column_of_;     // of its cells, half the column; others -1
  std::vector<uint32_t> sums_;     // that touch it
  std::vector<uint32_t> in_sum_;   // by sum, how many of its cells are in the window
  std::vector<bool> sum_is_open_;  // while the window is opened
};

}  // namespace obt::reporting::disclosure
