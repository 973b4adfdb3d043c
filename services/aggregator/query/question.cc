#include "services/aggregator/query/question.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/rules/measures.h"

namespace obt::aggregator {
namespace {

const char* WhatItIsNotKnownBy(v1::Measure measure) {
  switch (rules::OptionOf(measure).subject()) {
    case options::v1::SUBJECT_PEOPLE:
      return " is of people; leave out themes and outcomes";
    case options::v1::SUBJECT_ITEMS:
      return " is of items; leave out grades, professions, regions and steps";
    default:
      return " is known by organisation and time only; leave out grades, professions, regions, steps, themes "
             "and outcomes";
  }
}

}  // namespace

std::vector<v1::Dimension> CutsOf(const Question& question) {
  std::vector<v1::Dimension> cuts = question.group_by;
  for (const auto& [dimension, codes] : question.filter.attributes) {
    if (!codes.empty()) cuts.push_back(dimension);
  }
  return cuts;
}

std::string WhyNotDefined(v1::Measure measure, const std::vector<v1::Dimension>& cuts, bool of_steps) {
  const bool of_people = rules::OptionOf(measure).subject() == options::v1::SUBJECT_PEOPLE;
  const bool known = std::all_of(
      cuts.begin(), cuts.end(), [measure](v1::Dimension cut) { return rules::CanBeGroupedBy(measure, cut); });
  if (known && (of_people || !of_steps)) return "";
  return absl::StrCat(rules::WordOf(measure), WhatItIsNotKnownBy(measure));
}

std::string WhyNotDefined(v1::Measure measure, const Question& question) {
  const bool of_steps = !question.filter.done.empty() || !question.filter.not_done.empty();
  return WhyNotDefined(measure, CutsOf(question), of_steps);
}

}  // namespace obt::aggregator
