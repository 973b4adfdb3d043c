#include "services/aggregator/surveys/tally.h"

#include <algorithm>
#include <numeric>

namespace obt::aggregator {

Tally& Tally::operator+=(const Tally& more) {
  before += more.before;
  after += more.after;
  for (size_t i = 0; i < kPoints; ++i) {
    for (size_t j = 0; j < kPoints; ++j) matched[i][j] += more.matched[i][j];
  }
  return *this;
}

uint32_t Tally::Matched() const {
  uint32_t sum = 0;
  for (const Spread& row : matched) sum = std::accumulate(row.begin(), row.end(), sum);
  return sum;
}

SurveyCounts CountsOf(const Tally& tally) {
  constexpr size_t kPositive = 3;  // from this point on, counted from 0
  SurveyCounts counts;
  for (size_t i = 0; i < kPoints; ++i) {
    for (size_t j = 0; j < kPoints; ++j) {
      const uint32_t people = tally.matched[i][j];
      counts.matched += people;
      counts.spread_before[i] += people;
      counts.spread_after[j] += people;
      if (i >= kPositive) counts.positive_before += people;
      if (j >= kPositive) counts.positive_after += people;
      if (i < kPositive && j >= kPositive) counts.became_positive += people;
      if (i >= kPositive && j < kPositive) counts.ceased_to_be += people;
    }
  }
  return counts;
}

SurveyFigures FiguresOf(const Tally& tally) {
  const SurveyCounts counts = CountsOf(tally);
  if (counts.matched == 0) return {};
  SurveyFigures figures;
  const double all = counts.matched;
  figures.share_before = counts.positive_before / all;
  figures.share_after = counts.positive_after / all;
  int64_t change = 0;
  for (size_t i = 0; i < kPoints; ++i)
    change += static_cast<int64_t>(i) * (int64_t{counts.spread_after[i]} - counts.spread_before[i]);
  figures.mean_change = static_cast<double>(change) / all;
  figures.interval_before = WilsonOf(counts.positive_before, counts.matched);
  figures.interval_after = WilsonOf(counts.positive_after, counts.matched);
  figures.p = McNemarP(counts.became_positive, counts.ceased_to_be);
  return figures;
}

uint32_t PeopleBetween(const Tally& one, const Tally& other) {
  uint32_t more = 0, fewer = 0;
  for (size_t i = 0; i < kPoints; ++i) {
    for (size_t j = 0; j < kPoints; ++j) {
      const uint32_t a = one.matched[i][j], b = other.matched[i][j];
      more += a - std::min(a, b);
      fewer += b - std::min(a, b);
    }
  }
  return std::max(more, fewer);
}

}  // namespace obt::aggregator
