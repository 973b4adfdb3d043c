#include "common/chart/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/cli/shown.h"

namespace obt::chart {
namespace {

using cli::Pad;
using cli::Repeat;

constexpr size_t kUsualWidth = 80, kLeastWidth = 40;
constexpr size_t kRows = 15;  // of curves, about
constexpr std::array<absl::string_view, kMostSeries> kPoints = {"●", "○", "■", "□", "▲", "△"};
constexpr std::array<absl::string_view, kMostSeries> kFills = {"█", "░", "▓", "▒", "■", "="};

size_t WidestOf(const std::vector<Tick>& ticks) {
  size_t widest = 0;
  for (const Tick& tick : ticks) widest = std::max(widest, cli::WidthOf(tick.text));
  return widest;
}

size_t Place(double at, size_t cells) {
  return static_cast<size_t>(std::lround(at * static_cast<double>(cells - 1)));
}

std::string Wrapped(absl::string_view text, size_t width) {
  if (text.empty()) return "";
  return absl::StrCat(absl::StrJoin(cli::Wrap(cli::Printable(text), width), "\n"), "\n");
}

// A line of so many letters with a tick for each, and their texts below it; one that would touch another is
// left out. The first tick is so many letters from the corner.
std::string Axis(size_t indent, size_t columns, size_t first, const std::vector<Tick>& ticks) {
  std::vector<absl::string_view> line(columns, "─");
  std::string texts;
  for (const Tick& tick : ticks) {
    const size_t at = first + Place(tick.at, columns - first);
    line[at] = "┬";
    const size_t width = cli::WidthOf(tick.text), used = cli::WidthOf(texts), middle = indent + at;
    const size_t begin =
        std::min(middle - std::min(middle, width / 2), indent + columns - std::min(columns, width));
    if (used > 0 && begin < used + 1) continue;
    texts = absl::StrCat(Pad(texts, begin), tick.text);
  }
  line[0] = "└";
  return absl::StrCat(Repeat(" ", indent), absl::StrJoin(line, ""), "\n", texts, "\n");
}

// The curves' points as marks, with dots between them.
class Canvas {
 public:
  Canvas(size_t rows, size_t columns) : cells_(rows, std::vector<absl::string_view>(columns, " ")) {}

  void Connect(const Point& from, const Point& to) {
    const auto steps = static_cast<double>(std::max(rows(), columns()));
    for (double i = 0; i <= steps; ++i)
      Put({from.x + (to.x - from.x) * i / steps, from.y + (to.y - from.y) * i / steps}, "·");
  }
  void Put(const Point& point, absl::string_view what) {
    cells_[rows() - 1 - Place(point.y, rows())][Place(point.x, columns())] = what;
  }
  std::string Row(size_t row) const { return absl::StrJoin(cells_[row], ""); }
  size_t rows() const { return cells_.size(); }
  size_t columns() const { return cells_.front().size(); }

 private:
  std::vector<std::vector<absl::string_view>> cells_;
};

// What stands in front hides what is behind: dots, then the curves from the last to the first.
void DrawCurves(const Plot& plot, Canvas& canvas) {
  for (const auto& runs : plot.runs) {
    for (const std::vector<Point>& run : runs) {
      for (size_t i = 1; i < run.size(); ++i) canvas.Connect(run[i - 1], run[i]);
    }
  }
  for (size_t i = plot.runs.size(); i-- > 0;) {
    for (const std::vector<Point>& run : plot.runs[i]) {
      for (const Point& point : run) canvas.Put(point, kPoints[i]);
    }
  }
}

// ": ends at 0, at most 5,000 (2 Dec)".
std::string EndOf(const Chart& chart, size_t series) {
  const std::vector<double>& values = chart.series[series].values;
  const double last = values.empty() ? std::nan("") : values.back();
  size_t most = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] > values[most] || std::isnan(values[most])) most = i;
  }
  return absl::StrCat(
      ": ends at ", Written(chart, last),
      values[most] > last || (std::isnan(last) && !std::isnan(values[most]))
          ? absl::StrCat(", at most ", Written(chart, values[most]), " (", chart.labels[most], ")")
          : "");
}

// Where there is no room for both, the name is cut.
std::string WithEnd(const std::string& name, const std::string& end, size_t width) {
  constexpr size_t kLeastName = 8;
  const size_t taken = cli::WidthOf(end);
  const size_t room = std::max(width - std::min(width, taken), kLeastName);
  return cli::Cut(absl::StrCat(cli::Cut(name, room), end), width);
}

