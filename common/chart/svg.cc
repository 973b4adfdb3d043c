#include "common/chart/svg.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "common/cli/shown.h"

namespace obt::chart {
namespace {

constexpr double kMargin = 24, kLetter = 8.2;  // a letter of 14, wide enough for any font
// For how many there is room in a picture of the usual width.
constexpr size_t kLineLetters = 88, kTitleLetters = 62, kNameLetters = 24, kLabelLetters = 34;
constexpr double kCurveHeight = 320, kCurveLabel = 56;  // 56: room for "14 Oct"
constexpr double kLegendRow = 22;
constexpr size_t kMostMarks = 40;  // on a curve; those of days would touch
constexpr std::array<absl::string_view, kMostSeries> kColours = {"#12436D", "#28A197", "#801650",
                                                                 "#F46A25", "#3D3D3D", "#A285D1"};
// Disc, square, triangle, diamond, triangle on its tip, cross.
constexpr std::array<absl::string_view, kMostSeries> kShapes = {
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M-4-4h8v8h-8z",
    "M0-5l5 9h-10z",
    "M0-5l5 5l-5 5l-5-5z",
    "M0 5l5-9h-10z",
    "M-5-3l2-2l3 3l3-3l2 2l-3 3l3 3l-2 2l-3-3l-3 3l-2-2l3-3z"};
// Keeps lines behind a text from running into it.
constexpr absl::string_view kHalo = " stroke=\"#FFFFFF\" stroke-width=\"4\" paint-order=\"stroke\"";
constexpr absl::string_view kInk = "#0B0C0C", kGrid = "#CECECE";

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(cli::Printable(text),
                             {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}
double WidthOf(absl::string_view text) { return kLetter * static_cast<double>(cli::WidthOf(text)); }

class Drawing {
 public:
  explicit Drawing(double width) : width_(width) {}

  double width() const { return width_; }
  // So many of the usual width, of this one.
  size_t Letters(size_t usual) const {
    return static_cast<size_t>(static_cast<double>(usual) * width_ / kSvgWidth);
  }
  // `anchor` is which of its ends stands at x: "start", "middle", "end". What is cut has its whole as a tip.
  void Text(double x, double y, const std::string& text, absl::string_view anchor = "start", size_t most = 0,
            absl::string_view more = "") {
    const std::string cut = cli::Cut(text, most);
    absl::StrAppendFormat(&text_, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s%s</text>\n", x, y,
                          anchor, more, cut == text ? "" : absl::StrCat("<title>", Escaped(text), "</title>"),
                          Escaped(cut));
  }
  // Below each other, from y on; where the next one would stand.
  double Lines(double y, const std::string& text, size_t letters, double height,
               absl::string_view more = "") {
    if (text.empty()) return y;
    for (const std::string& line : cli::Wrap(text, letters)) {
      Text(kMargin, y, line, "start", 0, more);
      y += height;
    }
    return y;
  }
  void Line(const Point& from, const Point& to, absl::string_view colour) {
    absl::StrAppendFormat(&text_, "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"%s\"/>\n", from.x, from.y, to.x,
                          to.y, colour);
  }
  void Curve(const std::vector<Point>& points, absl::string_view colour) {
    std::string path;
    for (const Point& point : points)
      absl::StrAppendFormat(&path, "%s%.1f %.1f", path.empty() ? "M" : "L", point.x, point.y);
    absl::StrAppendFormat(&text_, "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\"/>\n", path,
                          colour);
  }
  void Mark(const Point& at, size_t series) {
    absl::StrAppendFormat(&text_, "<path d=\"%s\" transform=\"translate(%.1f %.1f)\" fill=\"%s\"/>\n",
                          kShapes[series], at.x, at.y, kColours[series]);
  }
  void Box(double x, double y, double width, double height, absl::string_view colour) {
    absl::StrAppendFormat(&text_,
                          "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n", x, y,
                          width, height, colour);
  }
  const std::string& text() const { return text_; }

 private:
  const double width_;
  std::string text_;
};

// As near to where they want to stand as they can without touching, between the two ends.
std::vector<double> Spread(const std::vector<double>& wanted, double apart, double first, double last) {
  std::vector<size_t> order;
  for (size_t i = 0; i < wanted.size(); ++i) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return wanted[a] < wanted[b]; });
  std::vector<double> places = wanted;
  double free = first;
  for (const size_t i : order) free = (places[i] = std::max(wanted[i], free)) + apart;
  for (auto i = order.rbegin(); i != order.rend(); ++i)
    last = (places[*i] = std::min(places[*i], last)) - apart;
  return places;
}

// Draws below y; where the next thing would stand.
double Curves(const Chart& chart, double top, Drawing& drawing) {
  double left = kMargin;
  for (const Tick& tick : LayOut(chart, 1).values) left = std::max(left, kMargin + WidthOf(tick.text) + 8);
  const size_t names = drawing.Letters(kNameLetters);
  const double right = drawing.width() - kMargin - kLetter * (static_cast<double>(names) + 2.5);
  const double bottom = top + kCurveHeight;
  const Plot plot = LayOut(chart, static_cast<size_t>((right - left) / kCurveLabel));
  const auto place = [&](const Point& point) {
    return Point{left + point.x * (right - left), bottom - point.y * kCurveHeight};
  };
  for (const Tick& tick : plot.values) {
    const double y = place({0, tick.at}).y;
    drawing.Line({left, y}, {right, y}, tick.at == plot.At(0) ? kInk : kGrid);
    drawing.Text(left - 8, y + 5, tick.text, "end");
  }
  for (const Tick& tick : plot.labels) {
    const double x = place({tick.at, 0}).x;
    drawing.Line({x, bottom}, {x, bottom + 5}, kInk);
    drawing.Text(x, bottom + 22, tick.text, "middle");
  }
  for (size_t i = plot.runs.size(); i-- > 0;) {
    for (std::vector<Point> run : plot.runs[i]) {
      std::transform(run.begin(), run.end(), run.begin(), place);
      drawing.Curve(run, kColours[i]);
      for (const Point& point : run) {
        if (run.size() == 1 || chart.labels.size() <= kMostMarks) drawing.Mark(point, i);
      }
    }
  }
  std::vector<double> wanted;
  std::vector<size_t> named;
  for (size_t i = 0; i < plot.runs.size(); ++i) {
    if (plot.runs[i].empty()) continue;
    named.push_back(i);
    wanted.push_back(place(plot.runs[i].back().back()).y);
  }
  const std::vector<double> places = Spread(wanted, 20, top, bottom);
  for (size_t i = 0; i < named.size(); ++i) {
    drawing.Mark({right + 18, places[i]}, named[i]);
    drawing.Text(right + 28, places[i] + 5, chart.series[named[i]].name, "start", names);
  }
  return bottom + 22;
}

double Legend(const Chart& chart, double y, Drawing& drawing) {
  for (size_t i = 0; i < chart.series.size() && chart.series.size() > 1; ++i) {
    drawing.Box(kMargin, y - 12, 14, 14, kColours[i]);
    drawing.Text(kMargin + 22, y, chart.series[i].name, "start", drawing.Letters(kLineLetters));
    y += kLegendRow;
  }
  return y;
}

double Bars(const Chart& chart, double top, Drawing& drawing) {
  top = Legend(chart, top, drawing);
  const size_t letters = drawing.Letters(kLabelLetters);
  double left = kMargin, most = 0;
  for (const std::string& label : chart.labels)
    left = std::max(left, kMargin + WidthOf(cli::Cut(label, letters)) + 8);
  for (const Series& series : chart.series) {
    for (size_t i = 0; i < series.values.size(); ++i)
      most = std::max(most, WidthOf(Written(chart, series, i)));
  }
  const double right = drawing.width() - kMargin - most - 6;
  const double bar = chart.series.size() == 1 ? 20 : 16;
  const double group = bar * static_cast<double>(chart.series.size()) + 12;
  const double bottom = top + group * static_cast<double>(chart.labels.size());
  const Plot plot = LayOut(chart, chart.labels.size());
  const auto place = [&](double at) { return left + at * (right - left); };
  for (const Tick& tick : plot.values) {
    drawing.Line({place(tick.at), top}, {place(tick.at), bottom}, kGrid);
    drawing.Text(place(tick.at), bottom + 20, tick.text, "middle");
  }
  const double zero = place(plot.At(0));
  for (size_t i = 0; i < chart.labels.size(); ++i) {
    double y = top + group * static_cast<double>(i) + 6;
    drawing.Text(left - 8, y + (group - 12) / 2 + 5, chart.labels[i], "end", letters);
    std::vector<double> ends;
    for (size_t j = 0; j < chart.series.size(); ++j) {
      const double value = chart.series[j].values[i];
      ends.push_back(std::isnan(value) ? zero : place(plot.At(value)));
      drawing.Text(std::max(zero, ends[j]) + 6, y + bar * (static_cast<double>(j) + 0.5) + 4.5,
                   Written(chart, chart.series[j], i), "start", 0, kHalo);
    }
    for (size_t j = 0; j < ends.size(); ++j, y += bar)
      drawing.Box(std::min(zero, ends[j]), y, std::abs(ends[j] - zero), bar - 1, kColours[j]);
  }
  drawing.Line({zero, top}, {zero, bottom}, kInk);
  return bottom + 20;
}

}  // namespace

