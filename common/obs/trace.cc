#include "common/obs/trace.h"

#include <limits>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"

namespace obt::obs {
namespace {

// version "-" trace id "-" span id "-" flags
constexpr size_t kTraceAt = 3;
constexpr size_t kSpanAt = 36;
constexpr size_t kFlagsAt = 53;
constexpr size_t kLength = 55;

// Zero is no id.
uint64_t RandomId() {
  thread_local absl::BitGen random;
  return absl::Uniform<uint64_t>(absl::IntervalClosed, random, 1, std::numeric_limits<uint64_t>::max());
}

// Lower-case hexadecimal digits only, at most 16 of them.
std::optional<uint64_t> ParseHex(absl::string_view digits) {
  uint64_t value = 0;
  for (const char c : digits) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) return std::nullopt;
    value = value << 4 | static_cast<uint64_t>(digit);
  }
  return value;
}

std::string Hex(uint64_t value) { return absl::StrCat(absl::Hex(value, absl::kZeroPad16)); }

}  // namespace

std::string Trace::trace_id() const { return Hex(trace_high) + Hex(trace_low); }
std::string Trace::span_id() const { return Hex(span); }

Trace NewTrace() { return {RandomId(), RandomId(), RandomId(), false}; }

Trace ChildOf(const Trace& parent) {
  Trace child = parent;
  child.span = RandomId();
  return child;
}

std::optional<Trace> ParseTraceparent(absl::string_view header) {
  if (header.size() < kLength) return std::nullopt;
  if (header[kTraceAt - 1] != '-' || header[kSpanAt - 1] != '-' || header[kFlagsAt - 1] != '-')
    return std::nullopt;
  const std::optional<uint64_t> version = ParseHex(header.substr(0, 2));
  const std::optional<uint64_t> trace_high = ParseHex(header.substr(kTraceAt, 16));
  const std::optional<uint64_t> trace_low = ParseHex(header.substr(kTraceAt + 16, 16));
  const std::optional<uint64_t> span = ParseHex(header.substr(kSpanAt, 16));
  const std::optional<uint64_t> flags = ParseHex(header.substr(kFlagsAt, 2));
  if (!version.has_value() || !trace_high.has_value() || !trace_low.has_value() || !span.has_value() ||
      !flags.has_value()) {
    return std::nullopt;
  }
  const bool longer = header.size() > kLength;
  if (*version == 0xff || (*version == 0 && longer) || (longer && header[kLength] != '-'))
    return std::nullopt;
  if ((*trace_high == 0 && *trace_low == 0) || *span == 0) return std::nullopt;
  return Trace{*trace_high, *trace_low, *span, (*flags & 1) != 0};
}

std::string FormatTraceparent(const Trace& trace) {
  return absl::StrCat("00-", trace.trace_id(), "-", trace.span_id(), trace.sampled ? "-01" : "-00");
}

}  // namespace obt::obs
