#include "services/reporting/making/siblings.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/reporting/tables/counts.h"

namespace obt::reporting::making {

namespace {

using disclosure::Breach;
using disclosure::CellId;

constexpr size_t kMostTried = 512;  // figures, so that one is not told

// A department or an organisation, and no group of what is of none.
bool IsOne(absl::string_view code) {
  return code != tables::kAll && code != tables::kUnknown && code != tables::kNobodys;
}

// A sum as somebody sees it who knows some of its parts exactly.
struct Seen {
  bool has_own = false;                                    // some of its parts are one's own
  int64_t known = 0;                                       // what these are, and those that everybody knows
  int64_t printed = 0, printed_low = 0, printed_high = 0;  // what those are that are printed, and may be
  size_t hidden = 0;                                       // parts that are withheld or in no table
  int64_t most = 0, most_by_rules = 0;  // 0 to this, as far as everybody knows, and one who knows why
  bool is_protected = false;            // one of them at least
};

Seen SeeSum(const disclosure::Model& model, const disclosure::Sum& sum, const std::vector<bool>& own) {
  Seen seen;
  for (const CellId id : sum.parts) {
    const disclosure::Cell& part = model.cell(id);
    seen.has_own |= own[id];
    if (own[id] || part.exact) {
      seen.known += part.truth;
      continue;
    }
    const disclosure::Interval printed = disclosure::Printed(part, disclosure::Eyes::kBlind);
    if (!part.withheld()) {
      seen.printed += part.truth;
      seen.printed_low += printed.low;
      seen.printed_high += printed.high;
      continue;
    }
    ++seen.hidden;
    seen.most += printed.high;
    seen.most_by_rules += disclosure::Printed(part, disclosure::Eyes::kOracle).high;
    seen.is_protected |= part.is_protected();
  }
  return seen;
}

// Whether the total, printed, would tell what the hidden parts are, if they were so many.
bool Pins(const Seen& seen, disclosure::Cell total, int64_t hidden) {
  total.truth = static_cast<int32_t>(seen.known + seen.printed + hidden);
  total.status = disclosure::PrimaryOf(total);
  if (total.withheld()) return false;
  const disclosure::Interval told = disclosure::Printed(total, disclosure::Eyes::kBlind);
  const int64_t low = told.low - seen.known - seen.printed_high;
  const int64_t high = told.high - seen.known - seen.printed_low;
  if (high <= 0 || low >= seen.most) return true;
  return seen.hidden == 1 && std::max<int64_t>(0, low) >= std::min(seen.most, high);
}

// For some number of them, whatever hides each: neither the values nor why they are hidden may decide, or the
// total that goes or stays would tell them. What is far from either end is pinned by nothing.
bool CouldTell(const Seen& seen, const disclosure::Cell& total) {
  constexpr int64_t kNear = disclosure::kBase + disclosure::kThreshold;
  const int64_t high = seen.most_by_rules;
  for (int64_t off = 0; off < kNear && off <= high; ++off) {
    if (Pins(seen, total, off)) return true;
    if (seen.most < disclosure::kNoCap && Pins(seen, total, high - off)) return true;
  }
  return false;
}

// Printed figures of the newest release near a cell, the nearest first, that may be withheld; none of `own`.
std::vector<CellId> PrintedNear(const disclosure::Model& model, CellId from, const std::vector<bool>& own) {
  std::vector<CellId> reached = {from}, found;
  std::set<CellId> seen = {from};
  const auto reach = [&](CellId id) {
    if (!seen.insert(id).second) return;
    reached.push_back(id);
    const disclosure::Cell& cell = model.cell(id);
    if (!own[id] && !cell.withheld() && !cell.frozen && !cell.never && !cell.exact) found.push_back(id);
  };
  for (size_t next = 0; next < reached.size() && found.size() < kMostTried; ++next) {
    for (const uint32_t i : model.SumsOf(reached[next])) {
      reach(model.sums()[i].total);
      for (const CellId part : model.sums()[i].parts) reach(part);
    }
    for (const uint32_t i : model.OrdersOf(reached[next])) {
      reach(model.orders()[i].less);
      reach(model.orders()[i].more);
    }
  }
  return found;
}

// What one organisation knows exactly of others, while figures are withheld and printed again.
class Exact {
 public:
  Exact(disclosure::Model& model, std::vector<disclosure::Interval>& everybody,
        const std::vector<CellId>& own)
      : model_(model), everybody_(everybody), cells_(own), own_(model.size()) {
    for (const CellId cell : own) own_[cell] = true;
  }

  std::vector<CellId> All() const {
    std::vector<CellId> exact;
    for (const Breach& breach : disclosure::BreachesFor(model_, everybody_, cells_)) {
      if (breach.exact()) exact.push_back(breach.cell);
    }
    return exact;
  }

  // Withholds printed figures near the cell until it is not known, and no more of them than needed: none
  // where all of them are not enough.
  void End(CellId cell) {
    std::vector<CellId> withheld;
    for (const CellId id : PrintedNear(model_, cell, own_)) {
      if (!IsKnown(cell)) break;
      Set(id, disclosure::Status::kSecondary);
      withheld.push_back(id);
    }
    const bool is_ended = !IsKnown(cell);
    for (const CellId id : withheld) {
      Set(id, disclosure::Status::kShown);
      if (is_ended && IsKnown(cell)) Set(id, disclosure::Status::kSecondary);
    }
  }

 private:
  bool IsKnown(CellId cell) const { return absl::c_linear_search(All(), cell); }
  void Set(CellId cell, disclosure::Status status) {
    model_.cell(cell).status = status;
    everybody_ = disclosure::Propagate(model_, disclosure::Eyes::kBlind);
  }

  disclosure::Model& model_;
  std::vector<disclosure::Interval>& everybody_;
  const std::vector<CellId>& cells_;
  std::vector<bool> own_;
};

}  // namespace

std::map<std::string, std::vector<CellId>> OwnCells(const Joint& joint) {
  std::map<std::string, std::vector<CellId>> own;
  std::set<std::pair<std::string, std::string>> wholes;  // an organisation that is all of a department
  for (const tables::Plan& plan : joint.plans) {
    for (const auto& [name, cell] : plan.names) {
      // What, of which department, of which part of it.
      const std::vector<absl::string_view> parts = absl::StrSplit(name, '|');
      absl::string_view body = parts.back();
      const bool of_body = parts.size() > 2 && absl::ConsumePrefix(&body, "organisation:");
      if (IsOne(parts[1])) own[std::string(parts[1])].push_back(cell);
      if (!of_body || !IsOne(body) || body == parts[1]) continue;
      own[std::string(body)].push_back(cell);
      const auto all = plan.names.find(absl::StrCat(parts[0], "|", parts[1]));
      if (all != plan.names.end() && all->second == cell) wholes.emplace(body, parts[1]);
    }
  }
  for (const auto& [body, department] : wholes) {
    const std::vector<CellId>& cells = own[department];
    own[body].insert(own[body].end(), cells.begin(), cells.end());
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
      const Seen seen = SeeSum(model, sum, own);
      if (seen.has_own && seen.is_protected && CouldTell(seen, total))
        total.status = disclosure::Status::kSecondary;
    }
  }
}

void WithholdWhatIsExact(Joint& joint) {
  std::vector<disclosure::Interval> everybody = disclosure::Propagate(joint.model, disclosure::Eyes::kBlind);
  for (const auto& [code, cells] : OwnCells(joint)) {
    Exact exact(joint.model, everybody, cells);
    for (const CellId cell : exact.All()) exact.End(cell);
  }
}

}  // namespace obt::reporting::making
