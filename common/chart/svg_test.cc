#include "common/chart/svg.h"

#include <gmock/gmock.h>

#include <limits>
#include <regex>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace obt::chart {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

Chart Weeks(size_t series) {
  Chart chart{"Started", "people", "obt-2024", true, false, {"14 Oct", "21 Oct", "28 Oct"}, {}};
  for (size_t i = 0; i < series; ++i)
    chart.series.push_back({"s" + std::to_string(i), {1, 2, static_cast<double>(i)}});
  return chart;
}

// Every match of the first group.
std::vector<std::string> All(const std::string& text, const char* pattern) {
  const std::regex regex(pattern);
  std::vector<std::string> all;
  for (std::sregex_iterator i(text.begin(), text.end(), regex), end; i != end; ++i) all.push_back((*i)[1]);
  return all;
}

TEST(ChartSvgTest, ItSaysWhatItIsToWhoCannotSeeIt) {
  const std::string svg = AsSvg(Weeks(1), "started");
  EXPECT_THAT(svg, StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 "));
  EXPECT_THAT(svg, HasSubstr(" role=\"img\" aria-labelledby=\"started-title started-desc\""));
  EXPECT_THAT(svg, HasSubstr("<title id=\"started-title\">Started</title>"));
  EXPECT_THAT(svg,
              HasSubstr("<desc id=\"started-desc\">Curves of people. s0: 14 Oct 1, 21 Oct 2, 28 Oct 0."));
}

TEST(ChartSvgTest, ItStandsByItself) {
  const std::string svg = AsSvg(Weeks(3));
  for (const char* barred : {"<script", "<style", "href", "url(", "@import", "<image", " on"})
    EXPECT_THAT(svg, Not(HasSubstr(absl::StrCat(barred, "=")))) << barred;
  EXPECT_THAT(All(svg, "(https?://[^\"]*)"), SizeIs(1)) << "its own name";
}

TEST(ChartSvgTest, EverySeriesHasItsColourMarkAndName) {
  const std::string svg = AsSvg(Weeks(kMostSeries));
  std::set<std::string> colours, marks;
  for (const std::string& colour : All(svg, "stroke=\"(#[0-9A-F]{6})\" stroke-width=\"2.5\""))
    colours.insert(colour);
  for (const std::string& mark : All(svg, "<path d=\"([^\"]*)\" transform")) marks.insert(mark);
  EXPECT_THAT(colours, SizeIs(kMostSeries));
  EXPECT_THAT(marks, SizeIs(kMostSeries));
  for (size_t i = 0; i < kMostSeries; ++i) EXPECT_THAT(svg, HasSubstr(absl::StrCat(">s", i, "</text>")));
}

TEST(ChartSvgTest, NamesOfCurvesThatEndTogetherDoNotTouch) {
  Chart chart = Weeks(kMostSeries);
  for (Series& series : chart.series) series.values = {5, 3, 0};
  std::vector<double> places;
  for (const std::string& y : All(AsSvg(chart), "y=\"([0-9.]+)\" text-anchor=\"start\">s[0-9]"))
    places.push_back(std::stod(y));
  ASSERT_THAT(places, SizeIs(kMostSeries));
  for (size_t i = 1; i < places.size(); ++i) EXPECT_GE(places[i] - places[i - 1], 18) << "the first on top";
}

TEST(ChartSvgTest, TextIsEscapedAndCutWithItsWholeAsATip) {
  const std::string name = "Research & \"Development\" of <everything> there is, and more";
  for (const bool curves : {false, true}) {
    const std::string svg = AsSvg({"A<B", "people", "", curves, false, {name}, {{name, {1}}, {"\x01", {2}}}});
    EXPECT_THAT(svg,
                HasSubstr("<title>Research &amp; &quot;Development&quot; of &lt;everything&gt; there is, and "
                          "more</title>Research &amp; &quot;"));
    EXPECT_THAT(svg, HasSubstr("…</text>"));
    EXPECT_THAT(svg,
                AllOf(Not(HasSubstr("<everything>")), HasSubstr(">A&lt;B</text>"), Not(HasSubstr("\x01"))));
  }
}

TEST(ChartSvgTest, AGapBreaksTheCurve) {
  const std::string svg =
      AsSvg({"", "", "", true, false, {"a", "b", "c", "d", "e"}, {{"x", {1, 2, kNone, 2, 1}}}});
  EXPECT_THAT(All(svg, "(stroke-width=\"2.5\")"), SizeIs(2));
}

TEST(ChartSvgTest, BarsAreAsLongAsTheirValuesSay) {
  const std::string svg = AsSvg({"", "", "", false, false, {"a", "b", "c"}, {{"x", {100, 50, kNone}}}});
  const std::vector<std::string> widths = All(svg, "<rect x=[^>]* width=\"([0-9.]+)\"");
  ASSERT_THAT(widths, SizeIs(3));
  EXPECT_NEAR(std::stod(widths[0]), 2 * std::stod(widths[1]), 0.2);
  EXPECT_EQ(widths[2], "0.0");
  EXPECT_THAT(All(svg, ">([^<>]+)</text>"), Contains("–"));
}

TEST(ChartSvgTest, ABarThatIsWithheldSaysSoAndIsNotCut) {
  const std::string svg =
      AsSvg({"", "", "", false, false, {"a", "b"}, {{"x", {1, kNone}, {"", "withheld"}}}});
  EXPECT_THAT(All(svg, ">([^<>]+)</text>"), AllOf(Contains("withheld"), Not(Contains("–"))));
  const std::vector<std::string> left = All(svg, "<text x=\"([0-9.]+)\"[^>]*>withheld");
  ASSERT_THAT(left, SizeIs(1));
  EXPECT_LT(std::stod(left[0]) + 8 * 8.2, 800);
}

TEST(ChartSvgTest, ANarrowOneKeepsItsLettersAndCutsNames) {
  const std::string name = "Department for Things with Names";
  for (const bool curves : {false, true}) {
    const Chart chart{"Started", "people", "", curves, false, {name, "b"}, {{name, {5, 7}}}};
    const std::string narrow = AsSvg(chart, "chart", 500);
    EXPECT_THAT(narrow, AllOf(HasSubstr("viewBox=\"0 0 500 "), HasSubstr("font-size=\"14\"")));
    EXPECT_THAT(All(narrow, ">([^<>]+)</text>"), Contains(AllOf(StartsWith("Department"), HasSubstr("…"))));
    for (const std::string& x : All(narrow, " x=\"([0-9.]+)\"")) EXPECT_LE(std::stod(x), 500 - 24);
  }
}

TEST(ChartSvgTest, NothingToDrawIsSaid) {
  EXPECT_THAT(AsSvg({"Started", "people"}),
              HasSubstr(">There is nothing to draw: no group has a value.</text>"));
}

}  // namespace
}  // namespace obt::chart
