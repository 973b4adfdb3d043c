#include "common/base/days.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/time/civil_time.h"
#include "common/base/error.h"

namespace obt {
namespace {

constexpr char kZone[] = "Europe/London";
constexpr int64_t kMicrosPerDay = 86'400'000'000;
constexpr absl::CivilDay kEpoch(1970, 1, 1);

absl::TimeZone MustLoadLondon() {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(kZone, &zone)) Die("the time zone Europe/London is missing: install tzdata");
  return zone;
}

bool IsOpenEnd(Day day) { return day == kNever || day == kAlways; }

int64_t FloorDivide(int64_t value, int64_t by) {
  const int64_t quotient = value / by;
  return quotient - (value % by < 0 ? 1 : 0);
}

absl::CivilDay CivilOf(Day day) { return kEpoch + day; }
Day FromCivil(absl::CivilDay day) { return static_cast<Day>(day - kEpoch); }

int64_t OffsetMicros(absl::Time time) { return int64_t{London().At(time).offset} * 1'000'000; }

// London's offset from UTC between 1970 and 2100, in stretches of 102 days. A stretch holds at most one
// change of the clocks (should that ever stop being so, it says so), so an offset is one look-up and one
// comparison.
class OffsetTable {
 public:
  static constexpr int64_t kUnknown = std::numeric_limits<int64_t>::max();

  OffsetTable() : stretches_((kEnd >> kShift) + 1) {
    for (size_t i = 0; i < stretches_.size(); ++i)
      stretches_[i] = MakeStretch(static_cast<int64_t>(i) << kShift);
  }

  // kUnknown outside the years of the table.
  int64_t OffsetAt(int64_t micros) const {
    if (micros < 0 || micros >= kEnd) return kUnknown;
    const Stretch& stretch = stretches_[static_cast<size_t>(micros >> kShift)];
    return micros < stretch.change ? stretch.before : stretch.after;
  }

 private:
  static constexpr int kShift = 43;
  static constexpr int64_t kEnd = int64_t{130} * 365 * kMicrosPerDay;

  struct Stretch {
    int64_t change = 0;  // the instant from which `after` holds
    int64_t before = 0;
    int64_t after = 0;
  };

  static Stretch MakeStretch(int64_t from) {
    const int64_t to = from + (int64_t{1} << kShift);
    const absl::Time start = absl::FromUnixMicros(from);
    Stretch stretch{to, OffsetMicros(start), OffsetMicros(start)};
    absl::TimeZone::CivilTransition next;
    absl::Time at = start;
    while (London().NextTransition(at, &next)) {
      at = London().At(next.to).trans;
      if (absl::ToUnixMicros(at) >= to) break;
      if (stretch.change != to) return {to, kUnknown, kUnknown};
      stretch.change = absl::ToUnixMicros(at);
      stretch.after = OffsetMicros(at);
    }
    return stretch;
  }

  std::vector<Stretch> stretches_;
};

std::optional<Day> DayOfCivil(int64_t year, int month, int day) {
  if (year < 1900 || year > 9999) return std::nullopt;
  const absl::CivilDay civil(year, month, day);  // normalises what does not exist
  if (civil.year() != year || civil.month() != month || civil.day() != day) return std::nullopt;
  return FromCivil(civil);
}

}  // namespace

const absl::TimeZone& London() {
  static const absl::TimeZone zone = MustLoadLondon();
  return zone;
}

absl::Status LoadLondon() {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(kZone, &zone)) {
    return Error(absl::StatusCode::kFailedPrecondition, "TIME_ZONE_MISSING",
                 "the time zone Europe/London is missing: install tzdata");
  }
  DayOfMicros(0);  // makes the table now, not within a call
  return absl::OkStatus();
}

Day DayOf(absl::Time time) {
  if (time == absl::InfiniteFuture()) return kNever;
  if (time == absl::InfinitePast()) return kAlways;
  return DayOfMicros(absl::ToUnixMicros(time));
}

Day DayOfMicros(int64_t micros) {
  static const OffsetTable table;
  int64_t offset = table.OffsetAt(micros);
  if (offset != OffsetTable::kUnknown) return static_cast<Day>((micros + offset) / kMicrosPerDay);
  offset = OffsetMicros(absl::FromUnixMicros(micros));
  // Split, because the sum of an extreme instant and an offset would overflow.
  return static_cast<Day>(micros / kMicrosPerDay +
                          FloorDivide(micros % kMicrosPerDay + offset, kMicrosPerDay));
}

absl::Time StartOfDay(Day day) {
  if (day == kNever) return absl::InfiniteFuture();
  if (day == kAlways) return absl::InfinitePast();
  return absl::FromCivil(CivilOf(day), London());
}

std::optional<Day> ParseDay(const google::type::Date& date) {
  return DayOfCivil(date.year(), date.month(), date.day());
}

google::type::Date ToDate(Day day) {
  google::type::Date date;
  if (IsOpenEnd(day)) return date;
  const absl::CivilDay civil = CivilOf(day);
  date.set_year(static_cast<int32_t>(civil.year()));
  date.set_month(civil.month());
  date.set_day(civil.day());
  return date;
}

bool IsUnset(const google::type::Date& date) {
  return date.year() == 0 && date.month() == 0 && date.day() == 0;
}

Day MondayOf(Day day) {
  if (IsOpenEnd(day)) return day;
  const int64_t since_a_monday = int64_t{day} + 3;  // 1970-01-01 was a Thursday
  return static_cast<Day>(FloorDivide(since_a_monday, 7) * 7 - 3);
}

Day MonthStartOf(Day day) {
  if (IsOpenEnd(day)) return day;
  return FromCivil(absl::CivilDay(absl::CivilMonth(CivilOf(day))));
}

std::string FormatDay(Day day) {
  if (day == kNever) return "never";
  if (day == kAlways) return "always";
  return absl::FormatCivilTime(CivilOf(day));
}

std::optional<Day> ParseDayText(absl::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  for (const size_t place : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[place]))) return std::nullopt;
  }
  int year = 0, month = 0, day = 0;
  if (!absl::SimpleAtoi(text.substr(0, 4), &year) || !absl::SimpleAtoi(text.substr(5, 2), &month) ||
      !absl::SimpleAtoi(text.substr(8, 2), &day)) {
    return std::nullopt;
  }
  return DayOfCivil(year, month, day);
}

std::string FormatMonth(Day day) {
  if (IsOpenEnd(day)) return FormatDay(day);
  return absl::FormatCivilTime(absl::CivilMonth(CivilOf(day)));
}

}  // namespace obt
