// What is withheld and how the rest is printed: versioned data, and the arithmetic of one figure. Pure.
// Source: docs/domain.md §6, after the Cabinet Office's rules for workforce statistics.
#pragma once

#include <cstdint>

namespace obt::reporting::disclosure {

inline constexpr int kPolicyVersion = 1;
inline constexpr int32_t kThreshold = 5;  // a count below it is withheld, zero too
inline constexpr int32_t kBase = 5;       // every other count is rounded to the nearest multiple
inline constexpr int32_t kRadius = kBase / 2;
// Nobody may learn that a withheld count below the threshold is not as small, or not as large, as this.
inline constexpr int32_t kProtectLow = 1, kProtectHigh = kThreshold - 1;
inline constexpr int32_t kNoCap = 1'000'000'000;  // of what is not a group of people

// To the nearest multiple of the base, a half up (there is none of whole numbers).
constexpr int32_t Rounded(int32_t count) { return (count + kRadius) / kBase * kBase; }

struct Interval {
  int32_t low = 0, high = 0;
  bool Holds(int32_t value) const { return low <= value && value <= high; }
  friend bool operator==(const Interval& a, const Interval& b) = default;
};

}  // namespace obt::reporting::disclosure
