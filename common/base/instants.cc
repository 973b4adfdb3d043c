#include "common/base/instants.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "common/base/days.h"

namespace obt {
namespace {

constexpr size_t kDayChars = 10;       // "2024-10-14"
constexpr size_t kFractionDigits = 9;  // nanoseconds

struct Written {
  absl::CivilSecond civil;
  absl::Duration fraction;
  std::optional<int> offset;  // seconds east of UTC
};

// So many digits off the front; nothing when there are others or fewer, or the number is above `most`.
std::optional<int> TakeDigits(absl::string_view& text, size_t digits, int most) {
  int number = 0;
  if (text.size() < digits) return std::nullopt;
  for (size_t i = 0; i < digits; ++i) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) return std::nullopt;
    number = number * 10 + (text[i] - '0');
  }
  if (number > most) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

// ".5" as nanoseconds; nothing where there are no digits or too many.
std::optional<int64_t> TakeFraction(absl::string_view& text) {
  int64_t nanos = 0;
  size_t digits = 0;
  while (digits <= kFractionDigits) {
    const std::optional<int> digit = TakeDigits(text, 1, 9);
    if (!digit.has_value()) break;
    nanos = nanos * 10 + *digit;
    ++digits;
  }
  if (digits == 0 || digits > kFractionDigits) return std::nullopt;
  for (; digits < kFractionDigits; ++digits) nanos *= 10;
  return nanos;
}

// "09:30", "09:30:00", "09:30:00.5"
bool TakeTime(absl::string_view& text, Written& written) {
  const std::optional<int> hour = TakeDigits(text, 2, 23);
  if (!hour.has_value() || !absl::ConsumePrefix(&text, ":")) return false;
  const std::optional<int> minute = TakeDigits(text, 2, 59);
  if (!minute.has_value()) return false;
  written.civil += *hour * 3600 + *minute * 60;
  if (!absl::ConsumePrefix(&text, ":")) return true;
  const std::optional<int> second = TakeDigits(text, 2, 59);
  if (!second.has_value()) return false;
  written.civil += *second;
  if (!absl::ConsumePrefix(&text, ".")) return true;
  const std::optional<int64_t> nanos = TakeFraction(text);
  written.fraction = absl::Nanoseconds(nanos.value_or(0));
  return nanos.has_value();
}

// "Z", "+01:00", or nothing.
bool TakeOffset(absl::string_view& text, Written& written) {
  if (text.empty()) return true;
  written.offset = 0;
  if (absl::ConsumePrefix(&text, "Z") || absl::ConsumePrefix(&text, "z")) return text.empty();
  const bool west = absl::ConsumePrefix(&text, "-");
  if (!west && !absl::ConsumePrefix(&text, "+")) return false;
  const std::optional<int> hours = TakeDigits(text, 2, 23);
  if (!hours.has_value() || !absl::ConsumePrefix(&text, ":")) return false;
  const std::optional<int> minutes = TakeDigits(text, 2, 59);
  if (!minutes.has_value()) return false;
  written.offset = (west ? -1 : 1) * (*hours * 3600 + *minutes * 60);
  return text.empty();
}

std::optional<Written> Take(absl::string_view text) {
  const std::optional<Day> day = ParseDayText(text.substr(0, kDayChars));
  if (!day.has_value()) return std::nullopt;
  Written written;
  written.civil = absl::CivilSecond(absl::CivilDay(1970, 1, 1) + *day);
  text.remove_prefix(kDayChars);
  if (text.empty()) return written;
  if (!absl::ConsumePrefix(&text, "T") && !absl::ConsumePrefix(&text, "t") &&
      !absl::ConsumePrefix(&text, " "))
    return std::nullopt;
  if (!TakeTime(text, written) || !TakeOffset(text, written)) return std::nullopt;
  return written;
}

std::string OffsetText(int64_t seconds) {
  if (seconds == 0) return "Z";
  const int64_t minutes = (seconds < 0 ? -seconds : seconds) / 60;
  return absl::StrFormat("%c%02d:%02d", seconds < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

// The text with the offset by which it is that instant.
std::string Reading(absl::string_view text, const Written& written, absl::Time instant) {
  const absl::Time as_utc = absl::FromCivil(written.civil, absl::UTCTimeZone());
  return absl::StrCat(text, text.size() == kDayChars ? "T00:00" : "",
                      OffsetText(absl::ToInt64Seconds(as_utc - instant)));
}

}  // namespace

std::string WriteInstant(absl::Time time) {
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E*SZ", time, absl::UTCTimeZone());
}

std::string WriteLocal(absl::Time time) {
  const absl::TimeZone::CivilInfo local = London().At(time);
  std::string text = absl::FormatTime("%E4Y-%m-%d %H:%M:%S", time, London());
  const bool twice = London().At(local.cs).kind == absl::TimeZone::TimeInfo::REPEATED;
  return twice ? absl::StrCat(text, OffsetText(local.offset)) : text;
}

absl::StatusOr<absl::Time> ReadInstant(absl::string_view text) {
  const std::optional<Written> written = Take(text);
  if (!written.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat(text.empty() ? "nothing" : text,
                     " is not a time such as 2024-10-14T09:30 (Europe/London), 2024-10-14T09:30:00Z or "
                     "2024-10-14T09:30+01:00"));
  }
  if (written->offset.has_value())
    return absl::FromCivil(written->civil, absl::FixedTimeZone(*written->offset)) + written->fraction;
  const absl::TimeZone::TimeInfo local = London().At(written->civil);
  if (local.kind == absl::TimeZone::TimeInfo::UNIQUE) return local.pre + written->fraction;
  const bool twice = local.kind == absl::TimeZone::TimeInfo::REPEATED;
  return absl::InvalidArgumentError(
      absl::StrCat(text, twice ? " happened twice" : " did not happen, the clocks went forward", ": say ",
                   Reading(text, *written, local.pre), " or ", Reading(text, *written, local.post)));
}

}  // namespace obt
