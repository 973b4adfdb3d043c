// Calendar days in Europe/London as plain numbers, days since 1970-01-01; what figures and memberships are
// dated with. Intervals of days are half open. Pure; the time zone is loaded once (LoadLondon, at start) and
// never changes.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/type/date.pb.h"

namespace obt {

// Days since 1970-01-01 (Europe/London calendar); negative before.
using Day = int32_t;
inline constexpr Day kNever = std::numeric_limits<Day>::max();   // "not yet", or an open end
inline constexpr Day kAlways = std::numeric_limits<Day>::min();  // an open beginning

// Loads Europe/London; fails with a sentence where tzdata is missing. Call once at start-up; tests may skip
// it.
absl::Status LoadLondon();
// The zone itself.
const absl::TimeZone& London();

// The London calendar day of an instant. Handles the clock changes: 2024-10-27 has 25 hours.
Day DayOf(absl::Time time);
// Fast path: from microseconds since the Unix epoch.
Day DayOfMicros(int64_t micros);
// The first instant of a London day.
absl::Time StartOfDay(Day day);

// A real date of the years 1900 to 9999, else nothing (2024-02-30, year 0).
std::optional<Day> ParseDay(const google::type::Date& date);
google::type::Date ToDate(Day day);
// True for a default-constructed Date.
bool IsUnset(const google::type::Date& date);

// The Monday of the day's week; the first of the day's month.
Day MondayOf(Day day);
Day MonthStartOf(Day day);
// "2024-10-14".
std::string FormatDay(Day day);
std::optional<Day> ParseDayText(absl::string_view text);
// "2024-10".
std::string FormatMonth(Day day);

}  // namespace obt
