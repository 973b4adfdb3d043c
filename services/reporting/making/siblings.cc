#include "services/reporting/making/siblings.h"

#include <set>

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

}  // namespace obt::reporting::making
