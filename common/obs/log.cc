#include "common/obs/log.h"

#include <atomic>
#include <charconv>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace obt::obs {
namespace {

std::atomic<std::FILE*> log_file{nullptr};  // nullptr: stderr
std::atomic<Severity> threshold{Severity::kInfo};

absl::string_view NameOf(Severity severity) {
  switch (severity) {
    case Severity::kDebug:
      return "DEBUG";
    case Severity::kInfo:
      return "INFO";
    case Severity::kWarning:
      return "WARNING";
    case Severity::kError:
      return "ERROR";
  }
  return "ERROR";
}

// The length of the well-formed UTF-8 sequence at the beginning of `text`; 0 if there is none.
size_t SequenceLength(absl::string_view text) {
  const auto byte = [text](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto follows = [&](size_t i, unsigned low = 0x80, unsigned high = 0xbf) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    return follows(1, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf) && follows(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const bool second = follows(1, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf);
    return second && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

bool IsPlain(char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

// What is not UTF-8 becomes U+FFFD, so that a line is always JSON.
void AppendString(std::string& out, absl::string_view text) {
  out.push_back('"');
  for (;;) {
    size_t plain = 0;
    while (plain < text.size() && IsPlain(text[plain])) ++plain;
    out.append(text.data(), plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const size_t length = SequenceLength(text);
    const char c = text[0];
    if (length == 0) {
      out.append("\\ufffd");
    } else if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      absl::StrAppendFormat(&out, "\\u%04x", static_cast<unsigned>(c));
    } else {
      out.append(text.data(), length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out.push_back('"');
}

void AppendDouble(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out.append("null");  // JSON has neither infinity nor NaN
    return;
  }
  char text[32];
  const std::to_chars_result end = std::to_chars(text, text + sizeof(text), value);
  out.append(text, end.ptr);
}

// A number with exactly so many digits.
void AppendDigits(std::string& out, int64_t number, size_t digits) {
  const size_t end = out.size() + digits;
  out.append(digits, '0');
  for (size_t place = end; digits > 0; --digits, number /= 10)
    out[--place] = static_cast<char>('0' + number % 10);
}

// RFC 3339 with microseconds, in UTC.
void AppendTime(std::string& out, absl::Time time) {
  const absl::CivilSecond second = absl::ToCivilSecond(time, absl::UTCTimeZone());
  AppendDigits(out, second.year(), 4);
  AppendDigits(out.append("-"), second.month(), 2);
  AppendDigits(out.append("-"), second.day(), 2);
  AppendDigits(out.append("T"), second.hour(), 2);
  AppendDigits(out.append(":"), second.minute(), 2);
  AppendDigits(out.append(":"), second.second(), 2);
  AppendDigits(out.append("."), absl::ToUnixMicros(time) % 1'000'000, 6);
  out.push_back('Z');
}

}  // namespace

void LogValue::AppendJson(std::string& out) const {
  if (const absl::string_view* text = absl::get_if<absl::string_view>(&value_)) {
    AppendString(out, *text);
  } else if (const bool* flag = absl::get_if<bool>(&value_)) {
    out.append(*flag ? "true" : "false");
  } else if (const double* number = absl::get_if<double>(&value_)) {
    AppendDouble(out, *number);
  } else if (const int64_t* whole = absl::get_if<int64_t>(&value_)) {
    absl::StrAppend(&out, *whole);
  } else {
    absl::StrAppend(&out, absl::get<uint64_t>(value_));
  }
}

void Log(Severity severity, absl::string_view message, std::initializer_list<LogField> fields) {
  if (!WouldLog(severity)) return;
  std::string line;
  line.reserve(256);
  line.append("{\"time\":\"");
  AppendTime(line, absl::Now());
  absl::StrAppend(&line, "\",\"severity\":\"", NameOf(severity), "\",\"message\":");
  AppendString(line, message);
  for (const LogField& field : fields) {
    line.push_back(',');
    AppendString(line, field.key);
    line.push_back(':');
    field.value.AppendJson(line);
  }
  line.append("}\n");
  std::FILE* file = log_file.load();
  std::fwrite(line.data(), 1, line.size(),
              file == nullptr ? stderr : file);  // locks the file: one line at a time
}

bool WouldLog(Severity severity) { return severity >= threshold.load(std::memory_order_relaxed); }

void SetLogThreshold(Severity severity) { threshold.store(severity); }

std::FILE* SetLogFile(std::FILE* file) {
  std::FILE* before = log_file.exchange(file);
  return before == nullptr ? stderr : before;
}

}  // namespace obt::obs
