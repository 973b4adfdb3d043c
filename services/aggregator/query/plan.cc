#include "services/aggregator/query/plan.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/rules/measures.h"

namespace obt::aggregator {
namespace {

void CheckCodes(Violations& out, absl::string_view field, const Names& names,
                const std::vector<std::string>& wanted, absl::string_view none = kUnknownAttribute) {
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == none || names.Find(wanted[i]) != kNone) continue;
    out.Add(absl::StrCat(field, "[", i, "]"), absl::StrCat("\"", wanted[i], "\" is not in the list"));
  }
}

v1::Dimension TimeOf(const Question& question) {
  for (const v1::Dimension dimension : question.group_by) {
    if (rules::IsTime(dimension)) return dimension;
  }
  return v1::DIMENSION_UNSPECIFIED;
}

// Makes a plan, table by table.
class Planner {
 public:
  Planner(const State& state, const ProgrammeState& programme, const Question& question)
      : state_(state), programme_(programme), question_(question) {}

  absl::StatusOr<Plan> Make() {
    OBT_RETURN_IF_ERROR(ReadFilter());
    plan_.periods =
        MakePeriods(TimeOf(question_), rules::CountingWindowOf(programme_.programme).from,
                    question_.filter.from, std::min(question_.as_of, LastDay(programme_.programme)));
    MakeAxes();
    MakeProfiles();
    plan_.theme_cells = CellsOfCodes(v1::DIMENSION_THEME, state_.items.themes(), kNoCode);
    plan_.outcome_cells = CellsOfCodes(v1::DIMENSION_OUTCOME, Outcomes(), kNoCode);
    MakeLevels();
    return std::move(plan_);
  }

 private:
  absl::Status ReadFilter() {
    const Filter& filter = question_.filter;
    Violations violations;
    for (size_t i = 0; i < kAttributes.size(); ++i) {
      CheckCodes(violations, kAttributes[i].filter, state_.lists[i].names,
                 WantedOf(kAttributes[i].dimension));
    }
    CheckCodes(violations, "filter.themes", state_.items.themes(), WantedOf(v1::DIMENSION_THEME), kNoCode);
    CheckCodes(violations, "filter.outcomes", Outcomes(), WantedOf(v1::DIMENSION_OUTCOME), kNoCode);
    if (!violations.empty()) return violations.ToStatus();
    for (const std::string& code : filter.organisation_codes) {
      OBT_ASSIGN_OR_RETURN(const Number number, state_.organisations.Get(code));
      wanted_.push_back(number);
    }
    covered_.assign(state_.organisations.size(), 1);
    if (filter.covers == nullptr) return absl::OkStatus();
    for (size_t i = 1; i < covered_.size(); ++i) {
      covered_[i] = filter.covers(state_.organisations.CodeOf(static_cast<Number>(i))) ? 1 : 0;
    }
    return absl::OkStatus();
  }

  const std::vector<std::string>& WantedOf(v1::Dimension dimension) const {
    static const std::vector<std::string> all;
    const auto found = question_.filter.attributes.find(dimension);
    return found == question_.filter.attributes.end() ? all : found->second;
  }

  const Axis* AxisOf(v1::Dimension dimension) const {
    for (const Axis& axis : plan_.axes) {
      if (axis.dimension == dimension) return &axis;
    }
    return nullptr;
  }

  // The last axis varies fastest, and within it the period.
  void MakeAxes() {
    for (const v1::Dimension dimension : question_.group_by) {
      if (!rules::IsTime(dimension))
        plan_.axes.push_back(MakeAxis(state_, dimension, plan_.periods.as_of, question_.programme_id));
    }
    plan_.cells = plan_.periods.size();
    for (auto axis = plan_.axes.rbegin(); axis != plan_.axes.rend(); ++axis) {
      axis->stride = plan_.cells;
      plan_.cells *= axis->codes.size();
    }
  }

  void MakeProfiles() {
    OfAttributes<std::vector<uint64_t>>& cells = plan_.attribute_cells;
    for (size_t i = 0; i < cells.size(); ++i) {
      const v1::Dimension dimension = kAttributes[i].dimension;
      cells[i] = CellsOfCodes(dimension, state_.lists[i].names, kUnknownAttribute);
      if (AxisOf(dimension) != nullptr || !WantedOf(dimension).empty()) plan_.attributes.push_back(i);
    }
    for (const Attributes& profile : state_.people.profiles()) {
      uint64_t& sum = plan_.profile_cells.emplace_back(0);
      for (size_t i = 0; i < cells.size(); ++i) sum += cells[i][profile[i]];
    }
  }

