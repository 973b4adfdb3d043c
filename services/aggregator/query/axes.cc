#include "services/aggregator/query/axes.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "common/rules/measures.h"

namespace obt::aggregator {
namespace {

// What is no organisation comes last: no department, outside the programme, unknown.
constexpr std::array<std::pair<const char*, const char*>, 3> kNoOrganisations = {
    {{"none", "No department"}, {"out_of_scope", "Outside the programme"}, {"unknown", "Unknown"}}};

Axis OrganisationAxis(const Organisations& organisations, v1::Dimension dimension, Day as_of) {
  Axis axis;
  axis.dimension = dimension;
  axis.slot_of.resize(organisations.size());
  for (const Number number : organisations.by_code()) {
    if (dimension == v1::DIMENSION_DEPARTMENT && !organisations.IsDepartment(number)) continue;
    axis.slot_of[number] = static_cast<uint32_t>(axis.codes.size());
    axis.codes.push_back(organisations.CodeOf(number));
    axis.names.push_back(organisations.NameOn(number, as_of));
  }
  for (const auto& [code, name] : kNoOrganisations) {
    axis.codes.push_back(code);
    axis.names.push_back(name);
  }
  return axis;
}

using Code = std::pair<std::string, std::string>;  // with its name
using Listed = std::vector<Code>;

// Codes in the order of their list, then those of no list, then those not known.
Axis ListAxis(v1::Dimension dimension, const Names& names, const Listed& list, const Code& missing) {
  std::map<std::string, std::string> unlisted;  // code -> name
  for (size_t i = 1; i < names.size(); ++i) {
    const std::string& code = names.CodeOf(static_cast<Number>(i));
    unlisted[code] = code;
  }
  Axis axis;
  axis.dimension = dimension;
  axis.slot_of.resize(names.size());
  const auto add = [&](const std::string& code, const std::string& name) {
    const uint32_t slot = static_cast<uint32_t>(axis.codes.size());
    if (const Number number = names.Find(code); number != kNone) axis.slot_of[number] = slot;
    if (code == missing.first) axis.slot_of[kNone] = slot;
    axis.codes.push_back(code);
    axis.names.push_back(name);
  };
  for (const auto& [code, name] : list) {
    if (code != missing.first && unlisted.erase(code) > 0) add(code, name);
  }
  axis.listed = static_cast<uint32_t>(axis.codes.size());
  for (const auto& [code, name] : unlisted) add(code, name);
  add(missing.first, missing.second);
  return axis;
}

Axis AttributeAxis(v1::Dimension dimension, const ListedCodes& codes) {
  Listed list;
  for (const identity::v1::ReferenceEntry& entry : codes.list.entries())
    list.emplace_back(entry.code(), entry.name());
  return ListAxis(dimension, codes.names, list, {kUnknownAttribute, "Unknown"});
}

Axis ThemeAxis(const Items& items, absl::string_view programme_id) {
  Listed list;
  for (const ideas::v1::Theme& theme : items.ThemeListOf(programme_id).themes())
    list.emplace_back(theme.code(), theme.title());
  return ListAxis(v1::DIMENSION_THEME, items.themes(), list, {kNoCode, "No theme"});
}

Axis OutcomeAxis() {
  Listed list;
  for (size_t i = 1; i < Outcomes().size(); ++i) {
    const std::string& code = Outcomes().CodeOf(static_cast<Number>(i));
    list.emplace_back(code, code);
  }
  return ListAxis(v1::DIMENSION_OUTCOME, Outcomes(), list, {kNoCode, "No outcome"});
}

// How a dimension cuts time.
struct Cut {
  v1::Dimension dimension;
  Day (*start_of)(Day);    // the first day of a day's period
  Day (*next)(Day start);  // that of the period after it
  std::string (*code)(Day start);
};
constexpr Cut kCuts[] = {
    {v1::DIMENSION_DAY, [](Day day) { return day; }, [](Day start) { return start + 1; }, FormatDay},
    {v1::DIMENSION_WEEK, MondayOf, [](Day start) { return start + 7; }, FormatDay},
    {v1::DIMENSION_MONTH, MonthStartOf, [](Day start) { return MonthStartOf(start + 31); }, FormatMonth},
};

// nullptr: it cuts no time.
const Cut* CutOf(v1::Dimension dimension) {
  const auto is_of = [dimension](const Cut& cut) { return cut.dimension == dimension; };
  const Cut* const found = std::find_if(std::begin(kCuts), std::end(kCuts), is_of);
  return found == std::end(kCuts) ? nullptr : found;
}

}  // namespace

bool CanGroupBy(v1::Dimension dimension) {
  const auto is_of = [dimension](const Attribute& attribute) { return attribute.dimension == dimension; };
  switch (rules::KindOf(dimension)) {
    case options::v1::DIMENSION_KIND_TIME:
      return CutOf(dimension) != nullptr;
    case options::v1::DIMENSION_KIND_ORGANISATION:
      return dimension == v1::DIMENSION_ORGANISATION || dimension == v1::DIMENSION_DEPARTMENT;
    case options::v1::DIMENSION_KIND_ATTRIBUTE:
      return std::any_of(kAttributes.begin(), kAttributes.end(), is_of);
    case options::v1::DIMENSION_KIND_ITEM:
      return dimension == v1::DIMENSION_THEME || dimension == v1::DIMENSION_OUTCOME;
    default:
      return false;
  }
}

const Names& Outcomes() {
  static const Names& outcomes = *new Names([] {
    Names names;
    for (int i = ideas::v1::Outcome_MIN + 1; i <= ideas::v1::Outcome_MAX; ++i)
      names.Add(OutcomeCode(static_cast<ideas::v1::Outcome>(i)));
    return names;
  }());
  return outcomes;
}

Axis MakeAxis(const State& state, v1::Dimension dimension, Day as_of, absl::string_view programme_id) {
  for (size_t i = 0; i < kAttributes.size(); ++i) {
    if (kAttributes[i].dimension == dimension) return AttributeAxis(dimension, state.lists[i]);
  }
  if (dimension == v1::DIMENSION_THEME) return ThemeAxis(state.items, programme_id);
  if (dimension == v1::DIMENSION_OUTCOME) return OutcomeAxis();
  return OrganisationAxis(state.organisations, dimension, as_of);
}

Periods MakePeriods(v1::Dimension time, Day first_day, Day from, Day as_of) {
  Periods periods;
  periods.first_day = first_day;
  periods.as_of = as_of;
  const Cut* const cut = CutOf(time);
  if (cut == nullptr) {
    periods.codes.push_back("");
    periods.ends.push_back(as_of);
  } else if (const Day first = std::max(first_day, from); first <= as_of) {
    for (Day start = cut->start_of(first); start <= as_of;) {
      const Day next = cut->next(start);
      periods.codes.push_back(cut->code(start));
      periods.ends.push_back(std::min(next - 1, as_of));
      start = next;
    }
  }
  uint64_t period = 0;
  for (Day day = first_day; day <= as_of; ++day) {
    if (day < from) {
      periods.period_of.push_back(kDrop);
      continue;
    }
    while (periods.ends[period] < day) ++period;
    periods.period_of.push_back(period);
  }
  return periods;
}

std::vector<char> ScopeOn(const Organisations& organisations, const Headcounts& headcounts, Day day) {
  const Tree& tree = organisations.TreeOn(day);
  std::vector<char> takes_part(organisations.size(), 0);
  for (const auto& [organisation, dated] : headcounts) {
    if (dated.begin()->first <= day) takes_part[tree.follow[organisation]] = 1;
  }
  std::vector<char> in_scope(organisations.size(), 0);
  for (size_t i = 1; i < in_scope.size(); ++i) in_scope[i] = takes_part[tree.follow[i]];
  return in_scope;
}

}  // namespace obt::aggregator
