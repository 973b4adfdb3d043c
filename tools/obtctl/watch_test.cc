#include "tools/obtctl/watch.h"

#include <gmock/gmock.h>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "tools/obtctl/screen.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace v1 = aggregator::v1;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

QueryMetricsResponse Funnel(int64_t started) {
  QueryMetricsResponse page;
  page.set_marking("NOT_FOR_PUBLICATION");
  *page.mutable_as_of() = DateOf("2024-10-25");
  for (const auto& [measure, value] :
       {std::pair(v1::MEASURE_IN_SCOPE, int64_t{1000}), std::pair(v1::MEASURE_REGISTERED, int64_t{900}),
        std::pair(v1::MEASURE_LEARNING_STARTED, started),
        std::pair(v1::MEASURE_CHANGES_AGREED, int64_t{3000})}) {
    page.add_measures()->set_measure(measure);
    page.mutable_measures()->rbegin()->add_values(value);
  }
  return page;
}

// Friday 25 October 2024, a quarter past three in London.
Sight Seen() {
  Sight sight;
  sight.now = sight.asked = absl::FromUnixSeconds(1729865700);
  sight.programme.emplace().set_title("One Big Thing 2024");
  *sight.programme->mutable_first_day() = DateOf("2024-10-14");
  *sight.programme->mutable_last_day() = DateOf("2024-12-14");
  sight.funnel = Funnel(250);
  sight.first = Funnel(238);
  v1::Dictionary& days = *sight.flow.add_dimensions();
  for (const char* day : {"2024-10-18", "2024-10-24", "2024-10-25"}) days.add_codes(day);
  for (const uint32_t slot : {0, 1, 2}) days.add_index(slot);
  sight.flow.add_measures()->set_measure(v1::MEASURE_LEARNING_STARTED);
  for (const int64_t value : {1111, 2222, 3333}) sight.flow.mutable_measures(0)->add_values(value);
  v1::FeedFreshness& feed = *sight.freshness.add_feeds();
  feed.set_source("learning");
  feed.set_source_sequence(1300);
  feed.set_applied_sequence(88);
  feed.set_lag_seconds(0.42);
  sight.services["aggregator"].health = "SERVING";
  sight.services["ideas"].health = "UNREACHABLE";
  return sight;
}

TEST(WatchTest, AFrameHasTheFunnelTheDayAndTheLag) {
  EXPECT_EQ(FrameOf("obt-2024", Seen(), 80),
            "One Big Thing 2024, day 12 of 62   15:15:00\n"
            "up to 25 October 2024   NOT_FOR_PUBLICATION\n"
            "\n"
            "in scope          1,000 ████████████████████████████████████ 100.0 %\n"
            "registered          900 ████████████████████████████████░░░░  90.0 %\n"
            "started             250 █████████░░░░░░░░░░░░░░░░░░░░░░░░░░░  25.0 %  +12\n"
            "changes           3,000\n"
            "\n"
            "new on             started\n"
            "─────────────────  ───────\n"
            "Fri 25 Oct, today    3,333\n"
            "Fri 18 Oct           1,111\n"
            "\n"
            "behind    learning 1,212 (0.4 s; not connected)\n"
            "services  UNREACHABLE ideas; SERVING aggregator\n");
}

TEST(WatchTest, WithoutHeadcountsSharesAreOfThoseRegistered) {
  Sight sight = Seen();
  sight.funnel.mutable_measures(0)->set_values(0, 0);
  EXPECT_THAT(FrameOf("obt-2024", sight, 80), HasSubstr("░  27.8 %  +12\n"));
}

TEST(WatchTest, ItFitsAnyTerminalAndLeavesTheLastColumnFree) {
  Sight sight = Seen();
  sight.programme->set_title("One Big Thing \x1B[2J, with a title of many words that goes on and on and on");
  sight.trouble = "the aggregator service is UNREACHABLE";
  for (const size_t width : {1, 20, 40, 59, 80, 200}) {
    const std::string frame = FrameOf("obt-2024", sight, width);
    EXPECT_THAT(frame, Not(HasSubstr("\x1B")));
    for (const absl::string_view line : absl::StrSplit(frame, '\n'))
      EXPECT_LE(WidthOf(line), std::max<size_t>(width, 2) - 1) << frame;
  }
  EXPECT_THAT(FrameOf("obt-2024", sight, 45), HasSubstr("\nstarted             250   25.0 %  +12\n"))
      << "no room for bars";
}

TEST(WatchTest, WhileTheAggregatorDoesNotAnswerItShowsWhatItSawLast) {
  Sight sight = Seen();
  sight.now += absl::Seconds(8);
  sight.trouble = "the aggregator service is UNREACHABLE";
  const std::string frame = FrameOf("obt-2024", sight, 120);
  EXPECT_THAT(frame, HasSubstr("started             250"));
  EXPECT_LE(FrameOf("obt-2024", sight, 80).find("trying again"),
            FrameOf("obt-2024", sight, 80).find("in scope"))
      << "where no terminal is too low for it";
  EXPECT_THAT(frame,
              HasSubstr("\nno figures of now: the aggregator service is UNREACHABLE; these are of 15:15:00; "
                        "trying again\n"));
  sight.asked = absl::InfinitePast();
  EXPECT_THAT(FrameOf("obt-2024", sight, 120), HasSubstr("is UNREACHABLE; trying again\n"));
  EXPECT_THAT(FrameOf("obt-2024", sight, 120), Not(HasSubstr("started")));
}

TEST(WatchTest, OutsideTheProgrammesDaysItSaysSo) {
  Sight sight = Seen();
  sight.now = absl::FromUnixSeconds(1700000000);
  EXPECT_THAT(FrameOf("obt-2024", sight, 80), StartsWith("One Big Thing 2024, begins on 14 October 2024   "));
  sight.now = absl::FromUnixSeconds(1740000000);
  EXPECT_THAT(FrameOf("obt-2024", sight, 80), StartsWith("One Big Thing 2024, ended on 14 December 2024   "));
  sight.programme.reset();
  EXPECT_THAT(FrameOf("obt-2024", sight, 80), StartsWith("obt-2024   "));
}

TEST(WatchTest, AFrameIsWrittenOverTheOneBefore) {
  EXPECT_EQ(Screen::Written("one\ntwo\n", 24), "\x1B[?25l\x1B[Hone\x1B[K\ntwo\x1B[K\n\x1B[J");
  EXPECT_EQ(Screen::Written("one\ntwo\nthree\n", 3), "\x1B[?25l\x1B[Hone\x1B[K\ntwo\x1B[K\n\x1B[J")
      << "no line more than there is room for, or the terminal would scroll";
}

}  // namespace
}  // namespace obt::ctl
