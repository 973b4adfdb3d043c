// Which request of the outside world a call belongs to: W3C trace context, the `traceparent` header.
// Immutable values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace obt::obs {

struct Trace {
  uint64_t trace_high = 0;
  uint64_t trace_low = 0;
  uint64_t span = 0;
  bool sampled = false;

  // 32 and 16 lower-case hexadecimal digits.
  std::string trace_id() const;
  std::string span_id() const;
};

// A trace that begins here, not sampled. Thread-safe.
Trace NewTrace();
// The same trace with a span of its own, for what this call calls. Thread-safe.
Trace ChildOf(const Trace& parent);

// Nothing for a header that is not well formed; a later version counts for what this one knows of it.
std::optional<Trace> ParseTraceparent(absl::string_view header);
// Version 00, 55 characters.
std::string FormatTraceparent(const Trace& trace);

}  // namespace obt::obs
