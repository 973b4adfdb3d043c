// Whole numbers as people type them. Pure.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"

namespace obt::cli {

// What a number may be, both ends included.
struct Range {
  int64_t least = std::numeric_limits<int64_t>::min();
  int64_t most = std::numeric_limits<int64_t>::max();
};

// "from 1 to 12,000", "from 0 on"; empty where every number is allowed.
std::string Describe(Range range);

// What the rule of a field allows, else its type.
Range RangeOf(const google::protobuf::FieldDescriptor& field);

// Decimal digits, with a minus where numbers may be negative; commas only between groups of three, as tables
// show them. Else INVALID_ARGUMENT: "must be a whole number from 1 to 12,000, not 0x10".
absl::StatusOr<int64_t> ParseNumber(absl::string_view text, Range range = {});

// "477,230"
std::string WithThousands(int64_t number);

// Decimals of up to three places, exactly, in thousandths: 1,234,500 of "1,234.5".
absl::StatusOr<int64_t> ParseThousandths(absl::string_view text);
// "1,234.5" of 1,234,500.
std::string WithDecimals(int64_t thousandths);

}  // namespace obt::cli
