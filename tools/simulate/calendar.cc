#include "tools/simulate/calendar.h"

#include <algorithm>
#include <array>

#include "common/base/days.h"
#include "common/base/status.h"

namespace obt::simulate {
namespace {

constexpr absl::CivilDay kFirstDay(2024, 10, 14);
constexpr absl::CivilDay kClockChange(2024, 10, 27);

// A busy launch, half-term, a slow end.
constexpr std::array<double, 9> kWeekWeights = {1.7, 1.6, 0.8, 1.1, 1.0, 0.9, 0.8, 0.7, 0.6};
constexpr double kWeekendWeight = 0.05;
constexpr double kWorksAtNight = 0.04;

bool IsWeekend(int day) {
  const absl::Weekday weekday = absl::GetWeekday(kFirstDay + day);
  return weekday == absl::Weekday::saturday || weekday == absl::Weekday::sunday;
}

}  // namespace

absl::StatusOr<Calendar> Calendar::Load() {
  OBT_RETURN_IF_ERROR(LoadLondon());
  return Calendar(London());
}

Calendar::Calendar(absl::TimeZone zone) : zone_(zone) {
  double sum = 0;
  for (int day = 0; day < kDays; ++day) {
    sum += kWeekWeights[day / 7] * (IsWeekend(day) ? kWeekendWeight : 1);
    cumulative_.push_back(sum);
  }
  last_second_ = At(kDays, 0) - 1;
  const int clock_change = static_cast<int>(kClockChange - kFirstDay);
  const int64_t midnight = At(clock_change, 0);
  boundaries_ = {At(0, 0),
                 midnight - 1,
                 midnight,
                 midnight + 30 * kMinute,   // 00:30 BST
                 midnight + 90 * kMinute,   // 01:30 BST
                 midnight + 150 * kMinute,  // 01:30 GMT, an hour later
                 At(clock_change + 1, 0) - 30 * kMinute,
                 last_second_};
}

int64_t Calendar::At(int day, int64_t second_of_day) const {
  return absl::ToUnixSeconds(absl::FromCivil(absl::CivilSecond(kFirstDay + day) + second_of_day, zone_));
}

int Calendar::DayOf(int64_t unix_seconds) const {
  return static_cast<int>(absl::ToCivilDay(absl::FromUnixSeconds(unix_seconds), zone_) - kFirstDay);
}

int32_t Calendar::DaysSince1970(int day) {
  return static_cast<int32_t>(kFirstDay + day - absl::CivilDay(1970, 1, 1));
}

int Calendar::WorkingDayFrom(int day) {
  while (IsWeekend(day)) ++day;
  return day;
}

int Calendar::DrawDay(Random& random) const {
  const double point = random.Unit() * cumulative_.back();
  return static_cast<int>(std::upper_bound(cumulative_.begin(), cumulative_.end(), point) -
                          cumulative_.begin());
}

int64_t Calendar::DrawTime(int day, Random& random) const {
  if (random.Chance(kWorksAtNight)) return At(day, 20 * kHour) + random.Between(0, 6 * kHour);
  return At(day, 9 * kHour) + random.Between(0, 8 * kHour);
}

}  // namespace obt::simulate
