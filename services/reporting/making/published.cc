#include "services/reporting/making/published.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/reporting/tables/print.h"

namespace obt::reporting::making {
namespace {

using disclosure::CellId;
using disclosure::PrintedCell;
using tables::PlannedFigure;
using tables::PlannedRow;
using tables::PlannedTable;
using tables::Way;

// The cells that tables print, and what is wrong with those.
class Reading {
 public:
  explicit Reading(const Joint& joint) {
    published_.release = disclosure::Print(joint.model);
    for (PrintedCell& cell : published_.release.cells) {
      if (cell.exact) continue;
      cell.withheld = true;
      cell.printed = false;
      cell.value = 0;
    }
  }

  void Read(const tables::Plan& plan, const std::vector<v1::Table>& tables) {
    if (!std::equal(plan.tables.begin(), plan.tables.end(), tables.begin(), tables.end(), IsPlanned)) {
      published_.faults.push_back("the tables are not those of the release");
      return;
    }
    for (const bool counts : {true, false}) {  // what follows from counts comes after them
      for (size_t i = 0; i < tables.size(); ++i) ReadTable(plan.tables[i], tables[i], counts);
    }
  }
  Published Take() { return std::move(published_); }

 private:
  static bool IsPlanned(const PlannedTable& planned, const v1::Table& table) {
    return planned.outline.table_id() == table.outline().table_id() &&
           std::equal(planned.rows.begin(), planned.rows.end(), table.rows().begin(), table.rows().end(),
                      [](const PlannedRow& planned_row, const v1::TableRow& row) {
                        return std::equal(planned_row.codes.begin(), planned_row.codes.end(),
                                          row.codes().begin(), row.codes().end()) &&
                               planned_row.figures.size() == static_cast<size_t>(row.figures_size());
                      });
  }

  void ReadTable(const PlannedTable& planned, const v1::Table& table, bool counts) {
    for (size_t row = 0; row < planned.rows.size(); ++row) {
      const std::vector<PlannedFigure>& figures = planned.rows[row].figures;
      const bool is_open = counts || IsOpen(planned.rows[row]);
      for (size_t i = 0; i < figures.size(); ++i) {
        if ((figures[i].way == Way::kCell) != counts) continue;
        const v1::Figure& figure = table.rows(static_cast<int>(row)).figures(static_cast<int>(i));
        const char* const fault =
            counts ? ReadCount(figures[i].cell, figure) : FaultOf(figures[i], is_open, figure);
        if (fault == nullptr) continue;
        published_.faults.push_back(absl::StrCat(table.outline().table_id(), ", row ", row + 1, ", ",
                                                 table.outline().measures(static_cast<int>(i)).name(), " ",
                                                 fault));
      }
    }
  }

  // Whoever reads two tables reads what one of them tells.
  const char* ReadCount(CellId id, const v1::Figure& figure) {
    PrintedCell& cell = published_.release.cells[id];
    const bool withheld = figure.marker() == v1::MARKER_CONFIDENTIAL;
    if (withheld == figure.has_value() || figure.value() < 0 || figure.value() > disclosure::kNoCap)
      return "is neither a count nor withheld";
    const PrintedCell before = cell;
    if (!before.printed || before.withheld) {
      cell.withheld = withheld;
      cell.value = static_cast<int32_t>(figure.value());
      cell.printed = true;
    }
    const bool is_other = before.withheld != withheld || before.value != figure.value();
    return before.printed && is_other ? "is another in another table" : nullptr;
  }

  // The row may be told, if it is one of surveys.
  bool IsOpen(const PlannedRow& row) const {
    if (!row.gate.has_value()) return true;
    const auto printed = [this](CellId id) {
      const PrintedCell& cell = published_.release.cells[id];
      return cell.withheld ? tables::PrintedCount() : tables::PrintedCount(cell.value);
    };
    return tables::MayTell(*row.gate, printed(row.gate->participants), printed(row.gate->before),
                           printed(row.gate->after));
  }

  // Of what is no count itself.
  const char* FaultOf(const PlannedFigure& planned, bool is_open, const v1::Figure& figure) const {
    if (!figure.has_value()) return nullptr;
    if (planned.way == Way::kNothing) return "is told of nobody";
    const int32_t people = disclosure::Rounded(static_cast<int32_t>(planned.amount));
    if (planned.way == Way::kSize) return figure.value() == people ? nullptr : "is not rounded";
    if (planned.way == Way::kHidden) return "is told though it was copied as withheld";
    if (planned.way == Way::kTold)
      return figure.value() != planned.amount ? "is not as it was copied"
             : is_open                        ? nullptr
                                              : "tells more than the funnel";
    const PrintedCell& cell = published_.release.cells[planned.cell];
    if (cell.withheld) return "tells of a count that is withheld";
    const bool of_enough = planned.way == Way::kMean || planned.way == Way::kTotal;
    if (of_enough && cell.value < tables::kMinMean) return "is told of too few";
    if (planned.way != Way::kShare || figure.value() == (200 * int64_t{cell.value} + people) / (2 * people))
      return nullptr;
    return "is no share of what is printed";
  }

  Published published_;
};

}  // namespace

Published ReadPublished(const Joint& joint, absl::Span<const std::vector<v1::Table>> tables) {
  Reading reading(joint);
  for (size_t i = 0; i < joint.plans.size(); ++i)
    reading.Read(joint.plans[i], i < tables.size() ? tables[i] : std::vector<v1::Table>());
  return reading.Take();
}

}  // namespace obt::reporting::making
