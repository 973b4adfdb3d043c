// What benefits are worth a year, as the options of their kinds and periods say. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "obt/ideas/v1/trial.pb.h"

namespace obt::rules {

// False of kinds of which only numbers and medians mean something.
bool AddsUp(ideas::v1::BenefitKind kind);

struct Improvement {
  int64_t thousandths = 0;  // of the kind's unit; below zero: it got worse
  bool once = false;        // it does not come again; else it is that of a year
};
// Nothing where benefits of the kind do not add up.
std::optional<Improvement> ImprovementOf(const ideas::v1::Benefit& benefit);

}  // namespace obt::rules