  // What each code of a dimension adds, by number.
  std::vector<uint64_t> CellsOfCodes(v1::Dimension dimension, const Names& names, const char* none) const {
    std::vector<uint64_t> cells(names.size(), 0);
    const Axis* axis = AxisOf(dimension);
    const std::vector<std::string>& wanted = WantedOf(dimension);
    const std::set<std::string> keep(wanted.begin(), wanted.end());
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string code = i == kNone ? none : names.CodeOf(static_cast<Number>(i));
      if (axis != nullptr) cells[i] = axis->slot_of[i] * axis->stride;
      if (!keep.empty() && keep.count(code) == 0) cells[i] = kDrop;
    }
    return cells;
  }

  // Which organisations count is judged once, at as_of.
  void MakeLevels() {
    const Organisations& organisations = state_.organisations;
    const Periods& periods = plan_.periods;
    scope_ = ScopeOn(organisations, programme_.headcounts, periods.as_of);
    for (size_t period = 0; period < periods.size(); ++period) {
      const uint64_t* const cells = CellsOf(organisations.EpochOf(periods.ends[period]));
      if (plan_.levels.empty() || plan_.levels.back().organisation != cells)
        plan_.levels.push_back({period, period, cells});
      plan_.levels.back().end = period + 1;
    }
    plan_.now = CellsOf(organisations.EpochOf(periods.as_of));
    MakeReaches(organisations.TreeOf(organisations.EpochOf(periods.as_of)));
    if (!question_.then) return;
    for (Day day = periods.first_day; day <= periods.as_of; ++day)
      plan_.then.push_back(CellsOf(organisations.EpochOf(day)));
    const bool same =
        std::adjacent_find(plan_.then.begin(), plan_.then.end(), std::not_equal_to<>()) == plan_.then.end();
    if (same && !plan_.then.empty()) plan_.always = plan_.then.front();
  }

  void MakeReaches(const Tree& tree) {
    if (question_.filter.covers == nullptr) return;
    plan_.reaches.assign(covered_.size(), 0);
    for (size_t i = 1; i < covered_.size(); ++i) plan_.reaches[i] = covered_[tree.follow[i]];
  }

  const uint64_t* CellsOf(size_t epoch) {
    std::vector<uint64_t>& cells = plan_.organisation_cells[epoch];
    if (!cells.empty()) return cells.data();
    const Tree& tree = state_.organisations.TreeOf(epoch);
    cells.push_back(CellsWithoutOrganisation());
    for (size_t i = 1; i < state_.organisations.size(); ++i) {
      cells.push_back(CellsOfOrganisation(tree, static_cast<Number>(i), scope_[i] != 0));
    }
    return cells.data();
  }

  // Somebody without a stay is in nobody's subtree.
  uint64_t CellsWithoutOrganisation() const {
    if (!wanted_.empty() || question_.filter.covers != nullptr) return kDrop;
    uint64_t cells = 0;
    for (const Axis& axis : plan_.axes) {
      if (rules::IsOrganisational(axis.dimension)) cells += axis.unknown() * axis.stride;
    }
    return cells;
  }

  uint64_t CellsOfOrganisation(const Tree& tree, Number organisation, bool in_scope) const {
    if (!in_scope && !question_.include_out_of_scope) return kDrop;
    const Number successor = tree.follow[organisation];
    if (!covered_[successor]) return kDrop;
    const auto is_wanted = [&](Number top) {
      return question_.filter.organisations_alone ? successor == top : tree.IsUnder(successor, top);
    };
    if (!wanted_.empty() && std::none_of(wanted_.begin(), wanted_.end(), is_wanted)) return kDrop;
    uint64_t cells = 0;
    for (const Axis& axis : plan_.axes) {
      if (!rules::IsOrganisational(axis.dimension)) continue;
      uint32_t slot = axis.out_of_scope();
      if (in_scope && axis.dimension == v1::DIMENSION_ORGANISATION) slot = axis.slot_of[successor];
      if (in_scope && axis.dimension == v1::DIMENSION_DEPARTMENT) {
        const Number department = tree.department[successor];
        slot = department == kNone ? axis.no_department() : axis.slot_of[department];
      }
      cells += slot * axis.stride;
    }
    return cells;
  }

  const State& state_;
  const ProgrammeState& programme_;
  const Question& question_;
  Plan plan_;
  std::vector<Number> wanted_;  // organisations asked for
  std::vector<char> covered_;   // by organisation: the caller may see it
  std::vector<char> scope_;     // by organisation: it takes part
};

}  // namespace

absl::StatusOr<Plan> MakePlan(const State& state, const ProgrammeState& programme, const Question& question) {
  return Planner(state, programme, question).Make();
}

}  // namespace obt::aggregator