std::string Curves(const Chart& chart, size_t width) {
  size_t widest = 1;
  for (const std::string& label : chart.labels) widest = std::max(widest, cli::WidthOf(label));
  const size_t left = WidestOf(LayOut(chart, 1).values) + 2;
  const size_t columns = width - left;
  const Plot plot = LayOut(chart, columns / (widest + 2));
  const size_t steps = plot.values.size() - 1;
  const size_t apart = std::max<size_t>(kRows / steps, 2);
  Canvas canvas(steps * apart + 1, columns);
  DrawCurves(plot, canvas);
  std::string text;
  for (size_t row = 0; row < canvas.rows(); ++row) {
    const bool ticked = row % apart == 0;
    const std::string value = ticked ? plot.values[steps - row / apart].text : "";
    absl::StrAppend(&text, Pad(value, left - 2, true), ticked ? " ┤" : " │",
                    absl::StripTrailingAsciiWhitespace(canvas.Row(row)), "\n");
  }
  absl::StrAppend(&text, Axis(left - 1, columns + 1, 1, plot.labels), "\n");
  for (size_t i = 0; i < chart.series.size(); ++i)
    absl::StrAppend(&text, kPoints[i], " ", WithEnd(chart.series[i].name, EndOf(chart, i), width - 2), "\n");
  return text;
}

std::string BarOf(const Plot& plot, double value, absl::string_view fill, size_t columns) {
  if (std::isnan(value)) return "";
  const size_t zero = Place(plot.At(0), columns + 1), end = Place(plot.At(value), columns + 1);
  const auto [from, to] = std::minmax(zero, end);
  // However little, it is more than nothing.
  return absl::StrCat(Repeat(" ", from), from == to && value != 0 ? "▏" : Repeat(fill, to - from));
}

std::string Bars(const Chart& chart, size_t width) {
  const Plot plot = LayOut(chart, chart.labels.size());
  size_t left = 0, right = 0;
  for (const std::string& label : chart.labels) left = std::max(left, cli::WidthOf(label));
  for (const Series& series : chart.series) {
    for (size_t i = 0; i < series.values.size(); ++i)
      right = std::max(right, cli::WidthOf(Written(chart, series, i)));
  }
  left = std::min(left, width / 3);
  const size_t columns = width - std::min(width - kLeastWidth / 2, left + right + 3);
  std::string text;
  for (size_t i = 0; i < chart.labels.size(); ++i) {
    for (size_t j = 0; j < chart.series.size(); ++j) {
      const double value = chart.series[j].values[i];
      absl::StrAppend(&text, Pad(j == 0 ? cli::Cut(chart.labels[i], left) : "", left), " │",
                      BarOf(plot, value, kFills[j], columns), " ", Written(chart, chart.series[j], i), "\n");
    }
    if (chart.series.size() > 1) absl::StrAppend(&text, Repeat(" ", left), " │\n");
  }
  absl::StrAppend(&text, Axis(left + 1, columns + 1, 0, plot.values));
  if (chart.series.size() == 1) return text;
  absl::StrAppend(&text, "\n");
  for (size_t j = 0; j < chart.series.size(); ++j)
    absl::StrAppend(&text, Repeat(kFills[j], 2), " ", cli::Cut(chart.series[j].name, width - 3), "\n");
  return text;
}

Chart Shown(Chart chart) {
  for (std::string& label : chart.labels) label = cli::Printable(label);
  for (Series& series : chart.series) series.name = cli::Printable(series.name);
  return chart;
}

}  // namespace

std::string Bar(int full, int whole) {
  const int part = std::clamp(full, 0, whole);
  return absl::StrCat(Repeat("█", static_cast<size_t>(part)), Repeat("░", static_cast<size_t>(whole - part)));
}

std::string AsText(const Chart& chart, size_t width) {
  width = std::max(width == 0 ? kUsualWidth : width, kLeastWidth);
  const Chart shown = Shown(chart);
  const std::string drawn = IsEmpty(chart) ? absl::StrCat(kNothing, "\n")
                            : chart.curves ? Curves(shown, width)
                                           : Bars(shown, width);
  return absl::StrCat(Wrapped(chart.title, width), Wrapped(chart.unit, width), "\n", drawn,
                      chart.note.empty() ? "" : "\n", Wrapped(chart.note, width));
}

}  // namespace obt::chart