std::string AsSvg(const Chart& chart, const std::string& id, double width) {
  Drawing drawing(width);
  const size_t line = drawing.Letters(kLineLetters);
  double y = drawing.Lines(40, chart.title, drawing.Letters(kTitleLetters), 24,
                           " font-size=\"18\" font-weight=\"bold\"");
  y = drawing.Lines(y, chart.unit, line, 20) + 16;
  if (IsEmpty(chart)) {
    y = drawing.Lines(y, kNothing, line, 20);
  } else {
    y = chart.curves ? Curves(chart, y, drawing) : Bars(chart, y, drawing);
  }
  y = drawing.Lines(y + 36, chart.note, line, 20);
  const std::string size = absl::StrFormat("%.0f %.0f", width, y);
  const std::string name = Escaped(id);
  return absl::StrCat(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ", size, "\" role=\"img\" aria-labelledby=\"",
      name, "-title ", name, "-desc\" font-family=\"Arial, Helvetica, sans-serif\" font-size=\"14\" fill=\"",
      kInk, "\">\n", "<title id=\"", name, "-title\">", Escaped(chart.title), "</title>\n<desc id=\"", name,
      "-desc\">", Escaped(Described(chart)), "</desc>\n<rect width=\"100%\" height=\"100%\" ",
      "fill=\"#FFFFFF\"/>\n", drawing.text(), "</svg>\n");
}

}  // namespace obt::chart
