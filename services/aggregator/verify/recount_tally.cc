#include "services/aggregator/verify/recount_tally.h"

#include <algorithm>
#include <iterator>

namespace obt::aggregator::recount {

bool IsTime(v1::Dimension dimension) {
  return dimension == v1::DIMENSION_DAY || dimension == v1::DIMENSION_WEEK ||
         dimension == v1::DIMENSION_MONTH;
}

bool Has(const std::vector<std::string>& codes, const std::string& code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

Tally::Tally(const Sources& sources, const Question& question)
    : sources_(sources), question_(question), tree_(sources) {
  const auto programme = sources.programmes.find(question.programme_id);
  programme_ = programme->second;
  const auto headcounts = sources.headcounts.find(question.programme_id);
  if (headcounts != sources.headcounts.end()) headcounts_ = headcounts->second;
  MakePeriods();
}

void Tally::MakePeriods() {
  v1::Dimension time = v1::DIMENSION_UNSPECIFIED;
  for (const v1::Dimension dimension : question_.group_by) {
    if (IsTime(dimension)) time = dimension;
  }
  if (time == v1::DIMENSION_UNSPECIFIED) {
    periods_.push_back({"", question_.filter.from, question_.as_of});
    return;
  }
  Day first = *ParseDay(programme_.first_day());
  if (programme_.has_counting_from_day()) first = *ParseDay(programme_.counting_from_day());
  for (Day day = std::max(first, question_.filter.from); day <= question_.as_of; ++day) {
    std::string code = FormatDay(day);
    if (time == v1::DIMENSION_WEEK) code = FormatDay(MondayOf(day));
    if (time == v1::DIMENSION_MONTH) code = FormatMonth(day);
    if (periods_.empty() || periods_.back().code != code) periods_.push_back({code, day, day});
    periods_.back().last = day;
  }
}

bool Tally::InScope(const std::string& organisation) {
  const Day day = question_.as_of;
  if (!scope_.has_value()) {
    scope_.emplace();
    for (const auto& [code, dated] : headcounts_) {
      if (dated.begin()->first <= day) scope_->insert(tree_.Follow(code, day));
    }
  }
  return scope_->count(tree_.Follow(organisation, day)) > 0;
}

const Listing& Tally::ListingOf(Text organisation, Day tree_day) {
  const auto key = std::make_pair(organisation, tree_day);
  const auto known = listings_.find(key);
  if (known != listings_.end()) return known->second;
  return listings_[key] = MakeListing(organisation, tree_day);
}

Listing Tally::MakeListing(Text organisation, Day tree_day) {
  if (organisation == nullptr) {
    if (!question_.filter.organisation_codes.empty()) return std::nullopt;
    return Listing({"unknown", "unknown"});
  }
  const bool in_scope = InScope(*organisation);
  if (!in_scope && !question_.include_out_of_scope) return std::nullopt;
  const std::string now = tree_.Follow(*organisation, tree_day);
  bool wanted = question_.filter.organisation_codes.empty();
  for (const std::string& above : tree_.WayUp(now, tree_day)) {
    const bool asked = Has(question_.filter.organisation_codes, above);
    wanted |= asked && (above == now || !question_.filter.organisations_alone);
  }
  if (!wanted) return std::nullopt;
  if (!in_scope) return Listing({"out_of_scope", "out_of_scope"});
  return Listing({now, tree_.Department(now, tree_day)});
}

std::vector<Period> Tally::PeriodsOf(Day day) const {
  std::vector<Period> counting;
  if (day > question_.as_of || day < question_.filter.from) return counting;
  for (const Period& period : periods_) {
    const bool falls_in = period.first <= day && day <= period.last;
    if (falls_in || (!question_.only_new && day <= period.last)) counting.push_back(period);
  }
  return counting;
}

Figures Tally::TakeFigures() {
  for (auto& [codes, bands] : figures_) {
    std::erase_if(bands, [](const auto& value) { return value.second == 0; });
  }
  std::erase_if(figures_, [](const auto& group) { return group.second.empty(); });
  return std::move(figures_);
}

}  // namespace obt::aggregator::recount
