#include "services/aggregator/surveys/protect.h"

#include <algorithm>
#include <cmath>

namespace obt::aggregator {
namespace {

constexpr int32_t kBase = 5;

int32_t Rounded(uint32_t count) { return (static_cast<int32_t>(count) + kBase / 2) / kBase * kBase; }

int32_t WholePercent(double share) { return static_cast<int32_t>(std::lround(share * 100)); }

// What is beside a count of a group: that many are neither positive nor negative.
bool BothSides(uint32_t count, uint32_t all) { return count >= kMinSide && all - count >= kMinSide; }

v1::SurveyShare ShareOf(uint32_t positive, uint32_t all) {
  const auto count = static_cast<uint64_t>(Rounded(positive)), of = static_cast<uint64_t>(Rounded(all));
  const Interval interval = WilsonOf(count, of);
  v1::SurveyShare share;
  share.set_percent(static_cast<int32_t>((200 * count + of) / (2 * of)));
  share.set_low_percent(WholePercent(interval.low));
  share.set_high_percent(WholePercent(interval.high));
  return share;
}

// From rounded counts as well, the least it can be with them: an exact band would pin down small groups.
v1::Significance SignificanceOf(const SurveyCounts& counts) {
  const int32_t one_way = Rounded(counts.became_positive), other_way = Rounded(counts.ceased_to_be);
  const int32_t fewer = std::min(one_way, other_way) + kBase / 2,
                more = std::max(one_way, other_way) - kBase / 2;
  const double p = McNemarP(static_cast<uint64_t>(fewer), static_cast<uint64_t>(std::max(fewer, more)));
  if (p < 0.001) return v1::SIGNIFICANCE_BELOW_0_001;
  if (p < 0.01) return v1::SIGNIFICANCE_BELOW_0_01;
  if (p < 0.05) return v1::SIGNIFICANCE_BELOW_0_05;
  return v1::SIGNIFICANCE_NOT_SIGNIFICANT;
}

}  // namespace

bool MayShowShares(const Tally& tally) {
  const SurveyCounts counts = CountsOf(tally);
  return counts.matched >= kMinMatched && BothSides(counts.positive_before, counts.matched) &&
         BothSides(counts.positive_after, counts.matched);
}

bool MayShowSpreads(const Tally& tally) {
  const SurveyCounts counts = CountsOf(tally);
  const auto is_enough = [](uint32_t count) { return count >= kMinSide; };
  return std::all_of(counts.spread_before.begin(), counts.spread_before.end(), is_enough) &&
         std::all_of(counts.spread_after.begin(), counts.spread_after.end(), is_enough);
}

v1::SurveyResult Protect(const Tally& tally, Showing showing) {
  v1::SurveyResult result;
  result.set_withheld(showing == Showing::kNothing || !MayShowShares(tally));
  if (result.withheld()) return result;
  const SurveyCounts counts = CountsOf(tally);
  result.set_before(Rounded(tally.before));
  result.set_after(Rounded(tally.after));
  result.set_matched(Rounded(counts.matched));
  *result.mutable_positive_before() = ShareOf(counts.positive_before, counts.matched);
  *result.mutable_positive_after() = ShareOf(counts.positive_after, counts.matched);
  result.set_change_points(result.positive_after().percent() - result.positive_before().percent());
  result.set_significance(SignificanceOf(counts));
  if (showing != Showing::kSpreads || !MayShowSpreads(tally)) return result;
  for (const uint32_t people : counts.spread_before) result.add_distribution_before(Rounded(people));
  for (const uint32_t people : counts.spread_after) result.add_distribution_after(Rounded(people));
  return result;
}

}  // namespace obt::aggregator
