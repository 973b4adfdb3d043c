// Benefits of trials between what people type and say and what the protos hold. Pure.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "obt/ideas/v1/trial.pb.h"

namespace obt::ctl {

// "staff_time:10h->6h/week", "money:£1,200->£800.50/month", "waiting_time:12d->5d": kind, before and after,
// and how often the amount comes, once where it does not say. Amounts are exact to the thousandth; money says
// whether it is pounds or pence. Else a usage error that says what is wrong.
absl::StatusOr<ideas::v1::Benefit> ParseBenefit(absl::string_view text);

// "staff time from 10 hours a week to 6, measured".
std::string InWords(const ideas::v1::Benefit& benefit);

}  // namespace obt::ctl
