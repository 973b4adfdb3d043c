// The days of programme obt-2024 that are played, 14 October to 14 December 2024 in Europe/London, and when
// on them people learn. The clocks change inside, on 27 October. Pure and immutable.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "tools/simulate/random.h"

namespace obt::simulate {

inline constexpr int64_t kMinute = 60;
inline constexpr int64_t kHour = 60 * kMinute;
inline constexpr int64_t kDay = 24 * kHour;

// Days are numbered from 0, the first day of the programme.
class Calendar {
 public:
  static constexpr int kDays = 62;

  // Fails where the machine has no Europe/London.
  static absl::StatusOr<Calendar> Load();

  // Unix seconds of a local time of day; of two equal ones the first.
  int64_t At(int day, int64_t second_of_day) const;
  int DayOf(int64_t unix_seconds) const;
  // Days since 1970-01-01, the number the rest of the suite dates with.
  static int32_t DaysSince1970(int day);
  // The day itself, or the Monday after it.
  static int WorkingDayFrom(int day);

  // A day to begin on: working days mostly, launch weeks most.
  int DrawDay(Random& random) const;
  // Unix seconds within working hours mostly; some people learn between 20:00 and 02:00.
  int64_t DrawTime(int day, Random& random) const;
  // The instants where a wrong idea of days shows, in turn: the ends of the programme, midnights, 00:30 and
  // both 01:30 of 27 October.
  int64_t BoundaryOf(uint32_t turn) const { return boundaries_[turn % boundaries_.size()]; }
  int64_t last_second() const { return last_second_; }

 private:
  explicit Calendar(absl::TimeZone zone);

  absl::TimeZone zone_;
  std::vector<double> cumulative_;  // By day: the weights of all days up to it.
  std::vector<int64_t> boundaries_;
  int64_t last_second_ = 0;
};

}  // namespace obt::simulate
