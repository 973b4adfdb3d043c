// What a group of people answered to one construct, before and after, exactly. Nothing here leaves the
// service: what does, Protect makes of it. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "services/aggregator/surveys/statistics.h"

namespace obt::aggregator {

inline constexpr size_t kPoints = 5;  // of the scale; the last two are positive
using Spread = std::array<uint32_t, kPoints>;

struct Tally {
  uint32_t before = 0, after = 0;  // people who answered before, after
  // Those who did both: [answer before - 1] [answer after - 1].
  std::array<Spread, kPoints> matched = {};

  // Somebody's answers; 0 is none.
  void Add(uint8_t answer_before, uint8_t answer_after) {
    before += answer_before != 0;
    after += answer_after != 0;
    if (answer_before != 0 && answer_after != 0) ++matched[answer_before - 1][answer_after - 1];
  }
  Tally& operator+=(const Tally& more);
  bool empty() const { return before == 0 && after == 0; }
  uint32_t Matched() const;
  friend bool operator==(const Tally& a, const Tally& b) = default;
};

// What a tally counts.
struct SurveyCounts {
  uint32_t matched = 0;
  // Of those who answered both times.
  Spread spread_before = {}, spread_after = {};
  uint32_t positive_before = 0, positive_after = 0;
  uint32_t became_positive = 0, ceased_to_be = 0;  // those who changed sides
};
SurveyCounts CountsOf(const Tally& tally);

// What that means: of those who answered both times. Of nobody: 0, and the whole interval.
struct SurveyFigures {
  double share_before = 0, share_after = 0, mean_change = 0;
  Interval interval_before = {0, 1}, interval_after = {0, 1};
  double p = 1;
};
SurveyFigures FiguresOf(const Tally& tally);

// How many of those who answered both times are there only in one of the two, at least.
uint32_t PeopleBetween(const Tally& one, const Tally& other);

}  // namespace obt::aggregator
