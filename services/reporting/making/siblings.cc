#include "services/reporting/making/siblings.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/reporting/tables/counts.h"

namespace obt::reporting::making {

using disclosure::Breach;
using disclosure::CellId;

namespace {

// A department or an organisation, and no group of what is of none.
bool IsOne(absl::string_view code) {
  return code != tables::kAll && code != tables::kUnknown && code != tables::kNobodys;
}

// What somebody works out exactly who knows these, beside what everybody knows.
std::vector<CellId> ExactFor(const Joint& joint, const std::vector<disclosure::Interval>& everybody,
                             const std::vector<CellId>& own) {
  std::vector<CellId> exact;
  for (const Breach& breach : disclosure::BreachesFor(joint.model, everybody, own)) {
    if (breach.exact()) exact.push_back(breach.cell);
  }
  return exact;
}

}  // namespace

std::map<std::string, std::vector<CellId>> OwnCells(const Joint& joint) {
  std::map<std::string, std::vector<CellId>> own;
  for (const tables::Plan& plan : joint.plans) {
    for (const auto& [name, cell] : plan.names) {
      // What, of which department, of which part of it.
      const std::vector<absl::string_view> parts = absl::StrSplit(name, '|');
      absl::string_view body = parts.back();
      const bool of_body = parts.size() > 2 && absl::ConsumePrefix(&body, "organisation:");
      if (IsOne(parts[1])) own[std::string(parts[1])].push_back(cell);
      if (of_body && IsOne(body) && body != parts[1]) own[std::string(body)].push_back(cell);
    }
  }
  return own;
}

std::map<std::string, std::vector<Breach>> ToldToSiblings(const Joint& joint) {
  const std::vector<disclosure::Interval> everybody =
      disclosure::Propagate(joint.model, disclosure::Eyes::kBlind);
  std::map<std::string, std::vector<Breach>> told;
  for (const auto& [code, cells] : OwnCells(joint)) {
    std::vector<Breach> breaches = disclosure::BreachesFor(joint.model, everybody, cells);
    if (!breaches.empty()) told[code] = std::move(breaches);
  }
  return told;
}

SiblingsTold CountToldToSiblings(const Joint& joint) {
  std::set<CellId> narrowed, exact;
  for (const auto& [code, breaches] : ToldToSiblings(joint)) {
    for (const Breach& breach : breaches) {
      narrowed.insert(breach.cell);
      if (breach.exact()) exact.insert(breach.cell);
    }
  }
  return {static_cast<int32_t>(narrowed.size()), static_cast<int32_t>(exact.size())};
}

void WithholdFromSiblings(Joint& joint) {
  auto everybody = disclosure::Propagate(joint.model, disclosure::Eyes::kBlind);
  for (const auto& [code, cells] : OwnCells(joint)) {
    for (const CellId cell : ExactFor(joint, everybody, cells)) {
      for (const uint32_t number : joint.model.SumsOf(cell)) {
        disclosure::Cell& total = joint.model.cell(joint.model.sums()[number].total);
        if (total.withheld() || total.frozen || total.never || total.exact) continue;
        total.status = disclosure::Status::kSecondary;
        auto without = disclosure::Propagate(joint.model, disclosure::Eyes::kBlind);
        const std::vector<CellId> exact = ExactFor(joint, without, cells);
        const bool helps = std::find(exact.begin(), exact.end(), cell) == exact.end();
        if (!helps) {
          total.status = disclosure::Status::kShown;
          continue;
        }
        everybody = std::move(without);
        break;
      }
    }
  }
}

}  // namespace obt::reporting::making
