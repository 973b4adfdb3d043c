// Code points of UTF-8 texts: one after the other, and how wide a terminal draws them. Pure.
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace obt {

// The code point at `at`, which goes on to the next one. Negative where there is no UTF-8.
int32_t NextPoint(absl::string_view text, size_t& at);

// Wide letters take two columns of a terminal, combining marks none.
size_t ColumnsOf(int32_t point);

}  // namespace obt
