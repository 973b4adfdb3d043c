// How much a change before and after means: the exact McNemar test and Wilson's interval. Pure.
#pragma once

#include <cstdint>

namespace obt::aggregator {

struct Interval {
  double low = 0, high = 0;
};

// The two-sided p of so many people who changed one way and the other: how likely a split at least as uneven
// is if both ways are equally likely. 1 where nobody changed.
double McNemarP(uint64_t one_way, uint64_t other_way);

// The 95 % interval of a share of `count` in `all`, more than 0.
Interval WilsonOf(uint64_t count, uint64_t all);

}  // namespace obt::aggregator
