#include "common/base/instants.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "common/base/days.h"

namespace obt {
namespace {

using ::testing::HasSubstr;

std::string Read(absl::string_view text) {
  const absl::StatusOr<absl::Time> time = ReadInstant(text);
  return time.ok() ? WriteInstant(*time) : std::string(time.status().message());
}

TEST(Instants, AreReadHoweverPeopleAndProgramsWriteThem) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"2024-11-20 10:00:30", "2024-11-20T10:00:30Z"},  // own output, winter
      {"2024-10-20 10:00:30", "2024-10-20T09:00:30Z"},  // own output, summer
      {"2024-11-20T10:00Z", "2024-11-20T10:00:00Z"},
      {"2024-11-20T10:00:30+01:00", "2024-11-20T09:00:30Z"},
      {"2024-11-20T10:00", "2024-11-20T10:00:00Z"},
      {"2024-11-20 10:00", "2024-11-20T10:00:00Z"},
      {"2024-10-14", "2024-10-13T23:00:00Z"},
      {"2024-11-20t10:00:00z", "2024-11-20T10:00:00Z"},
      {"2024-11-20T10:00:30.25Z", "2024-11-20T10:00:30.25Z"},
      {"2024-11-20T10:00:30.000001+00:00", "2024-11-20T10:00:30.000001Z"},
      {"2024-11-20T10:00:30.999999999Z", "2024-11-20T10:00:30.999999999Z"},
      {"2024-11-20T10:00:00-05:30", "2024-11-20T15:30:00Z"},
      {"2024-01-01T00:30:00+01:00", "2023-12-31T23:30:00Z"},
      {"2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z"},
      {"2024-10-27 01:30+01:00", "2024-10-27T00:30:00Z"},
      {"2024-10-27 01:30Z", "2024-10-27T01:30:00Z"},
      {"2024-10-27 00:59:59", "2024-10-26T23:59:59Z"},  // the last that is not twice
      {"2024-10-27 02:00:00", "2024-10-27T02:00:00Z"},
      {"2024-03-31 00:59:59", "2024-03-31T00:59:59Z"},
      {"2024-03-31 02:00:00", "2024-03-31T01:00:00Z"},
      {"1900-01-01T00:00Z", "1900-01-01T00:00:00Z"},
      {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
  };
  for (const auto& [text, instant] : cases) EXPECT_EQ(Read(text), instant) << text;
}

TEST(Instants, WhatIsNoTimeIsRefused) {
  for (const char* text : {"",
                           " ",
                           "now",
                           "yesterday",
                           "2024-11-20T",
                           "2024-11-20T10",
                           "2024-11-20T1000",
                           "2024-11-20 9:30",
                           "2024-11-20T24:00",
                           "2024-11-20T23:60",
                           "2024-11-20T10:00:60Z",
                           "2024-02-30T10:00",
                           "2023-02-29",
                           " 2024-11-20",
                           "2024-11-20 ",
                           "2024-11-20T10:00 Z",
                           "2024-11-20T10:00+1",
                           "2024-11-20T10:00+0100",
                           "2024-11-20T10:00:30.Z",
                           "2024-11-20T10:00:30.1234567890Z",
                           "2024-11-20T10:00,5",
                           "20241120T1000",
                           "2024-11-20T10:00UTC",
                           "2024-11-20T10:00 GMT",
                           "20/11/2024 10:00",
                           "1732096830",
                           "infinite-future",
                           "infinite-past",
                           "0000-01-01T00:00Z",
                           "1899-12-31",
                           "10000-01-01",
                           "2024-11-20T10:00:30+24:00",
                           "2024-11-20T10:00:30+01:60",
                           "2024-11-20T\u0661\u0660:00",
                           "2024-11-20T-1:00"}) {
    EXPECT_THAT(Read(text), HasSubstr(" is not a time such as ")) << text;
  }
}

TEST(Instants, LocalTimesThatHappenTwiceOrNeverSayBothReadings) {
  EXPECT_EQ(Read("2024-10-27 01:30"),
            "2024-10-27 01:30 happened twice: say 2024-10-27 01:30+01:00 or 2024-10-27 01:30Z");
  EXPECT_EQ(Read("2024-03-31T01:30"),
            "2024-03-31T01:30 did not happen, the clocks went forward: say 2024-03-31T01:30Z or "
            "2024-03-31T01:30+01:00");
  for (const char* text : {"2024-10-27 01:00", "2024-10-27T01:59:59", "2025-10-26 01:00:00.5"})
    EXPECT_THAT(Read(text), HasSubstr("happened twice")) << text;
  for (const char* text : {"2024-03-31 01:00", "2024-03-31T01:59:59", "2025-03-30 01:30"})
    EXPECT_THAT(Read(text), HasSubstr("did not happen")) << text;
  EXPECT_EQ(Read("2024-10-27 01:30+01:00"), "2024-10-27T00:30:00Z") << "a reading is taken";
}

TEST(Instants, AreWrittenForProgramsWithAnOffsetAndForPeopleUnmistakably) {
  const absl::Time first = absl::FromUnixSeconds(1'729'989'000);  // 2024-10-27T00:30Z
  EXPECT_EQ(WriteInstant(first), "2024-10-27T00:30:00Z");
  EXPECT_EQ(WriteLocal(first), "2024-10-27 01:30:00+01:00");
  EXPECT_EQ(WriteInstant(first + absl::Hours(1)), "2024-10-27T01:30:00Z");
  EXPECT_EQ(WriteLocal(first + absl::Hours(1)), "2024-10-27 01:30:00Z");
  EXPECT_EQ(WriteLocal(first + absl::Hours(2)), "2024-10-27 02:30:00");
  EXPECT_EQ(WriteInstant(first + absl::Microseconds(1)), "2024-10-27T00:30:00.000001Z");
}

RC_GTEST_PROP(Instants, WhatIsWrittenIsReadAsTheSameInstant, ()) {
  // Years around changes of the clocks more often than others: 1916 to 2100.
  const int64_t seconds = *rc::gen::inRange<int64_t>(-1'704'067'200, 4'102'444'800);
  const int64_t micros = *rc::gen::inRange<int64_t>(0, 1'000'000);
  const absl::Time time = absl::FromUnixSeconds(seconds) + absl::Microseconds(micros);
  const absl::StatusOr<absl::Time> exact = ReadInstant(WriteInstant(time));
  RC_ASSERT(exact.ok());
  RC_ASSERT(*exact == time);
  const absl::StatusOr<absl::Time> local = ReadInstant(WriteLocal(time));
  RC_ASSERT(local.ok());
  RC_ASSERT(*local == absl::FromUnixSeconds(seconds));
}

TEST(Instants, EveryMinuteOfTheDaysTheClocksChangeIsReadBack) {
  for (const char* day :
       {"2024-03-31T00:00Z", "2024-10-27T00:00Z", "2025-03-30T00:00Z", "2025-10-26T00:00Z"}) {
    const absl::Time start = *ReadInstant(day);
    for (int minute = 0; minute < 24 * 60; ++minute) {
      const absl::Time time = start + absl::Minutes(minute);
      EXPECT_EQ(*ReadInstant(WriteLocal(time)), time) << WriteLocal(time);
    }
  }
}

}  // namespace
}  // namespace obt
