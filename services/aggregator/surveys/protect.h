// The one way from what a group answered to what may be known of it (domain.md, end of sections 5 and 6).
// Pure. Whatever it tells is a function of counts rounded to 5, but for the band of p.
#pragma once

#include "obt/aggregator/v1/survey.pb.h"
#include "services/aggregator/surveys/tally.h"

namespace obt::aggregator {

inline constexpr uint32_t kMinMatched = 10;
// On either side, in every cell, and between what a row shows in one week and in another.
inline constexpr uint32_t kMinSide = 5;

// How much of a group is shown.
enum class Showing { kNothing, kShares, kSpreads };

// Whether a group, whatever stands beside it, is large and mixed enough for its shares; for its distributions
// too. Who adds to such a group leaves it one.
bool MayShowShares(const Tally& tally);
bool MayShowSpreads(const Tally& tally);

// No more than `showing`, and no more than the group may show.
v1::SurveyResult Protect(const Tally& tally, Showing showing);

}  // namespace obt::aggregator
