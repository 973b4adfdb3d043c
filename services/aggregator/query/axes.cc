#include "services/aggregator/query/axes.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace obt::aggregator {
namespace {

// What is no organisation comes last: no department, outside the programme, unknown.
constexpr std::array<std::pair<const char*, const char*>, 3> kNoOrganisations = {
    {{"none", "No department"}, {"out_of_scope", "Outside the programme"}, {"unknown", "Unknown"}}};

Axis OrganisationAxis(const Organisations& organisations, v1::Dimension dimension, Day as_of) {
  Axis axis;
  axis.dimension = dimension;
  axis.place_of.resize(organisations.size());
  for (const Number number : organisations.by_code()) {
    if (dimension == v1::DIMENSION_DEPARTMENT && !organisations.IsDepartment(number)) continue;
    axis.place_of[number] = static_cast<uint32_t>(axis.codes.size());
    axis.codes.push_back(organisations.CodeOf(number));
    axis.names.push_back(organisations.NameOn(number, as_of));
  }
  for (const auto& [code, name] : kNoOrganisations) {
    axis.codes.push_back(code);
    axis.names.push_back(name);
  }
  return axis;
}

// Codes in the order of their list, then those of no list, then those not known.
Axis ListAxis(const ListedCodes& codes, v1::Dimension dimension) {
  std::map<std::string, std::string> unlisted;  // code -> name
  for (size_t i = 1; i < codes.names.size(); ++i) {
    const std::string& code = codes.names.CodeOf(static_cast<Number>(i));
    unlisted[code] = code;
  }
  unlisted[kUnknownAttribute] = "Unknown";
  Axis axis;
  axis.dimension = dimension;
  axis.place_of.resize(codes.names.size());
  const auto add = [&](const std::string& code, const std::string& name) {
    const uint32_t place = static_cast<uint32_t>(axis.codes.size());
    if (const Number number = codes.names.Find(code); number != kNone) axis.place_of[number] = place;
    if (code == kUnknownAttribute) axis.place_of[kNone] = place;
    axis.codes.push_back(code);
    axis.names.push_back(name);
  };
  for (const identity::v1::ReferenceEntry& entry : codes.list.entries()) {
    if (entry.code() == kUnknownAttribute) unlisted[kUnknownAttribute] = entry.name();
    if (entry.code() != kUnknownAttribute && unlisted.erase(entry.code()) > 0)
      add(entry.code(), entry.name());
  }
  const std::string unknown = unlisted[kUnknownAttribute];
  unlisted.erase(kUnknownAttribute);
  for (const auto& [code, name] : unlisted) add(code, name);
  add(kUnknownAttribute, unknown);
  return axis;
}

Day StartOfPeriod(v1::Dimension time, Day day) {
  if (time == v1::DIMENSION_WEEK) return MondayOf(day);
  return time == v1::DIMENSION_MONTH ? MonthStartOf(day) : day;
}

// The first day of the period after the one that begins on `start`.
Day StartOfNext(v1::Dimension time, Day start) {
  if (time == v1::DIMENSION_WEEK) return start + 7;
  return time == v1::DIMENSION_MONTH ? MonthStartOf(start + 31) : start + 1;
}

}  // namespace

Axis MakeAxis(const State& state, v1::Dimension dimension, Day as_of) {
  for (size_t i = 0; i < kAttributes.size(); ++i) {
    if (kAttributes[i].dimension == dimension) return ListAxis(state.lists[i], dimension);
  }
  return OrganisationAxis(state.organisations, dimension, as_of);
}

Periods MakePeriods(v1::Dimension time, Day first_day, Day as_of) {
  Periods periods;
  periods.first_day = first_day;
  periods.as_of = as_of;
  if (time == v1::DIMENSION_UNSPECIFIED) {
    periods.codes.push_back("");
    periods.ends.push_back(as_of);
  } else {
    for (Day start = StartOfPeriod(time, std::min(first_day, as_of)); start <= as_of;) {
      const Day next = StartOfNext(time, start);
      periods.codes.push_back(time == v1::DIMENSION_MONTH ? FormatMonth(start) : FormatDay(start));
      periods.ends.push_back(std::min(next - 1, as_of));
      start = next;
    }
  }
  uint32_t period = 0;
  for (Day day = first_day; day <= as_of; ++day) {
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
