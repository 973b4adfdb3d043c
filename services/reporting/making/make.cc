#include "services/reporting/making/make.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/status.h"
#include "services/reporting/bundle/bundle.h"
#include "services/reporting/disclosure/certificate.h"
#include "services/reporting/disclosure/propagate.h"
#include "services/reporting/making/digests.h"
#include "services/reporting/making/hints.h"
#include "services/reporting/making/published.h"
#include "services/reporting/making/siblings.h"
#include "services/reporting/tables/print.h"

namespace obt::reporting::making {
namespace {

using disclosure::CellId;
using disclosure::Model;

constexpr size_t kMostNamed = 10;

// Where a figure is told: "Participants of Treasury, All grades", in these tables.
struct Place {
  std::string figure;
  std::set<std::string> ids;
};
Place PlaceOf(CellId cell, const tables::Plan& plan) {
  Place place;
  for (const tables::PlannedTable& table : plan.tables) {
    for (const tables::PlannedRow& row : table.rows) {
      for (size_t i = 0; i < row.figures.size(); ++i) {
        if (row.figures[i].way != tables::Way::kCell || row.figures[i].cell != cell) continue;
        place.ids.insert(table.outline.table_id());
        if (place.figure.empty())
          place.figure = absl::StrCat(table.outline.measures(static_cast<int>(i)).title(), " of ",
                                      row.names.empty() ? "everybody" : absl::StrJoin(row.names, ", "));
      }
    }
  }
  return place;
}

// As its readers find it: "… (funnel, grade)"; `ids`: those of the newest that tell it.
std::string Told(CellId cell, const Joint& joint, std::set<std::string>& ids) {
  const auto plan = std::find_if(joint.plans.begin(), joint.plans.end(),
                                 [cell](const tables::Plan& one) { return cell < one.end; });
  const Place place = PlaceOf(cell, *plan);
  const std::string& name = joint.model.cell(cell).name;  // "4.0|…"
  if (place.ids.empty()) return name;
  std::string in = absl::StrJoin(place.ids, ", ");
  if (&*plan == &joint.newest()) {
    ids.insert(place.ids.begin(), place.ids.end());
  } else {
    absl::StrAppend(&in, " of release ", name.substr(0, name.find('|')));
  }
  return absl::StrCat(place.figure, " (", in, ")");
}

// Without which tables it might be proved; the funnel is told every week.
std::string AdviceOf(const Joint& joint, std::set<std::string> ids) {
  bool has_monthly = false;
  for (const tables::PlannedTable& table : joint.newest().tables) {
    const bool is_monthly = table.outline.calendar() == v1::CALENDAR_MONTHLY;
    has_monthly = has_monthly || is_monthly;
    if (is_monthly) ids.erase(table.outline.table_id());
  }
  ids.erase("funnel");
  std::string advice = "Make it of a later day";
  if (has_monthly) absl::StrAppend(&advice, ", or without the monthly tables");
  for (const std::string& id : ids)
    absl::StrAppend(&advice, ", or have ", id, " once a month (obtctl release set-policy --monthly ", id,
                    ")");
  return absl::StrCat(advice, ".");
}

std::string FailureOf(const disclosure::Protection& protection, const Joint& joint) {
  if (protection.is_safe()) return "";
  std::set<CellId> cells;
  for (const disclosure::Failure& failure : protection.told) cells.insert(failure.cell);
  std::vector<std::string> said;
  std::set<std::string> ids;
  for (const CellId cell : cells) {
    if (said.size() < kMostNamed) said.push_back(Told(cell, joint, ids));
  }
  for (size_t i = 0; i < protection.faults.size() && said.size() < kMostNamed; ++i)
    said.push_back(protection.faults[i]);
  return absl::StrCat(std::max(cells.size(), protection.faults.size()),
                      " withheld figures could be worked out: ", absl::StrJoin(said, "; "), ". ",
                      AdviceOf(joint, std::move(ids)));
}

// Counts a figure of a cell.
void Judge(const tables::PlannedFigure& figure, const Model& model, v1::TableVerdict& verdict, int64_t& shown,
           int64_t& all) {
  if (figure.way != tables::Way::kCell) return;
  const disclosure::Cell& cell = model.cell(figure.cell);
  verdict.set_figures(verdict.figures() + 1);
  verdict.set_protected_(verdict.protected_() + cell.is_protected());
  verdict.set_secondaries(verdict.secondaries() + (cell.withheld() && !cell.is_protected()));
  all += cell.truth;
  shown += cell.withheld() ? 0 : cell.truth;
}

}  // namespace

absl::StatusOr<Decision> Decide(absl::Span<const Kept> releases,
                                const std::function<bool(double done)>& go_on) {
  OBT_ASSIGN_OR_RETURN(Joint joint, Join(releases));
  disclosure::ProtectOptions options;
  options.go_on = go_on;
  options.hints = HintsOf(releases, joint);
  OBT_ASSIGN_OR_RETURN(disclosure::Protection protection, disclosure::Protect(joint.model, options));
  WithholdFromSiblings(joint);
  WithholdWhatIsExact(joint);
  Decision decision;
  decision.statuses = tables::StatusesOf(joint.newest(), joint.model);
  decision.worlds = std::move(protection.certificate.worlds);
  std::set<CellId> told_to_insiders;
  for (const disclosure::Failure& failure : protection.oracle_told) told_to_insiders.insert(failure.cell);
  decision.told_to_insiders = static_cast<int32_t>(told_to_insiders.size());
  decision.cells_sha256 = DigestOf(joint.newest());
  decision.failure = FailureOf(protection, joint);
  return decision;
}

absl::StatusOr<int32_t> CountNarrowed(absl::Span<const Kept> releases) {
  OBT_ASSIGN_OR_RETURN(const Joint joint, Join(releases));
  return static_cast<int32_t>(disclosure::BreachesIn(joint.model, disclosure::Eyes::kBlind).size());
}

absl::StatusOr<Written> Write(const Kept& release) {
  OBT_ASSIGN_OR_RETURN(const Joint joint, Join(absl::MakeConstSpan(&release, 1)));
  Written written;
  written.tables = tables::PrintTables(joint.newest(), joint.model);
  const v1::Release& made = release.row.release();
  store::v1::ReleaseContent content;
  content.set_release_id(made.release_id());
  content.set_programme_id(made.programme_id());
  content.set_programme_name(release.row.programme_name());
  content.set_number(made.number());
  content.set_revision(made.revision());
  content.set_reason(made.reason());
  *content.mutable_as_of() = made.as_of();
  content.set_metric_version(made.metric_version());
  content.set_policy_version(made.policy_version());
  content.set_software_version(made.software_version());
  for (const obt::common::v1::SequencePoint& point : made.applied())
    content.add_sources(absl::StrCat(point.source(), " ", point.sequence()));
  content.mutable_tables()->Assign(written.tables.begin(), written.tables.end());
  content.add_notes(absl::StrCat(
      "Somebody who kept every release published so far could narrow at least ", made.narrowed_by_history(),
      " withheld figures by putting them together; of this release and those it was audited with, none."));
  OBT_ASSIGN_OR_RETURN(written.bundle, bundle::MakeBundle(content));
  return written;
}

int32_t CountChanged(const std::vector<v1::Table>& before, const std::vector<v1::Table>& after) {
  std::map<std::string, std::string> printed[2];
  const std::vector<v1::Table>* const both[] = {&before, &after};
  for (size_t side = 0; side < 2; ++side) {
    for (const v1::Table& table : *both[side]) {
      for (const v1::TableRow& row : table.rows()) {
        for (int i = 0; i < row.figures_size(); ++i) {
          printed[side][absl::StrCat(table.outline().table_id(), "|", absl::StrJoin(row.codes(), "|"), "|",
                                     table.outline().measures(i).name())] =
              row.figures(i).SerializeAsString();
        }
      }
    }
  }
  int32_t changed = 0;
  for (const auto& [name, figure] : printed[1]) {
    const auto old = printed[0].find(name);
    changed += old == printed[0].end() || old->second != figure;
  }
  for (const auto& [name, figure] : printed[0]) changed += printed[1].count(name) == 0;
  return changed;
}

std::vector<v1::TableVerdict> VerdictsOf(const Joint& joint) {
  std::vector<v1::TableVerdict> verdicts;
  for (const tables::PlannedTable& table : joint.newest().tables) {
    v1::TableVerdict& verdict = verdicts.emplace_back();
    verdict.set_table_id(table.outline.table_id());
    int64_t shown = 0, all = 0;
    for (const tables::PlannedRow& row : table.rows) {
      for (const tables::PlannedFigure& figure : row.figures) Judge(figure, joint.model, verdict, shown, all);
      const bool of_survey =
          row.gate.has_value() || (!row.figures.empty() && row.figures.front().way == tables::Way::kHidden);
      all += of_survey ? 1 : 0;
      shown += row.gate.has_value() && tables::IsOpen(row, joint.model) ? 1 : 0;
    }
    verdict.set_survives_permille(all == 0 ? 1000 : static_cast<int32_t>(shown * 1000 / all));
  }
  return verdicts;
}

std::vector<std::string> FaultsOf(const Joint& joint, const std::vector<disclosure::World>& worlds,
                                  absl::Span<const std::vector<v1::Table>> tables) {
  Published published = ReadPublished(joint, tables);
  for (std::string& fault : disclosure::FaultsOf(published.release, disclosure::Certify(joint.model, worlds)))
    published.faults.push_back(std::move(fault));
  return std::move(published.faults);
}

}  // namespace obt::reporting::making
