#include "common/chart/text.h"

#include <gmock/gmock.h>

#include <limits>

#include "absl/strings/str_split.h"
#include "common/cli/shown.h"

namespace obt::chart {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

TEST(ChartTextTest, CurvesHaveAxesMarksAndALegend) {
  const Chart chart{"Started by week",
                    "people",
                    "obt-2024",
                    true,
                    false,
                    {"14 Oct", "21 Oct", "28 Oct"},
                    {{"Home Office", {0, 15, 30}}, {"DWP", {30, 20, 10}}}};
  EXPECT_EQ(AsText(chart, 40),
            "Started by week\n"
            "people\n"
            "\n"
            "30 ┤○·                                ·●\n"
            "   │  ····                          ···\n"
            "   │     ····                     ··\n"
            "   │         ····              ···\n"
            "   │             ····        ···\n"
            "20 ┤                ··○·  ···\n"
            "   │                   ····\n"
            "   │                  ●·   ····\n"
            "   │                ··         ····\n"
            "   │             ···              ····\n"
            "10 ┤           ···                    ·○\n"
            "   │        ···\n"
            "   │      ···\n"
            "   │    ··\n"
            "   │ ···\n"
            " 0 ┤●·\n"
            "   └┬─────────────────┬────────────────┬\n"
            " 14 Oct            21 Oct         28 Oct\n"
            "\n"
            "● Home Office: ends at 30\n"
            "○ DWP: ends at 10, at most 30 (14 Oct)\n"
            "\n"
            "obt-2024\n");
}

TEST(ChartTextTest, BarsAreAsLongAsTheirValuesSay) {
  const Chart chart{"",
                    "people",
                    "",
                    false,
                    false,
                    {"Home Office", "DWP", "Nobody", "Few", "Unknown"},
                    {{"started", {50, 100, 0, 0.1, kNone}}}};
  EXPECT_EQ(AsText(chart, 45),
            "people\n"
            "\n"
            "Home Office │██████████████ 50\n"
            "DWP         │████████████████████████████ 100\n"
            "Nobody      │ 0\n"
            "Few         │▏ 0.1\n"
            "Unknown     │ –\n"
            "            └─────┬────┬─────┬────┬─────┬\n"
            "            0    20   40    60   80   100\n");
}

TEST(ChartTextTest, SeveralSeriesDifferByTheirFilling) {
  const std::string text =
      AsText({"", "", "", false, false, {"DWP"}, {{"started", {4}}, {"completed", {2}}}}, 40);
  EXPECT_THAT(text, HasSubstr("█ 4\n"));
  EXPECT_THAT(text, HasSubstr("░ 2\n"));
  EXPECT_THAT(text, HasSubstr("\n██ started\n░░ completed\n"));
}

TEST(ChartTextTest, NoLineIsWiderThanTheTerminal) {
  const std::string name(90, 'n');
  for (const bool curves : {false, true}) {
    const Chart chart{name + " " + name,
                      "people",
                      "a note of some words that goes on and on",
                      curves,
                      false,
                      {name, "b"},
                      {{name, {1, 123456}}, {"b\x1B[2J", {-5, kNone}}}};
    for (const size_t width : {40, 61, 100}) {
      const std::string text = AsText(chart, width);
      EXPECT_THAT(text, HasSubstr("…"));
      EXPECT_THAT(text, Not(HasSubstr("\x1B"))) << "names do nothing to a terminal";
      for (const absl::string_view line : absl::StrSplit(text, '\n')) {
        if (absl::StartsWith(line, "nnn")) continue;  // the title has no blank to end a line at
        EXPECT_LE(cli::WidthOf(line), width) << text;
      }
    }
  }
}

TEST(ChartTextTest, NothingToDrawIsSaid) {
  EXPECT_EQ(AsText({"Started", "people", "obt-2024", true}, 80),
            "Started\npeople\n\nThere is nothing to draw: no group has a value.\n\nobt-2024\n");
}

TEST(ChartTextTest, BarsOfShares) {
  EXPECT_EQ(Bar(2, 5), "██░░░");
  EXPECT_EQ(Bar(-1, 3), "░░░");
  EXPECT_EQ(Bar(9, 3), "███");
}

}  // namespace
}  // namespace obt::chart
