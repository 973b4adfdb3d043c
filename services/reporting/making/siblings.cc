#include "services/reporting/making/siblings.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
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

// A sum as somebody sees it who knows some of its parts exactly.
struct Seen {
  int64_t own = 0;                                   // of the parts that are one's own
  int64_t shown = 0, shown_low = 0, shown_high = 0;  // of those that are printed: what they are, and may be
  size_t hidden = 0;                                 // parts that are withheld or in no table
  int64_t most = 0;                                  // these, as far as everybody knows: 0 to this
  int64_t low = 0, high = 0;  // what they can be for their statuses to be what they are
  bool is_protected = false;  // one of them at least
};

Seen SeeSum(const disclosure::Model& model, const disclosure::Sum& sum, const std::vector<bool>& own) {
  using disclosure::kThreshold;
  Seen seen;
  for (const CellId id : sum.parts) {
    const disclosure::Cell& part = model.cell(id);
    if (own[id] || part.exact) {
      seen.own += part.truth;
      continue;
    }
    const disclosure::Interval printed = disclosure::Printed(part, disclosure::Eyes::kBlind);
    if (!part.withheld()) {
      seen.shown += part.truth;
      seen.shown_low += printed.low;
      seen.shown_high += printed.high;
      continue;
    }
    const bool is_primary = part.status == disclosure::Status::kPrimary;
    const bool is_rest = part.status == disclosure::Status::kComplement;
    ++seen.hidden;
    seen.most += printed.high;
    seen.low += is_rest ? std::max<int64_t>(0, part.cap - kThreshold + 1) : 0;
    seen.high += is_primary ? std::min<int64_t>(part.cap, kThreshold - 1) : part.cap;
    seen.is_protected |= part.is_protected();
  }
  return seen;
}

// Whether the sum would tell what the hidden parts are, if they were so many.
bool Pins(const Seen& seen, int64_t hidden) {
  const int64_t printed = disclosure::Rounded(static_cast<int32_t>(seen.own + seen.shown + hidden));
  const int64_t low = printed - disclosure::kRadius - seen.own - seen.shown_high;
  const int64_t high = printed + disclosure::kRadius - seen.own - seen.shown_low;
  if (high <= 0 || low >= seen.most) return true;
  return seen.hidden == 1 && std::max<int64_t>(0, low) >= std::min(seen.most, high);
}

// For some value of theirs that the rules withhold as they do these. The answer must not depend on the
// values, or the total that goes would tell them. What is far from either end is pinned by nothing.
bool CouldTell(const Seen& seen) {
  const bool has_end = seen.most < disclosure::kNoCap;
  for (int64_t off = 0; off < disclosure::kBase && seen.low + off <= seen.high; ++off) {
    if (Pins(seen, seen.low + off) || (has_end && Pins(seen, seen.high - off))) return true;
  }
  return false;
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
      const bool has_own = absl::c_any_of(sum.parts, [&](CellId part) { return own[part]; });
      if (!has_own) continue;
      const Seen seen = SeeSum(model, sum, own);
      if (seen.is_protected && CouldTell(seen)) total.status = disclosure::Status::kSecondary;
    }
  }
}

}  // namespace obt::reporting::making
