// The log: one JSON object per line on stderr, for machines to read. Thread-safe; a line is written in one
// piece. By convention nothing personal goes in: ids, codes, counts and durations, never names, addresses,
// free text or tokens.
//
//   obs::Log(obs::Severity::kInfo, "store opened", {{"sequence", sequence}, {"seconds", seconds}});
#pragma once

#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <string>
#include <type_traits>

#include "absl/strings/string_view.h"
#include "absl/types/variant.h"

namespace obt::obs {

enum class Severity { kDebug, kInfo, kWarning, kError };

// A field's value. Text is not copied: it must live until the end of the statement.
class LogValue {
 public:
  // NOLINTBEGIN(google-explicit-constructor)
  LogValue(absl::string_view text) : value_(text) {}
  LogValue(const char* text) : value_(absl::string_view(text)) {}
  LogValue(const std::string& text) : value_(absl::string_view(text)) {}
  LogValue(bool value) : value_(value) {}
  LogValue(double value) : value_(value) {}
  template <typename Int, std::enable_if_t<std::is_integral_v<Int> && std::is_signed_v<Int>, int> = 0>
  LogValue(Int value) : value_(static_cast<int64_t>(value)) {}
  template <typename Int, std::enable_if_t<std::is_integral_v<Int> && std::is_unsigned_v<Int>, int> = 0>
  LogValue(Int value) : value_(static_cast<uint64_t>(value)) {}
  // NOLINTEND(google-explicit-constructor)

  void AppendJson(std::string& out) const;

 private:
  absl::variant<absl::string_view, bool, double, int64_t, uint64_t> value_;
};

struct LogField {
  absl::string_view key;  // snake_case; not time, severity or message
  LogValue value;
};

void Log(Severity severity, absl::string_view message, std::initializer_list<LogField> fields = {});

// False when an entry of this severity would be dropped: saves composing what nobody reads.
bool WouldLog(Severity severity);

// Entries below this are dropped; at first kInfo.
void SetLogThreshold(Severity severity);
// For tests: where lines go from now on. Returns where they went.
std::FILE* SetLogFile(std::FILE* file);

}  // namespace obt::obs
