#include "services/reporting/disclosure/testing/attacker.h"

#include <glpk.h>

#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"

namespace obt::reporting::disclosure {
namespace {

constexpr double kTiny = 1e-6;

}  // namespace

struct Attacker::Problem {
  glp_prob* lp = glp_create_prob();

  void AddRow(int kind, double low, double high, const std::vector<std::pair<CellId, double>>& terms) {
    std::vector<int> columns = {0};
    std::vector<double> factors = {0};
    for (const auto& [id, factor] : terms) {
      columns.push_back(static_cast<int>(id) + 1);
      factors.push_back(factor);
    }
    const int row = glp_add_rows(lp, 1);
    glp_set_row_bnds(lp, row, kind, low, high);
    glp_set_mat_row(lp, row, static_cast<int>(terms.size()), columns.data(), factors.data());
  }

  double Solve(CellId cell, int direction) {
    const int column = static_cast<int>(cell) + 1;
    glp_set_obj_dir(lp, direction);
    glp_set_obj_coef(lp, column, 1);
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.presolve = GLP_OFF;
    if (glp_simplex(lp, &how) != 0 || glp_get_status(lp) != GLP_OPT) Die("GLPK finds no data set at all");
    const double value = glp_get_obj_val(lp);
    glp_set_obj_coef(lp, column, 0);
    return value;
  }
};

Attacker::Attacker(const Model& model, Eyes eyes) : problem_(new Problem) {
  glp_prob* const lp = problem_->lp;
  glp_add_cols(lp, static_cast<int>(model.size()));
  for (CellId id = 0; id < model.size(); ++id) {
    const Interval printed = Printed(model.cell(id), eyes);
    glp_set_col_bnds(lp, static_cast<int>(id) + 1, printed.low == printed.high ? GLP_FX : GLP_DB, printed.low,
                     printed.high);
  }
  std::vector<std::pair<CellId, double>> terms;
  for (const Sum& sum : model.sums()) {
    terms = {{sum.total, 1}};
    for (const CellId part : sum.parts) terms.emplace_back(part, -1);
    problem_->AddRow(GLP_FX, 0, 0, terms);
  }
  for (const Order& order : model.orders())
    problem_->AddRow(GLP_UP, 0, 0, {{order.less, 1}, {order.more, -1}});
  for (const Cover& cover : model.covers()) {
    terms = {{cover.total, 1}};
    for (const CellId part : cover.parts) terms.emplace_back(part, -1);
    problem_->AddRow(GLP_UP, 0, 0, terms);
  }
}

Attacker::~Attacker() {
  glp_delete_prob(problem_->lp);
  delete problem_;
}

Interval Attacker::Work(CellId cell) {
  return {static_cast<int32_t>(std::ceil(problem_->Solve(cell, GLP_MIN) - kTiny)),
          static_cast<int32_t>(std::floor(problem_->Solve(cell, GLP_MAX) + kTiny))};
}

}  // namespace obt::reporting::disclosure
