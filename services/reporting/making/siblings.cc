#include "services/reporting/making/siblings.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/reporting/tables/counts.h"

namespace obt::reporting::making {

namespace {

using disclosure::Breach;
using disclosure::CellId;

// A department or an organisation, and no group of what is of none.
bool IsOne(absl::string_view code) {
  return code != tables::kAll && code != tables::kUnknown && code != tables::kNobodys;
}

// Whether a sum of which all but one part is known would tell that part for some value of it that the rules
// withhold as they do this one. The answer must not depend on the value, or the total that goes would tell
// it.
bool CouldTell(int64_t known, const disclosure::Cell& part) {
  using disclosure::kThreshold;
  const auto pins = [&](int64_t value) {
    const int64_t printed = disclosure::Rounded(static_cast<int32_t>(known + value));
    return std::max<int64_t>(0, printed - disclosure::kRadius - known) >=
           std::min<int64_t>(part.cap, printed + disclosure::kRadius - known);
  };
  const bool is_rest = part.status == disclosure::Status::kComplement;
  const int64_t low = is_rest ? std::max<int64_t>(0, part.cap - kThreshold + 1) : 0;
  const int64_t high = is_rest ? part.cap : std::min<int64_t>(part.cap, kThreshold - 1);
  for (int64_t value = low; value <= high; ++value) {
    if (pins(value)) return true;
  }
  return false;
}

// The one part that somebody does not know who knows the others; nothing where there are more.
std::optional<CellId> OnlyUnknown(const disclosure::Sum& sum, const std::vector<bool>& own) {
  std::optional<CellId> unknown;
  for (const CellId part : sum.parts) {
    if (own[part]) continue;
    if (unknown.has_value()) return std::nullopt;
    unknown = part;
  }
  return unknown;
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
  disclosure::Model& model = joint.model;
  for (const auto& [code, cells] : OwnCells(joint)) {
    std::vector<bool> own(model.size());
    for (const CellId cell : cells) own[cell] = true;
    for (const disclosure::Sum& sum : model.sums()) {
      disclosure::Cell& total = model.cell(sum.total);
      if (own[sum.total] || total.withheld() || total.frozen || total.never || total.exact) continue;
      const std::optional<CellId> unknown = OnlyUnknown(sum, own);
      if (!unknown.has_value() || !model.cell(*unknown).is_protected()) continue;
      int64_t known = 0;
      for (const CellId part : sum.parts) known += own[part] ? model.cell(part).truth : 0;
      if (CouldTell(known, model.cell(*unknown))) total.status = disclosure::Status::kSecondary;
    }
  }
}

}  // namespace obt::reporting::making
