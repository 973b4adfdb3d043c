#include "common/base/days.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <thread>
#include <vector>

namespace obt {
namespace {

// From 1900 to 2199: beyond both ends of the table of offsets.
constexpr Day kFirst = -25'567;
constexpr Day kLast = 84'006;

absl::Time At(absl::string_view text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << text << ": " << error;
  return time;
}

google::type::Date MakeDate(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

// The plain way: what the fast way is compared with.
Day SlowDayOf(absl::Time time) {
  absl::TimeZone london;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/London", &london));
  return static_cast<Day>(absl::ToCivilDay(time, london) - absl::CivilDay(1970, 1, 1));
}

TEST(DayOf, IsTheLondonCalendarDay) {
  struct Case {
    const char* instant;
    const char* day;
  };
  const Case cases[] = {
      {"1970-01-01T00:00:00Z", "1970-01-01"},
      {"1970-06-01T22:59:59Z", "1970-06-01"},  // London kept UTC+1 all through 1970
      {"1970-06-01T23:00:00Z", "1970-06-02"},
      {"1971-01-01T23:30:00Z", "1971-01-02"},
      {"1972-01-01T23:30:00Z", "1972-01-01"},
      {"2024-10-14T00:00:00Z", "2024-10-14"},
      {"2024-10-13T22:59:59.999999Z", "2024-10-13"},  // summer time: the day begins at 23:00Z
      {"2024-10-13T23:00:00Z", "2024-10-14"},
      {"2024-10-26T22:59:59Z", "2024-10-26"},
      {"2024-10-26T23:00:00Z", "2024-10-27"},  // the day of 25 hours begins
      {"2024-10-27T00:30:00Z", "2024-10-27"},  // 01:30 for the first time
      {"2024-10-27T01:30:00Z", "2024-10-27"},  // 01:30 for the second time
      {"2024-10-27T23:00:00Z", "2024-10-27"},
      {"2024-10-27T23:59:59.999999Z", "2024-10-27"},
      {"2024-10-28T00:00:00Z", "2024-10-28"},
      {"2024-03-30T23:59:59Z", "2024-03-30"},
      {"2024-03-31T00:00:00Z", "2024-03-31"},  // the day of 23 hours begins
      {"2024-03-31T22:59:59Z", "2024-03-31"},
      {"2024-03-31T23:00:00Z", "2024-04-01"},
      {"2025-02-14T23:59:59.999999Z", "2025-02-14"},
      {"2025-02-15T00:00:00Z", "2025-02-15"},
      {"1969-12-31T23:30:00Z", "1970-01-01"},
      {"1943-07-01T21:59:59Z", "1943-07-01"},  // double summer time
      {"1943-07-01T22:00:00Z", "1943-07-02"},
      {"2150-07-01T22:59:59Z", "2150-07-01"},  // beyond the table
      {"2150-07-01T23:00:00Z", "2150-07-02"},
  };
  ASSERT_TRUE(LoadLondon().ok());
  for (const Case& c : cases) {
    EXPECT_EQ(FormatDay(DayOf(At(c.instant))), c.day) << c.instant;
    EXPECT_EQ(DayOfMicros(absl::ToUnixMicros(At(c.instant))), DayOf(At(c.instant))) << c.instant;
  }
}

TEST(DayOf, AgreesWithTheTimeZoneAroundEveryMidnightOfTwoCenturies) {
  for (Day day = kFirst; day < kLast; ++day) {
    const int64_t start = absl::ToUnixMicros(StartOfDay(day));
    ASSERT_EQ(DayOfMicros(start), day) << FormatDay(day);
    ASSERT_EQ(DayOfMicros(start - 1), day - 1) << FormatDay(day);
  }
}

TEST(DayOf, TheEndsOfTimeAreDaysToo) {
  EXPECT_EQ(DayOf(absl::InfiniteFuture()), kNever);
  EXPECT_EQ(DayOf(absl::InfinitePast()), kAlways);
  EXPECT_EQ(StartOfDay(kNever), absl::InfiniteFuture());
  EXPECT_EQ(StartOfDay(kAlways), absl::InfinitePast());
  EXPECT_EQ(DayOfMicros(std::numeric_limits<int64_t>::max()), 106'751'991);
  EXPECT_EQ(DayOfMicros(std::numeric_limits<int64_t>::min()), -106'751'992);
}

TEST(DayOf, IsTheSameOnEveryThread) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([] {
      for (Day day = 19'000; day < 21'000; ++day) ASSERT_EQ(DayOf(StartOfDay(day)), day);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(StartOfDay, MayBeAnHourBeforeMidnightUtc) {
  EXPECT_EQ(StartOfDay(*ParseDayText("2024-10-14")), At("2024-10-13T23:00:00Z"));
  EXPECT_EQ(StartOfDay(*ParseDayText("2024-10-28")), At("2024-10-28T00:00:00Z"));
}

TEST(StartOfDay, TheDaysOfTheClockChangesHave25And23Hours) {
  const Day autumn = *ParseDayText("2024-10-27");
  const Day spring = *ParseDayText("2025-03-30");
  EXPECT_EQ(StartOfDay(autumn + 1) - StartOfDay(autumn), absl::Hours(25));
  EXPECT_EQ(StartOfDay(spring + 1) - StartOfDay(spring), absl::Hours(23));
}

TEST(ParseDay, TakesRealDatesOfTheYears1900To9999Only) {
  struct Case {
    int year, month, day;
    bool real;
  };
  const Case cases[] = {
      {2024, 2, 29, true},
      {2024, 2, 30, false},
      {2023, 2, 29, false},
      {2000, 2, 29, true},
      {1900, 2, 29, false},
      {1900, 1, 1, true},
      {1899, 12, 31, false},
      {9999, 12, 31, true},
      {10000, 1, 1, false},
      {0, 0, 0, false},
      {0, 10, 14, false},
      {2024, 0, 14, false},
      {2024, 13, 1, false},
      {2024, 10, 0, false},
      {2024, 4, 31, false},
      {2024, -1, 1, false},
      {2024, 10, 32, false},
      {-2024, 1, 1, false},
      {2024, 1, 2'000'000'000, false},
  };
  for (const Case& c : cases) {
    const std::optional<Day> day = ParseDay(MakeDate(c.year, c.month, c.day));
    EXPECT_EQ(day.has_value(), c.real) << c.year << "-" << c.month << "-" << c.day;
    if (day.has_value()) {
      EXPECT_EQ(ToDate(*day).SerializeAsString(), MakeDate(c.year, c.month, c.day).SerializeAsString());
    }
  }
}

TEST(ParseDay, AnUnsetDateIsNoDayAndAnOpenEndIsAnUnsetDate) {
  EXPECT_TRUE(IsUnset(google::type::Date()));
  EXPECT_FALSE(IsUnset(MakeDate(2024, 0, 0)));
  EXPECT_TRUE(IsUnset(ToDate(kNever)));
  EXPECT_TRUE(IsUnset(ToDate(kAlways)));
}

TEST(ParseDayText, TakesTheIsoFormOnly) {
  EXPECT_EQ(ParseDayText("1970-01-01"), std::optional<Day>(0));
  EXPECT_EQ(ParseDayText("1970-01-02"), std::optional<Day>(1));
  EXPECT_EQ(ParseDayText("1969-12-31"), std::optional<Day>(-1));
  for (const char* text : {"", "2024-10-1", "2024-1-014", "14/10/2024", "2024-10-14 ", " 024-10-14",
                           "2024-+1-14", "2024-02-30", "20241014", "2024-10-14T00:00:00Z", "2024/10/14"}) {
    EXPECT_FALSE(ParseDayText(text).has_value()) << text;
  }
}

TEST(MondayOf, IsTheFirstDayOfTheWeek) {
  struct Case {
    const char* day;
    const char* monday;
  };
  const Case cases[] = {{"2024-10-14", "2024-10-14"}, {"2024-10-20", "2024-10-14"},
                        {"2024-10-21", "2024-10-21"}, {"1970-01-01", "1969-12-29"},
                        {"1969-12-28", "1969-12-22"}, {"2025-01-01", "2024-12-30"}};
  for (const Case& c : cases) EXPECT_EQ(FormatDay(MondayOf(*ParseDayText(c.day))), c.monday) << c.day;
  EXPECT_EQ(MondayOf(kNever), kNever);
  EXPECT_EQ(MondayOf(kAlways), kAlways);
}

TEST(MonthStartOf, IsTheFirstDayOfTheMonth) {
  EXPECT_EQ(FormatDay(MonthStartOf(*ParseDayText("2024-02-29"))), "2024-02-01");
  EXPECT_EQ(FormatDay(MonthStartOf(*ParseDayText("1969-12-31"))), "1969-12-01");
  EXPECT_EQ(MonthStartOf(kNever), kNever);
  EXPECT_EQ(FormatMonth(*ParseDayText("2024-10-14")), "2024-10");
  EXPECT_EQ(FormatMonth(kNever), "never");
  EXPECT_EQ(FormatDay(kAlways), "always");
}

RC_GTEST_PROP(DaysProperty, ADayIsTheDayOfItsStartAndOfItsLastMicrosecond, ()) {
  const Day day = *rc::gen::inRange<Day>(kFirst, kLast);
  RC_ASSERT(DayOf(StartOfDay(day)) == day);
  RC_ASSERT(DayOf(StartOfDay(day + 1) - absl::Microseconds(1)) == day);
}

RC_GTEST_PROP(DaysProperty, DatesAndTextsReadBack, ()) {
  const Day day = *rc::gen::inRange<Day>(kFirst, kLast);
  RC_ASSERT(ParseDay(ToDate(day)) == std::optional<Day>(day));
  RC_ASSERT(ParseDayText(FormatDay(day)) == std::optional<Day>(day));
}

RC_GTEST_PROP(DaysProperty, TheFastWayAgreesWithTheTimeZone, ()) {
  const int64_t micros = *rc::gen::inRange<int64_t>(-2'208'988'800'000'000, 7'258'118'400'000'000);
  RC_ASSERT(DayOfMicros(micros) == SlowDayOf(absl::FromUnixMicros(micros)));
}

RC_GTEST_PROP(DaysProperty, WeeksAndMonthsContainTheirDays, ()) {
  const Day day = *rc::gen::inRange<Day>(kFirst, kLast);
  RC_ASSERT(MondayOf(day) <= day && day - MondayOf(day) < 7);
  RC_ASSERT(MondayOf(MondayOf(day)) == MondayOf(day));
  RC_ASSERT(MonthStartOf(day) <= day && day - MonthStartOf(day) < 31);
  RC_ASSERT(ToDate(MonthStartOf(day)).day() == 1);
  RC_ASSERT(FormatMonth(day) == FormatDay(day).substr(0, 7));
}

}  // namespace
}  // namespace obt
