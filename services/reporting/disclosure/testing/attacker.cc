#include "services/reporting/disclosure/testing/attacker.h"

#include <glpk.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "common/base/error.h"

namespace obt::reporting::disclosure {
namespace {

constexpr double kTiny = 1e-6;
constexpr int32_t kMany = 1'000'000;  // things of which nobody says how many there are: no more than this

// What is told of a cell, by the rules of domain.md §6 and not by the model's own arithmetic.
Interval KnownOf(const PrintedCell& cell) {
  if (cell.exact) return {cell.value, cell.value};
  if (cell.withheld) return {0, cell.cap};
  const int32_t most = cell.cap == kNoCap ? kNoCap : cell.cap - kThreshold;
  return {std::max(kThreshold, cell.value - kRadius), std::min(most, cell.value + kRadius)};
}

std::vector<Interval> KnownOf(const PrintedRelease& release) {
  std::vector<Interval> known;
  for (const PrintedCell& cell : release.cells) known.push_back(KnownOf(cell));
  return known;
}

// The terms are no more than nothing.
using Row = std::vector<std::pair<CellId, double>>;

template <typename Relation>
Row RowOf(const Relation& relation) {
  Row row = {{relation.total, 1}};
  for (const CellId part : relation.parts) row.emplace_back(part, -1);
  return row;
}

}  // namespace

// Inequalities join when a solution breaks them: few ever do.
class Attacker::Problem {
 public:
  Problem(const std::vector<Interval>& known, const std::vector<Sum>& sums, const std::vector<Order>& orders,
          const std::vector<Cover>& covers) {
    glp_add_cols(lp_, static_cast<int>(known.size()));
    for (size_t id = 0; id < known.size(); ++id) {
      const int32_t high = std::min(known[id].high, kMany);
      glp_set_col_bnds(lp_, ColumnOf(static_cast<CellId>(id)), known[id].low == high ? GLP_FX : GLP_DB,
                       known[id].low, high);
    }
    for (const Sum& sum : sums) Add(RowOf(sum), GLP_FX);
    for (const Order& order : orders) waiting_.push_back({{order.less, 1}, {order.more, -1}});
    for (const Cover& cover : covers) waiting_.push_back(RowOf(cover));
    Optimise(GLP_DUALP);  // wanting nothing, every basis is as good
  }
  ~Problem() { glp_delete_prob(lp_); }

  double Solve(CellId cell, int direction) {
    glp_set_obj_dir(lp_, direction);
    glp_set_obj_coef(lp_, ColumnOf(cell), 1);
    Optimise(GLP_PRIMAL);
    const double value = glp_get_obj_val(lp_);
    glp_set_obj_coef(lp_, ColumnOf(cell), 0);
    return value;
  }

 private:
  static int ColumnOf(CellId id) { return static_cast<int>(id) + 1; }

  void Add(const Row& terms, int kind) {
    std::vector<int> columns = {0};
    std::vector<double> factors = {0};
    for (const auto& [id, factor] : terms) {
      columns.push_back(ColumnOf(id));
      factors.push_back(factor);
    }
    const int row = glp_add_rows(lp_, 1);
    glp_set_row_bnds(lp_, row, kind, 0, 0);
    glp_set_mat_row(lp_, row, static_cast<int>(terms.size()), columns.data(), factors.data());
  }

  bool AddBroken() {
    const auto is_kept = [this](const Row& row) {
      double sum = 0;
      for (const auto& [id, factor] : row) sum += factor * glp_get_col_prim(lp_, ColumnOf(id));
      return sum <= kTiny;
    };
    const auto broken = std::partition(waiting_.begin(), waiting_.end(), is_kept);
    const bool any = broken != waiting_.end();
    for (auto row = broken; row != waiting_.end(); ++row) Add(*row, GLP_UP);
    waiting_.erase(broken, waiting_.end());
    return any;
  }

  void Optimise(int method) {
    Simplex(method);
    while (AddBroken()) Simplex(GLP_DUALP);  // a solution that was the best stays so in the dual
  }

  void Simplex(int method) {
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.presolve = GLP_OFF;
    how.meth = method;
    if (glp_simplex(lp_, &how) == 0 && glp_get_status(lp_) == GLP_OPT) return;
    glp_std_basis(lp_);  // rounding has spoilt the basis
    if (glp_simplex(lp_, &how) != 0 || glp_get_status(lp_) != GLP_OPT) Die("GLPK finds no data set at all");
  }

  glp_prob* const lp_ = glp_create_prob();
  std::vector<Row> waiting_;
};

Attacker::Attacker(const Model& model, Eyes eyes)
    : problem_(new Problem(AllPrinted(model, eyes), model.sums(), model.orders(), model.covers())) {}

Attacker::Attacker(const PrintedRelease& release)
    : problem_(new Problem(KnownOf(release), release.sums, release.orders, release.covers)) {}

Attacker::~Attacker() = default;

Interval Attacker::Work(CellId cell) {
  return {static_cast<int32_t>(std::ceil(problem_->Solve(cell, GLP_MIN) - kTiny)),
          static_cast<int32_t>(std::floor(problem_->Solve(cell, GLP_MAX) + kTiny))};
}

}  // namespace obt::reporting::disclosure
