#include "services/reporting/disclosure/whole.h"

#include <algorithm>
#include <cmath>

#include "services/reporting/disclosure/lp.h"
#include "services/reporting/disclosure/moves.h"

namespace obt::reporting::disclosure {
namespace {

constexpr double kTiny = 1e-6;
constexpr int kMostRounds = 100, kMostFixed = 100;

// How far each cell of a component is from the truth: two columns, up and down.
class Whole {
 public:
  // `seed`: between data sets that are as good.
  Whole(const Model& model, const std::vector<Interval>& printed, CellId id, End end, uint32_t seed)
      : model_(model),
        component_(model.ComponentOf(id)),
        printed_(printed),
        id_(id),
        end_(end),
        goal_(GoalOf(model.cell(id), end)) {
    for (const CellId cell : component_.cells) {
      const int32_t truth = model.cell(cell).truth;
      Interval room = printed[cell];
      if (cell == id) room = end == End::kHigh ? Interval{truth, goal_} : Interval{goal_, truth};
      AddMoves(lp_, room, truth, GainOf(cell == id, end), CostOf(cell, seed));
    }
    for (const uint32_t i : component_.sums) {
      const Sum& sum = model.sums()[i];
      std::vector<Lp::Term> terms;
      Add(sum.total, 1, terms);
      for (const CellId part : sum.parts) Add(part, -1, terms);
      lp_.AddRow(0, 0, terms);
    }
    has_order_.resize(component_.orders.size());
    has_cover_.resize(component_.covers.size());
  }

  Verdict Look() {
    Verdict verdict;
    if (!SolveWithAll()) return verdict;
    verdict.reached = ValueOf(id_);
    const bool shows = end_ == End::kHigh ? verdict.reached > goal_ - kTiny : verdict.reached < goal_ + kTiny;
    if (!shows) {
      verdict.told = true;
      verdict.tight = Tight();
      return verdict;
    }
    if (!Dive()) {
      verdict.tight = Beside();
      return verdict;
    }
    Draft draft(model_);
    for (const CellId cell : component_.cells) {
      const auto value = static_cast<int32_t>(std::llround(ValueOf(cell)));
      if (value != draft[cell]) draft.Set(cell, value);
    }
    if (Explains(model_, printed_, draft) && Shows(draft[id_], goal_, end_))
      verdict.world = draft.Differences();
    return verdict;
  }

 private:
  int NumberOf(CellId cell) const { return static_cast<int>(model_.PositionOf(cell)); }
  void Add(CellId cell, double factor, std::vector<Lp::Term>& terms) const {
    AddMove(NumberOf(cell), factor, terms);
  }
  double ValueOf(CellId cell) const { return model_.cell(cell).truth + MoveOf(lp_, NumberOf(cell)); }

  // Solves, and adds what of the inequalities does not hold, until all do.
  bool SolveWithAll() {
    for (int round = 0; round < kMostRounds; ++round) {
      if (!lp_.Solve()) return false;
      if (!AddBroken()) return true;
    }
    return false;
  }
  bool AddBroken() {
    std::vector<std::pair<double, std::vector<Lp::Term>>> rows;  // at most
    for (size_t i = 0; i < component_.orders.size(); ++i) {
      const Order& order = model_.orders()[component_.orders[i]];
      if (has_order_[i] || ValueOf(order.less) <= ValueOf(order.more) + kTiny) continue;
      has_order_[i] = true;
      rows.emplace_back(model_.cell(order.more).truth - model_.cell(order.less).truth,
                        std::vector<Lp::Term>());
      Add(order.less, 1, rows.back().second);
      Add(order.more, -1, rows.back().second);
    }
    for (size_t i = 0; i < component_.covers.size(); ++i) {
      const Cover& cover = model_.covers()[component_.covers[i]];
      double sum = 0, truth = -model_.cell(cover.total).truth;
      for (const CellId part : cover.parts) {
        sum += ValueOf(part);
        truth += model_.cell(part).truth;
      }
      if (has_cover_[i] || ValueOf(cover.total) <= sum + kTiny) continue;
      has_cover_[i] = true;
      rows.emplace_back(truth, std::vector<Lp::Term>());
      Add(cover.total, 1, rows.back().second);
      for (const CellId part : cover.parts) Add(part, -1, rows.back().second);
    }
    for (const auto& [most, terms] : rows) lp_.AddRow(-Lp::kInfinity, most, terms);
    return !rows.empty();
  }

  // Fixes what is no whole number to one, one cell after the other: the nearest, else that on its other side.
  bool Dive() {
    Fix(id_, goal_);
    for (int fixed = 0; fixed < kMostFixed; ++fixed) {
      CellId worst = 0;
      double most = kTiny;
      for (const CellId cell : component_.cells) {
        const double value = ValueOf(cell), off = std::abs(value - std::round(value));
        if (off > most) {
          most = off;
          worst = cell;
        }
      }
      if (most <= kTiny) return true;
      const double value = ValueOf(worst), nearest = std::round(value);
      Fix(worst, nearest);
      if (SolveWithAll()) continue;
      Fix(worst, nearest > value ? nearest - 1 : nearest + 1);
      if (!SolveWithAll()) return false;
    }
    return false;
  }
  void Fix(CellId cell, double value) {
    const double by = value - model_.cell(cell).truth;
    const int column = 2 * NumberOf(cell);
    lp_.SetBounds(column, std::max(0., by), std::max(0., by));
    lp_.SetBounds(column + 1, std::max(0., -by), std::max(0., -by));
  }

  // Printed figures of the cell's own sums.
  std::vector<CellId> Beside() const {
    std::vector<CellId> beside;
    for (const uint32_t i : model_.SumsOf(id_)) {
      const Sum& sum = model_.sums()[i];
      beside.push_back(sum.total);
      beside.insert(beside.end(), sum.parts.begin(), sum.parts.end());
    }
    std::sort(beside.begin(), beside.end());
    beside.erase(std::unique(beside.begin(), beside.end()), beside.end());
    std::erase_if(beside, [this](CellId cell) { return model_.cell(cell).withheld(); });
    return beside;
  }

  std::vector<CellId> Tight() const {
    std::vector<std::pair<double, CellId>> tight;
    for (const CellId cell : component_.cells) {
      if (model_.cell(cell).withheld()) continue;
      const int column = 2 * NumberOf(cell);
      // Less the cost of its own column, which is no hold.
      const double pull =
          std::max(std::abs(lp_.reduced_gain(column)), std::abs(lp_.reduced_gain(column + 1)));
      if (pull > 10 * kCostOfMove) tight.emplace_back(-pull, cell);
    }
    std::sort(tight.begin(), tight.end());
    std::vector<CellId> cells;
    for (const auto& [pull, cell] : tight) cells.push_back(cell);
    return cells;
  }

  const Model& model_;
  const Component& component_;
  const std::vector<Interval>& printed_;
  const CellId id_;
  const End end_;
  const int32_t goal_;
  Lp lp_;
  std::vector<bool> has_order_, has_cover_;
};

}  // namespace

Verdict LookAtWhole(const Model& model, const std::vector<Interval>& printed, CellId id, End end) {
  constexpr uint32_t kSeeds = 4;
  Verdict first;
  for (uint32_t seed = 0; seed < kSeeds; ++seed) {
    Verdict verdict = Whole(model, printed, id, end, seed).Look();
    if (verdict.told || verdict.world.has_value()) return verdict;
    if (!first.reached.has_value()) first = std::move(verdict);
  }
  return first;
}

}  // namespace obt::reporting::disclosure
