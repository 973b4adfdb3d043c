#include "services/aggregator/query/plan.h"

#include <algorithm>
#include <functional>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"

namespace obt::aggregator {
namespace {

void CheckCodes(Violations& out, absl::string_view field, const ListedCodes& codes,
                const std::vector<std::string>& wanted) {
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == kUnknownAttribute || codes.names.Find(wanted[i]) != kNone) continue;
    out.Add(absl::StrCat(field, "[", i, "]"),
            absl::StrCat("\"", wanted[i], "\" is not in the reference list"));
  }
}

v1::Dimension TimeOf(const Query& query) {
  for (const v1::Dimension dimension : query.group_by) {
    if (IsTime(dimension)) return dimension;
  }
  return v1::DIMENSION_UNSPECIFIED;
}

}  // namespace

absl::StatusOr<Plan> Plan::Make(const State& state, const ProgrammeState& programme, const Query& query) {
  Plan plan(query);
  OBT_RETURN_IF_ERROR(plan.ReadFilter(state));
  plan.periods_ = MakePeriods(TimeOf(query), rules::CountingWindowOf(programme.programme).from,
                              std::min(query.as_of, LastDay(programme.programme)));
  plan.MakeAxes(state);
  plan.MakeProfiles(state);
  plan.MakeLevels(state, programme);
  return plan;
}

absl::Status Plan::ReadFilter(const State& state) {
  const Filter& filter = query_->filter;
  Violations violations;
  CheckCodes(violations, "filter.grades", state.grades, filter.grades);
  CheckCodes(violations, "filter.professions", state.professions, filter.professions);
  CheckCodes(violations, "filter.regions", state.regions, filter.regions);
  if (!violations.empty()) return violations.ToStatus();
  for (const std::string& code : filter.organisation_codes) {
    const Number number = state.organisations.Find(code);
    if (number == kNone || !state.organisations.IsKnown(number)) {
      return Error(absl::StatusCode::kNotFound, "ORGANISATION_NOT_FOUND",
                   absl::StrCat("there is no organisation \"", code, "\""));
    }
    wanted_.push_back(number);
  }
  covered_.assign(state.organisations.size(), 1);
  if (filter.covers == nullptr) return absl::OkStatus();
  for (size_t i = 1; i < covered_.size(); ++i) {
    covered_[i] = filter.covers(state.organisations.CodeOf(static_cast<Number>(i))) ? 1 : 0;
  }
  return absl::OkStatus();
}

const Axis* Plan::AxisOf(v1::Dimension dimension) const {
  for (const Axis& axis : axes_) {
    if (axis.dimension == dimension) return &axis;
  }
  return nullptr;
}

// The last axis varies fastest, and within it the period.
void Plan::MakeAxes(const State& state) {
  for (const v1::Dimension dimension : query_->group_by) {
    if (!IsTime(dimension)) axes_.push_back(MakeAxis(state, dimension, as_of()));
  }
  cells_ = periods_.size();
  for (auto axis = axes_.rbegin(); axis != axes_.rend(); ++axis) {
    axis->stride = cells_;
    cells_ *= axis->codes.size();
  }
}

void Plan::MakeProfiles(const State& state) {
  const Filter& filter = query_->filter;
  const std::vector<uint64_t> grade = MakeAttribute(state.grades, v1::DIMENSION_GRADE, filter.grades);
  const std::vector<uint64_t> profession =
      MakeAttribute(state.professions, v1::DIMENSION_PROFESSION, filter.professions);
  const std::vector<uint64_t> region = MakeAttribute(state.regions, v1::DIMENSION_REGION, filter.regions);
  for (const Attributes& profile : state.people.profiles()) {
    profile_cells_.push_back(grade[profile.grade] + profession[profile.profession] + region[profile.region]);
  }
}

