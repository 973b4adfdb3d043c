#include "common/obs/log.h"

#include <atomic>
#include <charconv>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/base/json.h"

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
    AppendJsonText(out, *text);
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
  AppendJsonText(line, message);
  for (const LogField& field : fields) {
    line.push_back(',');
    AppendJsonText(line, field.key);
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
