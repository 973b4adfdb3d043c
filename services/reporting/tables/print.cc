#include "services/reporting/tables/print.h"

#include "services/reporting/disclosure/policy.h"

namespace obt::reporting::tables {
namespace {

using disclosure::Cell;
using disclosure::kThreshold;
using disclosure::Rounded;

v1::Figure Shown(int64_t value) {
  v1::Figure figure;
  figure.set_value(value);
  return figure;
}
v1::Figure Marked(v1::Marker marker) {
  v1::Figure figure;
  figure.set_marker(marker);
  return figure;
}

int64_t Quotient(int64_t above, int64_t below) {
  return (2 * above + below) / (2 * below);
}  // to the nearest

v1::Figure PrintFigure(const PlannedFigure& planned, const disclosure::Model& model) {
  const v1::Figure confidential = Marked(v1::MARKER_CONFIDENTIAL);
  switch (planned.way) {
    case Way::kNothing:
      return Marked(v1::MARKER_NOT_APPLICABLE);
    case Way::kSize:
      return planned.amount < kThreshold ? confidential
                                         : Shown(Rounded(static_cast<int32_t>(planned.amount)));
    default:
      break;
  }
  if (planned.way == Way::kHidden) return confidential;
  if (planned.way == Way::kTold) return Shown(planned.amount);
  const Cell& cell = model.cell(planned.cell);
  if (cell.withheld()) return confidential;
  if (planned.way == Way::kCell) return Shown(Rounded(cell.truth));
  const bool is_few = Rounded(cell.truth) < kMinMean;
  if (planned.way == Way::kTotal) return is_few ? confidential : Shown(planned.amount);
  if (planned.way == Way::kMean) return is_few ? confidential : Shown(Quotient(planned.amount, cell.truth));
  const int32_t people = Rounded(static_cast<int32_t>(planned.amount));
  return planned.amount < kThreshold ? confidential : Shown(Quotient(100 * Rounded(cell.truth), people));
}

}  // namespace

bool IsOpen(const PlannedRow& row, const disclosure::Model& model) {
  if (!row.gate.has_value()) return true;
  const auto printed = [&model](disclosure::CellId id) {
    const Cell& cell = model.cell(id);
    return cell.withheld() ? PrintedCount() : PrintedCount(Rounded(cell.truth));
  };
  return MayTell(*row.gate, printed(row.gate->participants), printed(row.gate->before),
                 printed(row.gate->after));
}

std::vector<v1::Table> PrintTables(const Plan& plan, const disclosure::Model& model) {
  std::vector<v1::Table> tables;
  for (const PlannedTable& planned : plan.tables) {
    v1::Table& table = tables.emplace_back();
    *table.mutable_outline() = planned.outline;
    for (const PlannedRow& planned_row : planned.rows) {
      v1::TableRow& row = *table.add_rows();
      row.mutable_codes()->Assign(planned_row.codes.begin(), planned_row.codes.end());
      row.mutable_names()->Assign(planned_row.names.begin(), planned_row.names.end());
      const bool is_open = IsOpen(planned_row, model);
      for (const PlannedFigure& figure : planned_row.figures)
        *row.add_figures() = is_open ? PrintFigure(figure, model) : Marked(v1::MARKER_CONFIDENTIAL);
    }
  }
  return tables;
}

}  // namespace obt::reporting::tables
