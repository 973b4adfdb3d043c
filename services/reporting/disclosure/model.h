// The figures of one or more releases as somebody sees them who wants to know what was withheld: a variable
// for each distinct true quantity, and what everybody knows to hold between them. A quantity that stands in
// several tables is one variable: the most common mistake is two. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "services/reporting/disclosure/policy.h"

namespace obt::reporting::disclosure {

using CellId = uint32_t;

enum class Status : uint8_t {
  kShown,       // printed, rounded
  kPrimary,     // withheld: below the threshold
  kComplement,  // withheld: so few of the group are not counted
  kSecondary,   // withheld so that others cannot be worked out
  kUnprinted,   // in no table: nothing is told of it, and nothing has to be hidden for its sake
};

// What withholding costs the reader: a leaf least.
enum class Place : uint8_t { kLeaf, kMargin, kNational };

struct Cell {
  std::string name;  // of the quantity, unique: what failures are called by
  int32_t truth = 0;
  int32_t cap = 0;  // the people of the group, at least 1, known to everybody; kNoCap: it counts no people
  Place place = Place::kLeaf;
  bool never = false;   // everybody knows that it is never a secondary: the release fails instead
  bool exact = false;   // everybody knows it, as the size of a group: no figure, and nothing to hide
  bool frozen = false;  // of a release that is published: its status stands
  Status status = Status::kShown;

  bool counts_people() const { return cap != kNoCap; }
  bool withheld() const { return status != Status::kShown; }
  // It must stay possible that it is as small and as large as `Wanted` says.
  bool is_protected() const { return status == Status::kPrimary || status == Status::kComplement; }
};

// The total is the sum of its parts.
struct Sum {
  CellId total;
  std::vector<CellId> parts;
};
// `less` is at most `more`.
struct Order {
  CellId less, more;
};
// The total is at most its parts' sum.
struct Cover {
  CellId total;
  std::vector<CellId> parts;
};

// Cells that no relation ties to others, with the numbers of their relations. What is known of one component
// says nothing of another.
struct Component {
  std::vector<CellId> cells;
  std::vector<uint32_t> sums, orders, covers;
};

class Model {
 public:
  CellId Add(Cell cell);
  // Without parts it says nothing and is not kept.
  void AddSum(CellId total, std::vector<CellId> parts);
  void AddOrder(CellId less, CellId more);
  void AddCover(CellId total, std::vector<CellId> parts);
  // After the last relation: what each cell is in. Dies where two cells have one name, where a relation names
  // a cell twice, and where the truth contradicts it.
  void Finish();

  size_t size() const { return cells_.size(); }
  const Cell& cell(CellId id) const { return cells_[id]; }
  Cell& cell(CellId id) { return cells_[id]; }
  const std::vector<Cell>& cells() const { return cells_; }
  const std::vector<Sum>& sums() const { return sums_; }
  const std::vector<Order>& orders() const { return orders_; }
  const std::vector<Cover>& covers() const { return covers_; }
  const Component& ComponentOf(CellId id) const { return components_[place_of_[id].component]; }
  // Which of its component's cells it is.
  uint32_t PositionOf(CellId id) const { return place_of_[id].position; }
  // Numbers of the relations that a cell is in.
  absl::Span<const uint32_t> SumsOf(CellId id) const { return sums_of_.Of(id); }
  absl::Span<const uint32_t> OrdersOf(CellId id) const { return orders_of_.Of(id); }
  absl::Span<const uint32_t> CoversOf(CellId id) const { return covers_of_.Of(id); }

 private:
  void MakeComponents();
  void CheckNames() const;
  void CheckOnce(CellId total, const std::vector<CellId>& parts) const;

  // Many short lists in one array.
  class Lists {
   public:
    void Make(size_t lists, std::vector<std::pair<CellId, uint32_t>> entries);
    absl::Span<const uint32_t> Of(size_t list) const {
      return absl::MakeConstSpan(items_).subspan(begins_[list], begins_[list + 1] - begins_[list]);
    }

   private:
    std::vector<size_t> begins_;
    std::vector<uint32_t> items_;
  };

  std::vector<Cell> cells_;
  std::vector<Sum> sums_;
  std::vector<Order> orders_;
  std::vector<Cover> covers_;
  Lists sums_of_, orders_of_, covers_of_;
  struct Place {
    uint32_t component = 0, position = 0;
  };
  std::vector<Component> components_;
  std::vector<Place> place_of_;  // by cell
};

// What the rules alone withhold: below the threshold, or fewer than it of a group of people not counted.
Status PrimaryOf(const Cell& cell);
// Gives every cell that is not frozen what the rules alone give it.
void SetPrimaries(Model& model);
// Gives what an older release has published its status and its group, for ever. Dies where the model lacks
// some of it, or has other figures.
void Freeze(const Model& older, Model& model);

// Who looks. Blind sees one marker for all that is withheld; the oracle also knows why each cell is.
enum class Eyes : uint8_t { kBlind, kOracle };
// Between what a cell lies by what is printed of it, and by the rules, which everybody knows.
Interval Printed(const Cell& cell, Eyes eyes);
std::vector<Interval> AllPrinted(const Model& model, Eyes eyes);
// Of a protected cell: it must stay possible that it is `low` or less, and that it is `high` or more.
Interval Wanted(const Cell& cell);

}  // namespace obt::reporting::disclosure