std::vector<uint64_t> Plan::MakeAttribute(const ListedCodes& codes, v1::Dimension dimension,
                                          const std::vector<std::string>& wanted) {
  std::vector<uint64_t> cells(codes.names.size(), 0);
  const Axis* axis = AxisOf(dimension);
  has_attributes_ = has_attributes_ || axis != nullptr || !wanted.empty();
  const std::set<std::string> keep(wanted.begin(), wanted.end());
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string& code = i == kNone ? kUnknownAttribute : codes.names.CodeOf(static_cast<Number>(i));
    if (axis != nullptr) cells[i] = axis->place_of[i] * axis->stride;
    if (!keep.empty() && keep.count(code) == 0) cells[i] = kDrop;
  }
  return cells;
}

void Plan::MakeLevels(const State& state, const ProgrammeState& programme) {
  std::set<Day> dates;
  for (const auto& [organisation, dated] : programme.headcounts) {
    for (const auto& [day, headcount] : dated) dates.insert(day);
  }
  const Organisations& organisations = state.organisations;
  ScopeKey last;
  for (size_t period = 0; period < periods_.size(); ++period) {
    const Day day = periods_.ends[period];
    const ScopeKey key(organisations.EpochOf(day), std::distance(dates.begin(), dates.upper_bound(day)));
    if (levels_.empty() || key != last) {
      if (!levels_.empty()) AddThen(organisations, last, levels_.back());
      if (scopes_.count(key) == 0) scopes_[key] = ScopeOn(organisations, programme.headcounts, day);
      levels_.push_back({period, period, CellsOf(organisations, key.first, key), {}});
    }
    levels_.back().end = period + 1;
    last = key;
  }
  AddThen(organisations, last, levels_.back());
}

void Plan::AddThen(const Organisations& organisations, const ScopeKey& key, Level& level) {
  if (!query_->then) return;
  for (Day day = periods_.first_day; day <= periods_.ends[level.end - 1]; ++day) {
    level.organisation_then.push_back(CellsOf(organisations, organisations.EpochOf(day), key));
  }
  const std::vector<const uint64_t*>& then = level.organisation_then;
  if (std::adjacent_find(then.begin(), then.end(), std::not_equal_to<>()) == then.end() && !then.empty()) {
    level.organisation_always = then.front();
  }
}

const uint64_t* Plan::CellsOf(const Organisations& organisations, size_t epoch, const ScopeKey& key) {
  std::vector<uint64_t>& cells = cells_of_[{epoch, key}];
  if (!cells.empty()) return cells.data();
  const std::vector<char>& scope = scopes_.at(key);
  const Tree& tree = organisations.TreeOf(epoch);
  cells.push_back(CellsWithoutOrganisation());
  for (size_t i = 1; i < organisations.size(); ++i) {
    cells.push_back(CellsOfOrganisation(tree, static_cast<Number>(i), scope[i] != 0));
  }
  return cells.data();
}

// Somebody without a stay is in nobody's subtree.
uint64_t Plan::CellsWithoutOrganisation() const {
  if (!wanted_.empty() || query_->filter.covers != nullptr) return kDrop;
  uint64_t cells = 0;
  for (const Axis& axis : axes_) {
    if (IsOrganisational(axis.dimension)) cells += axis.unknown() * axis.stride;
  }
  return cells;
}

uint64_t Plan::CellsOfOrganisation(const Tree& tree, Number organisation, bool in_scope) const {
  if (!in_scope && !query_->include_out_of_scope) return kDrop;
  const Number successor = tree.follow[organisation];
  if (!covered_[successor]) return kDrop;
  const auto is_above = [&](Number top) { return tree.IsUnder(successor, top); };
  if (!wanted_.empty() && std::none_of(wanted_.begin(), wanted_.end(), is_above)) return kDrop;
  uint64_t cells = 0;
  for (const Axis& axis : axes_) {
    if (!IsOrganisational(axis.dimension)) continue;
    uint32_t place = axis.out_of_scope();
    if (in_scope && axis.dimension == v1::DIMENSION_ORGANISATION) place = axis.place_of[successor];
    if (in_scope && axis.dimension == v1::DIMENSION_DEPARTMENT) {
      const Number department = tree.department[successor];
      place = department == kNone ? axis.no_department() : axis.place_of[department];
    }
    cells += place * axis.stride;
  }
  return cells;
}

}  // namespace obt::aggregator
