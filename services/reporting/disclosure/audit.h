// Proves of every protected cell that it could be as small and as large as it must be able to be, by a world
// for each end. What cannot be proved fails. Keeps its proofs while cells are withheld or printed again.
// Pure but for its memory; not thread-safe, though Run looks with two threads.
#pragma once

#include <array>
#include <functional>
#include <vector>

#include "services/reporting/disclosure/model.h"
#include "services/reporting/disclosure/whole.h"
#include "services/reporting/disclosure/window.h"
#include "services/reporting/disclosure/world.h"

namespace obt::reporting::disclosure {

struct Failure {
  CellId cell;
  End end;
};

class Audit {
 public:
  // Statuses are those of the model, which it must be told of when they change.
  Audit(const Model& model, Eyes eyes);
  Audit(const Audit&) = delete;  // what searches looks at what is printed here
  Audit& operator=(const Audit&) = delete;

  // Looks for what is not proved; `go_on` is asked before each cell, by either thread, and ends it by false.
  // What is found is the same each time.
  void Run(const std::function<bool(CellId)>& go_on);
  // Those not proved, by cell.
  std::vector<Failure> Failures() const;
  bool Proves(CellId cell, End end) const { return proof_of_[cell][IndexOf(end)] != kNone; }
  // Tries to prove one end; by windows, then by everything.
  Verdict Prove(CellId cell, End end);

  // After a cell was withheld: all that is proved stays so.
  void Widen(CellId cell) { printed_[cell] = Printed(model_.cell(cell), eyes_); }
  // After a cell is printed again: true where all that was proved can still be. Else the proofs are as
  // before, and the cell has to be withheld again.
  bool Narrow(CellId cell);

  // Takes worlds that were found for eyes that see more: they explain what these see too.
  void Adopt(const std::vector<World>& worlds);
  // Takes those of the worlds that explain what these eyes see.
  void Try(const std::vector<World>& worlds);
  // The worlds in use.
  std::vector<World> Worlds() const;

 private:
  static constexpr int32_t kNone = -2, kTruth = -1;
  static size_t IndexOf(End end) { return static_cast<size_t>(end); }
  // By cell and end: a world, or one of the above.
  using Proofs = std::vector<std::array<int32_t, 2>>;
  // Notes for a world of this number whatever ends it shows that are not proved yet.
  void Note(const World& world, int32_t number, Proofs& proofs) const;
  void Keep(World world);
  void NoteTruth(CellId cell);
  Verdict Look(CellId cell, End end, WindowSearch& search) const;
  // What a thread finds of its share of the cells.
  std::vector<World> RunShare(size_t share, const std::function<bool(CellId)>& go_on) const;

  const Model& model_;
  const Eyes eyes_;
  std::vector<Interval> printed_;
  WindowSearch search_;
  std::vector<World> worlds_;
  Proofs proof_of_;
};

}  // namespace obt::reporting::disclosure
